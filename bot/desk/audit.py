"""What was done at the desk: by whom, when, and to what. Lines are added and never changed."""

import sqlite3
from dataclasses import dataclass

from bot.database import Database

SHOWN = 200
# Who worked on the command line; no account can be called so.
COMMAND_LINE = ":command_line"


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that somebody did."""

    at: str
    """ISO 8601, UTC."""
    name: str
    action: str
    """A code: `audit.<action>` in prompts/ says it."""
    subject: str
    """What it was done to: a source, an account, a generation."""
    detail: str


def write(connection: sqlite3.Connection, deed: Deed) -> None:
    """Write that somebody did something, in the transaction of what was done: both are kept, or neither."""
    connection.execute(
        "INSERT INTO audit (at, name, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
        (deed.at, deed.name, deed.action, deed.subject, deed.detail),
    )


def latest(database: Database, most: int = SHOWN, skip: int = 0) -> list[Deed]:
    """Return what was done, the latest first, without the first so many."""
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT at, name, action, subject, detail FROM audit ORDER BY id DESC LIMIT ? OFFSET ?",
            (most, skip),
        ).fetchall()
    return [Deed(*row) for row in rows]
