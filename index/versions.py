"""Of several versions of a law, the one that was in force on a day."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import DATE, MONTHS, iso_date
from index.dutch import words
from index.types import Document

_LAST_DAY = "9999-12-31"
_A_DAY = timedelta(days=1)
_YEAR = r"((?:19|20)\d\d)"
_AT = r"\b(?:in|op|per|sinds|vanaf|anno|eind|begin|medio|versie van|tekst van|stand van|jaar|since|as of)"
_BEFORE = r"\b(?:vóór|voor|tot|before|until)"
_DAY = re.compile(rf"({_BEFORE}\s+)?({DATE})", re.IGNORECASE)
_MONTH = re.compile(rf"({_BEFORE}\s+)?\b({'|'.join(MONTHS)})\s+{_YEAR}\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"(?:({_BEFORE})|{_AT})\s+(?:het jaar\s+)?{_YEAR}\b(?![-/.\d])", re.IGNORECASE)
_LAST_YEAR = re.compile(r"\b(?:vorig|verleden|last)\s(?:jaar|year)\b", re.IGNORECASE)
_BARE_YEAR = re.compile(rf"(?<![\w.,/€-]){_YEAR}\b(?![-/.,:]?\d)(?! (?:euro|uur)\b)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A day that a question asks about, and the words that say so."""

    day: date
    words: str


def asked_day(question: str, today: date, names: frozenset[tuple[str, str]] = frozenset()) -> Asked | None:
    """Return the day that a question asks about; None where it names none.

    A month and a year stand for their last day, or for today in the running one: the version of that day is
    what they brought. 'vóór' a time means the day before it. A year that stands alone is a time unless it is
    in the name of a law: `names` are such years with the word before each ('wmo', '2015').
    """
    for found in _DAY.finditer(question):
        if stated := iso_date(found[2]):
            day = date.fromisoformat(stated)
            return Asked(day - _A_DAY if found[1] else day, found[0])
    if in_month := _MONTH.search(question):
        first = date(int(in_month[3]), MONTHS[in_month[2].lower()], 1)
        return Asked(_within(first, _last_day(first), bool(in_month[1]), today), in_month[0])
    if in_year := _IN_YEAR.search(question):
        return Asked(_of_year(int(in_year[2]), bool(in_year[1]), today), in_year[0])
    if last_year := _LAST_YEAR.search(question):
        return Asked(_of_year(today.year - 1, False, today), last_year[0])
    for alone in _BARE_YEAR.finditer(question):
        if (*words(question[: alone.start()])[-1:], alone[1]) not in names:
            return Asked(_of_year(int(alone[1]), False, today), alone[0])
    return None


def _of_year(year: int, before: bool, today: date) -> date:
    return _within(date(year, 1, 1), date(year, 12, 31), before, today)


def _within(first: date, last: date, before: bool, today: date) -> date:
    """Return the day that stands for a stretch of time, or that is `before` it."""
    if before:
        return first - _A_DAY
    return today if first <= today <= last else last


def _last_day(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _names_with_year(title: str) -> Iterator[tuple[str, str]]:
    """Yield the year at the end of a title with what may stand before it: its last word, and its initials."""
    *named, last = words(title) or [""]
    if named and re.fullmatch(_YEAR, last):
        yield named[-1], last
        yield "".join(word[0] for word in named), last


def since(document: Document) -> str:
    """Return the first day, as ISO 8601, on which a version is known to have been in force; empty if none."""
    return document.valid_from or document.date


class Versions:
    """The laws among some documents of which there are several versions."""

    def __init__(self, documents: Iterable[Document]) -> None:
        works: dict[str, list[Document]] = {}
        for document in documents:
            if document.work:
                works.setdefault(document.work, []).append(document)
        titles = {each.title for versions in works.values() for each in versions}
        self._names = frozenset(name for title in titles for name in _names_with_year(title))
        self._works = {
            work: sorted(versions, key=lambda each: (since(each), each.source))
            for work, versions in works.items()
            if len({since(each) for each in versions}) > 1
        }

    def asked(self, question: str, today: date) -> Asked | None:
        """Return the day that a question asks about, as `asked_day` does."""
        return asked_day(question, today, self._names)

    def several(self, document: Document) -> bool:
        """Tell whether there are other versions of a document."""
        return document.work in self._works

    def others(self, day: date) -> frozenset[str]:
        """Return the sources of all versions but those in force on `day`.

        Where none was, the last one before it stays, or else the first.
        """
        return frozenset(
            each.source
            for versions in self._works.values()
            for each in versions
            if since(each) != _chosen(versions, day.isoformat())
        )

    def last_day(self, document: Document) -> str:
        """Return the last day of a version: as it states, or the one before the next; empty where unknown."""
        later = [since(each) for each in self._works.get(document.work, []) if since(each) > since(document)]
        if document.valid_to or not later:
            return document.valid_to
        return (date.fromisoformat(later[0]) - timedelta(days=1)).isoformat()


def _chosen(versions: Sequence[Document], day: str) -> str:
    """Return the `since` of the version that was in force on `day`, or of the nearest one."""
    begun = [each for each in versions if since(each) and since(each) <= day]
    running = [each for each in begun if (each.valid_to or _LAST_DAY) >= day]
    latest = running or begun
    return max(map(since, latest)) if latest else min(map(since, versions))
