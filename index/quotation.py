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


def quotations(text: str, span: Span) -> list[Span]:
    """Return the quotations of `text` inside `span`, marks included, in order, without overlap.

    One that runs over several paragraphs, each with an opening mark and only the last with a closing one,
    comes back as one a paragraph. A mark that nothing closes opens nothing.
    """
    found: list[Span] = []
    at = span.start
    while (opening := _next_opening(text, at, span.end)) is not None:
        closing = _closing(text, opening, span.end)
        if closing is None:
            at = opening + 1
            continue
        start = opening
        for line in re.finditer(r"\n\s*", text[opening : closing + 1]):
            begin = opening + line.end()
            if text[begin] == text[opening] and begin < closing:
                found.append(Span(start, opening + line.start()))
                start = begin
        found.append(Span(start, closing + 1))
        at = closing + 1
    return found
