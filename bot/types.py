"""What the bot says: sentences that each cite their source, or a refusal. Nothing else can be built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from index.types import Hit, Role, Span
from prompts import Language

Support = Literal["quote", "checked"]
Kind = Literal["answer", "partial", "refusal", "greeting", "clarify", "crisis"]
Reason = Literal[
    "",
    "nothing_found",
    "name_missing",
    "number_missing",
    "weak_evidence",
    "only_opinions",
    "outside_subject",
    "invalid_question",
    "instruction",
    "personal_case",
    "personal_data",
]

_NEEDS_SENTENCES: frozenset[Kind] = frozenset({"answer", "partial"})
# Whom to call comes first, whether or not the sources have an answer beside it.
_MAY_HAVE_SENTENCES: frozenset[Kind] = frozenset({"crisis"})


@dataclass(frozen=True, slots=True)
class Citation:
    """The exact words of a source: `quote == document.text[start:end]`."""

    source: str
    title: str
    publisher: str
    date: str
    page: int | None
    role: Role
    speaker: str
    start: int
    end: int
    quote: str
    heading: str = ""
    """The path of headings above it; of a law, down to the article and the member."""
    valid_from: str = ""
    valid_to: str = ""
    answer: Span | None = None
    """Where in the source the answer itself stands, within the quote, where a reader is sure of it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an answer and the words that say so.

    Raises `ValueError` without a citation, and where a `quote` is not the words it cites.
    """

    text: str
    support: Support
    citations: tuple[Citation, ...]

    def __post_init__(self) -> None:
        if not self.citations:
            raise ValueError(f"a sentence without a citation: {self.text!r}")
        if self.support == "quote" and self.text != self.citations[0].quote:
            raise ValueError(f"{self.text!r} is not the quote {self.citations[0].quote!r}")


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole reply to one question.

    `notices` are what is not from a source, taken from `prompts/`. Raises `ValueError` where kind and
    sentences disagree: an answer has at least one, and nothing else has any but a reply to a cry for help.
    """

    question: str
    kind: Kind
    language: Language
    sentences: tuple[Sentence, ...] = ()
    notices: tuple[str, ...] = ()
    nearest: tuple[Citation, ...] = ()
    reason: Reason = ""
    confidence: float = 0.0
    hits: tuple[Hit, ...] = ()
    joined: tuple[str, ...] = ()
    """What a follow-up was read from, oldest first; empty where it was read by itself."""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds from the question to the end of each stage."""

    def __post_init__(self) -> None:
        if self.kind in _MAY_HAVE_SENTENCES:
            return
        if (self.kind in _NEEDS_SENTENCES) != bool(self.sentences):
            raise ValueError(f"kind '{self.kind}' with {len(self.sentences)} sentences")

    @property
    def abstained(self) -> bool:
        """Whether nothing was answered."""
        return not self.sentences


@dataclass(frozen=True, slots=True)
class Noticed:
    """Comes before all others where somebody may be in danger: whom to call."""

    notice: str


@dataclass(frozen=True, slots=True)
class SourcesFound:
    """A passage of each document that was found, best first, before they are read: perhaps none answers."""

    passages: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class EvidenceFound:
    """The words of the sources that the answer will stand on."""

    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Working:
    """Nothing new to show: who no longer wants the answer may close the stream here, which ends the work."""


@dataclass(frozen=True, slots=True)
class SentenceReady:
    """A sentence has passed its checks and may be shown."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Finished:
    """Last event: the whole answer."""

    answer: Answer


Event = Noticed | SourcesFound | EvidenceFound | Working | SentenceReady | Finished
