"""Law texts: articles and their members, each below its chapter, and from when to when they are in force."""

from collections.abc import Iterator
from dataclasses import replace

from index import lawfacts
from index.lawlines import (
    ARTICLE,
    CHAPTER,
    MIN_ARTICLES,
    PARAGRAPH,
    SUBHEADING,
    SUBPARAGRAPH,
    Heading,
    Member,
    bare,
    contents,
    heading,
    is_button,
    is_closing,
    is_for_machines,
    is_marked,
    is_preamble,
    is_repealed,
    member,
    member_label,
)
from index.paragraphs import lines
from index.types import Block, Document, Extract, Role, Span

# Members that were repealed are left out of some texts; a greater leap is another list's number.
MAX_MISSING_MEMBERS = 3
_UNFINISHED = (".", ";", ",", ":")


def is_law(text: str) -> bool:
    """Tell whether a text is a law: it has headings of articles, on lines of their own."""
    found = 0
    for span in lines(text):
        if text[span.start : span.start + 12].lstrip("#* \t")[:3].casefold() == "art":
            here = heading(span.of(text))
            found += here is not None and here.level == ARTICLE
        if found >= MIN_ARTICLES:
            return True
    return False


class _Levels:
    """Sees to it that a heading is below the parts that its number says it is in."""

    def __init__(self) -> None:
        self._chapter: str | None = None
        self._numbers_articles = False
        self._paragraph = ""

    def of(self, found: Heading) -> int:
        """Return a heading's level; '§ 6.3.1' is below '§ 6.3'."""
        if found.level == PARAGRAPH:
            if (
                self._paragraph
                and found.number.startswith(f"{self._paragraph}.")
                and found.number[-1].isdigit()
            ):
                return SUBPARAGRAPH
            self._paragraph = found.number
        elif found.level < PARAGRAPH:
            self._paragraph = ""
        if found.level == CHAPTER:
            self._chapter, self._numbers_articles = found.number, False
        elif found.level < CHAPTER:
            self._chapter = None
        return found.level

    def leaves_chapter(self, article: str) -> bool:
        """Tell whether an article is of a chapter that has no heading: 'Artikel 4.1.1' behind chapter 3.

        Only where the chapter's articles before it did bear its number.
        """
        first, point, _ = article.partition(".")
        if self._chapter is None or not point:
            return False
        if first == self._chapter:
            self._numbers_articles = True
            return False
        if self._numbers_articles:
            self._chapter = ""
        return self._numbers_articles


