import multiprocessing
import time
from functools import partial
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from index.errors import ModelUnavailableError
from index.files import MANIFEST, verify
from index.prepare import prepared, repair

ROOT = Path(__file__).parent.parent.parent
FACTS: dict[str, object] = {"model": "tiny", "weights_sha256": "abc"}


def make(folder: Path, *, calls: Path, seconds: float = 0) -> None:
    """Write a model of two files, and a line to `calls` for every time it was asked to."""
    with calls.open("a") as file:
        file.write("called\n")
    (folder / "weights.bin").write_bytes(b"first half, ")
    time.sleep(seconds)
    with (folder / "weights.bin").open("ab") as file:
        file.write(b"second half")
    (folder / "deeper").mkdir()
    (folder / "deeper" / "config.json").write_text("{}")


def refuse(folder: Path) -> None:
    raise AssertionError("it is there already")


def prepare_in_a_process(folder: Path, calls: Path, results: "Queue[tuple[str, bytes]]") -> None:
    ready = prepared(folder, partial(make, calls=calls, seconds=1), FACTS)
    verify(ready)
    results.put((str(ready), (ready / "weights.bin").read_bytes()))


def test_it_is_made_once_with_its_manifest(tmp_path: Path) -> None:
    folder, calls = tmp_path / "cache" / "model", tmp_path / "calls"
    assert prepared(folder, partial(make, calls=calls), FACTS) == folder
    assert (folder / "weights.bin").read_bytes() == b"first half, second half"
    assert verify(folder).facts == FACTS
    assert prepared(folder, refuse, FACTS) == folder
    assert calls.read_text() == "called\n"


def test_two_processes_make_it_once_and_both_get_a_sound_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT))  # a spawned process gets our path, and finds this module by it
    folder, calls = tmp_path / "cache" / "model", tmp_path / "calls"
    spawn = multiprocessing.get_context("spawn")
    results: Queue[tuple[str, bytes]] = spawn.Queue()
    processes = [spawn.Process(target=prepare_in_a_process, args=(folder, calls, results)) for _ in range(2)]
    for process in processes:
        process.start()
    found = [results.get(timeout=30) for _ in processes]
    for process in processes:
        process.join(timeout=30)
    assert [process.exitcode for process in processes] == [0, 0]
    assert found == [(str(folder), b"first half, second half")] * 2
    assert calls.read_text() == "called\n"
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == ["model"]


def test_one_that_came_while_we_waited_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, calls = tmp_path / "model", tmp_path / "calls"
    prepared(folder, partial(make, calls=calls), FACTS)
    exists = Path.exists
    answers = iter([False])  # the first look comes too early

    def look(path: Path) -> bool:
        return next(answers, True) if path == folder else exists(path)

    monkeypatch.setattr(Path, "exists", look)
    assert prepared(folder, refuse, FACTS) == folder


def test_a_cache_that_cannot_be_written_is_told_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(path: Path, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(ModelUnavailableError) as caught:
        prepared(tmp_path / "cache" / "model", refuse, FACTS)
    assert str(caught.value) == (
        f"The models cannot be prepared in '{tmp_path / 'cache'}': Permission denied. "
        "Make that folder writable or set 'cache' (WIJKWIJZER_CACHE) to one that is."
    )
    assert caught.value.exit_code == 4


def test_a_cache_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(ModelUnavailableError, match=r"cannot be prepared in '.*cache': "):
        prepared(tmp_path / "cache" / "model", refuse, FACTS)


def test_no_room_while_it_is_made_leaves_nothing(tmp_path: Path) -> None:
    def no_room(folder: Path) -> None:
        (folder / "half").write_text("x")
        raise OSError(28, "No space left on device")

    folder = tmp_path / "model"
    with pytest.raises(ModelUnavailableError, match="No space left on device"):
        prepared(folder, no_room, FACTS)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == []
    assert prepared(folder, partial(make, calls=tmp_path / "calls"), FACTS) == folder


@pytest.mark.parametrize("damage", ["flipped", "cut", "gone", "manifest"])
def test_a_damaged_folder_is_refused_until_it_is_repaired(damage: str, tmp_path: Path) -> None:
    folder, calls = tmp_path / "model", tmp_path / "calls"
    prepared(folder, partial(make, calls=calls), FACTS)
    weights = folder / "weights.bin"
    if damage == "flipped":
        weights.write_bytes(b"First half, second half")
    elif damage == "cut":
        weights.write_bytes(b"first half, ")
    elif damage == "gone":
        weights.unlink()
    else:
        (folder / MANIFEST).unlink()
    named = MANIFEST if damage == "manifest" else "weights.bin"
    with pytest.raises(ModelUnavailableError, match=f"{named}'.*Run 'wijkwijzer prepare'"):
        prepared(folder, refuse, FACTS)
    repair(folder, FACTS)
    assert not folder.exists()
    assert prepared(folder, partial(make, calls=calls), FACTS) == folder
    assert calls.read_text() == "called\n" * 2


def test_repair_leaves_a_sound_folder_and_its_neighbours(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    sound, damaged = tmp_path / "sound", tmp_path / "damaged"
    for folder in (sound, damaged):
        prepared(folder, partial(make, calls=calls), FACTS)
    (damaged / "deeper" / "config.json").write_text("[]")
    for folder in (sound, damaged, tmp_path / "never made"):
        repair(folder, FACTS)
    assert prepared(sound, refuse, FACTS) == sound
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == ["sound"]


def test_what_was_made_from_something_else_is_refused_with_both(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    prepared(folder, partial(make, calls=tmp_path / "calls"), {"model": "old"})
    with pytest.raises(ModelUnavailableError) as caught:
        prepared(folder, refuse, {"model": "new"})
    assert "{'model': 'old'}, not {'model': 'new'}" in str(caught.value)


def test_repair_removes_a_folder_that_was_made_of_something_else(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    prepared(folder, partial(make, calls=tmp_path / "calls"), FACTS)
    repair(folder, {**FACTS, "weights": "other"})
    assert not folder.exists()
