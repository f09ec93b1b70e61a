"""How long the stages of an answer take, and what came of each, for whoever looks on."""

import time

from bot.observe import NOBODY, Observer, Stage


class Clock:
    """Seconds from its making to the end of each stage."""

    def __init__(self, observer: Observer = NOBODY) -> None:
        self.observer = observer
        self._start = time.perf_counter()
        self.timings: dict[str, float] = {}

    def mark(self, stage: str) -> None:
        """Note that a stage has ended; the last time counts."""
        self.timings[stage] = time.perf_counter() - self._start

    def tell(self, stage: Stage) -> None:
        """Tell who looks on what came of a stage."""
        self.observer.saw(stage)
