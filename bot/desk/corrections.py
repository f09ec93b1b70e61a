"""What staff set right about the sources: kept with who and when, undone by a new line, never deleted."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from bot.database import Database
from bot.desk.audit import Deed, write
from bot.desk.problems import DeskError
from index.corrections import KINDS, Correction
from index.errors import UsageError
from index.privacy import PublicContacts

CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history: a correction, or contact details that may be shown."""

    number: int
    at: str
    name: str
    correction: Correction | None
    contact: str
    """An entry as the setting `public_contacts` has them; empty where it is a correction."""
    undone_at: str
    """Empty where it is in force."""
    undone_by: str


class Corrections:
    """The history, and what of it is in force."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, corrections: Sequence[Correction], name: str, at: str) -> None:
        """Keep what somebody set right, all of it or nothing; raises `DeskError` where a value cannot be."""
        for each in corrections:
            try:
                each.check()
            except UsageError as error:
                raise DeskError("cannot.correct", value=each.value) from error
        with self._database.transaction() as connection:
            for each in corrections:
                _insert(connection, at, name, each)
                write(connection, Deed(at, name, f"correct_{each.kind}", each.source, each.value))

    def allow(self, stated: str, name: str, at: str) -> None:
        """Let contact details be shown; raises `DeskError` for what is no domain, address or number."""
        try:
            [entry] = PublicContacts.of([stated]).entries
        except ValueError as error:
            raise DeskError("cannot.show_contact", stated=stated) from error
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO correction (at, name, source, kind, value, start, words) "
                "VALUES (?, ?, '', ?, ?, 0, '')",
                (at, name, CONTACT, entry),
            )
            write(connection, Deed(at, name, "allow_contact", entry, ""))

    def undo(self, number: int, name: str, at: str) -> None:
        """Add the line that undoes another; raises `DeskError` where that is not in force."""
        with self._database.transaction() as connection:
            row = connection.execute(
                "SELECT * FROM correction WHERE id = ? AND undoes IS NULL "
                "AND id NOT IN (SELECT undoes FROM correction WHERE undoes IS NOT NULL)",
                (number,),
            ).fetchone()
            if row is None:
                raise DeskError("cannot.undo", number=number)
            connection.execute(
                "INSERT INTO correction (at, name, source, kind, value, start, words, undoes) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (at, name, row["source"], row["kind"], row["value"], row["start"], row["words"], number),
            )
            subject, detail = (row["source"], row["value"]) if row["source"] else (row["value"], "")
            write(connection, Deed(at, name, "undo_correction", subject, detail))

    def entries(self, source: str | None = None) -> list[Entry]:
        """Return the history, of one document or of all, the latest first."""
        if not self._database.file.exists():  # who only builds an index leaves no file
            return []
        with self._database.transaction() as connection:
            rows = connection.execute(
                "SELECT made.*, undo.at AS undone_at, undo.name AS undone_by FROM correction AS made "
                "LEFT JOIN correction AS undo ON undo.undoes = made.id "
                "WHERE made.undoes IS NULL AND (? IS NULL OR made.source = ?) ORDER BY made.id DESC",
                (source, source),
            ).fetchall()
        return [_entry(row) for row in rows]

    def in_force(self) -> tuple[Correction, ...]:
        """Return the corrections that hold, in order; of two of the same thing the later one."""
        latest: dict[tuple[str, str, int, str], Correction] = {}
        for entry in reversed(self.entries()):
            if entry.correction is not None and not entry.undone_at:
                each = entry.correction
                key = (each.source, each.kind, each.start, each.words)
                latest.pop(key, None)
                latest[key] = each
        return tuple(latest.values())

    def public(self, stated: Sequence[str]) -> PublicContacts:
        """Return the contact details that may be shown: those of the settings, and those allowed here."""
        allowed = [entry.contact for entry in self.entries() if entry.contact and not entry.undone_at]
        return PublicContacts.of([*stated, *allowed])


def _insert(connection: sqlite3.Connection, at: str, name: str, each: Correction) -> None:
    connection.execute(
        "INSERT INTO correction (at, name, source, kind, value, start, words) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (at, name, each.source, each.kind, each.value, each.start, each.words),
    )


def _entry(row: sqlite3.Row) -> Entry:
    kind = next((each for each in KINDS if each == row["kind"]), None)
    made = None
    if kind is not None:
        made = Correction(row["source"], kind, row["value"], row["start"], row["words"])
    return Entry(
        number=row["id"],
        at=row["at"],
        name=row["name"],
        correction=made,
        contact="" if made else row["value"],
        undone_at=row["undone_at"] or "",
        undone_by=row["undone_by"] or "",
    )
