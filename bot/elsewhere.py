"""Sentences on another place, year or number than was asked: they have the question's words, not its answer.

Asked for the third evaluation, what the second says is no answer; nor are three tasks to who asks for five.
"""

import re
from collections.abc import Sequence

from bot.evidence import Evidence, sentence_before
from bot.guards import guarded, is_year, numbers_of
from bot.places import others_only, places_in
from index.dutch import STOP_WORDS, stem, words
from index.store import Index

_YEAR = r"(?:19|20)\d\d\b"
# A year that is asked for, not one that something goes on from or is named after.
_ASKED_YEAR = re.compile(
    rf"\b(?:in|over|anno|eind|begin|medio|during) (?:het jaar |de jaren )?({_YEAR})", re.IGNORECASE
)
# 'Sinds 2015' tells of later years too, and 'Wmo 2015' of any.
_OPEN = re.compile(
    r"\b(?:sinds|vanaf|na|tot|voor|tussen|van|per|since|from|until|before|after)\b[^.;,]{0,25}\b(?:19|20)\d\d",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(rf"\b\w*(?:wmo|wet) {_YEAR}", re.IGNORECASE)


def without_others(question: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the sentences but those on other places, years or numbers only than the question names."""
    places = places_in(question)
    unnamed = _NAMED_AFTER.sub(" ", question)
    years, numbered = frozenset(_ASKED_YEAR.findall(unnamed)), counted(unnamed)
    if not places and not years and not numbered:
        return [*evidence]
    return [
        each
        for each in evidence
        if not _of_other_places(places, each, index)
        and not _of_other_years(years, each.text)
        and not _of_other_numbers(numbered, each.text)
    ]


def _of_other_places(asked: frozenset[str], evidence: Evidence, index: Index) -> bool:
    """Tell whether a sentence, or the one before where it names no place, names others alone."""
    if not asked:
        return False
    return others_only(asked, places_in(evidence.text) or places_in(sentence_before(evidence, index)))


def _of_other_years(asked: frozenset[str], text: str) -> bool:
    told = frozenset(re.findall(rf"\b{_YEAR}", _NAMED_AFTER.sub(" ", text)))
    return bool(asked) and bool(told) and asked.isdisjoint(told) and not _OPEN.search(text)


def counted(text: str) -> dict[tuple[str, bool], frozenset[str]]:
    """Return the numbers of each thing that a text counts: its stem, and whether it says which one of it."""
    found: dict[tuple[str, bool], frozenset[str]] = {}
    said = words(text)
    for at, word in enumerate(said):
        numbers = numbers_of(word)
        if not numbers or is_year(word):
            continue
        ordinal = word in guarded("ordinals")
        # An adjective may stand between.
        for thing in said[at + 1 : at + 3]:
            if thing in STOP_WORDS or numbers_of(thing):
                break
            key = (stem(thing), ordinal)
            found[key] = found.get(key, frozenset()) | numbers
    return found


def _of_other_numbers(asked: dict[tuple[str, bool], frozenset[str]], text: str) -> bool:
    """Tell whether a text counts what is asked for, and gets to other numbers alone."""
    told = counted(text)
    return any(key in told and numbers.isdisjoint(told[key]) for key, numbers in asked.items())
