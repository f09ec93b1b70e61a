"""How hard a text is to read, by two counts that a person can check."""

from functools import lru_cache

import pyphen

from index.dutch import words
from index.sentences import split_sentences
from index.types import Span

# Plain Dutch at level B1 keeps its sentences at 15 words on average and avoids longer words: the usual proxy,
# as in the national government's writing guide.
B1_WORDS = 15
LONG_SYLLABLES = 3


@lru_cache(maxsize=1)
def _hyphenation() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL", left=1, right=1)


def syllables(word: str) -> int:
    """Return the parts that a word may be broken into: its syllables, but for a vowel that stands alone."""
    return len(_hyphenation().positions(word)) + 1


def sentence_words(text: str) -> float | None:
    """Return words / sentences; None for a text without words."""
    sentences = [each.of(text) for each in split_sentences(text, Span(0, len(text)))]
    counts = [len(words(sentence)) for sentence in sentences if words(sentence)]
    return sum(counts) / len(counts) if counts else None


def long_words(text: str) -> float | None:
    """Return the share of words of more than three syllables; None for a text without words."""
    found = words(text)
    return sum(syllables(word) > LONG_SYLLABLES for word in found) / len(found) if found else None
