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
from index.types import Document

# On top of what the libraries take: a web page of 20 MB needs 400 MB.
MAX_MEMORY_BYTES = 1_000_000_000
# One a core of the machine that this is made for.
WORKERS = 2

_LIBRARIES = ["index.pages", "index.html", "index.pdf", "index.docx"]


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

    def run(self, work: Callable[[], Document], seconds: float) -> Callable[[], Document]:
        """Begin `work` in a process; what is returned waits for its document.

        Waiting raises `UnreadableError` where it cannot be read, in `seconds` or at all.
        """
        if self._pool is None:
            # The libraries are loaded once, in a process that is nothing but the parent of all workers.
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload(_LIBRARIES)
            self._pool = ProcessPool(self._workers, initializer=confine, context=context)
        future = self._pool.schedule(work, timeout=seconds)

        def result() -> Document:
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
