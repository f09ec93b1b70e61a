import logging
import os
from pathlib import Path

import pytest

from index.build import build
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.files import sha256
from index.generations import Pointer, current_generation, open_sound, verified_current
from index.status import Checked, checked, document_text, status
from index.store import Index


@pytest.fixture
def home(tmp_path: Path, encoder: Encoder) -> Path:
    """Two generations: in the first the bus rides, in the second it stands still."""
    page = tmp_path / "sources" / "bus.txt"
    page.parent.mkdir()
    for text in ("De bus rijdt.", "De bus staat stil."):
        page.write_text(f"Vervoer\n\n{text}\n")
        build(tmp_path / "home", [page], encoder, 160)
    return tmp_path / "home"


def files(home: Path, generation: str) -> list[Path]:
    return sorted(path for path in (home / "generations" / generation).rglob("*") if path.is_file())


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def served(home: Path, encoder: Encoder) -> tuple[str, list[str]]:
    index = Index.open(home, encoder)
    return index.generation, [passage.text for passage in index.passages]


def test_the_pointer_names_each_generation_and_its_manifests_sha256(home: Path) -> None:
    manifests = [home / "generations" / name / "manifest.json" for name in ("000002", "000001")]
    assert (home / "current").read_text() == "".join(
        f"{path.parent.name} {sha256(path)}\n" for path in manifests
    )
    pointer = Pointer.read(home)
    assert [each.folder for each in pointer.generations] == [path.parent for path in manifests]
    assert pointer.damage == ""


def test_a_manifest_that_was_rewritten_is_refused_though_it_agrees_with_the_files(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    manifest = home / "generations" / "000002" / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"passage_tokens": 160', '"passage_tokens": 161'))
    assert served(home, encoder) == ("000001", ["De bus rijdt."])
    assert f"'{manifest}' was changed: its sha256 is not the one in '{home / 'current'}'" in caplog.text


def test_where_a_file_is_damaged_the_generation_before_serves_and_the_file_is_named(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    for path in files(home, "000002"):
        content = path.read_bytes()
        flip(path)
        caplog.clear()
        assert served(home, encoder) == ("000001", ["De bus rijdt."])
        [warning] = [each for each in caplog.records if each.levelno == logging.WARNING]
        said = warning.getMessage()
        assert said.startswith(f"The index in '{home}' is damaged: '{path}' was changed: its sha256")
        assert said.endswith(
            ". Generation 000001 serves in the meantime. Build it again: wijkwijzer index build FOLDER"
        )
        path.write_bytes(content)
    assert served(home, encoder) == ("000002", ["De bus staat stil."])


def test_what_needs_no_model_reads_the_generation_that_serves(home: Path) -> None:
    flip(home / "generations" / "000002" / "dense.faiss")
    assert status(home)["generation"] == "000001"
    assert document_text(home, "bus.txt") == "Vervoer\n\nDe bus rijdt.\n"


def test_where_both_are_damaged_it_is_refused_with_both_files(home: Path, encoder: Encoder) -> None:
    damaged = [home / "generations" / name / "passages.jsonl" for name in ("000002", "000001")]
    for path in damaged:
        flip(path)
    with pytest.raises(IndexUnavailableError) as caught:
        Index.open(home, encoder)
    assert all(f"'{path}' was changed" in str(caught.value) for path in damaged)


def test_a_generation_that_is_gone_is_served_by_the_one_before(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    (home / "generations" / "000002").rename(home / "elsewhere")
    assert current_generation(home).name == "000001"
    assert served(home, encoder)[0] == "000001"
    assert f"'{home / 'current'}' names a generation '000002' that is not there" in caplog.text


def test_a_pointer_of_which_a_line_cannot_be_read_is_named_and_the_other_serves(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    pointer = home / "current"
    sound = pointer.read_text()
    pointer.write_text(sound.replace("000002 ", "000002-"))
    assert served(home, encoder) == ("000001", ["De bus rijdt."])
    assert f"'{pointer}' is not as it was written. Generation 000001 serves" in caplog.text
    [current] = checked(home)
    with pytest.raises(IndexUnavailableError, match=f"'{pointer}' is not as it was written"):
        verified_current(home)
    assert (current.generation, current.damage) == ("000001", f"'{pointer}' is not as it was written")


def test_a_changer_takes_nothing_but_the_newest(home: Path) -> None:
    path = home / "generations" / "000002" / "passages.jsonl"
    assert verified_current(home)[0].name == "000002"
    flip(path)
    with pytest.raises(IndexUnavailableError, match=f"'{path}' was changed"):
        verified_current(home)


def test_all_generations_are_checked_and_each_damaged_file_named(home: Path) -> None:
    count = len(files(home, "000001")) - 1  # but the manifest
    assert list(checked(home)) == [Checked("000002", count, ""), Checked("000001", count, "")]
    passages, dense = (home / "generations" / "000001" / name for name in ("passages.jsonl", "dense.faiss"))
    flip(passages)
    size = dense.stat().st_size
    os.truncate(dense, size - 1)
    sound, damaged = checked(home)
    assert sound.damage == ""
    assert f"'{dense}' has {size - 1:,} bytes instead of {size:,}" in damaged.damage
    assert f"'{passages}' was changed: its sha256 is not the recorded one" in damaged.damage


def test_a_generation_that_is_collected_while_it_is_read_is_not_called_damaged(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    read: list[str] = []

    def load(folder: Path, _: object) -> str:
        read.append(folder.name)
        if len(read) == 1:
            for number in range(3):
                (home.parent / "sources" / "bus.txt").write_text(f"Vervoer\n\nLijn {number} rijdt.\n")
                build(home, [home.parent / "sources"], encoder, 160)
        return (folder / "documents.jsonl").read_text()

    assert "Lijn 2 rijdt." in open_sound(home, load)
    assert read == ["000002", "000005"]
    assert caplog.records == [each for each in caplog.records if each.levelno < logging.WARNING]


def test_after_a_build_the_damaged_generation_is_not_kept(home: Path, encoder: Encoder) -> None:
    flip(home / "generations" / "000002" / "passages.jsonl")
    (home.parent / "sources" / "bus.txt").write_text("Vervoer\n\nDe bus is weg.\n")
    report = build(home, [home.parent / "sources"], encoder, 160)
    assert report.notice.startswith("Nothing is taken over. The index is damaged: ")
    assert [each.folder.name for each in Pointer.read(home).generations] == ["000003", "000001"]
    assert sorted(path.name for path in (home / "generations").iterdir()) == ["000001", "000003"]
    assert all(not each.damage for each in checked(home))
