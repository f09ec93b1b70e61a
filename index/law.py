"""Law texts: articles and their members, each below its chapter, and from when to when they are in force."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from index.dates import iso_date
from index.dutch import words
from index.paragraphs import lines
from index.types import Block, Document, Extract, Span

# A page that mentions an article has no headings of them; the shortest regulations have three.
MIN_ARTICLES = 3
# What a law says about itself, it says above its first article.
MAX_PREAMBLE_CHARACTERS = 20_000
# A line with more than a heading's words is a sentence that begins with 'Artikel 5'.
MAX_HEADING_CHARACTERS = 160

_MARKS = re.compile(r"^[#*\s]+|[*\s]+$")
_NUMBER = r"(?:\d+[a-z]{0,3}(?:[.:]\d+[a-z]{0,3})*|[IVXLC]+[a-z]?)\*?"
_ARTICLE = re.compile(rf"(?:Artikel|Art\.)\s+{_NUMBER}\.?(?:[\s:–-]+(?=[A-ZÀ-Ý\[(]).*)?")
_MEMBER = re.compile(r"\**(\d{1,3})([a-z]?)\s*[.)]?\**\s+(?=[\"'“‘\[(*]*[A-ZÀ-Ý0-9])")
_SENTENCE_END = re.compile(r"[.;,:]$")
_VERSION = re.compile(r"\s*\((?:geldend|stand|versie|tekst|geraadpleegd)[^)]*\)$", re.IGNORECASE)
_SHORT_TITLE = re.compile(r"\(([^()]+)\)$")
_CITED_AS = re.compile(r"wordt aangehaald als:?\s+[“\"‘']?([^.;\n”\"’']{4,120}?)[”\"’']?\s*[.;\n]")
_FULL_TITLE = re.compile(r"(?:wet|besluit|regeling|verordening) van\b", re.IGNORECASE)
_DATE = r"\d{4}-\d{2}-\d{2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2} [a-z]+ \d{4}"
_IN_FORCE = re.compile(
    rf"geldend(?:e)?(?: (?:van|vanaf|op|sinds|per))? ({_DATE})(?: (?:t/m|tot en met) ({_DATE}))?",
    re.IGNORECASE,
)
_AS_OF = re.compile(rf"snapshot ({_DATE})|wetten\.overheid\.nl/\w+/({_DATE})", re.IGNORECASE)
_HEADING_MARK = re.compile(r"#{1,6}|\*\*")


@dataclass(frozen=True, slots=True)
class _Lists:
    divisions: tuple[re.Pattern[str], ...]
    formulas: re.Pattern[str]
    repealed: re.Pattern[str]
    machines: re.Pattern[str]
    units: tuple[str, ...]
    before_tens: tuple[str, ...]
    tens: tuple[str, ...]
    short_names: dict[str, str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    read: dict[str, Any] = tomllib.loads(files("index").joinpath("law.toml").read_text(encoding="utf-8"))
    number = rf"\s*(?:{_NUMBER}|[a-z])(?!\w)"
    return _Lists(
        divisions=tuple(re.compile(rf"(?:{kind}){number}.*", re.IGNORECASE) for kind in read["divisions"]),
        formulas=re.compile("|".join(read["formulas"]), re.IGNORECASE),
        repealed=re.compile(read["repealed"], re.IGNORECASE),
        machines=re.compile(read["machines"], re.IGNORECASE),
        units=tuple(read["units"]),
        before_tens=tuple(read["before_tens"]),
        tens=tuple(read["tens"]),
        short_names=read["short_names"],
    )


def short_names() -> dict[str, str]:
    """Return what laws whose name is one word are called for short: 'pw' for 'participatiewet'."""
    return _lists().short_names


def ordinal(number: int) -> str:
    """Return a Dutch ordinal up to 99: 'derde', 'eenentwintigste'."""
    lists = _lists()
    if number < len(lists.units):
        return lists.units[number]
    return f"{lists.before_tens[number % 10]}{lists.tens[number // 10]}"


def _bare(line: str) -> str:
    return " ".join(_MARKS.sub("", line).split())


def _is_article(line: str) -> bool:
    bare = _bare(line)
    return bool(
        len(bare) <= MAX_HEADING_CHARACTERS
        and _ARTICLE.fullmatch(bare)
        and (not _SENTENCE_END.search(bare) or len(bare.split()) <= 2)
    )


def _division(line: str) -> int:
    """Return the level of the heading of a part of a law, 1 the highest; 0 where a line is none."""
    bare = _bare(line)
    if len(bare) > MAX_HEADING_CHARACTERS or (bare.endswith((".", ";", ",")) and len(bare.split()) > 2):
        return 0
    return next((i for i, pattern in enumerate(_lists().divisions, 1) if pattern.fullmatch(bare)), 0)


def is_law(text: str) -> bool:
    """Tell whether a text is a law: it has headings of articles, on lines of their own."""
    found = 0
    for span in lines(text):
        found += text[span.start : span.start + 12].lstrip("#* \t").startswith("Art") and _is_article(
            span.of(text)
        )
        if found >= MIN_ARTICLES:
            return True
    return False


class _Reader:
    """Turns the lines of a law into blocks, one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._article_level = len(_lists().divisions) + 1
        self._in_preamble = True
        self._for_machines = False
        self._member = ""
        self._next_member = 0
        self.blocks: list[Block] = []

    def read(self, span: Span) -> None:
        """Add the block of the next line, or add the line to the last block."""
        line = span.of(self._text)
        level = self._article_level if _is_article(line) else _division(line)
        if level:
            self._in_preamble = self._for_machines = False
            self._member, self._next_member = "", 1 if level == self._article_level else 0
            self.blocks.append(Block(span, "heading", level=level))
        elif self._in_preamble:
            self._preamble(span, line)
        elif self._for_machines or (_lists().machines.search(line) and _HEADING_MARK.match(line)):
            self._for_machines = True
            self.blocks.append(Block(span, "boilerplate"))
        elif self._names_division(line):
            self.blocks[-1] = replace(self.blocks[-1], span=Span(self.blocks[-1].span.start, span.end))
        else:
            self._body(span, line)

    def _preamble(self, span: Span, line: str) -> None:
        self._for_machines = self._for_machines or bool(_lists().machines.search(line))
        titled = not any(block.role == "heading" for block in self.blocks)
        if titled and (_HEADING_MARK.match(line) or _FULL_TITLE.match(line)):
            self.blocks.append(Block(span, "heading"))
        elif self._for_machines or _lists().formulas.fullmatch(_bare(line)):
            self.blocks.append(Block(span, "boilerplate"))
        else:
            self.blocks.append(Block(span, "metadata"))

    def _names_division(self, line: str) -> bool:
        """Tell whether a line is the name of the part whose number stands alone above it."""
        last = self.blocks[-1]
        above = 0 < last.level < self._article_level and len(_bare(last.span.of(self._text)).split()) <= 2
        return above and bool(_HEADING_MARK.match(line))

    def _body(self, span: Span, line: str) -> None:
        if _lists().repealed.fullmatch(_bare(line)) or _lists().formulas.fullmatch(_bare(line)):
            self.blocks.append(Block(span, "boilerplate"))
            return
        if _HEADING_MARK.match(line) and len(line) <= MAX_HEADING_CHARACTERS and not _MEMBER.match(line):
            self.blocks.append(Block(span, "heading", level=self._article_level + 1))
            return
        self._enter_member(line)
        last = self.blocks[-1]
        unfinished = not _SENTENCE_END.search(last.span.of(self._text)) and line[0].islower()
        if last.role == "article" and unfinished:
            self.blocks[-1] = replace(last, span=Span(last.span.start, span.end))
        else:
            self.blocks.append(Block(span, "article", label=self._member))

    def _enter_member(self, line: str) -> None:
        """Go on to the member that a line begins: members count up, and the first one begins its article."""
        found = _MEMBER.match(line)
        number = int(found[1]) if found else 0
        if found and found[2] and number == self._next_member - 1 > 0:
            self._member = f"lid {number}{found[2]}"
        elif number and number == self._next_member:
            self._member, self._next_member = f"{ordinal(number)} lid", number + 1
        elif self._next_member == 1:
            self._next_member = 0


