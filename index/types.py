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

    def overlaps(self, other: "Span") -> bool:
        """Tell whether a character is in both."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a document with one role and, where it is known who speaks, one speaker."""

    span: Span
    role: Role
    speaker: str = ""
    level: int = 0
    """Of a heading, 1 the highest, where the text says so; else 0, and the heading ends at the next one."""
    label: str = ""
    """What this block is called below its heading, where its own words do not say it: 'derde lid'."""


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, and what the file's format says about it: empty where it says nothing."""

    text: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    """ISO 8601."""
    pages: tuple[int, ...] = ()
    """Where each page begins in `text`; empty for formats without pages."""
    comments: int | None = None
    """From where on readers speak, where the format tells."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source as it was read. What it does not state is empty, never guessed."""

    source: str
    """Path below the indexed folder, or a BEIR `_id`."""
    text: str
    """The canonical text that every offset points into."""
    blocks: tuple[Block, ...]
    title: str = ""
    publisher: str = ""
    date: str = ""
    """ISO 8601, as are the two below."""
    valid_from: str = ""
    valid_to: str = ""
    """The last day that this version is in force."""
    work: str = ""
    """What all versions of one law share; empty for what has no versions."""
    pages: tuple[int, ...] = ()
    """Where each page begins in `text`; empty for formats without pages."""
    warnings: tuple[str, ...] = ()
    """What a reader of the sources should know: pages without text, a guessed encoding."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one block, or of neighbouring blocks with one role, speaker, heading and label."""

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
    """The path of headings above it, ' > ' between them, and the block's label after a comma."""
    page: int | None = None
    """Where it begins, from 1."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found: its rank (from 1) and score, and the raw scores of both searches."""

    passage: Passage
    row: int
    """Of the passage, in the index that found it."""
    rank: int
    score: float
    """Fused from both, or the reranker's."""
    dense: float
    """Cosine of question and passage."""
    lexical: float
    """BM25 score; 0 where no term of the question occurs."""
