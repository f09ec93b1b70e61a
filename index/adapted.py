"""The packaged embedder's adapter: what training on Dutch questions changed in its weights."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import ModelUnavailableError
from index.files import sha256

if TYPE_CHECKING:
    import torch

ADAPTER = Path(__file__).parent / "adapter" / "adapter.safetensors"
SHA256 = "68c716392e7d010fc485d6d8fb10f39cbc80de5270ace45a4fc3f289c839830b"
RANK = 32
# Of the low-rank product in the sum with a weight.
SCALE = 2.0
TARGETS = ("query", "key", "value", "dense")
_DOWN, _UP = ".lora_A.weight", ".lora_B.weight"


def load_checked(file: Path, expected: str) -> dict[str, "torch.Tensor"]:
    """Return the weights of a file of this package, in full precision.

    Raises `ModelUnavailableError` where it is not the one whose sha256 is `expected`.
    """
    from safetensors.torch import load_file

    if not file.is_file() or sha256(file) != expected:
        raise ModelUnavailableError(f"'{file}' is missing or was changed. Install Wijkwijzer again.")
    return {name: weight.float() for name, weight in load_file(file).items()}


def adapt(
    weights: Mapping[str, "torch.Tensor"], changes: Mapping[str, "torch.Tensor"]
) -> dict[str, "torch.Tensor"]:
    """Return weights with an adapter's change added: W + SCALE x B A (Hu et al., 'LoRA', 2021).

    W has shape (out, in), A (RANK, in), B (out, RANK).
    """
    adapted = dict(weights)
    for name in changes:
        if name.endswith(_DOWN):
            layer = name.removesuffix(_DOWN)
            product = changes[layer + _UP] @ changes[layer + _DOWN]
            adapted[f"{layer}.weight"] = weights[f"{layer}.weight"] + SCALE * product
    return adapted
