"""What each part of a page is: article, heading, reader's comment, facts about the page, or boilerplate."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from index.types import Block, Document, Role, Span

# A longer line is a paragraph even without a full stop: the longest of the seeds' headings has 88 characters.
MAX_HEADING_CHARACTERS = 120
# A file that was wrapped at a column has lines of about one length; 40 and 110 hold all usual columns. Where
# the next line begins with a capital, only a line of 60 or more is taken for wrapped: headings are shorter.
WRAPPED_LINE_CHARACTERS = (40, 110)
WRAPPED_BEFORE_CAPITAL = 60

_NUMBERED = re.compile(r"\s*\d{1,3}\.\s+(?=\S)")
_LIST_ITEM = re.compile(r"(?:[-*•–·]|\d{1,3}[.)])\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+")
_CONTACT = re.compile(r"\S+@\S+\.\w+|(?:tel(?:efoon)?[.:]?\s*)?(?:\+31|0)[\d\s()-]{8,15}", re.IGNORECASE)
_NAME = re.compile(r"(?:[A-ZÀ-Ý][\w.'’-]*)(?:\s(?:van|de|der|den|ten|ter|'t|[A-ZÀ-Ý][\w.'’-]*)){1,5}")
_SENTENCE_END = re.compile(r"[.;,:…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class _Markers:
    boilerplate: re.Pattern[str]
    comments_start: re.Pattern[str]
    comments_end: re.Pattern[str]
    comment_author: tuple[re.Pattern[str], ...]
    metadata: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]
    months: tuple[str, ...]
    role_words: dict[str, str]


@lru_cache(maxsize=1)
def _markers() -> _Markers:
    lists = tomllib.loads(files("index").joinpath("markers.toml").read_text(encoding="utf-8"))

    def each(name: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern, re.IGNORECASE) for pattern in lists[name])

    def any_of(name: str) -> re.Pattern[str]:
        unnamed = (re.sub(r"\?P<\w+>", "?:", pattern) for pattern in lists[name])
        return re.compile("|".join(f"(?:{pattern})" for pattern in unnamed), re.IGNORECASE)

    return _Markers(
        boilerplate=any_of("boilerplate"),
        comments_start=any_of("comments_start"),
        comments_end=any_of("comments_end"),
        comment_author=each("comment_author"),
        metadata=each("metadata"),
        titles=tuple(pattern for pattern in each("comments_start") if "title" in pattern.groupindex),
        months=tuple(lists["months"]),
        role_words=lists["role_words"],
    )


def role_word(role: Role) -> str:
    """Return what a role is called where a search reads it; nothing for the roles that need no word."""
    return _markers().role_words.get(role, "")


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines that hold something, without surrounding white space."""
    at = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip().strip("\ufeff\u200b").strip()
        if stripped:
            start = at + line.index(stripped)
            yield Span(start, start + len(stripped))
        at += len(line)


def _stands_alone(line: str) -> bool:
    """Tell whether a line can be no part of a wrapped paragraph: an item of a list, or a marker."""
    markers = _markers()
    whole = (markers.boilerplate, markers.comments_start, markers.comments_end)
    return bool(
        _LIST_ITEM.match(line)
        or any(pattern.fullmatch(line) for pattern in (*whole, *markers.comment_author, *markers.metadata))
    )


def _paragraphs(text: str) -> list[Span]:
    """Return lines, those of a paragraph that was wrapped at a column joined into one span."""
    shortest, longest = WRAPPED_LINE_CHARACTERS
    paragraphs: list[Span] = []
    last_line = Span(0, 0)
    for line in _lines(text):
        adjoining = text.count("\n", last_line.end, line.start) == 1
        least = shortest if text[line.start].islower() else WRAPPED_BEFORE_CAPITAL
        wrapped = least <= last_line.end - last_line.start <= longest >= line.end - line.start
        unfinished = not _SENTENCE_END.search(last_line.of(text)) and not _stands_alone(line.of(text))
        if paragraphs and adjoining and wrapped and unfinished:
            paragraphs[-1] = Span(paragraphs[-1].start, line.end)
        else:
            paragraphs.append(line)
        last_line = line
    return paragraphs


def _iso_date(stated: str) -> str:
    """Return a stated date as ISO 8601, or nothing where it is no date."""
    months = _markers().months
    if found := re.search(r"(\d{4})-(\d{2})-(\d{2})", stated):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.search(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", stated):
        day, month, year = (int(part) for part in found.groups())
    elif found := re.search(rf"(\d{{1,2}}) ({'|'.join(months)}) (\d{{4}})", stated, re.IGNORECASE):
        day, month, year = int(found[1]), months.index(found[2].lower()) + 1, int(found[3])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= MAX_HEADING_CHARACTERS
        and not _SENTENCE_END.search(line)
        and not _LIST_ITEM.match(line)
        and not line[0].islower()
    )


