import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk import audit
from bot.desk.corrections import Corrections
from bot.desk.desk import Desk
from bot.desk.library import Library
from bot.desk.problems import DeskError
from bot.desk.rebuild import Rebuilds, Step
from bot.page.municipality import Municipality
from index.build import build
from index.corrections import Correction
from index.errors import IndexUnavailableError
from index.publish import only_builder
from index.types import FloatArray
from tests.bot.conftest import BREDA, BREDA_QUESTION
from tests.bot.desk.shelf import BUS, BUS_QUESTION, live, serves, stocked
from tests.conftest import ROOT, HashingEncoder

AT = "2026-11-27T12:00:00+00:00"
NO_BUS = Correction("vervoer.txt", "left_out")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return stocked(tmp_path)


@pytest.fixture
def desk(desk: Desk, shelf: Path, tmp_path: Path) -> Desk:
    examples = Municipality(examples={"nl": (BREDA_QUESTION, BUS_QUESTION)})
    return replace(desk, bot_now=live(tmp_path), municipality=examples)


@pytest.fixture
def rebuilds(desk: Desk) -> Iterator[Rebuilds]:
    made = Rebuilds(desk)
    yield made
    made.wait()


@pytest.fixture
def corrections(desk: Desk) -> Corrections:
    return Corrections(desk.database)


def rebuilt(rebuilds: Rebuilds) -> str:
    """Index anew and check; returns how that ended."""
    rebuilds.start("eva")
    rebuilds.wait()
    job = rebuilds.jobs.latest()
    assert job is not None
    return job.state


def deeds(desk: Desk) -> list[tuple[str, str, str]]:
    found = [(each.name, each.action, each.subject) for each in audit.latest(desk.database)]
    return [each for each in reversed(found) if each[1] != "staff_add"]


def test_nothing_was_done_yet(rebuilds: Rebuilds) -> None:
    assert (rebuilds.jobs.latest(), rebuilds.step(), rebuilds.waiting()) == (None, None, "")
    assert rebuilds.kept() == ("000001",)
    assert not rebuilds.checked(None)


def test_the_bot_answers_as_before_until_the_new_index_goes_live_and_then_from_it(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    assert rebuilt(rebuilds) == "waiting"
    assert desk.bot_now().answer(BUS_QUESTION).kind == "answer"
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.before, job.generation, job.name, job.message) == ("000001", "000002", "eva", "")
    first, second = rebuilds.jobs.compared(job.number)
    assert (first.question, first.differences) == (BUS_QUESTION, ("kind", "sentences", "sources"))
    assert (first.before.sources, first.after.kind) == (("vervoer.txt",), "refusal")
    assert (second.question, second.differences) == (BREDA_QUESTION, ())
    rebuilds.go_live("000002", "rik")
    assert serves(desk, "000002").answer(BUS_QUESTION).kind == "refusal"
    assert desk.bot_now().answer(BREDA_QUESTION).sentences[0].text == BREDA
    assert (rebuilds.kept(), rebuilds.waiting()) == (("000002", "000001"), "")
    assert not (desk.home / "unfinished").exists()
    rebuilds.roll_back("000001", "rik")
    assert serves(desk, "000001").answer(BUS_QUESTION).kind == "answer"
    assert deeds(desk) == [
        ("eva", "correct_left_out", "vervoer.txt"),
        ("eva", "rebuild", ""),
        ("eva", "rebuild_waits", "000002"),
        ("rik", "go_live", "000002"),
        ("rik", "roll_back", "000001"),
    ]


def test_after_a_roll_back_the_next_has_another_number(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    rebuilt(rebuilds)
    rebuilds.go_live("000002", "eva")
    rebuilds.roll_back("000001", "eva")
    serves(desk, "000001")
    assert rebuilt(rebuilds) == "waiting"
    assert rebuilds.waiting() == "000003"


def test_what_is_discarded_serves_never(desk: Desk, rebuilds: Rebuilds, corrections: Corrections) -> None:
    corrections.add([NO_BUS], "eva", AT)
    rebuilt(rebuilds)
    rebuilds.discard("000002", "eva")
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.state, rebuilds.waiting(), rebuilds.kept()) == ("discarded", "", ("000001",))
    assert deeds(desk)[-1] == ("eva", "discard", "000002")
    with pytest.raises(DeskError, match="go_live_unchecked"):
        rebuilds.go_live("000002", "eva")
    with pytest.raises(DeskError, match="discard generation='000002'"):
        rebuilds.discard("000002", "eva")
    with pytest.raises(DeskError, match="roll_back generation='000002'"):
        rebuilds.roll_back("000002", "eva")
    assert deeds(desk)[-1] == ("eva", "discard", "000002")


def test_where_nothing_changed_nothing_waits_and_what_waited_is_gone(
    rebuilds: Rebuilds, corrections: Corrections
) -> None:
    assert rebuilt(rebuilds) == "unchanged"
    corrections.add([NO_BUS], "eva", AT)
    assert rebuilt(rebuilds) == "waiting"
    corrections.undo(1, "eva", AT)
    assert rebuilt(rebuilds) == "unchanged"
    assert rebuilds.waiting() == ""


