"""What visitors think of answers, in SQLite: never the question, and of a note no personal data."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from bot.types import Answer
from index.privacy import PublicContacts, mask

FILE = "ratings.sqlite"
# Longer notes are cut: a visitor is told how much room there is.
MAX_NOTE_CHARACTERS = 500
# Another process may be writing at the same time.
BUSY_SECONDS = 5

Complaint = Literal["", "not_my_question", "wrong", "unclear", "incomplete"]
COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS rating (
    day TEXT NOT NULL,
    generation TEXT NOT NULL,
    kind TEXT NOT NULL,
    refused_for TEXT NOT NULL,
    sources TEXT NOT NULL,
    helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
    complaint TEXT NOT NULL,
    note TEXT NOT NULL
)
"""


@dataclass(frozen=True, slots=True)
class Rating:
    """Whether an answer helped, and if somebody wants to say so, why not."""

    helpful: bool
    complaint: Complaint = ""
    note: str = ""


class Ratings:
    """A table of ratings in a folder, made with the first of them."""

    def __init__(
        self, home: Path, public: PublicContacts, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._file = home / FILE
        self._public = public
        self._now = now

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; write-ahead, so that whoever reads does not wait."""
        with closing(sqlite3.connect(self._file, timeout=BUSY_SECONDS)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            with connection:
                connection.execute(_SCHEMA)
                yield connection

    def add(self, rating: Rating, answer: Answer, generation: str) -> None:
        """Keep a rating with what kind of answer it is about, and the day; not the question.

        Raises `sqlite3.Error` where it cannot be written.
        """
        sources = dict.fromkeys(each.citations[0].source for each in answer.sentences)
        note = mask(" ".join(rating.note.split())[:MAX_NOTE_CHARACTERS], self._public)
        row = (
            self._now().date().isoformat(),
            generation,
            answer.kind,
            answer.reason,
            "\n".join(sources),
            rating.helpful,
            rating.complaint,
            note,
        )
        with self._opened() as connection:
            connection.execute("INSERT INTO rating VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