def _speaker(line: str) -> str | None:
    for pattern in _markers().comment_author:
        if found := pattern.fullmatch(line):
            return re.sub(r"\s*\([^)]*\)$", "", found["speaker"].strip())
    return None


def _is_metadata(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in _markers().metadata)


class _Labeller:
    """Gives one line after another its role, from its own words and from what came before it."""

    def __init__(self) -> None:
        self.speaker = ""
        self._where: Literal["article", "comments", "footer"] = "article"
        self._has_article = False

    def role(self, line: str) -> Role:
        """Return the role of the next line; `speaker` is then who speaks in it."""
        markers = _markers()
        never_text = (markers.comments_start, markers.boilerplate, _CONTACT)
        if self._moves_on(line) or any(pattern.fullmatch(line) for pattern in never_text):
            return "boilerplate"
        if self._where == "comments":
            author = _speaker(line)
            if author is None:
                return "comment"
            self.speaker = author
        if self._where != "article":
            return "boilerplate"
        if _is_metadata(line):
            return "metadata"
        if _MARKDOWN_HEADING.match(line) or _looks_like_heading(line):
            return "heading"
        self._has_article = True
        return "article"

    def next_reader(self) -> None:
        """Note that another reader speaks from here on, whose name is not known."""
        self.speaker = ""

    def _moves_on(self, line: str) -> bool:
        """Go on to the comments or to the page's end where the line says so, and tell whether it did.

        A counter of comments may stand above the article: only below it do the comments begin, except
        where the line names what they are about.
        """
        markers = _markers()
        titled = any(pattern.fullmatch(line) for pattern in markers.titles)
        if titled or (self._has_article and markers.comments_start.fullmatch(line)):
            self._where, self.speaker = "comments", ""
            return True
        below = self._has_article or self._where == "comments"
        if below and markers.comments_end.fullmatch(line):
            self._where = "footer"
            return True
        return False


def _labelled(text: str) -> list[Block]:
    """Give every paragraph a role, and every comment its speaker."""
    labeller = _Labeller()
    blocks: list[Block] = []
    for span in _paragraphs(text):
        role = labeller.role(span.of(text))
        number = _NUMBERED.match(span.of(text)) if role == "comment" else None
        if number is None:
            blocks.append(Block(span, role, labeller.speaker if role == "comment" else ""))
            continue
        # The number becomes a block of its own, so that two readers never share a passage.
        labeller.next_reader()
        said = Span(span.start + number.end(), span.end)
        said_role = labeller.role(said.of(text))
        blocks.append(Block(Span(span.start, said.start), "boilerplate"))
        blocks.append(Block(said, said_role, labeller.speaker if said_role == "comment" else ""))
    return blocks


def _without_stray_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Make boilerplate of the first heading where it is repeated, and of one that no article follows.

    A name above contact details is the byline, and so is metadata.
    """
    first = next((block for block in blocks if block.role == "heading"), None)
    title = first.span.of(text) if first else ""
    last_article = max((i for i, block in enumerate(blocks) if block.role == "article"), default=-1)

    def mended(i: int, block: Block) -> Block:
        if block.role != "heading":
            return block
        line = block.span.of(text)
        following = blocks[i + 1].span.of(text) if i + 1 < len(blocks) else ""
        if _NAME.fullmatch(line) and _CONTACT.fullmatch(following):
            return replace(block, role="metadata")
        repeated = block is not first and line == title
        return replace(block, role="boilerplate") if repeated or i > last_article else block

    return [mended(i, block) for i, block in enumerate(blocks)]


def _with_title(text: str, blocks: list[Block]) -> tuple[list[Block], str]:
    """Find the title: what the comments say they are about, or the first short line of the article."""
    for block in blocks:
        line = block.span.of(text)
        for pattern in _markers().titles:
            if found := pattern.fullmatch(line):
                return blocks, found["title"]
    for i, block in enumerate(blocks):
        if block.role not in ("heading", "article"):
            continue
        line = block.span.of(text)
        more = any(later.role == "article" for later in blocks[i + 1 :])
        if block.role == "article" and (len(line) > MAX_HEADING_CHARACTERS or not more):
            return blocks, ""
        titled = [*blocks[:i], replace(block, role="heading"), *blocks[i + 1 :]]
        return titled, _MARKDOWN_HEADING.sub("", line)
    return blocks, ""


def read_page(source: str, text: str) -> Document:
    """Label the parts of a page; title and date are read where it states them and left empty where not."""
    blocks = _without_stray_headings(text, _labelled(text))
    blocks, title = _with_title(text, blocks)
    return Document(
        source=source, text=text, blocks=tuple(blocks), title=title, date=_stated_date(text, blocks)
    )


def _stated_date(text: str, blocks: list[Block]) -> str:
    """Return the first date among the page's facts."""
    for block in blocks:
        for pattern in _markers().metadata:
            found = pattern.fullmatch(block.span.of(text)) if block.role == "metadata" else None
            if found and (stated := _iso_date(found.groupdict().get("date") or "")):
                return stated
    return ""