def test_uploads_win_over_files_of_the_same_name(desk: Desk, rebuilds: Rebuilds, shelf: Path) -> None:
    library = Library(desk.home)
    library.folder.mkdir()
    (library.folder / "vervoer.txt").write_text(BUS.replace("zaterdag", "zondag"), encoding="utf-8")
    (library.folder / "loket.txt").write_text("Loket\n\nHet loket is elke ochtend open.\n", encoding="utf-8")
    for generation in ("000002", "000003"):
        assert rebuilt(rebuilds) == "waiting"
        rebuilds.go_live(generation, "eva")
        bot = serves(desk, generation)
        facts = json.loads((desk.home / "generations" / generation / "manifest.json").read_text())["facts"]
        assert facts["sources"] == [str(library.folder), str(shelf)]
        assert list(bot.index.documents) == ["breda.txt", "loket.txt", "vervoer.txt"]
        assert "zondag" in bot.index.documents["vervoer.txt"].text
        (library.folder / "loket.txt").write_text("Loket\n\nHet loket is dicht vandaag.\n", encoding="utf-8")
    for path in library.folder.iterdir():
        path.unlink()
    rebuilt(rebuilds)
    rebuilds.go_live("000004", "eva")
    assert "zaterdag" in serves(desk, "000004").index.documents["vervoer.txt"].text


def test_allowed_contacts_are_shown_in_what_is_built(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections
) -> None:
    assert "030 286 00 00" not in desk.bot_now().index.documents["breda.txt"].text
    corrections.allow("030 286 00 00", "eva", AT)
    rebuilt(rebuilds)
    rebuilds.go_live("000002", "eva")
    assert "030 286 00 00" in serves(desk, "000002").index.documents["breda.txt"].text


def test_a_failure_is_told_and_ends_the_job(desk: Desk, rebuilds: Rebuilds, shelf: Path) -> None:
    shelf.rename(shelf.with_name("elsewhere"))
    assert rebuilt(rebuilds) == "failed"
    job = rebuilds.jobs.latest()
    assert job is not None
    assert job.message.startswith(f"There is no file or folder '{shelf}'")
    assert deeds(desk)[-1][1] == "rebuild_failed"
    shelf.with_name("elsewhere").rename(shelf)
    assert rebuilt(rebuilds) == "unchanged"


def test_what_nobody_foresaw_is_told_too(
    desk: Desk, rebuilds: Rebuilds, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        raise RuntimeError("out of memory\nat 0x7f")

    (shelf / "loket.txt").write_text("Loket\n\nHet loket is elke ochtend open.\n")
    monkeypatch.setattr(desk.bot_now().index.encoder, "encode_passages", fail)
    assert rebuilt(rebuilds) == "failed"
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.message, rebuilds.kept()) == ("out of memory", ("000001",))


class Held(HashingEncoder):
    """Embeds passages when it is let go, and tells that it was asked to."""

    def __init__(self) -> None:
        self.asked, self.let_go = threading.Event(), threading.Event()

    @property
    def sentences(self) -> HashingEncoder:
        return HashingEncoder()

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        self.asked.set()
        assert self.let_go.wait(60)
        return super().encode_passages(texts)


def test_one_job_runs_at_a_time_and_tells_how_far_it_is(desk: Desk, shelf: Path) -> None:
    held = Held()
    bot = desk.bot_now()
    slow = bot.like(index=replace(bot.index, encoder=held))
    rebuilds = Rebuilds(replace(desk, bot_now=lambda: slow))
    (shelf / "loket.txt").write_text("Loket\n\nHet loket is elke ochtend open.\n")
    rebuilds.start("eva")
    assert held.asked.wait(60)
    assert rebuilds.running()
    assert rebuilds.step() == Step("passages", 0, 1)
    for act in (
        lambda: rebuilds.start("rik"),
        lambda: rebuilds.discard("000002", "rik"),
        lambda: rebuilds.go_live("000002", "rik"),
    ):
        with pytest.raises(DeskError):
            act()
    assert slow.answer(BUS_QUESTION).kind == "answer"  # the bot serves meanwhile
    held.let_go.set()
    rebuilds.wait()
    assert (rebuilds.running(), rebuilds.step(), rebuilds.waiting()) == (False, None, "000002")
    assert [each[1] for each in deeds(desk)] == ["rebuild", "rebuild_waits"]


def test_a_build_on_the_command_line_is_waited_for_by_nobody(rebuilds: Rebuilds, desk: Desk) -> None:
    with only_builder(desk.home):
        assert rebuilt(rebuilds) == "failed"
    job = rebuilds.jobs.latest()
    assert job is not None
    assert "Another process is building" in job.message


