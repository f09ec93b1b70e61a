import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.files import (
    MANIFEST,
    DamagedError,
    Manifest,
    read_manifest,
    sha256,
    verify,
    write_manifest,
    written_aside,
)

# FIPS 180-2, the standard's own example.
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
FILES = {
    "abc.bin": b"abc",
    "empty.bin": b"",
    "map/één.txt": "“tekst”\u2028 €".encode(),
    "map/zeros": bytes(300),
}


def fill(folder: Path) -> Path:
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    write_manifest(folder, {"format": 1, "encoder": "één“"})
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("sound"))


def test_sha256_is_the_standards_example(folder: Path) -> None:
    assert sha256(folder / "abc.bin") == ABC
    assert sha256(folder / "empty.bin") == NOTHING


def test_the_manifest_holds_facts_sizes_and_hashes_of_every_file(folder: Path) -> None:
    written = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert written["facts"] == {"format": 1, "encoder": "één“"}
    assert sorted(written["files"]) == sorted(FILES)
    assert written["files"]["abc.bin"] == [3, ABC]
    assert written["files"]["empty.bin"] == [0, NOTHING]


def test_verify_returns_the_manifest_of_a_sound_folder(folder: Path) -> None:
    manifest = verify(folder)
    assert manifest == read_manifest(folder)
    assert manifest.facts == {"format": 1, "encoder": "één“"}
    assert manifest.files["abc.bin"] == (3, ABC)


def test_a_folder_without_files_is_sound(tmp_path: Path) -> None:
    write_manifest(tmp_path, {})
    assert verify(tmp_path) == Manifest(facts={}, files={})


@settings(max_examples=60)
@given(
    name=st.sampled_from([name for name, content in FILES.items() if content]),
    at=st.integers(0, 10**6),
    mask=st.integers(1, 255),
)
def test_any_flipped_byte_is_noticed_and_its_file_named(folder: Path, name: str, at: int, mask: int) -> None:
    path, content = folder / name, bytearray(FILES[name])
    content[at % len(content)] ^= mask
    path.write_bytes(content)
    try:
        with pytest.raises(DamagedError) as caught:
            verify(folder)
    finally:
        path.write_bytes(FILES[name])
    assert str(caught.value) == f"'{path}' was changed: its sha256 is not the recorded one"
    assert verify(folder).facts == {"format": 1, "encoder": "één“"}


def test_another_length_is_noticed_with_both_sizes(tmp_path: Path) -> None:
    path = fill(tmp_path) / "map/zeros"
    path.write_bytes(bytes(299))
    with pytest.raises(DamagedError, match=r"map/zeros' has 299 bytes instead of 300"):
        verify(tmp_path)
    path.write_bytes(bytes(1300))
    with pytest.raises(DamagedError, match=r"map/zeros' has 1,300 bytes instead of 300"):
        verify(tmp_path)


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    (fill(tmp_path) / "map/één.txt").unlink()
    with pytest.raises(DamagedError, match=r"map/één\.txt' is missing"):
        verify(tmp_path)


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        b"",
        b"\xff\xfe",
        b'{"facts": {}, "files": {"abc.bin": [3',
        b"[]",
        b'{"facts": {}}',
        b'{"files": {}}',
        b'{"facts": {}, "files": []}',
        b'{"facts": {}, "files": {"abc.bin": [3]}}',
        b'{"facts": {}, "files": {"abc.bin": ["three", "x"]}}',
        b'{"facts": 5, "files": {}}',
    ],
)
def test_a_manifest_that_cannot_be_read_is_damage(manifest: bytes | None, tmp_path: Path) -> None:
    path = fill(tmp_path) / MANIFEST
    path.unlink() if manifest is None else path.write_bytes(manifest)
    with pytest.raises(DamagedError, match=r"manifest\.json' is missing or damaged"):
        verify(tmp_path)


def test_a_folder_that_was_written_aside_takes_its_place_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "map" / "target"
    with written_aside(target) as aside:
        (aside / "file").write_text("x")
        assert not target.exists()
        assert aside.parent == target.parent
    assert (target / "file").read_text() == "x"
    assert list(target.parent.iterdir()) == [target]


def test_an_error_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "target"

    def fail() -> None:
        with written_aside(target) as aside:
            (aside / "file").write_text("x")
            raise RuntimeError("no room")

    with pytest.raises(RuntimeError, match="no room"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_came_meanwhile_stays(tmp_path: Path) -> None:
    target = tmp_path / "target"
    with written_aside(target) as aside:
        (aside / "file").write_text("ours")
        target.mkdir()
        (target / "file").write_text("theirs")
    assert (target / "file").read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [target]


def test_what_a_killed_process_left_is_not_taken_over(tmp_path: Path) -> None:
    target = tmp_path / "target"
    left = tmp_path / f".target.{os.getpid()}"
    left.mkdir()
    (left / "half").write_text("x")
    with written_aside(target) as aside:
        assert list(aside.iterdir()) == []
    assert list(target.iterdir()) == []
