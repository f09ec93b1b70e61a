"""Places in laws by name: which passages 'artikel 2.3.5, derde lid, van de Wmo 2015' means."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from index.dutch import words
from index.law import ordinal, short_names
from index.types import Document, Passage

_NUMBER = r"(\d+[a-z]{0,3}(?:[.:]\d+[a-z]{0,3})*)"
_HEADING = re.compile(
    rf"(?:^| > )(?:Artikel|Art\.)\s+{_NUMBER}[^>]*?(?:, ([a-zë]+ lid|lid \w+))?$", re.IGNORECASE
)
_ASKED = re.compile(
    rf"\b(?:artikel|art\.?)\s+{_NUMBER}(?:,?\s+(?:(\d+)e?\s+lid|lid\s+(\d+)|([a-zë]+)\s+lid))?", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Place:
    """An article, and its member where there is one: '2.3.5', 'derde lid'."""

    article: str
    member: str = ""


def place_of(heading: str) -> Place | None:
    """Return the place that a path of headings leads to; None where it leads to no article."""
    found = _HEADING.search(heading)
    return Place(found[1].lower(), (found[2] or "").lower()) if found else None


def asked_places(question: str) -> list[Place]:
    """Return the places that a question names."""
    places = []
    for found in _ASKED.finditer(question):
        number = found[2] or found[3]
        in_words = number and int(number) < 100
        member = ordinal(int(number)) if in_words else (found[4] or "").lower()
        places.append(Place(found[1].lower(), f"{member} lid" if member else ""))
    return places


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


class References:
    """The laws of an index by name, and their articles by number."""

    def __init__(self, documents: Iterable[Document], passages: Sequence[Passage]) -> None:
        self._laws = {each.source: _Law.of(each.title) for each in documents if each.work}
        # A name without its year means the latest: 'de Wmo' is that of 2015, not of 2007.
        self._latest: dict[str, _Law] = {}
        for law in sorted(self._laws.values(), key=lambda each: each.year):
            self._latest |= {name: law for name in (law.short, " ".join(law.words)) if name}
        self._passages = passages
        self._rows: dict[str, list[int]] = {}
        for row, passage in enumerate(passages):
            place = place_of(passage.heading) if passage.source in self._laws else None
            if place is not None:
                self._rows.setdefault(place.article, []).append(row)

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

    def missing(self, question: str, without: frozenset[str]) -> tuple[str, ...]:
        """Return the articles that a question names and no law has; nothing where there are no laws."""
        places = asked_places(question) if self._laws else []
        lacking = (place for place in places if not self._rows_of(place, question, without))
        return tuple(f"artikel {place.article}" for place in lacking)

    def _rows_of(self, place: Place, question: str, without: frozenset[str]) -> list[int]:
        named = self._named(frozenset(words(question)))
        rows = [
            row
            for row in self._rows.get(place.article, [])
            if self._passages[row].source not in without
            and (not named or self._passages[row].source in named)
        ]
        of_member = [row for row in rows if place_of(self._passages[row].heading) == place]
        return of_member if place.member and of_member else rows

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
