"""The lines of printed pages to paragraphs: what belongs together, what every page repeats."""

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.hyphens import HYPHEN, PAGE, Hyphens

# Lines at the top and at the bottom of a page that can be its header or footer.
EDGE_LINES = 2
# Of the font size: the least white space between them and the text.
EDGE_GAP = 1.5
# A line that stands on so many pages at their edge is a header or footer, and on all pages of a short file.
RUNNING_PAGES = 3
# Of the usual distance of two lines: a larger one is white space between paragraphs.
PARAGRAPH_GAP = 1.25
# Where a page has too few lines to tell it: the distance of lines in a letter, of the font size.
MIN_PITCHES = 4
LOOSE_PITCH = 1.5
# Of the font size: how wide a letter is on average, and how far a paragraph is indented at most.
LETTER_WIDTH = 0.5
INDENT = 3.0

_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:pagina|pag\.?|blz\.?|bladzijde|page|p\.)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:van|/|of)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r"(?:[-*•–·▪◦‣]|\(?\d{1,3}[.)]|[a-z][.)])\s")
_FINISHED = re.compile(r"[.!?:;][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page; distances are in points from the page's lower left corner."""

    text: str
    left: float
    right: float
    first_base: float
    """Height of the bottom of its first character."""
    last_base: float
    """Of its last character: lower where a broken word goes on in the next row."""
    size: float
    """Of the font at its beginning."""
    style: str
    """Font and size, where the line begins and ends in the same; else empty."""


def without_running_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out page numbers and what stands at the same edge of page after page."""
    edges = [_edges(lines) for lines in pages]
    counts = Counter(
        key
        for number, edge in enumerate(edges)
        for key in {key for line in edge for key in _keys(line, number)}
    )
    often = max(2, min(RUNNING_PAGES, len(pages)))

    def is_running(line: Line, number: int) -> bool:
        repeated = any(counts[key] >= often for key in _keys(line, number))
        return line in edges[number] and (repeated or bool(_PAGE_NUMBER.fullmatch(line.text)))

    return [[line for line in lines if not is_running(line, number)] for number, lines in enumerate(pages)]


def _edges(lines: Sequence[Line]) -> list[Line]:
    """Return what stands at the top and at the bottom of a page, with white space between it and the rest."""
    upwards = sorted(lines, key=lambda line: line.first_base)
    return _apart(upwards) + _apart(upwards[::-1])


def _apart(lines: Sequence[Line]) -> list[Line]:
    for count in range(min(EDGE_LINES, len(lines)), 0, -1):
        gap = abs(lines[count].first_base - lines[count - 1].first_base) if count < len(lines) else math.inf
        if gap > EDGE_GAP * lines[count - 1].size:
            return list(lines[:count])
    return []


def _keys(line: Line, page: int) -> set[str]:
    """Return what a line has in common with the same line of other pages, whose number may count on."""
    where = f"{line.first_base:.0f} "
    keys = {where + line.text}
    for found in (numbers := list(_NUMBER.finditer(line.text)))[:1] + numbers[-1:]:
        counted = int(found[0]) - page if len(found[0]) < 5 else found[0]
        keys.add(f"{where}{line.text[: found.start()]}<{counted}>{line.text[found.end() :]}")
    return keys


def joined(pages: Iterable[Sequence[Line]], hyphens: Hyphens) -> tuple[str, tuple[int, ...]]:
    """Return the text of all pages, a blank line between paragraphs, and where each page begins in it."""
    pieces: list[str] = []
    last: Line | None = None
    for lines in pages:
        if not lines:
            pieces.append(PAGE)
            continue
        begins = [last is not None and not _goes_on(last, lines[0]), *_beginnings(lines)]
        for i, (line, begin) in enumerate(zip(lines, begins, strict=True)):
            if begin:
                pieces.append("\n\n")
            elif last is not None:
                pieces.append(_glue(pieces))
            pieces += [PAGE, line.text] if i == 0 else [line.text]
            last = line
    parts = hyphens.mend("".join(pieces)).split(PAGE)
    return "".join(parts), tuple(itertools.accumulate(len(part) for part in parts[:-1]))


def _glue(pieces: list[str]) -> str:
    """Return what joins the last piece to the next line; a hyphen at its end is marked for mending."""
    if re.search(r"\w[-\u2010]$", pieces[-1]):
        pieces[-1] = pieces[-1][:-1]
        return HYPHEN
    return " "


def _beginnings(lines: Sequence[Line]) -> Iterator[bool]:
    """Tell of every line of a page but the first whether a paragraph begins with it."""
    pitches = [last.last_base - line.first_base for last, line in pairwise(lines) if last.size == line.size]
    usual = sorted(pitch for pitch in pitches if 0.5 * lines[0].size < pitch < 3 * lines[0].size)
    pitch = usual[len(usual) // 4] if len(usual) >= MIN_PITCHES else LOOSE_PITCH * lines[0].size
    for last, line in pairwise(lines):
        down = last.last_base - line.first_base
        if abs(down) < 0.3 * line.size:
            yield False
        elif down < 0:
            yield not _goes_on(last, line)
        else:
            yield down > PARAGRAPH_GAP * pitch or _differs(last, line) or _broke_early(last, line, lines)


def _goes_on(last: Line, line: Line) -> bool:
    """Tell whether a paragraph goes on in the next column or on the next page."""
    return last.size == line.size and line.text[0].islower() and not _FINISHED.search(last.text)


def _differs(last: Line, line: Line) -> bool:
    other_style = bool(last.style and line.style and last.style != line.style)
    return other_style or bool(_LIST_ITEM.match(line.text))


def _broke_early(last: Line, line: Line, lines: Sequence[Line]) -> bool:
    """Tell whether the next line's first word would have fitted on the last one: the break was meant."""
    near = INDENT * last.size
    column = max(other.right for other in lines if abs(other.left - last.left) <= near)
    word = len(line.text.split(maxsplit=1)[0]) + 1
    return last.right + (word * LETTER_WIDTH + 1) * last.size < column
