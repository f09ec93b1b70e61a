"""How far the words of a question are in a text, and what it names that no text has."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wordfreq import zipf_frequency

from bot.guards import guarded
from bot.places import is_place, places_in
from index.analysis import with_spellings
from index.dutch import STOP_WORDS, fold, stem, terms, words
from prompts import Language

# Shorter stems meet too many words by chance ('wet' in 'weten'); from five letters on they are parts of
# compounds ('wijkteam' in 'wijkteamgeneralist').
MIN_PART_LETTERS = 5
# Single digits are written out as often as not ('op 1 lijn'); from two on a number means a number.
MIN_NUMBER_DIGITS = 2
# So much likelier, in powers of ten a word, German must be: 1,179 of XQuAD's 1,190 German questions are, and
# none of its Dutch and English ones, nor of our own.
MIN_MORE_USUAL = 0.5

_NAME = re.compile(r"(?<![\w'’-])(?:[A-ZÀ-Ý][\w'’]*\w|[A-Z])")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s)\W*$")
# 'Base64' has none.
_NUMBER = re.compile(r"(?<![A-Za-z])\d+(?:[.,]\d+)*")


@lru_cache(maxsize=4096)
def _part_of(part: str, whole: str) -> bool:
    return len(part) >= MIN_PART_LETTERS and part in whole


def covered(term: str, text_terms: frozenset[str], *, inside: bool = True) -> bool:
    """Tell whether a stem occurs among `text_terms`: itself, in a compound, or with one of them `inside`."""
    return term in text_terms or any(
        _part_of(term, other) or (inside and _part_of(other, term)) for other in text_terms
    )


def has_terms(text: str, asked: Iterable[str], *, every: bool = True) -> bool:
    """Tell whether a text has all stems that are asked of, or one of them."""
    known = frozenset(terms(text))
    met = (covered(term, known) for term in asked)
    return all(met) if every else any(met)


def coverage(question_terms: Sequence[str], text: str, rarity: dict[str, float]) -> float:
    """Return sum of rarity(t) over the question's terms in `text` / the same sum over all of them.

    1 where the question has no terms.
    """
    total = sum(rarity[term] for term in question_terms)
    if not total:
        return 1.0
    found = frozenset(terms(text))
    return sum(rarity[term] for term in question_terms if covered(term, found)) / total


def named(question: str) -> list[str]:
    """Return the names in a question: capitalised words but a sentence's first, and abbreviations anywhere.

    A question all in capitals tells no names, nor does one in German, whose nouns all have them.
    """
    if question.isupper():
        return []
    found = []
    # Where all sources are from, none need name.
    common = STOP_WORDS | guarded("at_home")
    for match in _NAME.finditer(question):
        word = match.group()
        first = bool(_SENTENCE_START.search(question[: match.start()]))
        abbreviation = sum(character.isupper() for character in word) > 1
        if (abbreviation or not first) and fold(word) not in common:
            found.append(word)
    # The words of three languages take a second to load: only where it matters.
    return [] if found and _is_german(question) else found


def _is_german(question: str) -> bool:
    """Tell whether the words of a question are more usual in German than in Dutch, and than in English."""
    said = words(question)
    usual = {of: sum(zipf_frequency(word, of) for word in said) for of in ("de", "nl", "en")}
    return usual["de"] > max(usual["nl"], usual["en"]) + MIN_MORE_USUAL * len(said)


@dataclass(frozen=True, slots=True)
class Missing:
    """What the question names and no source has."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]


def _is_known(name: str, known_terms: frozenset[str]) -> bool:
    """Tell whether sources have a name. One with 'recht' does not have Utrecht."""
    asked = [stem(word) for word in words(name) if word not in STOP_WORDS]
    return all(covered(each, known_terms, inside=not is_place(name)) for each in asked)


def missing(question: str, known_terms: frozenset[str], language: Language) -> Missing:
    """Return names and numbers of the question that are not among the index's terms.

    In an English question all names but Dutch places are left out: they may be translated.
    """
    capitalised = named(question) if language == "nl" else []
    # One that has a capital is among those already, word by word.
    places = [place for place in sorted(places_in(question)) if set(place.split()).isdisjoint(capitalised)]
    names = [name for name in (*capitalised, *places) if not _is_known(name, known_terms)]
    spelled = [written for written, term in with_spellings(fold(question)) if term in known_terms]
    known = {number for written in spelled for number in _NUMBER.findall(written)}
    numbers = [
        number
        for number in _NUMBER.findall(question)
        if len(number) >= MIN_NUMBER_DIGITS and number not in known_terms and number not in known
    ]
    return Missing(tuple(names), tuple(numbers))
