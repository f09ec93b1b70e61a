"""What each part of a page is: article, heading, quote, reader's comment, fact about it, or boilerplate."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from index.comments import header, header_style
from index.dates import iso_date
from index.markers import markers
from index.paragraphs import paragraphs
from index.quotes import with_quotes
from index.sentences import split_sentences
from index.types import Block, Document, Extract, Role, Span

# A longer line is a paragraph even without a full stop: the longest of the seeds' headings has 88 characters.
MAX_HEADING_CHARACTERS = 120
# Menus have one or two words an entry; a title has more, or more letters.
MIN_TITLE_WORDS = 4
MIN_TITLE_CHARACTERS = 25
# A line with a date among so few other words states a fact about the page and tells nothing.
MAX_FACT_CHARACTERS = 100

_NUMBERED = re.compile(r"\s*\d{1,3}\.\s+(?=\S)")
_LIST_ITEM = re.compile(r"(?:[-*•–·]|\d{1,3}[.)])\s")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s*(?=\S)")
_CONTACT = re.compile(
    r"(?:[\w.-]+:?\s+)?\S+@\S+\.\w+|(?:tel(?:efoon)?[.:]?\s*|t[.:]\s*)?(?:\+31|0)[\d\s()-]{8,15}|(?:[\w.-]+:?\s+)?\S*█[\s█@.+()-]*",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-ZÀ-Ý][\w.'’-]*)(?:\s(?:van|de|der|den|ten|ter|'t|[A-ZÀ-Ý][\w.'’-]*)){1,5}")
_SENTENCE_END = re.compile(r"[.;,:…][\"'”’)\]]*$")


def role_word(role: Role) -> str:
    """Return what a role is called where a search reads it; nothing for the roles that need no word."""
    return markers().role_words.get(role, "")


def _stands_alone(line: str) -> bool:
    """Tell whether a line can be no part of a wrapped paragraph: an item of a list, or a marker."""
    lists = markers()
    whole = (lists.boilerplate, lists.comments_start, lists.comments_end, lists.actions)
    return bool(
        _LIST_ITEM.match(line)
        or _MARKDOWN_HEADING.match(line)
        or any(pattern.fullmatch(line) for pattern in (*whole, *lists.comment_author, *lists.metadata))
    )


def _looks_like_heading(line: str) -> bool:
    return (
        len(line) <= MAX_HEADING_CHARACTERS
        and not _SENTENCE_END.search(line)
        and not _LIST_ITEM.match(line)
        and not line[0].islower()
    )


def _is_metadata(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in markers().metadata)


def _is_boilerplate(line: str) -> bool:
    lists = markers()
    never_text = (lists.comments_start, lists.boilerplate, lists.actions, _CONTACT)
    return any(pattern.fullmatch(line) for pattern in never_text)


class _Labeller:
    """Gives one line after another its role, from its own words and from what stands before and after it."""

    def __init__(self, lines: Sequence[str], comments_from: int | None) -> None:
        self._lines = lines
        self._comments_from = comments_from
        self._where: Literal["article", "comments", "footer"] = "article"
        self._has_article = False
        self._in_links = False
        self._expects_header = False
        self._header_ends = -1
        self.speaker = ""

    def role(self, i: int, line: str) -> Role:
        """Return the role of `line`, which is the `i`-th or a part of it; `speaker` then speaks in it."""
        if i == self._comments_from and self._where == "article":
            self._where, self._expects_header = "comments", True
        if self._moves_on(line):
            return "boilerplate"
        if self._where == "comments":
            return self._in_comments(i, line)
        if _is_boilerplate(line):
            self._in_links = bool(markers().link_lists.fullmatch(line))
            return "boilerplate"
        if self._where == "footer":
            return "boilerplate"
        return self._in_article(line)

    def next_reader(self) -> None:
        """Note that another reader speaks from here on, whose name is not known."""
        self.speaker = ""

    def _in_comments(self, i: int, line: str) -> Role:
        if i < self._header_ends:
            return "boilerplate"
        if _is_boilerplate(line):
            self._expects_header = True
            return "boilerplate"
        following = self._lines[i + 1] if i + 1 < len(self._lines) else ""
        if found := header(line, following, self._expects_header):
            self.speaker, self._header_ends = found.speaker, i + found.lines
            self._expects_header = False
            return "boilerplate"
        self._expects_header = False
        return "comment"

    def _in_article(self, line: str) -> Role:
        if _is_metadata(line):
            return "metadata"
        if _MARKDOWN_HEADING.match(line) or _looks_like_heading(line):
            return "boilerplate" if self._in_links else "heading"
        self._has_article, self._in_links = True, False
        return "article"

    def _moves_on(self, line: str) -> bool:
        """Go on to the comments or to the page's end where the line says so, and tell whether it did.

        A counter of comments may stand above the article: only below it do the comments begin, except
        where the line names what they are about.
        """
        lists = markers()
        titled = any(pattern.fullmatch(line) for pattern in lists.titles)
        if titled or (self._has_article and lists.comments_start.fullmatch(line)):
            self._where, self.speaker, self._expects_header = "comments", "", True
            return True
        below = self._has_article or self._where == "comments"
        if below and lists.comments_end.fullmatch(line):
            self._where = "footer"
            return True
        return False


def _comments_from(lines: Sequence[str]) -> int | None:
    """Return the first line of a thread that no line announces: a header in a style that comes again."""
    pairs = itertools.zip_longest(lines, lines[1:], fillvalue="")
    styles = [header_style(line, following) for line, following in pairs]
    again = Counter(style for style in styles if style)
    return next((i for i, style in enumerate(styles) if again[style] > 1), None)


def _labelled(text: str, comments_at: int | None) -> list[Block]:
    """Give every paragraph a role, and every comment its speaker."""
    spans = paragraphs(text, _stands_alone)
    lines = [span.of(text) for span in spans]
    if comments_at is None:
        begin = _comments_from(lines)
    else:
        begin = next((i for i, span in enumerate(spans) if span.start >= comments_at), None)
    labeller = _Labeller(lines, begin)
    blocks: list[Block] = []
    for i, span in enumerate(spans):
        role = labeller.role(i, lines[i])
        number = _NUMBERED.match(lines[i]) if role == "comment" else None
        if number is None:
            blocks.append(Block(span, role, labeller.speaker if role == "comment" else ""))
            continue
        # The number becomes a block of its own, so that two readers never share a passage.
        labeller.next_reader()
        said = Span(span.start + number.end(), span.end)
        said_role = labeller.role(i, said.of(text))
        blocks.append(Block(Span(span.start, said.start), "boilerplate"))
        blocks.append(Block(said, said_role, labeller.speaker if said_role == "comment" else ""))
    return blocks


def _without_links(text: str, blocks: list[Block]) -> list[Block]:
    """Cut the link off that ends a paragraph of the article: 'Lees hier het rapport >>'."""
    cut: list[Block] = []
    for block in blocks:
        sentences = split_sentences(text, block.span) if block.role == "article" else []
        if len(sentences) > 1 and markers().boilerplate.fullmatch(sentences[-1].of(text)):
            cut.append(replace(block, span=Span(block.span.start, sentences[-2].end)))
            cut.append(Block(sentences[-1], "boilerplate"))
        else:
            cut.append(block)
    return cut


def _without_stray_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Make boilerplate of a heading that stands above it again, and of those that no article follows.

    A name above contact details is the byline, and so is metadata.
    """
    last_article = max((i for i, block in enumerate(blocks) if block.role == "article"), default=-1)
    seen: set[str] = set()

    def mended(i: int, block: Block) -> Block:
        if block.role != "heading":
            return block
        line = block.span.of(text)
        following = blocks[i + 1].span.of(text) if i + 1 < len(blocks) else ""
        if _NAME.fullmatch(line) and _CONTACT.fullmatch(following):
            return replace(block, role="metadata")
        repeated = line in seen
        seen.add(line)
        return replace(block, role="boilerplate") if repeated or i > last_article else block

    return [mended(i, block) for i, block in enumerate(blocks)]


