"""The reader's network: two texts in; whether the second answers or supports the first, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

from index.types import Span

if TYPE_CHECKING:
    from transformers import BatchEncoding

MAX_TOKENS = 256


@dataclass(frozen=True, slots=True)
class Outputs:
    """Raw scores of a batch of pairs."""

    span: torch.Tensor
    """Shape (pairs, tokens, 2): where the answer begins and ends; the first token stands for nowhere."""
    answers: torch.Tensor
    """Shape (pairs,): log odds that the text answers the question."""
    supports: torch.Tensor
    """Shape (pairs,): log odds that the text says what the sentence says."""


class Network(nn.Module):
    """An encoder with three linear heads."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(size, 2)
        self.answers = nn.Linear(size, 1)
        self.supports = nn.Linear(size, 1)

    def forward(self, encoded: "BatchEncoding") -> Outputs:
        """Return the scores of a batch made by `encode`."""
        mask = encoded["attention_mask"]
        states = self.encoder(input_ids=encoded["input_ids"], attention_mask=mask).last_hidden_state.float()
        pooled = (states * mask.unsqueeze(-1)).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        span = self.span(states).masked_fill(~mask.bool().unsqueeze(-1), -1e4)
        return Outputs(span, self.answers(pooled).squeeze(-1), self.supports(pooled).squeeze(-1))


def encode(tokenizer: Any, pairs: Sequence[tuple[str, str]]) -> "BatchEncoding":
    """Return pairs as tokens with their places in the texts; of what is too long the longer text is cut."""
    encoded: BatchEncoding = tokenizer(
        [first for first, _ in pairs],
        [second for _, second in pairs],
        truncation="longest_first",
        max_length=MAX_TOKENS,
        return_offsets_mapping=True,
        padding=True,
        return_tensors="pt",
    )
    return encoded


def tokens_of(encoded: "BatchEncoding", row: int) -> list[tuple[int, Span]]:
    """Return the tokens of a pair's second text that are not empty, with their places in it."""
    places = encoded["offset_mapping"][row].tolist()
    return [
        (token, Span(start, end))
        for token, (sequence, (start, end)) in enumerate(zip(encoded.sequence_ids(row), places, strict=True))
        if sequence == 1 and end > start
    ]