def _title(text: str, blocks: list[Block]) -> str:
    stated = next((block.span.of(text) for block in blocks if block.role == "heading"), "")
    if _is_article(stated) or _division(stated):
        stated = ""
    bare = _VERSION.sub("", _bare(stated))
    cited_as = _CITED_AS.search(text)
    if bare and not _FULL_TITLE.match(bare):
        return bare
    short = _SHORT_TITLE.search(bare)
    return short[1] if short else " ".join(cited_as[1].split()) if cited_as else bare


def read_law(source: str, extract: Extract) -> Document:
    """Read a law: its articles and members as blocks, its name, and from when to when it is in force.

    A day on which this version is known to have been in force, but not since when, is the document's date.
    """
    text = extract.text
    reader = _Reader(text)
    for span in lines(text):
        reader.read(span)
    preamble = text[:MAX_PREAMBLE_CHARACTERS]
    in_force, as_of = _IN_FORCE.search(preamble), _AS_OF.search(preamble)
    title = extract.title or _title(text, reader.blocks)
    return Document(
        source=source,
        text=text,
        blocks=tuple(_without_title(reader.blocks)),
        title=title,
        publisher=extract.publisher,
        date=extract.date or (iso_date(as_of[1] or as_of[2]) if as_of else ""),
        valid_from=iso_date(in_force[1]) if in_force else "",
        valid_to=iso_date(in_force[2] or "") if in_force else "",
        work=" ".join(words(f"{extract.publisher} {title}")),
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
