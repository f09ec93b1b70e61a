"""What visitors think of answers, in SQLite: never the question, and of a note no personal data."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from bot.database import Database
from bot.types import Answer
from index.privacy import PublicContacts, mask

# Longer notes are cut: a visitor is told how much room there is.
MAX_NOTE_CHARACTERS = 500

Complaint = Literal["", "not_my_question", "wrong", "unclear", "incomplete"]
COMPLAINTS: tuple[Complaint, ...] = get_args(Complaint)


@dataclass(frozen=True, slots=True)
class Rating:
    """Whether an answer helped, and if somebody wants to say so, why not."""

    helpful: bool
    complaint: Complaint = ""
    note: str = ""


class Ratings:
    """The table of ratings."""

    def __init__(
        self,
        database: Database,
        public: PublicContacts,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._public = public
        self._now = now

    def add(self, rating: Rating, answer: Answer, generation: str) -> None:
        """Keep a rating with what kind of answer it is about, and the day; not the question.

        Raises `StoreUnavailableError` where it cannot be written.
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
        with self._database.transaction() as connection:
            connection.execute("INSERT INTO rating VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
