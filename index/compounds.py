"""Dutch compounds and their parts: 'inkomensondersteuning' is 'inkomen' and 'ondersteuning'."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from wordfreq import get_frequency_list

from index.dutch import fold

# On the scale of van Heuven et al. 2014 ('Zipf': 3 is once in a million words) rarer words are no parts. With
# 3.8 as the limit BM25 found less (be_kamer titles, nDCG@10: .544 instead of .553).
_COMMON = 3.2
# A long word is no chance in another ('generalisten', 2.2).
_LONG_PART, _COMMON_LONG = 9, 2.0
# Words of a collection that are too rare elsewhere ('wijkteam') are parts from so many occurrences on.
_OCCURRENCES = 5
_PART_LETTERS = 4
_MAX_PARTS = 4
# Longer ones are no words, and to split one takes the square of its letters.
_MOST_LETTERS = 64
# Words whose parts are remembered; visitors may type any number of them.
_KEPT = 100_000
# Three short words in a row are chance: 'vers', 'trek' and 'king' are not what 'verstrekking' is made of.
_LETTERS_OF_MANY = 5
_LINKS = ("", "s", "en", "e")
# Endings that are words by chance: 'beslissing' is not of 'sing'. Prepositions as parts did no harm.
_ENDINGS = frozenset({"ling", "schap", "sing", "rijk", "ring", "eren", "king", "ging", "ding"})


@lru_cache(maxsize=1)
def _zipf() -> dict[str, float]:
    """Return how common every Dutch word is, folded."""
    values: dict[str, float] = {}
    # The list has words by hundredths of a power of ten below certainty, the most frequent ones first.
    for hundredths, same in enumerate(get_frequency_list("nl", wordlist="large")):
        for word in same:
            values.setdefault(word if word.isascii() else fold(word), (900 - hundredths) / 100)
    return values


def commonness(word: str) -> float:
    """Return the Zipf value of a folded word: 3 is once in a million words; 0 where it is unknown."""
    return _zipf().get(word, 0.0)


def dutch_words() -> Iterable[str]:
    """Return the words whose `commonness` is known, folded."""
    return _zipf().keys()


class Compounds:
    """Splits compounds into words of the language and of one collection."""

    def __init__(self, collection_words: Iterable[str]) -> None:
        self.collection_words = frozenset(collection_words)
        self._cached = lru_cache(_KEPT)(self._with_their_parts)

    @classmethod
    def of(cls, occurrences: dict[str, int]) -> "Compounds":
        """Take the words that occur often enough in a collection to be parts of others."""
        return cls(
            word
            for word, count in occurrences.items()
            if count >= _OCCURRENCES and len(word) > _PART_LETTERS and word.isalpha()
        )

    def parts(self, word: str) -> tuple[str, ...]:
        """Return the parts of a folded word, each before its own parts; nothing where it is no compound.

        Of all ways to cover it with known words and linking letters, the one of the fewest parts, and then
        of the most common ones (Koehn and Knight 2003 take the geometric mean of their frequencies).
        """
        return self._cached(word)

    def _with_their_parts(self, word: str) -> tuple[str, ...]:
        return tuple(each for part in self._split(word) for each in (part, *self.parts(part)))

    def _split(self, word: str) -> tuple[str, ...]:
        if not 2 * _PART_LETTERS <= len(word) <= _MOST_LETTERS or not word.isalpha():
            return ()
        covers: dict[int, tuple[str, ...]] = {}
        """The best way to cover the word from a letter on."""
        for start in range(len(word) - _PART_LETTERS, -1, -1):
            ways = list(self._ways(word, start, covers))
            if ways:
                covers[start] = min(ways, key=_worse)
        best = covers.get(0, ())
        short = len(best) > 2 and sum(map(len, best)) < _LETTERS_OF_MANY * len(best)
        return () if short or len(best) > _MAX_PARTS else best

    def _ways(self, word: str, start: int, covers: dict[int, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
        if start and self._is_part(word[start:]) and word[start:] not in _ENDINGS:
            yield (word[start:],)
        for end in range(start + _PART_LETTERS, len(word) - _PART_LETTERS + 1):
            following = [end + len(link) for link in _LINKS if word.startswith(link, end)]
            behind = [covers[place] for place in following if place in covers]
            if behind and self._is_part(word[start:end]):
                for others in behind:
                    yield (word[start:end], *others)

    def _is_part(self, word: str) -> bool:
        common = _COMMON if len(word) < _LONG_PART else _COMMON_LONG
        return commonness(word) >= common or word in self.collection_words


def _worse(parts: tuple[str, ...]) -> tuple[int, float]:
    return len(parts), -sum(map(commonness, parts))
