import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.build import build
from index.embed import Encoder
from index.errors import IndexUnavailableError, UsageError
from index.generations import Pointer, last_staged, recorded, waiting
from index.live import Live
from index.publish import discard, go_live, roll_back
from index.store import Index
from tests.conftest import ROOT


@pytest.fixture
def page(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    return folder / "bus.txt"


@pytest.fixture
def home(tmp_path: Path, page: Path, encoder: Encoder) -> Path:
    """One generation, in which the bus rides."""
    say(page, "De bus rijdt.")
    build(tmp_path / "home", [page], encoder, 160)
    return tmp_path / "home"


def say(page: Path, text: str) -> None:
    page.write_text(f"Vervoer\n\n{text}\n")


def later(home: Path, page: Path, encoder: Encoder, text: str) -> str:
    say(page, text)
    report = build(home, [page], encoder, 160, later=True)
    assert (report.published, report.waits) == (False, True)
    return report.generation


def now(home: Path, page: Path, encoder: Encoder, text: str) -> str:
    say(page, text)
    return build(home, [page], encoder, 160).generation


def served(home: Path, encoder: Encoder) -> tuple[str, list[str]]:
    index = Index.open(home, encoder)
    return index.generation, [passage.text for passage in index.passages]


def there(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "generations").iterdir())


def named(home: Path) -> list[str]:
    return [each.folder.name for each in Pointer.read(home).generations]


def waits(home: Path) -> str:
    found = waiting(home)
    return found.folder.name if found else ""


def test_a_generation_waits_whole_and_named_by_no_pointer(home: Path, page: Path, encoder: Encoder) -> None:
    assert waits(home) == ""
    assert later(home, page, encoder, "De bus staat stil.") == "000002"
    assert (there(home), named(home), waits(home)) == (["000001", "000002"], ["000001"], "000002")
    assert served(home, encoder) == ("000001", ["De bus rijdt."])
    found = waiting(home)
    assert found is not None
    found.verified()
    assert [each.text for each in Index.load(found.folder, encoder).passages] == ["De bus staat stil."]


def test_it_goes_live_and_the_one_before_is_kept(home: Path, page: Path, encoder: Encoder) -> None:
    live = Live(home, lambda: Index.open(home, encoder))
    generation = later(home, page, encoder, "De bus staat stil.")
    assert live().generation == "000001"
    go_live(home, generation)
    assert served(home, encoder) == ("000002", ["De bus staat stil."])
    assert (named(home), waits(home)) == (["000002", "000001"], "")
    while live().generation != "000002":
        time.sleep(0.01)
    with pytest.raises(UsageError, match="Generation 000002 does not wait"):
        go_live(home, generation)


def test_it_waits_through_what_is_published_meanwhile(home: Path, page: Path, encoder: Encoder) -> None:
    later(home, page, encoder, "De bus staat stil.")
    for number in range(3):
        now(home, page, encoder, f"Lijn {number} rijdt.")
    assert (there(home), named(home)) == (["000002", "000004", "000005"], ["000005", "000004"])
    assert waits(home) == "000002"
    go_live(home, "000002")
    assert (there(home), named(home)) == (["000002", "000005"], ["000002", "000005"])


def test_one_that_is_built_later_takes_its_place(home: Path, page: Path, encoder: Encoder) -> None:
    later(home, page, encoder, "De bus staat stil.")
    assert later(home, page, encoder, "De bus is weg.") == "000003"
    assert (there(home), waits(home)) == (["000001", "000003"], "000003")
    with pytest.raises(UsageError, match="Generation 000002 does not wait"):
        go_live(home, "000002")


def test_one_that_is_discarded_is_gone_and_its_number_too(home: Path, page: Path, encoder: Encoder) -> None:
    generation = later(home, page, encoder, "De bus staat stil.")
    discard(home, generation)
    assert (there(home), named(home), waits(home)) == (["000001"], ["000001"], "")
    with pytest.raises(UsageError, match="does not wait"):
        discard(home, generation)
    assert now(home, page, encoder, "De bus is weg.") == "000003"


def test_what_is_the_same_does_not_wait(home: Path, page: Path, encoder: Encoder) -> None:
    report = build(home, [page], encoder, 160, later=True)
    assert (report.generation, report.published, report.waits) == ("000001", False, False)


def test_rolling_back_and_forth_keeps_both_and_reuses_no_number(
    home: Path, page: Path, encoder: Encoder
) -> None:
    now(home, page, encoder, "De bus staat stil.")
    roll_back(home, "000001")
    assert served(home, encoder) == ("000001", ["De bus rijdt."])
    assert named(home) == ["000001", "000002"]
    roll_back(home, "000002")
    assert served(home, encoder)[0] == "000002"
    roll_back(home, "000001")
    assert now(home, page, encoder, "De bus is weg.") == "000003"
    assert (there(home), named(home)) == (["000001", "000003"], ["000003", "000001"])


def test_there_has_to_be_one_to_roll_back_to(home: Path, page: Path, encoder: Encoder) -> None:
    with pytest.raises(UsageError, match="Generation 000001 is not the one before"):
        roll_back(home, "000001")
    now(home, page, encoder, "De bus staat stil.")
    with pytest.raises(UsageError, match="Generation 000002 is not the one before"):
        roll_back(home, "000002")


def test_a_damaged_one_neither_goes_live_nor_is_rolled_back_to(
    home: Path, page: Path, encoder: Encoder
) -> None:
    generation = later(home, page, encoder, "De bus staat stil.")
    with (home / "generations" / generation / "passages.jsonl").open("ab") as file:
        file.write(b"x")
    with pytest.raises(IndexUnavailableError, match=r"It cannot serve, it is damaged: .*passages"):
        go_live(home, generation)
    assert (served(home, encoder)[0], waits(home)) == ("000001", generation)
    now(home, page, encoder, "De bus is weg.")
    with (home / "generations" / "000001" / "passages.jsonl").open("ab") as file:
        file.write(b"x")
    with pytest.raises(IndexUnavailableError, match="It cannot serve"):
        roll_back(home, "000001")
    assert named(home) == ["000003", "000001"]


def test_a_disk_that_is_full_is_told(
    home: Path, page: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    generation = later(home, page, encoder, "De bus staat stil.")

    def no_room(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", no_room)
        with pytest.raises(IndexUnavailableError, match="No space left on device"):
            go_live(home, generation)
    assert (served(home, encoder)[0], waits(home)) == ("000001", generation)


def test_what_cannot_be_read_as_a_generation_waits_not(home: Path) -> None:
    for content in (b"", b"000002\n", b"\xff\n", f"000002 {'0' * 64}\n".encode()):
        (home / "staged").write_bytes(content)
        assert waiting(home) is None
    assert last_staged(home) is not None
    (home / "current").unlink()
    assert recorded(home) == ()


KILLED = """
import os, signal, sys
from pathlib import Path
from eval.hashing import HashingEncoder
from index import generations, publish
from index.build import build

def killed(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)

publish.stage = killed
build(Path(sys.argv[1]), [Path(sys.argv[2])], HashingEncoder(), 160, later=True)
"""


def test_one_that_was_killed_before_it_waited_is_cleanly_gone(
    home: Path, page: Path, encoder: Encoder
) -> None:
    say(page, "De bus staat stil.")
    ended = subprocess.run([sys.executable, "-c", KILLED, home, page], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert (there(home), named(home), waits(home)) == (["000001", "000002"], ["000001"], "")
    assert served(home, encoder) == ("000001", ["De bus rijdt."])
    later(home, page, encoder, "De bus is weg.")
    assert (there(home), waits(home)) == (["000001", "000003"], "000003")
