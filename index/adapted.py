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


def adapt(weights: Mapping[str, "torch.Tensor"], adapter: Path = ADAPTER) -> dict[str, "torch.Tensor"]:
    """Return weights with the adapter's change added: W + SCALE x B A (Hu et al., 'LoRA', 2021).

    W has shape (out, in), A (RANK, in), B (out, RANK). Raises `ModelUnavailableError` where the adapter is
    not the one that this was written for.
    """
    from safetensors.torch import load_file

    if not adapter.is_file() or sha256(adapter) != SHA256:
        raise ModelUnavailableError(f"'{adapter}' is missing or was changed. Install Wijkwijzer again.")
    changes = {name: change.float() for name, change in load_file(adapter).items()}
    adapted = dict(weights)
    for name in changes:
        if name.endswith(_DOWN):
            layer = name.removesuffix(_DOWN)
            adapted[f"{layer}.weight"] = (
                weights[f"{layer}.weight"] + SCALE * changes[layer + _UP] @ changes[layer + _DOWN]
            )
    return adapted
