"""Words that staff choose in a source: where exactly they stand in its text."""

import re

from markupsafe import Markup, escape

from index.errors import UsageError
from index.types import Document, Role, Span
from prompts import Texts

# Longer ones are no evidence but a document.
MOST_CHARACTERS = 2000
# What no page can hold; each becomes one character, so that offsets stay what they are.
_UNSHOWABLE = re.compile("[\0\ud800-\udfff]")


def legible(text: str) -> str:
    """Return a text of the same length that can be shown."""
    return _UNSHOWABLE.sub("\ufffd", text)


def shown(text: str) -> Markup:
    """Return a text as HTML of which a browser makes the same characters, carriage returns among them."""
    return Markup(str(escape(legible(text))).replace("\r", "&#13;"))


def places(text: str, words: str) -> list[Span]:
    """Return every place where words stand; of white space any will do, as browsers change it."""
    pattern = r"\s+".join(map(re.escape, words.split()))
    found = re.finditer(f"(?=({pattern}))", legible(text)) if pattern else ()
    return [Span(*each.span(1)) for each in found]


def _trimmed(text: str, span: Span) -> Span:
    said = span.of(text)
    return Span(span.end - len(said.lstrip()), span.start + len(said.rstrip()))


def selected(text: str, words: str, at: Span, texts: Texts) -> Span:
    """Return where a selection stands, without the white space at its ends.

    Raises `UsageError` where it does not hold the words: the text may be another one by now.
    """
    inside = 0 <= at.start < at.end <= len(text)
    if not inside or at.of(legible(text)).split() != words.split() or not words.split():
        raise UsageError(texts.get("review.selection_changed"))
    return _trimmed(text, at)


def found(text: str, words: str, texts: Texts) -> Span:
    """Return the one place where words stand; raises `UsageError` where there is none, or more."""
    everywhere = places(text, words)
    if not words.split():
        raise UsageError(texts.get("review.no_words_given"))
    if not everywhere:
        raise UsageError(texts.get("review.words_not_there"))
    if len(everywhere) > 1:
        raise UsageError(texts.get("review.words_more_than_once", count=len(everywhere)))
    return everywhere[0]


def place_of(text: str, words: str, at: Span | None, texts: Texts) -> Span:
    """Return where the chosen words stand, by their offsets or else by themselves.

    Raises `UsageError` where they are not there exactly once, or are too long.
    """
    if len(words) > MOST_CHARACTERS:
        raise UsageError(texts.get("review.words_too_long", count=len(words), most=MOST_CHARACTERS))
    return found(text, words, texts) if at is None else selected(text, words, at, texts)


def role_at(document: Document, span: Span) -> Role:
    """Return as what the words are said: the role of the block that they begin in."""
    begin = (each.role for each in document.blocks if each.span.start <= span.start < each.span.end)
    return next(begin, "article")
