"""The paragraphs of a text: its lines, those of a paragraph that was wrapped at a column joined."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from index.types import Span

# A text that was wrapped at a column has no line beyond it; 110 holds all usual columns.
MAX_COLUMN = 110
# Of a text's wrapped lines most are about as long as the column, to a long Dutch word: at least this share
# of all its lines is, where the text as a whole was wrapped.
NEAR_COLUMN = 20
MIN_SHARE_NEAR_COLUMN = 0.33
# Where only a part was wrapped, its lines have 40 characters or more, or 60 where the next line begins with
# a capital: headings are shorter.
WRAPPED_LINE = 40
WRAPPED_BEFORE_CAPITAL = 60

_FINISHED = re.compile(r"[.;,:…][\"'”’)\]]*$")


def lines(text: str) -> Iterator[Span]:
    """Yield the lines that hold something, without surrounding white space."""
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip().strip("\ufeff\u200b").strip()
        if stripped:
            start = at + line.index(stripped)
            yield Span(start, start + len(stripped))
        at += len(line)


def _column(spans: Sequence[Span]) -> int:
    """Return the column that the whole text was wrapped at; 0 where it was not."""
    lengths = [span.end - span.start for span in spans]
    longest = max(lengths, default=0)
    near = sum(length >= longest - NEAR_COLUMN for length in lengths)
    wrapped = WRAPPED_LINE <= longest <= MAX_COLUMN and near >= MIN_SHARE_NEAR_COLUMN * len(lengths)
    return longest if wrapped else 0


def _goes_on(text: str, last: Span, line: Span, column: int) -> bool:
    """Tell whether `line` continues the line before it."""
    if column:
        first_word = line.of(text).split(maxsplit=1)[0]
        return last.end - last.start + 1 + len(first_word) > column
    least = WRAPPED_LINE if text[line.start].islower() else WRAPPED_BEFORE_CAPITAL
    fits = least <= last.end - last.start <= MAX_COLUMN >= line.end - line.start
    return fits and not _FINISHED.search(last.of(text))


def paragraphs(text: str, begins: Callable[[str], bool], ends: Callable[[str], bool]) -> list[Span]:
    """Return the paragraphs of `text`.

    A line that `begins` something, such as a list's item, continues none, and one that `ends`, such as a
    marker, is continued by none.
    """
    spans = list(lines(text))
    column = _column(spans)
    found = spans[:1]
    for last, line in pairwise(spans):
        adjoining = text.count("\n", last.end, line.start) == 1
        apart = not adjoining or ends(last.of(text)) or begins(line.of(text))
        if not apart and _goes_on(text, last, line, column):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
    return found
