"""What the sources lack: questions that were refused or badly rated, by meaning, by week and by reason."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np

from bot.answer import Bot
from bot.asked import week_of
from bot.database import Database
from bot.desk.grouping import grouped
from bot.types import Answer, Kind, Reason
from index.embed import Encoder
from index.types import FloatArray
from prompts import Language

Outcome = Literal["", "answered", "partly", "changed", "same", "refused"]
State = Literal["untried", "stale", "answered", "partly", "changed", "same", "refused"]
STATES: tuple[State, ...] = get_args(State)
SHOWN_WEEKS = 8
SHOWN_GROUPS = 50


@dataclass(frozen=True, slots=True)
class Kept:
    """A question whose words are kept for a while, and what came nearest when it was asked."""

    id: int
    day: str
    question: str
    language: Language
    kind: Kind
    reason: Reason
    badly_rated: bool
    source: str
    """Empty where nothing came near, as `quote` then is."""
    start: int
    end: int
    quote: str
    outcome: Outcome
    """What became of it when it was last tried again."""
    tried_generation: str


_COLUMNS = ", ".join(f'"{each.name}"' for each in fields(Kept))


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that mean the same."""

    asked: tuple[Kept, ...]
    """The most asked wording first, the last time that it was asked before others."""
    state: State

    @property
    def example(self) -> Kept:
        """How it is asked most."""
        return self.asked[0]

    @property
    def reason(self) -> Reason:
        """Why most of them were not answered; empty where they were, but not well."""
        return Counter(each.reason for each in self.asked).most_common(1)[0][0]

    @property
    def badly_rated(self) -> int:
        """How many of them a visitor was not helped with."""
        return sum(each.badly_rated for each in self.asked)

    @property
    def weeks(self) -> tuple[tuple[int, int], ...]:
        """The number of each week in which it was asked, the last one first, and how often."""
        weeks = Counter(week_of(date.fromisoformat(each.day)) for each in self.asked)
        return tuple((week_number(week), weeks[week]) for week in sorted(weeks, reverse=True))


@dataclass(frozen=True, slots=True)
class Gaps:
    """All there are, the most asked first."""

    gaps: tuple[Gap, ...]
    apart: int
    """How many wordings were compared with no others."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something happened in each of the weeks shown, the last one first."""

    label: str
    """A reason, or 'asked' or 'badly_rated'."""
    by_week: tuple[int, ...]


def week_number(week: str) -> int:
    """Return the number of the week that begins on a day, as calendars have it."""
    return date.fromisoformat(week).isocalendar().week


def last_weeks(today: date, count: int = SHOWN_WEEKS) -> list[str]:
    """Return the Mondays of the last weeks, this one first."""
    return [week_of(today - timedelta(weeks=back)) for back in range(count)]


def counts(database: Database, weeks: Sequence[str]) -> list[Counts]:
    """Return what was asked, what of it was refused and why, and how many were not helped, by week."""
    with database.reading() as connection:
        asked = connection.execute(
            "SELECT week, kind, reason, sum(count) FROM asked WHERE week >= ? GROUP BY week, kind, reason",
            (weeks[-1],),
        ).fetchall()
        rated = connection.execute(
            "SELECT day, count(*) FROM rating WHERE NOT helpful AND day >= ? GROUP BY day", (weeks[-1],)
        ).fetchall()
    found: Counter[tuple[str, str]] = Counter()
    for week, kind, reason, count in asked:
        found["asked", week] += count
        if kind == "refusal" and reason:
            found[reason, week] += count
    for day, count in rated:
        found["badly_rated", week_of(date.fromisoformat(day))] += count
    reasons = sorted({label for label, _ in found} - {"asked", "badly_rated"})
    return [
        Counts(label, tuple(found[label, week] for week in weeks))
        for label in ("asked", *reasons, "badly_rated")
    ]


def find_gaps(database: Database, encoder: Encoder, generation: str) -> Gaps:
    """Group the questions that are kept; `generation` says which trials are of the present index."""
    with database.reading() as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS}, encoder, vector FROM kept_question ORDER BY id DESC"
        ).fetchall()
    kept = [_kept(row) for row in rows]
    # Vectors of another embedder cannot be compared with these.
    vectors = [_vector(row["vector"]) if row["encoder"] == encoder.name else None for row in rows]
    found = grouped([each.question for each in kept], vectors)
    groups = [tuple(kept[row] for row in group) for group in found.groups]
    return Gaps(tuple(Gap(group, _state(group, generation)) for group in groups), found.apart)


def _kept(row: sqlite3.Row) -> Kept:
    facts = {each.name: row[each.name] for each in fields(Kept)}
    return Kept(**facts | {"badly_rated": bool(row["badly_rated"])})


def _vector(raw: bytes) -> FloatArray:
    return np.frombuffer(raw, dtype=np.float32)


def _state(group: Sequence[Kept], generation: str) -> State:
    """Return what became of the first that was tried with this index; 'stale' where only older ones were."""
    tried = [each for each in group if each.outcome]
    for each in tried:
        if each.tried_generation == generation:
            return each.outcome or "untried"
    return "stale" if tried else "untried"


def outcome_of(kept: Kept, answer: Answer) -> Outcome:
    """Return what has become of a question, now that it is answered so."""
    if answer.abstained:
        return "refused"
    if answer.kind == "partial":
        return "partly"
    if kept.kind == "refusal":
        return "answered"
    cited = answer.sentences[0].citations[0]
    return "same" if (cited.source, cited.quote) == (kept.source, kept.quote) else "changed"


def kept_question(database: Database, number: int) -> Kept | None:
    """Return a question by its number, if it has not been deleted."""
    with database.reading() as connection:
        row = connection.execute(f"SELECT {_COLUMNS} FROM kept_question WHERE id = ?", (number,)).fetchone()
    return None if row is None else _kept(row)


def try_again(database: Database, bot: Bot, kept: Kept) -> Outcome:
    """Ask the bot of now, and keep what became of all questions in these words."""
    outcome = outcome_of(kept, bot.answer(kept.question, language=kept.language))
    with database.transaction() as connection:
        connection.execute(
            "UPDATE kept_question SET outcome = ?, tried_generation = ? "
            "WHERE question = ? AND language = ? AND kind = ?",
            (outcome, bot.index.generation, kept.question, kept.language, kept.kind),
        )
    return outcome
