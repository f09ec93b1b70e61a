import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import build
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.live import Live
from index.store import Index

SECONDS = 20


@pytest.fixture
def publish(tmp_path: Path, encoder: Encoder) -> Callable[[str], None]:
    """Publish an index of one page with this text."""

    def published(text: str) -> None:
        page = tmp_path / "bus.txt"
        page.write_text(f"Vervoer\n\n{text}\n")
        build(tmp_path / "home", [page], encoder, 160)

    return published


@pytest.fixture
def home(tmp_path: Path, publish: Callable[[str], None]) -> Path:
    publish("De bus rijdt.")
    return tmp_path / "home"


def text(index: Index) -> str:
    return index.search("bus", 1)[0].passage.text


def until(live: Live[Index], generation: str) -> Index:
    """Ask again and again, as visitors do, until this generation answers."""
    end = time.monotonic() + SECONDS
    while (index := live()).generation != generation:
        assert time.monotonic() < end
        time.sleep(0.005)
    return index


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]


def test_a_new_generation_is_picked_up_and_the_old_one_stays_whole(
    home: Path, encoder: Encoder, publish: Callable[[str], None]
) -> None:
    live = Live(home, lambda: Index.open(home, encoder))
    first = live()
    for number in range(2, 6):
        publish(f"De bus heeft lijn {number}.")
        assert text(until(live, f"{number:06d}")) == f"De bus heeft lijn {number}."
    assert not (home / "generations" / "000001").exists()
    assert text(first) == "De bus rijdt."
    assert first.sentence_cosines("bus", first.search("bus", 1))[0][0] > 0.5


def test_nothing_is_opened_while_nothing_was_published(home: Path, encoder: Encoder) -> None:
    opened: list[Index] = []

    def make() -> Index:
        opened.append(Index.open(home, encoder))
        return opened[-1]

    live = Live(home, make)
    assert [live() for _ in range(100)] == opened * 100


def test_questions_do_not_wait_for_the_new_generation_and_it_is_opened_once(
    home: Path, encoder: Encoder, publish: Callable[[str], None]
) -> None:
    go, opening = threading.Event(), threading.Semaphore(0)

    def make() -> Index:
        opening.release()
        assert go.wait(SECONDS)
        return Index.open(home, encoder)

    go.set()
    live = Live(home, make)
    assert opening.acquire(timeout=SECONDS)
    go.clear()
    publish("De bus staat stil.")
    assert {live().generation for _ in range(50)} == {"000001"}
    assert opening.acquire(timeout=SECONDS)
    assert {live().generation for _ in range(50)} == {"000001"}
    go.set()
    assert text(until(live, "000002")) == "De bus staat stil."
    assert not opening.acquire(blocking=False)


def test_what_is_published_while_another_is_opened_is_not_missed(
    home: Path, encoder: Encoder, publish: Callable[[str], None]
) -> None:
    def make() -> Index:
        index = Index.open(home, encoder)
        if index.generation == "000002":
            publish("De bus is vol.")
        return index

    live = Live(home, make)
    publish("De bus staat stil.")
    assert text(until(live, "000003")) == "De bus is vol."


def test_the_old_one_serves_on_where_the_new_one_cannot_be_opened_and_that_is_said_once(
    home: Path, encoder: Encoder, publish: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    tried = threading.Semaphore(0)

    def make() -> Index:
        tried.release()
        return Index.open(home, encoder)

    live = Live(home, make)
    assert tried.acquire(timeout=SECONDS)
    (home / "current").write_text("damaged")
    assert {live().generation for _ in range(50)} == {"000001"}
    assert tried.acquire(timeout=SECONDS)
    while not warnings(caplog):
        time.sleep(0.005)
    assert {live().generation for _ in range(50)} == {"000001"}
    [said] = warnings(caplog)
    assert said.startswith("The index that was published cannot be opened; the one before serves on. The ind")
    assert said.endswith("Build it again: wijkwijzer index build FOLDER")
    assert not tried.acquire(blocking=False)
    publish("De bus staat stil.")
    assert text(until(live, "000002")) == "De bus staat stil."


def test_a_home_that_vanishes_is_told_and_the_index_serves_on(
    home: Path, encoder: Encoder, caplog: pytest.LogCaptureFixture
) -> None:
    live = Live(home, lambda: Index.open(home, encoder))
    home.rename(home.with_name("elsewhere"))
    while not warnings(caplog):
        assert text(live()) == "De bus rijdt."
    assert f"There is no index in '{home}'" in warnings(caplog)[0]


def test_without_an_index_there_is_nothing_to_begin_with(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexUnavailableError, match="There is no index"):
        Live(tmp_path, lambda: Index.open(tmp_path, encoder))


def test_where_no_thread_can_begin_the_next_question_tries_again(
    home: Path,
    encoder: Encoder,
    publish: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def no_more_threads(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    live = Live(home, lambda: Index.open(home, encoder))
    publish("De bus staat stil.")
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", no_more_threads)
        assert text(live()) == "De bus rijdt."
    assert warnings(caplog) == ["The index that was published is not opened yet. can't start new thread"]
    assert text(until(live, "000002")) == "De bus staat stil."
