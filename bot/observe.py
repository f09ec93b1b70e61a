"""Looking on while a question is answered: what each stage made of it, told by the code that answers."""

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.coverage import Missing
from bot.evidence import Evidence
from bot.parts import Parts
from bot.reader.reading import Reader, Support
from bot.routing import Routed
from bot.signals import Fit
from bot.types import Citation, Reason, Sentence
from index.times import Asked
from index.types import Hit
from prompts import Language

# Why a citation is quoted undrafted: somebody says it, the answer is in another language, it is short.
Undrafted = Literal["", "spoken", "language", "short"]


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message was taken for, before anything was searched."""

    asked: str
    """Without invisible characters and personal data."""
    before: str
    """The question before it, likewise; empty where there was none."""
    language: Language
    routed: Routed
    danger: float | None
    """How probable the alarm finds it that somebody is in danger; None where it was not asked."""


@dataclass(frozen=True, slots=True)
class Searched:
    """Passages were found for a question, or for a part or another reading of it."""

    question: str
    searched: str
    """The words that were searched: without placeholders, the short names of laws spelled out."""
    day: Asked | None
    """The day whose law was asked for."""
    without: frozenset[str]
    """Sources that were left out: versions of laws not in force on that day."""
    named: bool
    """Whether the passages are those of an article that the question names, so that none had to be found."""
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """The sentences of what was found last were ordered, and it was decided whether they answer."""

    ranked: tuple[Evidence, ...]
    """All of them, best first."""
    evidence: tuple[Evidence, ...]
    """What was left to answer with: of a recited article its text, else no comments where others answer."""
    asks_opinion: bool
    recited: bool
    term: str
    """What the question wants defined; empty where it does not, or no sentence has the word."""
    lacking: Missing
    fit: Fit
    """How the signals count, and from which confidence on a question is answered."""
    confidence: float
    reason: Reason
    """Why these do not answer; empty where they do."""


@dataclass(frozen=True, slots=True)
class Read:
    """How the question was read in the end: as a follow-up, or in parts."""

    question: str
    parts: Parts
    follow_up: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sentences that the answer stands on."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """The generator wrote something, or was not asked to, and what became of it."""

    question: str
    citation: Citation | None
    """What it was to retell; None where a model named no single piece of evidence."""
    undrafted: Undrafted
    """Why it was not asked; empty where it was."""
    written: str = ""
    """Whatever it wrote."""
    draft: str = ""
    """The sentence in that; empty where it got too long or never ended."""
    support: Support | None = None
    """Who judged whether other words than the source's mean the same; None where nobody may."""
    said_by: str = ""
    reader: Reader | None = None
    """Who judged whether what was asked is left out; None where nobody did."""
    sentence: Sentence | None = None
    """What the answer says instead of the quote; None where it quotes."""


Stage = Understood | Searched | Weighed | Read | Chosen | Drafted


class Observer(Protocol):
    """Anything that looks on. What it does changes no answer."""

    def saw(self, stage: Stage) -> None:
        """Take note of a stage, in the thread that answers: what takes long is done later."""
        ...


class Nobody:
    """Looks on where nobody does."""

    def saw(self, stage: Stage) -> None:
        """Forget it."""


NOBODY = Nobody()
