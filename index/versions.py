"""Of several versions of a law, the one that was in force on a day."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import DATE, MONTHS, iso_date
from index.types import Document

_LAST_DAY = "9999-12-31"
_YEAR = r"((?:19|20)\d\d)"
# A year by itself may be part of a law's name ('Wmo 2015'): only behind such a word it is a time.
_AT = r"\b(?:in|op|per|sinds|vanaf|tot|anno|eind|begin|medio|versie van|tekst van|stand van|jaar)"
_BEFORE = r"\b(?:vóór|voor)"
_DAY = re.compile(rf"({_BEFORE}\s+)?({DATE})", re.IGNORECASE)
_MONTH = re.compile(rf"({_BEFORE}\s+)?\b({'|'.join(MONTHS)})\s+{_YEAR}\b", re.IGNORECASE)
_IN_YEAR = re.compile(rf"(?:({_BEFORE})|{_AT})\s+(?:het jaar\s+)?{_YEAR}\b(?![-/])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day that a question asks about, and the words that say so."""

    day: date
    words: str


def asked_day(question: str) -> Asked | None:
    """Return the day that a question asks about; None where it names none.

    A month and a year stand for their last day: the version of that day is what they brought. 'vóór' a time
    means the day before it.
    """
    for found in _DAY.finditer(question):
        if stated := iso_date(found[2]):
            day = date.fromisoformat(stated)
            return Asked(day - timedelta(days=1) if found[1] else day, found[0])
    if found := _MONTH.search(question):
        first = date(int(found[3]), MONTHS[found[2].lower()], 1)
        return Asked(_last_day(first) if not found[1] else first - timedelta(days=1), found[0])
    if found := _IN_YEAR.search(question):
        year = int(found[2])
        return Asked(date(year - 1, 12, 31) if found[1] else date(year, 12, 31), found[0])
    return None


def _last_day(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def since(document: Document) -> str:
    """Return the first day, as ISO 8601, on which a version is known to have been in force; empty if none."""
    return document.valid_from or document.date


def _chosen(versions: Sequence[Document], day: str) -> str:
    """Return the `since` of the version that was in force on `day`, or of the nearest one."""
    begun = [each for each in versions if since(each) <= day]
    running = [each for each in begun if (each.valid_to or _LAST_DAY) >= day]
    latest = running or begun
    return max(map(since, latest)) if latest else min(map(since, versions))


def other_versions(documents: Iterable[Document], day: date) -> frozenset[str]:
    """Return the sources of all versions of laws but those that were in force on `day`.

    Where none was, the last one before it stays, or else the first.
    """
    works: dict[str, list[Document]] = {}
    for document in documents:
        if document.work:
            works.setdefault(document.work, []).append(document)
    return frozenset(
        each.source
        for versions in works.values()
        if len(versions) > 1
        for each in versions
        if since(each) != _chosen(versions, day.isoformat())
    )


def was_in_force(document: Document, day: date) -> bool:
    """Tell whether a version is known to have been in force on `day`."""
    return bool(since(document)) and since(document) <= day.isoformat() <= (document.valid_to or _LAST_DAY)
