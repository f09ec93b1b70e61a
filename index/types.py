"""The shapes that cross rooms. All offsets count characters of a document's canonical text."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Role = Literal["article", "heading", "quote", "comment", "metadata", "boilerplate"]
FloatArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return these characters of `text`."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one role and, where it is known who speaks, one speaker."""

    span: Span
    role: Role
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it was read. Title, publisher and date are empty where the page does not state them."""

    source: str
    """Path below the indexed folder, or a BEIR `_id`."""
    text: str
    """The canonical text that every offset points into."""
    blocks: tuple[Block, ...]
    title: str = ""
    publisher: str = ""
    date: str = ""
    """ISO 8601."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one block, or of neighbouring blocks with one role, speaker and heading."""

    source: str
    span: Span
    text: str
    """`document.text[span.start:span.end]`."""
    sentences: tuple[Span, ...]
    """In document characters, in order, without overlap."""
    role: Role
    speaker: str = ""
    title: str = ""
    heading: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its fused rank (from 1) and score, and the raw scores it was fused from."""

    passage: Passage
    row: int
    """Of the passage, in the index that found it."""
    rank: int
    score: float
    dense: float
    """Cosine of question and passage."""
    lexical: float
    """BM25 score; 0 where no term of the question occurs."""
