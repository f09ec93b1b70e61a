from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from index import adapted
from index.errors import ModelUnavailableError
from index.files import sha256


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    file = tmp_path / "adapter.safetensors"
    change = {
        "layer.query.lora_A.weight": torch.tensor([[1.0, 2.0, 0.0]]),
        "layer.query.lora_B.weight": torch.tensor([[10.0], [0.5]]),
    }
    save_file(change, file)
    return file


def test_the_change_is_twice_the_product(adapter: Path) -> None:
    weights = {
        "layer.query.weight": torch.tensor([[1.0, 1.0, 1.0], [0.0, 0.0, 0.0]]),
        "layer.query.bias": torch.tensor([7.0, 7.0]),
    }
    changed = adapted.adapt(weights, adapted.load_checked(adapter, sha256(adapter)))
    # 2 x (10, 0.5) x (1, 2, 0) = (20, 40, 0), (1, 2, 0)
    assert changed["layer.query.weight"].tolist() == [[21, 41, 1], [1, 2, 0]]
    assert changed["layer.query.bias"].tolist() == [7, 7]
    assert weights["layer.query.weight"].tolist() == [[1, 1, 1], [0, 0, 0]]


@pytest.mark.parametrize("damage", ["cut", "flipped", "missing"])
def test_a_damaged_adapter_is_refused_before_it_is_read(adapter: Path, damage: str) -> None:
    content, expected = adapter.read_bytes(), sha256(adapter)
    adapter.unlink()
    if damage != "missing":
        flipped = content[:-1] + bytes([content[-1] ^ 1])
        adapter.write_bytes(content[:-3] if damage == "cut" else flipped)
    with pytest.raises(ModelUnavailableError, match="missing or was changed"):
        adapted.load_checked(adapter, expected)


def test_the_packaged_adapter_is_whole_and_changes_the_upper_layers() -> None:
    assert sha256(adapted.ADAPTER) == adapted.SHA256
    names = load_file(adapted.ADAPTER)
    assert {int(name.split(".")[2]) for name in names} == set(range(4, 12))
    for name, weight in names.items():
        assert weight.shape[0 if "lora_A" in name else 1] == adapted.RANK
