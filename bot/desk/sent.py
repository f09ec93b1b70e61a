"""Who was sent to another login and is to come back: each once, in the same browser, and soon."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.database import Database
from bot.desk.accounts import digest

# To type a password and find a telephone for the second factor.
SENT = timedelta(minutes=10)
# Of more at a time the oldest are forgotten: anybody may go there, and nobody may fill the disk.
MOST = 1000


@dataclass(frozen=True, slots=True)
class Sent:
    """What is told to the provider at first, and has to come back or fit."""

    state: str
    nonce: str
    verifier: str


class SentOut:
    """The table of them."""

    def __init__(self, database: Database, now: Callable[[], datetime], most: int = MOST) -> None:
        self._database = database
        self._now = now
        self._most = most

    def send(self) -> tuple[str, Sent]:
        """Return a token for the browser, and what to tell the provider."""
        token, sent = secrets.token_urlsafe(32), Sent(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM sent WHERE expires <= ?", (self._stamp(),))
            connection.execute(
                "DELETE FROM sent WHERE rowid <= "
                "(SELECT rowid FROM sent ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
                (self._most - 1,),
            )
            connection.execute(
                "INSERT INTO sent VALUES (?, ?, ?, ?, ?)",
                (digest(token), sent.state, sent.nonce, sent.verifier, self._stamp(SENT)),
            )
        return token, sent

    def take(self, token: str, state: str) -> Sent | None:
        """Return what was told at first, once: nothing for another browser or state, or too late."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "DELETE FROM sent WHERE token_sha256 = ? RETURNING state, nonce, verifier, expires",
                (digest(token),),
            ).fetchall()
        for row in rows:
            fits = secrets.compare_digest(state.encode(), str(row["state"]).encode())
            if fits and row["expires"] > self._stamp():
                return Sent(row["state"], row["nonce"], row["verifier"])
        return None

    def _stamp(self, later: timedelta = timedelta()) -> str:
        return (self._now() + later).isoformat(timespec="seconds")
