"""Of several versions of a law, the one that was in force on a day."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from index.dutch import words
from index.times import YEAR, Asked, asked_day
from index.types import Document

_LAST_DAY = "9999-12-31"


def _names_with_year(title: str) -> Iterator[tuple[str, str]]:
    """Yield the year at the end of a title with what may stand before it: its last word, and its initials."""
    *named, last = words(title) or [""]
    if named and re.fullmatch(YEAR, last):
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

    def others(self, day: date, today: date) -> frozenset[str]:
        """Return the sources of all versions but those in force on `day`.

        Where none was, the last one before it stays. A day before the first version asks for a text that is
        not there, or for no text at all ('mijn diploma van 1985'): the version of `today` stays.
        """
        return frozenset(
            each.source
            for versions in self._works.values()
            for each in versions
            if since(each) != _chosen(versions, day.isoformat(), today.isoformat())
        )

    def last_day(self, document: Document) -> str:
        """Return the last day of a version: as it states, or the one before the next; empty where unknown."""
        later = [since(each) for each in self._works.get(document.work, []) if since(each) > since(document)]
        if document.valid_to or not later:
            return document.valid_to
        return (date.fromisoformat(later[0]) - timedelta(days=1)).isoformat()


def _chosen(versions: Sequence[Document], day: str, today: str) -> str:
    """Return the `since` of the version that was in force on `day`, or of the one to show instead."""
    # A version of which no day is known may be the one before all others.
    for each_day in (day, today) if all(map(since, versions)) else (day,):
        begun = [each for each in versions if since(each) and since(each) <= each_day]
        running = [each for each in begun if (each.valid_to or _LAST_DAY) >= each_day]
        if latest := running or begun:
            return max(map(since, latest))
    return min(map(since, versions))
