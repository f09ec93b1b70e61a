"""Where quotations begin and end: pairs of quotation marks, told apart from apostrophes."""

import re

from index.types import Span

# Which marks close what a mark opens. Writers mix curly and straight ones.
_CLOSES = {'"': '"', "'": "'’", "‘": "’'", "“": '”"', "„": '”“"', "«": "»", "‚": "‘’", "`": "'´"}
_OPENING = re.compile("(?:^|(?<=[\\s(\\[:–—-]))[\"'‘“„«‚`](?=\\s?\\w|…|\\.\\.\\.)")
# ''s avonds', ''t huis', ''m': a letter was left out, nothing is quoted.
_APOSTROPHE = re.compile(r"['‘’`](?:s|t|n|k|m|r|ns|ie|em)\b(?!['’])", re.IGNORECASE)
_AFTER_CLOSING = re.compile(r"$|[\s.,;:!?)\]…–—-]")
# The longest quotations of an interview run over some paragraphs; a mark that nothing closes must not
# swallow the rest of a page.
MAX_QUOTATION_CHARACTERS = 3000


def _closing(text: str, opening: int, end: int) -> int | None:
    """Return where the mark stands that closes the one at `opening`; None where none does."""
    closers = _CLOSES[text[opening]]
    for at in range(opening + 2, min(end, opening + MAX_QUOTATION_CHARACTERS)):
        if text[at] not in closers or text[at - 1].isspace() or not _AFTER_CLOSING.match(text, at + 1, end):
            continue
        return at
    return None


def _next_opening(text: str, start: int, end: int) -> int | None:
    for found in _OPENING.finditer(text, start, end):
        if not _APOSTROPHE.match(text, found.start(), end):
            return found.start()
    return None


def opens_with_mark(text: str, span: Span) -> str:
    """Return the opening mark that `span` begins with; nothing where it begins with a word."""
    return text[span.start] if _next_opening(text, span.start, span.end) == span.start else ""


def quotations(text: str, span: Span, following: str = "") -> list[Span]:
    """Return the quotations of the paragraph `span`, marks included, in order, without overlap.

    A mark that nothing closes opens nothing, unless `following`, the mark that the next paragraph begins
    with, is the same: then the speaker goes on there.
    """
    found: list[Span] = []
    at = span.start
    while (opening := _next_opening(text, at, span.end)) is not None:
        closing = _closing(text, opening, span.end)
        if closing is None and text[opening] == following:
            return [*found, Span(opening, span.end)]
        if closing is None:
            at = opening + 1
            continue
        found.append(Span(opening, closing + 1))
        at = closing + 1
    return found