def test_visitors_go_first_but_not_for_ever(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.rebuild.MOST_SECONDS", 0.05)
    monkeypatch.setattr("bot.desk.rebuild.PAUSE_SECONDS", 0.01)
    assert desk.line.enter() is not None
    corrections.add([NO_BUS], "eva", AT)
    assert rebuilt(rebuilds) == "waiting"


def test_after_something_else_was_published_it_has_to_be_checked_again(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections, shelf: Path
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    rebuilt(rebuilds)
    (shelf / "loket.txt").write_text("Loket\n\nHet loket is elke ochtend open.\n")
    assert build(desk.home, [shelf], HashingEncoder(), 160).generation == "000003"
    with pytest.raises(DeskError, match="go_live_unchecked"):
        rebuilds.go_live("000002", "eva")
    serves(desk, "000003")
    rebuilds.check_again("eva")
    rebuilds.wait()
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.state, job.before, job.generation) == ("waiting", "000003", "000002")
    rebuilds.go_live("000002", "eva")
    assert rebuilds.kept() == ("000002", "000003")


def test_what_does_not_wait_is_not_checked(rebuilds: Rebuilds) -> None:
    with pytest.raises(DeskError, match="check_nothing"):
        rebuilds.check_again("eva")


def test_a_new_index_that_is_damaged_is_told(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    rebuilt(rebuilds)
    with (desk.home / "generations" / "000002" / "passages.jsonl").open("ab") as file:
        file.write(b"x")
    rebuilds.check_again("eva")
    rebuilds.wait()
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.state, job.message.startswith("The new index is damaged: ")) == ("failed", True)
    rebuilds.discard("000002", "eva")
    assert rebuilds.waiting() == ""


def test_an_index_whose_manifest_is_damaged_is_told(desk: Desk, rebuilds: Rebuilds) -> None:
    (desk.home / "generations" / "000001" / "manifest.json").write_text("{")
    assert rebuilt(rebuilds) == "failed"
    job = rebuilds.jobs.latest()
    assert job is not None
    assert "The index is damaged" in job.message


KILLED = """
import os, signal, sys
from datetime import datetime, UTC
from pathlib import Path
from bot.database import Database
from bot.desk import rebuild
from bot.desk.accounts import Accounts
from bot.desk.desk import Desk
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.settings import Settings
from tests.bot.desk.shelf import BUS_QUESTION, live

home, moment = Path(sys.argv[1]), sys.argv[2]

def killed(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

if moment == "reading":
    rebuild.build = killed
elif moment == "checking":
    rebuild.compared = killed
elif moment == "booking":
    rebuild.Jobs.checked = killed
database = Database(home)
desk = Desk(home, Settings(), live(home), database, Accounts(database), lambda: datetime.now(UTC), Line(),
    Municipality(examples={"nl": (BUS_QUESTION,)}))
rebuilds = rebuild.Rebuilds(desk)
rebuilds.start("eva")
rebuilds.wait()
"""


@pytest.mark.parametrize("moment", ["reading", "checking", "booking", "never"])
def test_a_server_that_is_killed_in_a_job_starts_again_cleanly(
    desk: Desk, corrections: Corrections, moment: str
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    ended = subprocess.run([sys.executable, "-c", KILLED, desk.home, moment], cwd=ROOT, check=False)
    assert ended.returncode == (0 if moment == "never" else -signal.SIGKILL)
    restarted = Rebuilds(replace(desk, bot_now=live(desk.home)))
    job = restarted.jobs.latest()
    assert job is not None
    assert desk.bot_now().answer(BUS_QUESTION).kind == "answer"
    assert restarted.waiting() == ("" if moment == "reading" else "000002")
    assert (restarted.running(), restarted.step()) == (False, None)
    if moment == "never":  # what waited is still offered, with what its check found
        assert restarted.checked(job)
        assert len(restarted.jobs.compared(job.number)) == 1
    else:  # what was not checked does not go live
        assert (job.state, restarted.checked(job)) == ("running", False)
        with pytest.raises(DeskError, match="go_live_unchecked"):
            restarted.go_live("000002", "eva")
    if moment == "reading":
        assert rebuilt(restarted) == "waiting"
    elif moment != "never":
        restarted.check_again("eva")
        restarted.wait()
    restarted.go_live("000002", "eva")
    assert restarted.kept() == ("000002", "000001")


def test_what_cannot_be_decided_leaves_no_line(
    desk: Desk, rebuilds: Rebuilds, corrections: Corrections
) -> None:
    corrections.add([NO_BUS], "eva", AT)
    rebuilt(rebuilds)
    for act in (rebuilds.discard, rebuilds.go_live):
        with pytest.raises(IndexUnavailableError), only_builder(desk.home):
            act("000002", "eva")
    job = rebuilds.jobs.latest()
    assert job is not None
    assert (job.state, rebuilds.waiting()) == ("waiting", "000002")
    assert deeds(desk)[-1][1] == "rebuild_waits"
