"""How long the stages of an answer take."""

import time


class Clock:
    """Seconds from its making to the end of each stage."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.timings: dict[str, float] = {}

    def mark(self, stage: str) -> None:
        """Note that a stage has ended; the last time counts."""
        self.timings[stage] = time.perf_counter() - self._start
