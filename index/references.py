"""Places in laws by name: which passages 'artikel 2.3.5, derde lid, van de Wmo 2015' means."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from index.dutch import STOP_WORDS, words
from index.lawlines import asks_text, member_label, short_names
from index.types import Document, Passage

_NUMBER = r"(\d+[a-z]{0,3}(?:[.:](?:\d+[a-z]{0,3}|[a-z](?!\w)))*)"
_HEADING = re.compile(rf"(?:Artikel|Art\.)\s+{_NUMBER}(?!\w)", re.IGNORECASE)
_LABEL = re.compile(r", ([a-zë]+ lid|lid \w+)$")
_MEMBER = r"(?:(\d{1,3})(?:e|de|ste)?\s+lid|lid\s+(\d{1,3}[a-z]?)|([a-zë]+(?:de|ste))\s+lid)"
_ASKED = re.compile(
    rf"\b(?:{_MEMBER}\s+van\s+)?(?:artikel|art\.?|article)\s+{_NUMBER}(?!\w)(?:,?\s+{_MEMBER})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """An article, and its member where there is one: '2.3.5', 'derde lid'."""

    article: str
    member: str = ""


def place_of(heading: str) -> Place | None:
    """Return the place that a path of headings leads to; None where it leads to no article."""
    for part in reversed(heading.split(" > ")):
        if found := _HEADING.match(part):
            label = _LABEL.search(heading)
            return Place(found[1].lower(), label[1] if label else "")
    return None


def asked_places(question: str) -> list[Place]:
    """Return the places that a question names: 'artikel 7, derde lid', 'het derde lid van artikel 7'."""
    return [
        Place(found[4].lower(), _label(*found.group(1, 2, 3)) or _label(*found.group(5, 6, 7)))
        for found in _ASKED.finditer(question)
    ]


def _label(short: str | None, number: str | None, ordinal: str | None) -> str:
    """Return what a member is called that a question names as '3e lid', 'lid 3' or 'derde lid'."""
    if ordinal:
        return f"{ordinal.lower()} lid"
    stated = short or number or ""
    digits = stated.rstrip("abcdefghijklmnopqrstuvwxyz")
    return member_label(int(digits), stated[len(digits) :]) if digits else ""


@dataclass(frozen=True, slots=True)
class _Law:
    """A law by the folded words of its title: those without the year, and the year."""

    title: str
    words: tuple[str, ...]
    year: tuple[str, ...]

    @classmethod
    def of(cls, title: str) -> "_Law":
        whole = words(title)
        year = tuple(word for word in whole[-1:] if _YEAR.fullmatch(word))
        return cls(title, tuple(whole[: len(whole) - len(year)]), year)

    @property
    def short(self) -> str:
        """What it is called for short: its initials, or a word of its own; empty where there is none."""
        if len(self.words) > 2:
            return "".join(word[0] for word in self.words)
        return next((short for short, full in short_names().items() if self.words == (full,)), "")


@dataclass(frozen=True, slots=True)
class _Found:
    row: int
    source: str
    place: Place


class References:
    """The laws of an index by name, and their articles by number."""

    def __init__(
        self, laws: Iterable[Document], passages: Sequence[Passage], rows_of: Callable[[str], Iterable[int]]
    ) -> None:
        """Take laws, all passages of an index, and which rows of these are a source's."""
        self._laws = {each.source: _Law.of(each.title) for each in laws}
        # A name without its year means the latest: 'de Wmo' is that of 2015, not of 2007.
        self._latest: dict[str, _Law] = {}
        for law in sorted(self._laws.values(), key=lambda each: each.year):
            self._latest |= {name: law for name in (law.short, " ".join(law.words)) if name}
        self._found: dict[str, list[_Found]] = {}
        for source in self._laws:
            for row in rows_of(source):
                if place := place_of(passages[row].heading):
                    self._found.setdefault(place.article, []).append(_Found(row, source, place))

    def spelled_out(self, question: str, known: frozenset[str]) -> str:
        """Return a question with the titles of laws for their short names, but those among `known` terms."""
        for short in {law.short for law in self._laws.values()} - known - {""}:
            pattern = re.compile(rf"\b{re.escape(short)}(?:\s+((?:19|20)\d\d))?\b", re.IGNORECASE)
            question = pattern.sub(partial(self._titled, short), question)
        return question

    def _titled(self, short: str, found: re.Match[str]) -> str:
        laws = self._laws.values()
        of_year = (law for law in laws if law.short == short and law.year == (found[1],))
        return next(of_year, self._latest[short]).title

    def rows(self, question: str, without: frozenset[str]) -> list[int]:
        """Return the rows of the passages of all places that a question names, in reading order.

        Where it names a law too, only that one's; an article that lacks the member is meant as a whole.
        Sources `without` are left out.
        """
        return [row for place in asked_places(question) for row in self._rows_of(place, question, without)]

    def asks_text(self, question: str) -> bool:
        """Tell whether a question names places, and asks for nothing but what they say."""
        if not asked_places(question):
            return False
        named = self._named(frozenset(words(question)))
        laws = [self._laws[source] for source in named]
        of_laws = {word for law in laws for word in (*law.words, *law.year, law.short)}
        rest = words(_ASKED.sub(" ", question))
        return all(word in STOP_WORDS or word in of_laws or asks_text(word) for word in rest)

    def missing(self, question: str, without: frozenset[str]) -> tuple[str, ...]:
        """Return the articles that a question names and no law has; nothing where there are no laws."""
        places = asked_places(question) if self._laws else []
        lacking = (place for place in places if not self._rows_of(place, question, without))
        return tuple(f"artikel {place.article}" for place in lacking)

    def _rows_of(self, place: Place, question: str, without: frozenset[str]) -> list[int]:
        named = self._named(frozenset(words(question)))
        found = [
            each
            for each in self._found.get(place.article, [])
            if each.source not in without and (not named or each.source in named)
        ]
        of_member = [each for each in found if each.place == place]
        return [each.row for each in (of_member if place.member and of_member else found)]

    def _named(self, asked: frozenset[str]) -> set[str]:
        """Return the sources of the laws that a question with these words names, by title or short name."""
        called = {
            source: law
            for source, law in self._laws.items()
            if asked.issuperset(law.words) or (law.short and law.short in asked)
        }
        in_year = {source for source, law in called.items() if law.year and asked.issuperset(law.year)}
        latest = {self._latest[" ".join(law.words)] for law in called.values()}
        return in_year or {source for source, law in called.items() if law in latest}
