"""A document's passages: whole sentences, in the size that the embedder reads best."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from index.citable import citable_sentences
from index.types import Block, Document, Passage, Role, Span

TokenCounter = Callable[[Sequence[str]], list[int]]
CITABLE: frozenset[Role] = frozenset({"article", "quote", "comment", "metadata"})
# What stands below a heading because of what it is about; a comment stands there by chance.
_HEADED: frozenset[Role] = frozenset({"article", "quote"})

_MARKUP = re.compile(r"^\s*#{1,6}\s*|\*\*", re.MULTILINE)
# Where a sentence that is too long may be cut: better behind a clause than behind any word.
_CUTS = (re.compile(r"[;:,]\s+"), re.compile(r"\s+"))


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    tokens: int


@dataclass(frozen=True, slots=True)
class _Section:
    """Neighbouring blocks that may share a passage."""

    role: Role
    speaker: str
    heading: str
    sentences: tuple[_Sentence, ...]


def page_of(document: Document, offset: int) -> int | None:
    """Return the page, from 1, that a character stands on; None where the format has no pages."""
    return max(1, bisect_right(document.pages, offset)) if document.pages else None


def _middle(text: str, span: Span) -> int:
    """Return where to cut a sentence: the clause or word end nearest its middle, or else the middle."""
    middle, quarter = (span.start + span.end) // 2, (span.end - span.start) // 4
    for pattern in _CUTS:
        ends = [match.end() for match in pattern.finditer(text, span.start + quarter, span.end - quarter)]
        if ends:
            return min(ends, key=lambda end: abs(end - middle))
    return middle


def _fitting(text: str, span: Span, count_tokens: TokenCounter, limit: int) -> Iterator[_Sentence]:
    """Yield a sentence, cut at its middle as often as it has more tokens than `limit`."""
    tokens = count_tokens([span.of(text)])[0]
    if tokens <= limit or span.end - span.start == 1:
        yield _Sentence(span, tokens)
        return
    cut = _middle(text, span)
    left = span.start + len(text[span.start : cut].rstrip())
    yield from _fitting(text, Span(span.start, left), count_tokens, limit)
    yield from _fitting(text, Span(cut, span.end), count_tokens, limit)


class _Path:
    """The headings above a block: one is below all higher ones, or where it has no level, the last one."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._headings: list[tuple[int, str]] = []

    def enter(self, level: int, heading: str) -> None:
        """Go on below `heading`."""
        while self._headings and (self._headings[-1][0] == 0 or 0 < level <= self._headings[-1][0]):
            self._headings.pop()
        self._headings.append((level, heading))

    def to(self, block: Block) -> str:
        """Return the path to a block: headings but the title, and the block's label."""
        if block.role not in _HEADED:
            return ""
        path = " > ".join(heading for _, heading in self._headings if heading != self._title)
        return ", ".join(part for part in (path, block.label) if part)


def _sections(document: Document, count_tokens: TokenCounter, limit: int) -> Iterator[_Section]:
    path = _Path(document.title)
    section = _Section("boilerplate", "", "", ())
    sentences: list[_Sentence] = []
    for block in document.blocks:
        if block.role == "heading":
            path.enter(block.level, " ".join(_MARKUP.sub("", block.span.of(document.text)).split()))
        here = _Section(block.role, block.speaker, path.to(block), ())
        if here != section:
            yield replace(section, sentences=tuple(sentences))
            section, sentences = here, []
        if block.role in CITABLE:
            for span in citable_sentences(document.text, block.span):
                sentences.extend(_fitting(document.text, span, count_tokens, limit))
    yield replace(section, sentences=tuple(sentences))


def _packed(sentences: tuple[_Sentence, ...], limit: int) -> Iterator[tuple[_Sentence, ...]]:
    """Yield runs of sentences of at most `limit` tokens, about equally long rather than full and a rest."""
    total = sum(sentence.tokens for sentence in sentences)
    share = total / -(-total // limit) if total else limit
    run: list[_Sentence] = []
    tokens = 0
    for sentence in sentences:
        over = tokens + sentence.tokens > limit
        enough = tokens + sentence.tokens / 2 > share
        if run and (over or enough):
            yield tuple(run)
            run, tokens = [], 0
        run.append(sentence)
        tokens += sentence.tokens
    if run:
        yield tuple(run)


def _measured(
    text: str, run: tuple[_Sentence, ...], count_tokens: TokenCounter, limit: int
) -> Iterator[tuple[_Sentence, ...]]:
    """Yield a run, or halves of it: sentences without a space between them can have more tokens together."""
    together = Span(run[0].span.start, run[-1].span.end).of(text)
    if len(run) == 1 or count_tokens([together])[0] <= limit:
        yield run
        return
    for half in (run[: len(run) // 2], run[len(run) // 2 :]):
        yield from _measured(text, half, count_tokens, limit)


def cut(document: Document, count_tokens: TokenCounter, limit: int) -> list[Passage]:
    """Cut a document into passages of at most `limit` tokens of their own text, in reading order.

    No passage crosses a heading, a label, a role or a speaker; boilerplate and headings are in none. The
    sentences of all passages together are the citable text, each character once.
    """
    passages: list[Passage] = []
    for section in _sections(document, count_tokens, limit):
        runs = (
            run
            for packed in _packed(section.sentences, limit)
            for run in _measured(document.text, packed, count_tokens, limit)
        )
        for run in runs:
            span = Span(run[0].span.start, run[-1].span.end)
            passages.append(
                Passage(
                    source=document.source,
                    span=span,
                    text=span.of(document.text),
                    sentences=tuple(sentence.span for sentence in run),
                    role=section.role,
                    speaker=section.speaker,
                    title=document.title,
                    heading=section.heading,
                    page=page_of(document, span.start),
                )
            )
    return passages
