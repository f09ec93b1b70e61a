"""A misspelt word of a question, and the word of the collection that was meant."""

from collections.abc import Callable, Iterable
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.compounds import commonness
from index.dutch import stem

# Shorter words have neighbours that mean something else ('zorg', 'zorn').
_MIN_LETTERS = 6
# From so many letters on two slips are forgiven.
_LONG = 9
# A word that is written more often than once in a hundred million is a word, though the collection lacks it.
_REAL_WORD = 1.0
_TRIED = 10


class Spelling:
    """Finds the nearest stem of a collection for a word that is none of its own and not Dutch."""

    def __init__(self, stems: Iterable[str], rarity: Callable[[str], float]) -> None:
        self._stems = stems
        self._rarity = rarity

    @cached_property
    def _by_first_letter(self) -> dict[str, list[str]]:
        """Slips in the first letter are rare, and this makes a search in a million words one in thousands."""
        by_letter: dict[str, list[str]] = {}
        for each in self._stems:
            if len(each) >= _MIN_LETTERS - 2 and each.isalpha():
                by_letter.setdefault(each[0], []).append(each)
        return by_letter

    def meant(self, word: str) -> str | None:
        """Return the stem that a folded word is a misspelling of; None where there is none near.

        Of the stems at the least distance (insertions, deletions, changes, swaps of neighbours) the one in
        most passages.
        """
        if len(word) < _MIN_LETTERS or not word.isalpha() or commonness(word) >= _REAL_WORD:
            return None
        asked = stem(word)
        slips = 2 if len(word) >= _LONG else 1
        near = process.extract(
            asked,
            self._by_first_letter.get(asked[0], []),
            scorer=OSA.distance,
            score_cutoff=slips,
            limit=_TRIED,
        )
        best = min(near, key=lambda found: (found[1], self._rarity(found[0]), found[0]), default=None)
        return str(best[0]) if best else None