def _bare(heading: str) -> str:
    return _MARKDOWN_HEADING.sub("", heading)


def _with_title(text: str, blocks: list[Block]) -> tuple[list[Block], str]:
    """Find the title: what the comments say they are about, or the first line that is long enough for one.

    Short lines above it are the menu.
    """
    for block in blocks:
        line = block.span.of(text)
        for pattern in markers().titles:
            if found := pattern.fullmatch(line):
                return blocks, found["title"]
    first_text = next((i for i, block in enumerate(blocks) if block.role in ("article", "comment")), None)
    if first_text is None:
        return blocks, ""
    above = [i for i in range(first_text) if blocks[i].role == "heading"]
    if not above:
        return _with_title_in_text(text, blocks, first_text)
    marked = [i for i in above if _MARKDOWN_HEADING.match(blocks[i].span.of(text))]
    long = [i for i in above if _is_long_enough(blocks[i].span.of(text))]
    title = (marked or long or above[-1:])[0]
    mended = [replace(b, role="boilerplate") if i in above and i < title else b for i, b in enumerate(blocks)]
    return mended, _bare(blocks[title].span.of(text))


def _is_long_enough(line: str) -> bool:
    return len(line.split()) >= MIN_TITLE_WORDS or len(line) >= MIN_TITLE_CHARACTERS


def _with_title_in_text(text: str, blocks: list[Block], first: int) -> tuple[list[Block], str]:
    """Take the first line of the article for the title where it is short and more follows."""
    block = blocks[first]
    line = block.span.of(text)
    more = any(later.role == "article" for later in blocks[first + 1 :])
    if block.role != "article" or len(line) > MAX_HEADING_CHARACTERS or not more:
        return blocks, ""
    return [*blocks[:first], replace(block, role="heading"), *blocks[first + 1 :]], _bare(line)


def _with_levels(text: str, blocks: list[Block]) -> list[Block]:
    """Give Markdown's headings their level."""

    def level(block: Block) -> int:
        found = _MARKDOWN_HEADING.match(block.span.of(text)) if block.role == "heading" else None
        return len(found[1]) if found else 0

    return [replace(block, level=level(block)) for block in blocks]


def read_page(source: str, extract: Extract) -> Document:
    """Label the parts of a page; its facts are read where it or its format states them, else left empty."""
    text = extract.text
    blocks = _without_stray_headings(text, _without_links(text, _labelled(text, extract.comments)))
    blocks, title = _with_title(text, blocks)
    return Document(
        source=source,
        text=text,
        blocks=tuple(with_quotes(text, _with_levels(text, blocks))),
        title=extract.title or title,
        publisher=extract.publisher or _stated(text, blocks, "publisher"),
        date=extract.date or iso_date(_stated(text, blocks, "date")),
        pages=extract.pages,
        warnings=extract.warnings,
    )


def _stated(text: str, blocks: Sequence[Block], fact: str) -> str:
    """Return the first statement of a fact among the page's metadata; nothing where there is none."""
    for block in blocks:
        for pattern in markers().metadata:
            found = pattern.fullmatch(block.span.of(text)) if block.role == "metadata" else None
            if found and (stated := found.groupdict().get(fact)):
                return str(stated)
    return ""
