"""Training in half precision on processors: the adapter's weights are kept, and changed, in full."""

from collections.abc import Iterable

import torch
from torch import nn

MAX_GRADIENT = 1.0
WEIGHT_DECAY = 0.01


class HalfPrecision:
    """AdamW over full copies of the weights that are trained; the model computes with their halves."""

    def __init__(self, weights: Iterable[nn.Parameter], learning_rate: float) -> None:
        self._halves = [each for each in weights if each.requires_grad]
        self._full = [each.detach().float().clone().requires_grad_() for each in self._halves]
        self._optimizer = torch.optim.AdamW(self._full, lr=learning_rate, weight_decay=WEIGHT_DECAY)
        self._rate = learning_rate

    def step(self, share: float) -> None:
        """Change the weights by their gradients, at a share of the learning rate, and clear those."""
        for full, half in zip(self._full, self._halves, strict=True):
            full.grad, half.grad = (None if half.grad is None else half.grad.float()), None
        torch.nn.utils.clip_grad_norm_(self._full, MAX_GRADIENT)
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * share
        self._optimizer.step()
        with torch.no_grad():
            for full, half in zip(self._full, self._halves, strict=True):
                half.copy_(full)
