"""The line of those who wait for an answer: how many are before you, and when it is full."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

# At a second and a half an answer, whoever comes last waits half a minute.
PLACES = 20
# Who has left the page without an answer is out of the line after this; the longest answers take a third.
PATIENCE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody's place in the line."""

    ticket: int
    before: int
    """How many are answered first."""


class Line:
    """Hands out places; may be used by several threads."""

    def __init__(self, places: int = PLACES, clock: Callable[[], float] = time.monotonic) -> None:
        self.places = places
        self._clock = clock
        self._lock = threading.Lock()
        self._tickets = count(1)
        self._waiting: dict[int, float] = {}

    def enter(self) -> Place | None:
        """Return the place at the end of the line, or nothing where it is full."""
        now = self._clock()
        with self._lock:
            self._waiting = self._still_waiting(now)
            before = len(self._waiting)
            if before >= self.places:
                return None
            ticket = next(self._tickets)
            self._waiting[ticket] = now
            return Place(ticket, before)

    def waiting(self) -> int:
        """Return how many wait or are being answered."""
        with self._lock:
            return len(self._still_waiting(self._clock()))

    def is_empty(self) -> bool:
        """Tell whether nobody waits."""
        return not self.waiting()

    def _still_waiting(self, now: float) -> dict[int, float]:
        return {each: since for each, since in self._waiting.items() if now - since < PATIENCE_SECONDS}

    def reach(self, ticket: int) -> None:
        """Note that somebody's turn has come, however long they waited."""
        with self._lock:
            self._waiting[ticket] = self._clock()

    def stays(self, ticket: int) -> bool:
        """Tell whether somebody has not given their place up; who is being answered keeps it meanwhile."""
        with self._lock:
            if ticket not in self._waiting:
                return False
            self._waiting[ticket] = self._clock()
            return True

    def leave(self, ticket: int) -> None:
        """Give a place up; leaving twice is harmless."""
        with self._lock:
            self._waiting.pop(ticket, None)
