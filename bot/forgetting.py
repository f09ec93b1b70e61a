"""The job in the server that deletes what visitors asked when it has been kept long enough."""

import threading
from collections.abc import Callable

from bot.asked import Asked

HOUR_SECONDS = 3600.0


class Forgetting:
    """Deletes at the start, and again whenever an hour has passed."""

    def __init__(self, asked: Asked, wait: Callable[[float], bool] | None = None) -> None:
        """`wait` waits for so many seconds, and says whether that was the last time."""
        self._asked = asked
        self._stop = threading.Event()
        self._wait = wait or self._stop.wait

    def start(self) -> threading.Thread:
        """Delete at once, and go on in a thread of its own, which is returned."""
        self._asked.forget()
        thread = threading.Thread(target=self._go_on, name="forgetting", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End the thread."""
        self._stop.set()

    def _go_on(self) -> None:
        while not self._wait(HOUR_SECONDS):
            self._asked.forget()
