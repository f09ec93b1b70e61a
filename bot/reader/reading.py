"""What a reader is: whether a text answers a question, where, and whether it says what a sentence says."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.types import Span


@dataclass(frozen=True, slots=True)
class Reading:
    """What the reader makes of a question and a text."""

    answers: float
    """Log odds that the text answers the question."""
    span: Span
    """Where in the text the likeliest answer stands; empty at 0 where none is likelier than any."""
    sure: float = 0.0
    """How probable it is that it begins and ends just there."""


class Reader(Protocol):
    """Anything that reads texts with a question in mind."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Return what each text has to say to the question."""
        ...


class Support(Protocol):
    """Anything that compares sentences with what they are said to stand on."""

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        """Return log odds that the text says what each sentence says."""
        ...
