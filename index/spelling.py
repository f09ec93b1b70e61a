"""A misspelt word of a question, and the word of the collection that was meant."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.compounds import commonness
from index.dutch import fold, stem

# Shorter words have neighbours that mean something else ('zorg', 'zorn').
_MIN_LETTERS = 6
# Stems from so many letters on are forgiven two slips.
_LONG = 9
# A word that is written more often than once in a hundred million is a word, though the collection lacks it.
_REAL_WORD = 1.0
_TRIED = 10

_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s)\W*$")


def may_be_slips(question: str) -> Iterator[str]:
    """Yield the folded words of a question that may be misspelt: none that is written like a name.

    A source may not know a name at all, and then must not be searched for the nearest word that it knows.
    """
    for found in _WORD.finditer(question):
        word = found[0]
        first = _SENTENCE_START.search(question[: found.start()])
        if word[1:].islower() and (word[0].islower() or first):
            yield fold(word)


class Spelling:
    """Finds the nearest stem of a collection for a word that is none of its own and not Dutch."""

    def __init__(self, stems: Iterable[str], rarity: Callable[[str], float]) -> None:
        self._stems = stems
        self._rarity = rarity

    @cached_property
    def _alike(self) -> dict[tuple[str, int], list[str]]:
        """The stems by first letter, in which slips are rare, and length: few to try even of a million."""
        alike: dict[tuple[str, int], list[str]] = {}
        for each in self._stems:
            if len(each) >= _MIN_LETTERS - 2 and each.isalpha():
                alike.setdefault((each[0], len(each)), []).append(each)
        return alike

    def meant(self, word: str) -> str | None:
        """Return the stem that a folded word is a misspelling of; None where there is none near.

        Of the stems at the least distance (insertions, deletions, changes, swaps of neighbours) the one in
        most passages.
        """
        if len(word) < _MIN_LETTERS or not word.isalpha() or commonness(word) >= _REAL_WORD:
            return None
        asked = stem(word)
        slips = 2 if len(asked) >= _LONG else 1
        lengths = range(len(asked) - slips, len(asked) + slips + 1)
        near = [
            found
            for length in lengths
            for found in process.extract(
                asked,
                self._alike.get((asked[0], length), []),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=_TRIED,
            )
        ]
        best = min(near, key=lambda found: (found[1], self._rarity(found[0]), found[0]), default=None)
        return str(best[0]) if best else None
