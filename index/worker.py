"""Processes that read what may be hostile: each file within a time and a memory, the next one unharmed."""

import logging
import multiprocessing
import resource
import signal
import sys
from collections.abc import Callable
from concurrent.futures import TimeoutError as FutureTimeoutError
from pathlib import Path
from types import TracebackType
from typing import Self

from pebble import ProcessExpired, ProcessPool

from index.errors import UnreadableError
from index.formats import extract
from index.types import Extract

# A page of a pdf takes 10 ms and a web page 20 ms; what takes seconds is an attack or a damaged file.
BASE_SECONDS = 5.0
# Reports of 100 MB, mostly pictures, are read at some 20 MB/s; a shared machine can be ten times slower.
SECONDS_PER_MEGABYTE = 0.5
# On top of what the libraries take: a web page of 20 MB needs 400 MB.
MAX_MEMORY_BYTES = 1_000_000_000
# Two read while the process that labels what they read has the rest of the machine.
WORKERS = 2
Work = Callable[[Path, str], Extract]

_LIBRARIES = ["index.html", "index.pdf", "index.docx"]


class ReaderPool:
    """Reads files in processes of its own, which start with the first file."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._workers = workers
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble has types for all but this
            self._pool.join()

    def submit(self, path: Path, size: int, name: str) -> Callable[[], Extract]:
        """Begin to read a file of `size` bytes as the format `name`; what is returned waits for its text.

        Waiting raises `UnreadableError` where the file cannot be read, in time or at all.
        """
        return self.run(read_extract, path, name, seconds=BASE_SECONDS + SECONDS_PER_MEGABYTE * size / 1e6)

    def run(self, work: Work, path: Path, name: str, *, seconds: float) -> Callable[[], Extract]:
        """Begin `work` in a process; it is killed where it takes longer than that."""
        if self._pool is None:
            # The libraries are loaded once, in a process that is nothing but the parent of all workers.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_LIBRARIES)
            self._pool = ProcessPool(self._workers, initializer=confine, context=context)
        future = self._pool.schedule(work, args=(path, name), timeout=seconds)

        def result() -> Extract:
            try:
                return future.result()
            except FutureTimeoutError:
                raise UnreadableError(f"reading it takes more than {seconds:.3g} seconds") from None
            except MemoryError:
                most = f"{MAX_MEMORY_BYTES / 1e9:.0f} GB"
                raise UnreadableError(f"reading it takes more than {most} of memory") from None
            except ProcessExpired:
                raise UnreadableError("reading it crashes, or takes too much memory") from None

        return result


def confine(memory_bytes: int = MAX_MEMORY_BYTES) -> None:
    """Limit what this process may take on top of what it has, silence it, and let it be ended at once."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    logging.disable()
    sys.setrecursionlimit(1000)
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + memory_bytes, taken + memory_bytes))


def read_extract(path: Path, name: str) -> Extract:
    """Read one file, in a worker."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    return extract(raw, name)
