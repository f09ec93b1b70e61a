"""A document as it is drawn: its blocks, the passages' bounds in them, and what is masked."""

import hashlib
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.desk.problems import DeskError
from index.privacy import MASK
from index.types import Block, Document, Passage, Role, Span

_MASKED = re.compile(f"({MASK}+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a block, all of one passage or of none, and all masked or none."""

    text: str
    masked: bool
    passage: int
    """Its number in the document, from 1; 0 for none."""
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A block, and by what it is known when it is corrected."""

    number: int
    """From 1."""
    start: int
    end: int
    digest: str
    """Of its words, so that nobody corrects others than were shown."""
    role: Role
    speaker: str
    label: str
    pieces: tuple[Piece, ...]


def digest(words: str) -> str:
    """Return what words are known by."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def drawn(document: Document, passages: Sequence[Passage]) -> list[Drawn]:
    """Return the blocks of a document; `passages` are its own, in reading order."""
    ends = [passage.span.end for passage in passages]

    def of(number: int, block: Block) -> Drawn:
        words = block.span.of(document.text)
        # The passages before this one end before the block begins.
        first = bisect_left(ends, block.span.start + 1)
        pieces = tuple(_pieces(document.text, block.span, passages, first))
        return Drawn(
            number,
            block.span.start,
            block.span.end,
            digest(words),
            block.role,
            block.speaker,
            block.label,
            pieces,
        )

    return [of(number, block) for number, block in enumerate(document.blocks, 1)]


def _pieces(text: str, block: Span, passages: Sequence[Passage], at: int) -> Iterator[Piece]:
    where = block.start
    while at < len(passages) and passages[at].span.start < block.end:
        span = passages[at].span
        inside = Span(max(span.start, where), min(span.end, block.end))
        yield from _runs(text, Span(where, inside.start), 0)
        yield from _runs(text, inside, at + 1, begins=inside.start == span.start, ends=inside.end == span.end)
        where, at = inside.end, at + 1
    yield from _runs(text, Span(where, block.end), 0)


def _runs(
    text: str, span: Span, passage: int, *, begins: bool = False, ends: bool = False
) -> Iterator[Piece]:
    runs = [run for run in _MASKED.split(span.of(text)) if run]
    for number, run in enumerate(runs):
        yield Piece(run, run[0] == MASK, passage, begins and number == 0, ends and number == len(runs) - 1)


def chosen(document: Document, start: int, end: int, known_by: str, part: str) -> Span:
    """Return the stretch that is to be corrected: a block, or the `part` of it, however that is spaced.

    Raises `DeskError` where these are not the words that were shown, or the part does not stand there once.
    """
    words = document.text[start:end] if 0 <= start < end else ""
    if not words or digest(words) != known_by:
        raise DeskError("cannot.correct_other")
    if not part.strip():
        return Span(start, end)
    found = list(re.finditer(r"\s+".join(map(re.escape, part.split())), words))
    if len(found) != 1:
        raise DeskError("cannot.find_once", part=part.strip(), count=len(found))
    return Span(start + found[0].start(), start + found[0].end())
