"""What a line of a law is: the heading of an article or of a part, the beginning of a member, a formula."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import dropwhile, takewhile
from typing import Any

from index.types import Span

# A page that mentions an article has no headings of them; the shortest regulations have three.
MIN_ARTICLES = 3
# A line with more than a heading's words is a sentence that begins with 'Artikel 5'.
MAX_HEADING_CHARACTERS = 160
# An appendix has a heading and no number: a line of more words is a sentence about one.
_APPENDIX_WORDS = 4

_MARKS = re.compile(r"^[#*\s]+|[*\s]+$")
_INNER_MARKS = re.compile(r"\s#{1,6}(?=\s|\w)|\*\*")
_BOLD = re.compile(r"\*\*[^*]+\*\*")
# '2.3.5', '10da', '1:2', 'IV', 'XIXA', and the Kieswet's 'Ya 16'.
_NUMBER = (
    r"(?:\d+[a-z]{0,3}(?:[.:](?:\d+[a-z]{0,3}|[a-z](?!\w)))*|[A-Z][a-z]?\s\d+[a-z]?|[IVXLC]+[A-Za-z]{0,2})\*?"
)
_ARTICLE = re.compile(rf"(?:Artikel|ARTIKEL|Art\.)\s+({_NUMBER})\.?(?:[\s:.–-]+(?=[A-ZÀ-Ý\[(‘’“\"]).*)?")
_MARKED_ARTICLE = re.compile(rf"(?:Artikel|ARTIKEL|Art\.)\s+({_NUMBER})\.?(?:[\s:.–-]+.*)?")
# Of a table of contents, the dots and the page behind a heading.
_LEADER = re.compile(r"(?:\s*(?:\.\s?){3,}|\s*…+|\t| {3,})\s*\d+\s*$")
_SENTENCE_END = re.compile(r"[.;,:]$")
_MEMBER = re.compile(
    r"\**(?:[Ll]id )?(\d{1,3})([a-z]?)(?:([.)])\**\s+|\**\s+(?=[\"'“‘\[(*]*[A-ZÀ-Ý0-9]))([a-z]?)"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that is a heading: its level, 1 the highest, its number, and its words."""

    level: int
    number: str
    words: str

    @property
    def key(self) -> str:
        """What a table of contents calls it, too."""
        return self.number if self.level == ARTICLE else self.words.casefold()


@dataclass(frozen=True, slots=True)
class Member:
    """The beginning of a member: '2.', or '2a'."""

    number: int
    letter: str
    marked: bool
    """Whether a point or a bracket follows the number: without one it may be the first word of a sentence."""
    small: bool
    """Whether its words begin with a small letter, as items of a list do."""
    end: int
    """Where its own words begin in the line."""


@dataclass(frozen=True, slots=True)
class _Lists:
    appendix: re.Pattern[str]
    divisions: tuple[re.Pattern[str], ...]
    preamble: re.Pattern[str]
    closing: re.Pattern[str]
    repealed: re.Pattern[str]
    buttons: re.Pattern[str]
    machines: re.Pattern[str]
    recital: frozenset[str]
    short_names: dict[str, str]
    units: tuple[str, ...]
    before_tens: tuple[str, ...]
    tens: tuple[str, ...]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    read: dict[str, Any] = tomllib.loads(files("index").joinpath("law.toml").read_text(encoding="utf-8"))
    number = rf"\s*(?P<number>{_NUMBER}|[a-z])(?!\w).*"

    def pattern(*alternatives: str) -> re.Pattern[str]:
        return re.compile("|".join(alternatives), re.IGNORECASE | re.DOTALL)

    return _Lists(
        appendix=pattern(rf"(?:{'|'.join(read['appendices'])})(?:{number}|\b.*)"),
        divisions=tuple(pattern(f"(?:{kind}){number}") for kind in read["divisions"]),
        preamble=pattern(*read["preamble"], *read["closing"]),
        closing=pattern(*read["closing"]),
        repealed=pattern(read["repealed"]),
        buttons=pattern(read["buttons"]),
        machines=pattern(*read["machines"]),
        recital=frozenset(read["recital"]),
        short_names=read["short_names"],
        units=tuple(read["units"]),
        before_tens=tuple(read["before_tens"]),
        tens=tuple(read["tens"]),
    )


