"""A misspelt word of a question, and the word of the collection that was meant."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.compounds import commonness, dutch_words
from index.dutch import fold, stem

# Shorter words have neighbours that mean something else ('zorg', 'zorn').
_MIN_LETTERS = 6
# Words from so many letters on are forgiven two slips.
_LONG = 10
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
        if word.islower() or (word[1:].islower() and _SENTENCE_START.search(question[: found.start()])):
            yield fold(word)


class Spelling:
    """Finds the nearest word of a collection for one that is none of its own and not Dutch."""

    def __init__(self, stems: Collection[str], words: Iterable[str], rarity: Callable[[str], float]) -> None:
        """Take the stems of a collection, its frequent words, and how rare each stem is."""
        self._stems = stems
        self._words = words
        self._rarity = rarity

    @cached_property
    def _stem_of(self) -> dict[str, str]:
        """The words of the collection with their stems, and its other stems.

        They are whole words where that is known, since a slip in an ending makes another stem of it: the
        collection's frequent ones, and those of the language with a stem that the collection has.
        """
        stems = ((word, stem(word)) for word in chain(dutch_words(), self._words))
        known = {word: own for word, own in stems if own in self._stems}
        return {each: each for each in self._stems} | known

    @cached_property
    def _alike(self) -> dict[tuple[str, int], list[str]]:
        """Those by first letter, in which slips are rare, and length: few to try even of a million."""
        alike: dict[tuple[str, int], list[str]] = {}
        for each in self._stem_of:
            if len(each) >= _MIN_LETTERS - 2 and each.isalpha():
                alike.setdefault((each[0], len(each)), []).append(each)
        return alike

    def meant(self, word: str) -> str | None:
        """Return the stem of what a folded word is a misspelling of; None where there is nothing near.

        Of the words at the least distance (insertions, deletions, changes, swaps of neighbours) the one
        whose stem is in most passages.
        """
        if len(word) < _MIN_LETTERS or not word.isalpha() or commonness(word) >= _REAL_WORD:
            return None
        slips = 2 if len(word) >= _LONG else 1
        lengths = range(len(word) - slips, len(word) + slips + 1)
        near = [
            found
            for length in lengths
            for found in process.extract(
                word,
                self._alike.get((word[0], length), []),
                scorer=OSA.distance,
                score_cutoff=slips,
                limit=_TRIED,
            )
        ]
        nearest = (
            (distance, self._rarity(self._stem_of[found]), self._stem_of[found])
            for found, distance, _ in near
        )
        return min(nearest, default=(0, 0.0, None))[2]