class _Reader:
    """Turns the lines of a law into blocks, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._levels = _Levels()
        self._parts: list[int] = []
        """The blocks that are headings of parts, since the last article."""
        self._in_preamble = True
        self._for_machines = False
        self._member = ""
        self._next_member = 0
        """0 where no member may begin; 1 at the first line of an article."""
        self._small = False
        self.blocks: list[Block] = []

    def read(self, span: Span, found: Heading | None) -> None:
        """Add the block of the next line, or add the line to the last block."""
        line = span.of(self._text)
        if found:
            self._enter(span, found)
        elif is_button(line) or self._speaks_to_machine(line):
            self._add(span, "boilerplate")
        elif self._in_preamble:
            self._preamble(span, line)
        elif self._names_last(line):
            self._extend(span)
        else:
            self._body(span, line)

    def _add(self, span: Span, role: Role, level: int = 0, label: str = "") -> None:
        self.blocks.append(Block(span, role, level=level, label=label))

    def _extend(self, span: Span) -> None:
        last = self.blocks[-1]
        self.blocks[-1] = replace(last, span=Span(last.span.start, span.end))

    def _enter(self, span: Span, found: Heading) -> None:
        self._in_preamble = self._for_machines = False
        self._member, self._next_member = "", int(found.level == ARTICLE)
        if found.level == ARTICLE:
            if self._levels.leaves_chapter(found.number) and self._parts:
                at = self._parts[0]
                self.blocks[at] = replace(self.blocks[at], level=CHAPTER)
            self._parts = []
        else:
            self._parts.append(len(self.blocks))
        self._add(span, "heading", level=self._levels.of(found))

    def _speaks_to_machine(self, line: str) -> bool:
        """Tell whether a line is for a program; a heading that says so holds until the next part."""
        addressed = (is_marked(line) or self._in_preamble) and is_for_machines(line)
        self._for_machines = self._for_machines or (addressed and is_marked(line))
        return addressed or self._for_machines

    def _preamble(self, span: Span, line: str) -> None:
        titled = any(block.role == "heading" for block in self.blocks)
        if not titled and (is_marked(line) or lawfacts.full_title(line)):
            self._add(span, "heading")
        else:
            self._add(span, "boilerplate" if is_preamble(line) else "metadata")

    def _names_last(self, line: str) -> bool:
        """Tell whether a line is the name of the article or part whose number stands alone above it."""
        last = self.blocks[-1]
        above = 0 < last.level < SUBHEADING and len(bare(last.span.of(self._text)).split()) <= 2
        return above and is_marked(line)

    def _body(self, span: Span, line: str) -> None:
        if is_closing(line):
            self._add(span, "boilerplate")
        elif is_marked(line) and not member(line):
            self._member, self._next_member = "", 0
            self._add(span, "heading", level=SUBHEADING)
        else:
            begins = self._begins_member(line)
            last = self.blocks[-1]
            goes_on = last.role == "article" and not last.span.of(self._text).endswith(_UNFINISHED)
            if is_repealed(line):
                self._add(span, "boilerplate")
            elif goes_on and line[0].islower() and not begins:
                self._extend(span)
            else:
                self._add(span, "article", label=self._member)

    def _begins_member(self, line: str) -> bool:
        """Go on to the member that a line begins: members count up, and the first one begins its article."""
        found, awaited = member(line), self._next_member
        if awaited == 1:
            begins = found is not None and found.number == 1 and not found.letter
            self._small = found is not None and found.small
            self._next_member = int(begins)
        else:
            begins = found is not None and found.small == self._small and self._follows(found, awaited)
        if found and begins:
            self._member, self._next_member = member_label(found.number, found.letter), found.number + 1
        return begins

    def _follows(self, found: Member, awaited: int) -> bool:
        """Tell whether a number is the next member's; '2a' is, behind '2' or a letter of it."""
        if found.letter:
            return found.number == awaited - 1 > 0
        most = awaited + MAX_MISSING_MEMBERS if found.marked else awaited
        return 0 < awaited <= found.number <= most


def read_law(source: str, extract: Extract) -> Document:
    """Read a law: its articles and members as blocks, its name, and from when to when it is in force.

    A day on which this version is known to have been in force, but not since when, is the document's date;
    when the file was made says nothing about the law.
    """
    text = extract.text
    found = [(span, heading(span.of(text))) for span in lines(text)]
    listed = frozenset(contents(found))
    reader = _Reader(text)
    for span, here in found:
        if span in listed:
            reader.blocks.append(Block(span, "boilerplate"))
        else:
            reader.read(span, here)
    stated = next(
        (each.span.of(text) for each in reader.blocks if each.role == "heading" and not each.level), ""
    )
    title = lawfacts.title(text, extract.title or stated)
    valid_from, valid_to = lawfacts.in_force(text)
    return Document(
        source=source,
        text=text,
        blocks=tuple(_without_title(reader.blocks)),
        title=title,
        publisher=extract.publisher,
        date=lawfacts.known_on(text),
        valid_from=valid_from,
        valid_to=valid_to,
        work=lawfacts.work(extract, title),
        pages=extract.pages,
        warnings=extract.warnings,
    )


def _without_title(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks, the law's own name as no heading that others stand below."""
    for i, block in enumerate(blocks):
        if i == 0 or block.role != "heading" or block.level:
            yield block
        else:
            yield replace(block, role="metadata")
