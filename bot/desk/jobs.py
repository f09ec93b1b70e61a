"""The book of the times that the sources were indexed anew, and of what each check found."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from bot.database import Database
from bot.desk.audit import Deed, write
from bot.desk.checking import Compared, Said

State = Literal["running", "failed", "unchanged", "waiting", "live", "discarded"]


@dataclass(frozen=True, slots=True)
class Job:
    """A time that the sources were indexed anew, or that a new index was checked again."""

    number: int
    at: str
    name: str
    state: State
    before: str
    """The generation that the new one was compared with; empty before the check."""
    generation: str
    """The new one; empty before there is one."""
    message: str
    """Why it failed."""


class Jobs:
    """The book. Each entry and its line in the log are kept together, or neither is."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, generation: str, deed: Deed) -> int:
        """Return the number of a job that begins; with a generation, it is but checked."""
        with self._database.transaction() as connection:
            number = connection.execute(
                "INSERT INTO rebuild (at, name, state, before, generation, message) "
                "VALUES (?, ?, 'running', '', ?, '')",
                (deed.at, deed.name, generation),
            ).lastrowid
            write(connection, deed)
        return number or 0

    def built(self, number: int, generation: str) -> None:
        """Keep what a job has built."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE rebuild SET generation = ? WHERE id = ?", (generation, number))

    def checked(self, number: int, before: str, found: Sequence[Compared], deed: Deed) -> None:
        """Keep what the check found, against the generation `before`; somebody has to decide now."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT INTO checked_answer VALUES (?, ?, ?, ?)",
                [(number, each.question, each.before.written(), each.after.written()) for each in found],
            )
            connection.execute("UPDATE rebuild SET before = ? WHERE id = ?", (before, number))
            _end(connection, number, "waiting", deed)

    def end(self, number: int, state: State, deed: Deed, message: str = "") -> None:
        """Keep how a job ended."""
        with self._database.transaction() as connection:
            connection.execute("UPDATE rebuild SET message = ? WHERE id = ?", (message, number))
            _end(connection, number, state, deed)

    @contextmanager
    def deciding(self, state: State, deed: Deed) -> Iterator[None]:
        """Keep what became of the generation that `deed` is about, unless the block raises."""
        with self._database.transaction() as connection:
            connection.execute(
                "UPDATE rebuild SET state = ? WHERE generation = ? AND id = (SELECT max(id) FROM rebuild)",
                (state, deed.subject),
            )
            write(connection, deed)
            yield

    def latest(self) -> Job | None:
        """Return the last job, if there was one."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT id, at, name, state, before, generation, message "
                "FROM rebuild ORDER BY id DESC LIMIT 1"
            ).fetchone()
        return None if row is None else Job(*row)

    def compared(self, number: int) -> list[Compared]:
        """Return what the check of a job found, what differs first."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT question, before, after FROM checked_answer WHERE rebuild = ? ORDER BY rowid",
                (number,),
            ).fetchall()
        found = [Compared(row["question"], Said.read(row["before"]), Said.read(row["after"])) for row in rows]
        return sorted(found, key=lambda each: not each.differences)


def _end(connection: sqlite3.Connection, number: int, state: State, deed: Deed) -> None:
    connection.execute("UPDATE rebuild SET state = ? WHERE id = ?", (state, number))
    write(connection, deed)
