"""What staff think of answers, with the right words of the sources: kept until somebody deletes it."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from bot.database import Database
from bot.desk.audit import Deed, write
from bot.desk.problems import DeskError
from index.types import Role
from prompts import Language

Verdict = Literal["right", "wrong", "incomplete"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Words:
    """The exact words of a source that belong in a right answer."""

    source: str
    role: Role
    start: int
    end: int
    quote: str
    id: int = 0
    """Given when they are kept."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody fills in of a review."""

    question: str
    language: Language
    verdict: Verdict
    unanswerable: bool
    """The sources do not answer it: a right answer is a refusal."""
    facts: str
    """What a right answer must state, a line each; other wordings of a fact behind a |."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The answer that a review is about."""

    answer: str
    generation: str


@dataclass(frozen=True, slots=True)
class Review:
    """A review as it is kept: what was filled in, about which answer, by whom, and when last."""

    id: int
    draft: Draft
    judged: Judged
    name: str
    at: str
    """ISO 8601, UTC."""
    words: tuple[Words, ...]

    @property
    def facts(self) -> tuple[tuple[str, ...], ...]:
        """The wordings of each fact."""
        lines = (
            tuple(w for each in line.split("|") if (w := each.strip()))
            for line in self.draft.facts.splitlines()
        )
        return tuple(line for line in lines if line)


class Reviews:
    """The tables of reviews. Each change is kept together with its line in the audit log, or neither is.

    Changes raise `DeskError` where somebody else has deleted the review meanwhile.

    Questions stand in no line of that log: they would outlive their review there.
    """

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    @contextmanager
    def _change(self, by: str) -> Iterator["_Change"]:
        with self._database.transaction() as connection:
            yield _Change(connection, by, self._now().isoformat(timespec="seconds"))

    def add(self, draft: Draft, judged: Judged, words: Sequence[Words], by: str) -> int:
        """Keep a review and return its number."""
        with self._change(by) as change:
            number = change.connection.execute(
                "INSERT INTO review (question, language, answer, verdict, unanswerable, facts, generation, "
                "name, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
                (
                    *(draft.question, draft.language, judged.answer, draft.verdict, draft.unanswerable),
                    *(draft.facts, judged.generation, by, change.at),
                ),
            ).fetchone()["id"]
            for each in words:
                change.put_words(number, each)
            change.tell("review_add", number, "")
        return int(number)

    def change(self, number: int, draft: Draft, by: str) -> None:
        """Put another draft in the place of the one that is kept."""
        with self._change(by) as change:
            change.connection.execute(
                "UPDATE review SET question = ?, language = ?, verdict = ?, unanswerable = ?, facts = ? "
                "WHERE id = ?",
                (draft.question, draft.language, draft.verdict, draft.unanswerable, draft.facts, number),
            )
            change.touch("review_change", number, "")

    def add_words(self, number: int, words: Words, by: str) -> None:
        """Add words to a review; the same words twice are there once."""
        with self._change(by) as change:
            change.touch("review_words_add", number, _place(words))
            change.put_words(number, words)

    def remove_words(self, number: int, words: int, by: str) -> None:
        """Take words out of a review, by their number; nothing happens where they are gone already."""
        with self._change(by) as change:
            row = change.connection.execute(
                "DELETE FROM review_words WHERE review = ? AND id = ? RETURNING *", (number, words)
            ).fetchone()
            if row is not None:
                change.touch("review_words_remove", number, _place(_words(row)))

    def remove(self, number: int, by: str) -> None:
        """Delete a review."""
        with self._change(by) as change:
            change.touch("review_remove", number, "")
            change.connection.execute("DELETE FROM review WHERE id = ?", (number,))

    def all(self) -> list[Review]:
        """Return the reviews, the latest first."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT * FROM review ORDER BY id DESC").fetchall()
            chosen = connection.execute("SELECT * FROM review_words ORDER BY id").fetchall()
        words: dict[int, list[Words]] = defaultdict(list)
        for row in chosen:
            words[row["review"]].append(_words(row))
        return [_review(row, words[row["id"]]) for row in rows]

    def get(self, number: int) -> Review | None:
        """Return a review, if there is one of this number."""
        return next((each for each in self.all() if each.id == number), None)


@dataclass(frozen=True, slots=True)
class _Change:
    """A transaction that somebody makes."""

    connection: sqlite3.Connection
    by: str
    at: str

    def put_words(self, number: int, words: Words) -> None:
        self.connection.execute(
            'INSERT OR IGNORE INTO review_words (review, source, role, start, "end", quote) '
            "VALUES (?, ?, ?, ?, ?, ?)",
            (number, words.source, words.role, words.start, words.end, words.quote),
        )

    def touch(self, action: str, number: int, detail: str) -> None:
        touched = self.connection.execute(
            "UPDATE review SET name = ?, at = ? WHERE id = ?", (self.by, self.at, number)
        )
        if not touched.rowcount:
            raise DeskError("review.gone")
        self.tell(action, number, detail)

    def tell(self, action: str, number: int, detail: str) -> None:
        write(self.connection, Deed(self.at, self.by, action, str(number), detail))


def _place(words: Words) -> str:
    return f"{words.source} {words.start}-{words.end}"


def _words(row: sqlite3.Row) -> Words:
    return Words(row["source"], row["role"], row["start"], row["end"], row["quote"], row["id"])


def _review(row: sqlite3.Row, words: Sequence[Words]) -> Review:
    draft = Draft(row["question"], row["language"], row["verdict"], bool(row["unanswerable"]), row["facts"])
    judged = Judged(row["answer"], row["generation"])
    return Review(row["id"], draft, judged, row["name"], row["at"], tuple(words))
