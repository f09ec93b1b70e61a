import os
import signal
import time
from pathlib import Path

import pytest

from eval.samples import pdf
from index import worker
from index.errors import UnreadableError
from index.types import Extract
from index.worker import ReaderPool, read_extract


def hang(path: Path, name: str) -> Extract:
    while True:
        time.sleep(0.01)


def hog(path: Path, name: str) -> Extract:
    return Extract("x" * (2 * worker.MAX_MEMORY_BYTES))


def crash(path: Path, name: str) -> Extract:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def work(path: Path, name: str) -> Extract:
    return Extract(name)


@pytest.mark.parametrize(
    ("bad", "seconds", "reason"),
    [
        (hang, 0.2, "reading it takes more than 0.2 seconds"),
        (hog, 30, "reading it takes more than 1 GB of memory"),
        (crash, 30, "reading it crashes, or takes too much memory"),
    ],
)
def test_what_hangs_hogs_or_crashes_is_ended_and_the_rest_goes_on(
    bad: worker.Work, seconds: float, reason: str, tmp_path: Path
) -> None:
    with ReaderPool(workers=1) as pool:
        waits = [
            pool.run(work, tmp_path, "eerste", seconds=30),
            pool.run(bad, tmp_path, "slecht", seconds=seconds),
            pool.run(work, tmp_path, "laatste", seconds=30),
        ]
        assert waits[0]().text == "eerste"
        with pytest.raises(UnreadableError) as caught:
            waits[1]()
        assert str(caught.value) == reason
        assert waits[2]().text == "laatste"


def test_a_file_is_read_in_a_process_as_it_is_here(tmp_path: Path) -> None:
    path = tmp_path / "nota.pdf"
    path.write_bytes(pdf("Nota", ["Het college onderzoekt de melding."]))
    with ReaderPool(workers=1) as pool:
        assert pool.submit(path, path.stat().st_size, "pdf")() == read_extract(path, "pdf")
        with pytest.raises(UnreadableError, match="No such file or directory"):
            pool.submit(tmp_path / "weg.pdf", 1, "pdf")()


def test_no_process_is_started_where_none_is_needed() -> None:
    with ReaderPool() as pool:
        assert pool._pool is None
