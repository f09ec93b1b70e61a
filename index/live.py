"""The newest generation, for a process that runs on while others are published."""

import logging
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import Generic, TypeVar

from index.generations import CURRENT

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


def _stamp(pointer: Path) -> tuple[int, int] | None:
    """Return what differs between two pointers: each is a new file, renamed into place."""
    try:
        found = pointer.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


class Live(Generic[_T]):
    """What is made of the newest generation below `home`: an index, or all that answers from one.

    Whoever is given it keeps it for as long as one answer takes, and so answers from one generation. It
    stays whole when its generation is collected: its files are mapped or read when it is made.
    """

    def __init__(self, home: Path, make: Callable[[], _T]) -> None:
        """Raises what `make` raises: there has to be one to begin with."""
        self._pointer = home / CURRENT
        self._make = make
        self._seen = _stamp(self._pointer)
        self._now = make()
        self._renewing = Lock()

    def __call__(self) -> _T:
        """Return the newest that is open, without waiting; a newer generation is opened beside it."""
        if _stamp(self._pointer) != self._seen and self._renewing.acquire(blocking=False):
            self._begin()
        return self._now

    def _begin(self) -> None:
        try:
            Thread(target=self._renew, daemon=True).start()
        except RuntimeError as error:  # no more threads: the next question tries again
            self._renewing.release()
            _log.warning("The index that was published is not opened yet. %s", error)

    def _renew(self) -> None:
        try:
            # Stamped before it is opened: one that is published meanwhile is seen by the next question.
            self._seen = _stamp(self._pointer)
            self._now = self._make()
        except Exception as error:  # whatever is wrong with the new one, the old one answers
            _log.warning("The index that was published cannot be opened; the one before serves on. %s", error)
        finally:
            self._renewing.release()
