import os
import time
from pathlib import Path

import pytest
from filelock import FileLock

from index.build import build, has_index
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.generations import current_generation
from index.store import Index

PAGE = "Vervoer\n\nWie slecht loopt kan een rolstoel lenen. De regiotaxi rijdt ook in het weekend.\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "vervoer.txt").write_text(PAGE)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "home"


def generations(home: Path) -> list[str]:
    """All that lies beside the generations, hidden leftovers too."""
    return sorted(path.name for path in (home / "generations").iterdir())


def texts(home: Path, encoder: Encoder) -> list[str]:
    return [passage.text for passage in Index.open(home, encoder).passages]


def test_two_generations_are_kept(home: Path, sources: Path, encoder: Encoder) -> None:
    kept = []
    for number in range(4):
        (sources / "vervoer.txt").write_text(f"Vervoer\n\nEr zijn nu {number} taxi's.\n")
        assert build(home, [sources], encoder, 160).generation == f"{number + 1:06d}"
        assert texts(home, encoder) == [f"Er zijn nu {number} taxi's."]
        kept.append(generations(home))
    assert kept == [["000001"], ["000001", "000002"], ["000002", "000003"], ["000003", "000004"]]


def test_an_index_that_is_open_goes_on_after_its_generation_is_gone(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    build(home, [sources], encoder, 160)
    opened = Index.open(home, encoder)
    before = opened.search("rolstoel", 5)
    for tokens in (150, 140, 130):
        build(home, [sources], encoder, tokens)
    assert generations(home) == ["000003", "000004"]
    assert opened.search("rolstoel", 5) == before


def test_a_second_builder_is_refused_and_the_old_generation_serves(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    build(home, [sources], encoder, 160)
    (sources / "vervoer.txt").write_text("Vervoer\n\nAlles is anders.\n")
    started = time.monotonic()
    with (
        FileLock(home / "build.lock"),
        pytest.raises(IndexUnavailableError, match=f"Another process is building the index in '{home}'"),
    ):
        build(home, [sources], encoder, 160)
    assert time.monotonic() - started < 4  # it does not wait for the other
    assert generations(home) == ["000001"]
    assert texts(home, encoder)[0].startswith("Wie slecht loopt")
    build(home, [sources], encoder, 160)
    assert texts(home, encoder) == ["Alles is anders."]


def test_a_home_that_cannot_be_written_is_told_with_what_to_do(
    home: Path, sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(IndexUnavailableError) as caught:
        build(home, [sources], encoder, 160)
    assert str(caught.value) == (
        f"The index cannot be written to '{home}': Read-only file system. "
        "Make room or choose another folder with --home; the index that was there still serves."
    )
    assert caught.value.exit_code == 3
    assert not has_index(home)


def test_a_home_that_is_a_file_is_told(tmp_path: Path, sources: Path, encoder: Encoder) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(IndexUnavailableError, match=r"The index cannot be written to '.*home': "):
        build(tmp_path / "home", [sources], encoder, 160)


@pytest.mark.parametrize("step", ["save", "point"])
def test_a_build_that_fails_leaves_the_old_generation_serving(
    step: str, home: Path, sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, [sources], encoder, 160)
    (sources / "vervoer.txt").write_text("Vervoer\n\nAlles is anders.\n")

    def no_room(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        if step == "save":
            patched.setattr("index.dense.DenseSearch.save", no_room)
        else:
            patched.setattr(Path, "replace", no_room)
        for _ in range(3):
            with pytest.raises(IndexUnavailableError, match="No space left on device"):
                build(home, [sources], encoder, 160)
    assert current_generation(home).name == "000001"
    assert texts(home, encoder)[0].startswith("Wie slecht loopt")
    assert not [name for name in generations(home) if name.startswith(".")]
    build(home, [sources], encoder, 160)
    assert texts(home, encoder) == ["Alles is anders."]


def test_everything_is_on_the_disk_before_it_is_pointed_to(
    home: Path, sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut there is what was synced; what comes before what is all that can be seen of it."""
    done: list[str] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def name(path: Path) -> str:
        relative = path.relative_to(home.parent.parent).as_posix()
        return relative.replace(f".{os.getpid()}", "").replace("/.", "/")

    def synced(descriptor: int) -> None:
        fsync(descriptor)
        done.append(f"sync {name(Path(f'/proc/self/fd/{descriptor}').readlink())}")

    def moved(path: Path, target: Path) -> None:
        done.append(f"move {name(target)}")
        (replace if target.name == "current" else rename)(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", moved)
    monkeypatch.setattr(Path, "replace", moved)
    build(home, [sources], encoder, 160)
    generation = current_generation(home)
    written = {f"sync {name(path)}" for path in [generation, *generation.rglob("*")]}
    assert f"sync {name(generation)}/lexical" in written
    made = done.index(f"sync {name(home)}")
    renamed = done.index(f"move {name(generation)}")
    assert done[:made] == ["sync .", "sync deep"]
    assert written <= set(done[made:renamed])
    assert done[renamed + 1 :] == [
        f"sync {name(home)}/generations",
        f"sync {name(home)}/current",
        f"move {name(home)}/current",
        f"sync {name(home)}",
    ]


def test_a_file_that_lost_its_end_unnoticed_is_not_published(
    home: Path, sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What FAISS and numpy do where the last bytes of a file find no room: they raise nothing."""
    build(home, [sources], encoder, 160)
    (sources / "vervoer.txt").write_text("Vervoer\n\nAlles is anders.\n")
    save = Index.save
    for name in ("dense.faiss", "sentences.npy", "sentence_starts.npy", "digests.npy"):

        def cut(index: Index, folder: Path, name: str = name) -> None:
            save(index, folder)
            os.truncate(folder / name, (folder / name).stat().st_size - 1)

        with monkeypatch.context() as patched:
            patched.setattr(Index, "save", cut)
            with pytest.raises(IndexUnavailableError, match=r"what was written cannot be read back \("):
                build(home, [sources], encoder, 160)
        assert generations(home) == ["000001"]
    assert texts(home, encoder)[0].startswith("Wie slecht loopt")
