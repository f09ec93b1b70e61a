"""A document's passages: whole sentences, in the size that the embedder reads best."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.privacy import MASK
from index.sentences import split_sentences
from index.types import Block, Document, Passage, Role, Span

TokenCounter = Callable[[Sequence[str]], list[int]]
# Fewer words beside masked ones are the rest of a contact line ('Bel of mail naar'), and say nothing.
MIN_WORDS_BESIDE_MASK = 4
CITABLE: frozenset[Role] = frozenset({"article", "quote", "comment", "metadata"})

_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_WORD = re.compile(r"\S+\s*")


_BETWEEN_MASKS = re.compile(f"[^{MASK}]+")
# What a mask leaves dangling before and behind it: 'mail naar (', ') of bel'.
_BEFORE_MASK = " \t\r\n\u00a0,;:-–—/|([{<"
_BEHIND_MASK = " \t\r\n\u00a0,;:-–—/|)]}>.!?"


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


def _unmasked(text: str, sentences: Sequence[Span]) -> Iterator[Span]:
    """Yield sentences; of one with masked words, what is left and right of them where it holds some words."""
    for sentence in sentences:
        if MASK not in sentence.of(text):
            yield sentence
            continue
        for piece in _BETWEEN_MASKS.finditer(text, sentence.start, sentence.end):
            said = piece.group()
            said = said.rstrip(_BEFORE_MASK) if piece.end() < sentence.end else said
            said = said.lstrip(_BEHIND_MASK) if piece.start() > sentence.start else said
            if len(said.split()) >= MIN_WORDS_BESIDE_MASK:
                start = text.index(said, piece.start())
                yield Span(start, start + len(said))


def _fitting(text: str, span: Span, count_tokens: TokenCounter, limit: int) -> Iterator[_Sentence]:
    """Yield a sentence, cut between words (or inside one) where it alone has more tokens than `limit`."""
    tokens = count_tokens([span.of(text)])[0]
    if tokens <= limit or span.end - span.start == 1:
        yield _Sentence(span, tokens)
        return
    words = [match.end() for match in _WORD.finditer(text, span.start, span.end)]
    middle = (span.start + span.end) // 2
    cut = min(words[:-1], key=lambda end: abs(end - middle), default=middle)
    left, right = Span(span.start, cut), Span(cut, span.end)
    for half in (left, right):
        stripped = half.of(text)
        trimmed = Span(half.start, half.start + len(stripped.rstrip()))
        yield from _fitting(text, trimmed, count_tokens, limit)


def _sections(document: Document, count_tokens: TokenCounter, limit: int) -> Iterator[_Section]:
    heading, open_section = "", False
    sentences: list[_Sentence] = []
    last: Block | None = None
    for block in document.blocks:
        joins = open_section and last is not None and (block.role, block.speaker) == (last.role, last.speaker)
        if not joins and last is not None and sentences:
            yield _Section(last.role, last.speaker, heading, tuple(sentences))
            sentences = []
        open_section = block.role in CITABLE
        if block.role == "heading":
            heading = _MARKDOWN_HEADING.sub("", block.span.of(document.text))
        if open_section:
            for span in _unmasked(document.text, split_sentences(document.text, block.span)):
                sentences.extend(_fitting(document.text, span, count_tokens, limit))
            last = block
    if last is not None and sentences:
        yield _Section(last.role, last.speaker, heading, tuple(sentences))


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


def cut(document: Document, count_tokens: TokenCounter, limit: int) -> list[Passage]:
    """Cut a document into passages of at most `limit` tokens of their own text, in reading order.

    No passage crosses a heading, a role or a speaker; boilerplate and headings are in none. The sentences
    of all passages together are the citable text, each character once.
    """
    passages: list[Passage] = []
    for section in _sections(document, count_tokens, limit):
        heading = "" if section.heading == document.title or section.role != "article" else section.heading
        for run in _packed(section.sentences, limit):
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
                    heading=heading,
                )
            )
    return passages
