"""A question stage by stage, in an order to be read."""

from dataclasses import dataclass
from typing import Literal

from bot.evidence import Evidence
from bot.observe import Drafted, Read, Searched, Understood, Weighed
from bot.types import Answer
from bot.verify import Check
from index.references import Place
from index.times import Asked
from index.types import Passage

# What became of a sentence of the hits, and why it is not in the answer.
Fate = Literal[
    "chosen", "unanswered", "comment", "recited", "undefining", "overview", "less_likely", "enough"
]
# What became of a draft: it stands in the answer, or why the source is quoted.
Outcome = Literal[
    "checked",
    "spoken",
    "language",
    "short",
    "nothing_written",
    "no_number",
    "unfinished",
    "refused",
    "repeats",
]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in a ranking, from 1, and the score that gave it; 0 where it is below the candidates."""

    place: int
    score: float


@dataclass(frozen=True, slots=True)
class Row:
    """A passage, whether or not it was used."""

    passage: Passage
    used: int
    """Its rank among the hits; 0 where it is none."""
    fused: Rank
    dense: Rank
    lexical: Rank

    @property
    def key(self) -> tuple[str, str]:
        """Its source and text, by which another index knows it."""
        return self.passage.source, self.passage.text


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence of the hits."""

    evidence: Evidence
    ratio: float
    """How probable it is in proportion to the best."""
    fate: Fate

    @property
    def key(self) -> tuple[str, str]:
        """Its source and text, by which another index knows it."""
        return self.evidence.passage.source, self.evidence.text


@dataclass(frozen=True, slots=True)
class Search:
    """What was found for a question, for a part of it or for another reading."""

    searched: Searched
    places: tuple[Place, ...]
    """The articles of laws that it names."""
    weighed: Weighed
    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    sentences: int
    """How many the hits have in all: a reader reads only the first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What was written about a citation, each check of it, and what became of it."""

    drafted: Drafted
    checks: tuple[Check, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Time:
    """How long it took to get to a stage from the one before."""

    stage: str
    """The name of what was told, in small letters, or 'answered'."""
    seconds: float


@dataclass(frozen=True, slots=True)
class Trace:
    """A question, its answer, and all between."""

    generation: str
    understood: Understood
    read: Read | None
    searches: tuple[Search, ...]
    drafts: tuple[Draft, ...]
    answer: Answer
    times: tuple[Time, ...]

    @property
    def days(self) -> tuple[Asked, ...]:
        """The days whose law was asked for, each once."""
        return tuple(dict.fromkeys(each.searched.day for each in self.searches if each.searched.day))

    @property
    def places(self) -> tuple[Place, ...]:
        """The articles of laws that were named, each once."""
        return tuple(dict.fromkeys(place for each in self.searches for place in each.places))

    @property
    def used(self) -> frozenset[tuple[str, str]]:
        """The passages that were used: their source and text."""
        return frozenset(row.key for each in self.searches for row in each.rows if row.used)

    @property
    def chosen(self) -> frozenset[tuple[str, str]]:
        """The sentences that were chosen: their source and text."""
        return frozenset(line.key for each in self.searches for line in each.lines if line.fate == "chosen")

    @property
    def seconds(self) -> float:
        """How long all of it took."""
        return sum(each.seconds for each in self.times)
