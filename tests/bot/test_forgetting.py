import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.asked import Asked
from bot.database import FILE, Database
from bot.forgetting import HOUR_SECONDS, Forgetting
from bot.types import Answer
from eval.hashing import HashingEncoder
from index.privacy import HELPLINES_ONLY

REFUSED = Answer("Waar krijg ik een zwanenhals?", "refusal", "nl", reason="weak_evidence")


class Clock:
    """A time that moves as far as is waited, for some hours; it notes what is kept meanwhile."""

    def __init__(self, home: Path, hours: int) -> None:
        self.now = datetime(2026, 11, 27, 21, 30, tzinfo=UTC)
        self.home = home
        self.left = hours
        self.kept: list[int] = []

    def __call__(self) -> datetime:
        return self.now

    def wait(self, seconds: float) -> bool:
        connection = sqlite3.connect(self.home / FILE)
        self.kept += [count for (count,) in connection.execute("SELECT count(*) FROM kept_question")]
        connection.close()
        self.now += timedelta(seconds=seconds)
        self.left -= 1
        return self.left < 0


def test_every_hour_it_is_looked_whether_the_days_are_over(tmp_path: Path) -> None:
    clock = Clock(tmp_path, 4)
    asked = Asked(Database(tmp_path), 1, HELPLINES_ONLY, HashingEncoder(), clock)
    asked.add("a", REFUSED, "g")
    Forgetting(asked, clock.wait).start().join(30)
    # At 21:30, 22:30 and 23:30 it is there; after midnight it is not.
    assert clock.kept == [1, 1, 1, 0, 0]
    assert not any(b"zwanenhals" in path.read_bytes() for path in tmp_path.glob(f"{FILE}*"))
    assert HOUR_SECONDS == 3600


def test_at_the_start_it_is_looked_at_once(tmp_path: Path) -> None:
    clock = Clock(tmp_path, 0)
    asked = Asked(Database(tmp_path), 1, HELPLINES_ONLY, HashingEncoder(), clock)
    asked.add("a", REFUSED, "g")
    clock.now += timedelta(days=2)
    Forgetting(asked, clock.wait).start().join(30)
    assert clock.kept == [0]


def test_it_waits_for_real_and_ends_when_it_is_told(tmp_path: Path) -> None:
    forgetting = Forgetting(Asked(Database(tmp_path), 1, HELPLINES_ONLY, HashingEncoder()))
    thread = forgetting.start()
    assert thread.is_alive()
    forgetting.stop()
    thread.join(30)
    assert thread not in threading.enumerate()
