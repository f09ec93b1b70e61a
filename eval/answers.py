"""Answers as the contract's JSON has them: ours, another configuration's, or another system's."""

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from index.types import Span

Seconds = Annotated[float, Field(ge=0)]
# What a metric needs is asked for; whatever else a system writes is its own affair.
_ROW = ConfigDict(extra="ignore", strict=True, allow_inf_nan=False)


@dataclass(frozen=True, config=_ROW)
class GivenCitation:
    """Characters of a source that an answer points at."""

    source: str
    start: int
    end: int
    quote: str | None = None
    role: str = ""
    title: str = ""
    speaker: str = ""

    @property
    def span(self) -> Span:
        """Where it points in the source's canonical text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, config=_ROW)
class GivenSentence:
    """A sentence of an answer."""

    text: str
    support: str = ""
    citations: tuple[GivenCitation, ...] = ()

    @property
    def said_by(self) -> str:
        """Who says it, where it is quoted and not the article's own."""
        quoted = self.support == "quote" and self.citations and self.citations[0].role in {"comment", "quote"}
        return self.citations[0].speaker if quoted else ""


@dataclass(frozen=True, config=_ROW)
class GivenHit:
    """A passage that was found, best first."""

    source: str
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, config=_ROW)
class GivenTimings:
    """Seconds from the question to the end of a stage; none where the system did not tell."""

    first_citation: Seconds | None = None
    total: Seconds | None = None
    evidence: Seconds | None = None


@dataclass(frozen=True, config=_ROW)
class GivenAnswer:
    """A row of answers. `sentences` are what is said with sources; a refusal has none."""

    id: Annotated[str, BeforeValidator(lambda given: str(given) if isinstance(given, int) else given)]
    abstained: bool
    sentences: tuple[GivenSentence, ...]
    notices: tuple[str, ...] = ()
    reason: str = ""
    confidence: float | None = None
    hits: tuple[GivenHit, ...] | None = None
    """None where the system does not tell what it found."""
    timings: GivenTimings = GivenTimings()

    def __post_init__(self) -> None:
        if self.abstained == bool(self.sentences):
            raise ValueError(f"abstained is {self.abstained} with {len(self.sentences)} sentences")
        places = [each.span for each in self.citations] + [each.span for each in self.hits or ()]
        for place in places:
            if not 0 <= place.start < place.end:
                raise ValueError(f"a citation or hit goes from {place.start} to {place.end}")

    @property
    def text(self) -> str:
        """What is said."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def told(self) -> str:
        """What is said, each quote after who says it: the page and the command line show him before it."""
        return " ".join(f"{each.said_by} {each.text}".strip() for each in self.sentences)

    @property
    def citations(self) -> tuple[GivenCitation, ...]:
        """All citations of all sentences."""
        return tuple(citation for sentence in self.sentences for citation in sentence.citations)

    @property
    def seconds(self) -> float | None:
        """To the whole answer, or to the decision to give none."""
        decided = self.timings.evidence if self.abstained else None
        return decided if self.timings.total is None else self.timings.total


ANSWER = TypeAdapter(GivenAnswer)