# The levels of headings that rules speak of; the parts of index/law.toml lie between the first two.
APPENDIX, CHAPTER, PARAGRAPH, SUBPARAGRAPH, ARTICLE, SUBHEADING = 1, 3, 6, 7, 8, 9


def member_label(number: int, letter: str = "") -> str:
    """Return what a member is called: 'derde lid', 'eenentwintigste lid', 'lid 2a', and 'lid 100'."""
    lists = _lists()
    if letter or number >= 10 * len(lists.tens):
        return f"lid {number}{letter}"
    if number < len(lists.units):
        return f"{lists.units[number]} lid"
    return f"{lists.before_tens[number % 10]}{lists.tens[number // 10]} lid"


def bare(line: str) -> str:
    """Return a heading's words without the marks of Markdown, white space folded."""
    return " ".join(_INNER_MARKS.sub(" ", _MARKS.sub("", line)).split())


def is_marked(line: str) -> bool:
    """Tell whether all of a line is marked as a heading, with '#' or as bold."""
    return line.startswith("#") or (len(line) <= MAX_HEADING_CHARACTERS and bool(_BOLD.fullmatch(line)))


def heading(line: str) -> Heading | None:
    """Return what a line is the heading of, where it is the heading of an article or of a part of a law."""
    if is_button(line) or (len(line) > MAX_HEADING_CHARACTERS and not line.startswith("#")):
        return None
    words = bare(_LEADER.sub("", line))
    if _SENTENCE_END.search(words) and len(words.split()) > 2 and not is_marked(line):
        return None
    marked = is_marked(line)
    if found := (_MARKED_ARTICLE if marked else _ARTICLE).fullmatch(words):
        return Heading(ARTICLE, found[1], words)
    if found := _lists().appendix.fullmatch(words):
        short = (
            len(words.split()) <= _APPENDIX_WORDS and words[0].isupper() and not _SENTENCE_END.search(words)
        )
        return Heading(APPENDIX, found["number"] or "", words) if marked or short else None
    for level, pattern in enumerate(_lists().divisions, APPENDIX + 1):
        if found := pattern.fullmatch(words):
            return Heading(level, found["number"], words)
    return None


def member(line: str) -> Member | None:
    """Return the member that a line begins, where it begins with a member's number."""
    found = _MEMBER.match(line)
    if found is None:
        return None
    return Member(int(found[1]), found[2], bool(found[3]), bool(found[4]), found.start(4))


def is_preamble(line: str) -> bool:
    """Tell whether a line above the first article says who decides and why."""
    return bool(_lists().preamble.fullmatch(bare(line)))


def is_closing(line: str) -> bool:
    """Tell whether a line is what a law is closed and signed with."""
    return bool(_lists().closing.fullmatch(bare(line)))


def is_repealed(line: str) -> bool:
    """Tell whether an article or member is only said to be repealed or reserved, or is an editor's note."""
    begun = member(line)
    return bool(_lists().repealed.fullmatch(bare(line[begun.end :] if begun else line)))


def is_button(line: str) -> bool:
    """Tell whether a line is what people press on the page that a law was copied from."""
    return bool(_lists().buttons.search(line))


def is_for_machines(line: str) -> bool:
    """Tell whether a line says that what follows is for a program that reads it."""
    return bool(_lists().machines.search(line))


def short_names() -> dict[str, str]:
    """Return what laws whose name is one word are called for short: 'pw' for 'participatiewet'."""
    return _lists().short_names


def asks_text(word: str) -> bool:
    """Tell whether a folded word of a question asks for an article itself: 'luidt', 'tekst'."""
    return word in _lists().recital


def contents(found: Sequence[tuple[Span, Heading | None]]) -> Iterator[Span]:
    """Yield the lines of a table of contents: the first headings, where each article of them comes again."""
    run = list(takewhile(lambda each: each[1], dropwhile(lambda each: not each[1], found)))
    keys = [each.key for _, each in run if each]
    # The last headings of the run may be the first ones of the law itself.
    own = next((i for i, key in enumerate(keys) if key in keys[:i]), len(run))
    listed = run[:own]
    articles = [each.key for _, each in listed if each and each.level == ARTICLE]
    counts = Counter(each.key for _, each in found if each and each.level == ARTICLE)
    if len(articles) >= MIN_ARTICLES and all(counts[key] > 1 for key in articles):
        yield from (span for span, _ in listed)
