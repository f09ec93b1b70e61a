"""Sentence boundaries with character offsets."""

import re
from collections.abc import Iterator

import sentencex

from index.types import Span

# sentencex keeps a quotation of several sentences in one piece. An answer should cite the one sentence
# that says so, therefore quotation marks are hidden from it, one character for one so that offsets hold.
# An apostrophe inside a word (3D's) is not a quotation mark.
_QUOTATION_MARK = re.compile(r"(?<!\w)[\"'‘’‚‛“”„«»`´]|[\"'‘’‚‛“”„«»`´](?!\w)")

# Abbreviations after which a sentence goes on even before a capital, and which sentencex does not know.
_GOES_ON = re.compile(
    r"(?:^|[\s(])(?:mevr|mw|dhr|m\.i|a\.u\.b|vgl|resp|incl|excl|\d{1,2}|(?:mw|dhr|mevr)\. [a-z])\.$",
    re.IGNORECASE,
)

_STARTS_INSIDE = re.compile(r"^[\s\"'‘’“”(]*[a-zà-ÿ]")
_OPENING_AT_END = re.compile(r"\s[\"'‘“„«(]$")
_ANYTHING = re.compile(r"\w")


def _pieces(text: str, span: Span, language: str) -> Iterator[Span]:
    plain = _QUOTATION_MARK.sub(" ", span.of(text)).replace("\n", " ")
    at = span.start
    for piece in sentencex.segment(language, plain):
        yield _trimmed(text, Span(at, at + len(piece)))
        at += len(piece)


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, start + len(piece.strip()))


def _belongs_to(previous: str, sentence: str) -> bool:
    return bool(not _ANYTHING.search(sentence) or _STARTS_INSIDE.match(sentence) or _GOES_ON.search(previous))


def split_sentences(text: str, span: Span, language: str = "nl") -> list[Span]:
    """Return the sentences of `text` inside `span`, without surrounding white space, in order.

    Every character inside `span` that is not white space lies in exactly one sentence.
    """
    sentences: list[Span] = []
    for piece in _pieces(text, span, language):
        sentence = piece
        if sentence.start == sentence.end:
            continue
        if sentences:
            previous = sentences[-1]
            if _belongs_to(previous.of(text), sentence.of(text)):
                sentences[-1] = Span(previous.start, sentence.end)
                continue
            if _OPENING_AT_END.search(previous.of(text)):
                # The mark opens this sentence; the trimmed end of the one before lies left of the space.
                sentences[-1] = _trimmed(text, Span(previous.start, previous.end - 1))
                sentence = Span(previous.end - 1, sentence.end)
        sentences.append(sentence)
    return sentences
