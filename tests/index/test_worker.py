import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from eval.samples import pdf
from index import worker
from index.errors import UnreadableError
from index.pages import read_file
from index.privacy import HELPLINES_ONLY
from index.types import Document
from index.worker import ReaderPool


def hang() -> Document:
    while True:
        time.sleep(0.01)


def hog() -> Document:
    return named("x" * (2 * worker.MAX_MEMORY_BYTES))


def crash() -> Document:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def refuse() -> Document:
    raise UnreadableError("it is empty")


def named(source: str) -> Document:
    return Document(source, text="Tekst.", blocks=())


@pytest.mark.parametrize(
    ("bad", "seconds", "reason"),
    [
        (hang, 0.2, "reading it takes more than 0.2 seconds"),
        (hog, 30, "reading it takes more than 1 GB of memory"),
        (crash, 30, "reading it crashes, or takes too much memory"),
        (refuse, 30, "it is empty"),
    ],
)
def test_what_hangs_hogs_or_crashes_is_ended_and_the_rest_goes_on(
    bad: Callable[[], Document], seconds: float, reason: str
) -> None:
    with ReaderPool(workers=1) as pool:
        waits = [
            pool.run(partial(named, "eerste"), 30),
            pool.run(bad, seconds),
            pool.run(partial(named, "laatste"), 30),
        ]
        assert waits[0]() == named("eerste")
        with pytest.raises(UnreadableError) as caught:
            waits[1]()
        assert str(caught.value) == reason
        assert waits[2]() == named("laatste")


def test_a_file_is_read_in_a_process_as_it_is_here(tmp_path: Path) -> None:
    path = tmp_path / "nota.pdf"
    path.write_bytes(pdf("Nota", ["Het college onderzoekt de melding."]))
    read = partial(read_file, path, "pdf", "nota.pdf", HELPLINES_ONLY)
    with ReaderPool(workers=1) as pool:
        assert pool.run(read, 30)() == read()


def test_no_process_is_started_where_none_is_needed() -> None:
    with ReaderPool() as pool:
        assert pool._pool is None
