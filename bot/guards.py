"""Words that a paraphrase must keep to, and what of them is in a text."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

from text_to_num import alpha2digit

from index.dutch import fold, words

# 'een' is an article far more often than a number; 'één' is the number, and folds to the same word.
_AMBIGUOUS = frozenset({"een"})
_ONE = re.compile(r"\béén\b", re.IGNORECASE)
_TIMES = {"duizend": 1_000, "miljoen": 1_000_000, "miljard": 1_000_000_000}
_MULTIPLE = re.compile(rf"\b(?P<said>\d[\d.]*(?:,\d+)?|\w+) (?P<times>{'|'.join(_TIMES)})\b", re.IGNORECASE)
# The shortest number words that no list has: 'tachtigste' and 'elfhonderd'.
MIN_COMPOUND_LETTERS = 9
_COLLEGE = re.compile(r"\b(?:burgemeester en wethouders|b\.? ?(?:en|&) ?w\b\.?)", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})\b")
_DATE = re.compile(r"\b(\d{1,2})[-/](\d{1,2})[-/]((?:19|20)\d\d\b|['’]?\d\d\b(?!-))")
_YEAR = re.compile(r"(?:19|20)\d\d")
# Cents of a whole amount: '19,00' and '19,-'.
_ROUND = re.compile(r"(?<=\d),(?:00\b|-)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks found: `reason` names the first that refused and why; empty where none did."""

    check: str = ""
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether no check refused."""
        return not self.check


@lru_cache(maxsize=1)
def _lists() -> dict[str, Any]:
    return tomllib.loads(files("bot").joinpath("guards.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def guarded(*lists: str) -> frozenset[str]:
    """Return the words of these lists of guards.toml, of a table those of all its classes."""
    return frozenset(word for name in lists for word in _flat(_lists()[name]))


def _flat(listed: Sequence[str] | Mapping[str, Sequence[str]]) -> Iterable[str]:
    return chain(*listed.values()) if isinstance(listed, Mapping) else listed


@lru_cache(maxsize=16)
def table(name: str) -> Mapping[str, frozenset[str]]:
    """Return a table of guards.toml: words and phrases by their class."""
    return {kind: frozenset(every) for kind, every in _lists()[name].items()}


def classes(name: str, text: Sequence[str]) -> frozenset[str]:
    """Return the classes of a table of which the words of a text have one."""
    return frozenset(kind for kind, every in table(name).items() if has_one(every, text))


@lru_cache(maxsize=4096)
def classes_of(name: str, word: str) -> frozenset[str]:
    """Return the classes of a table that a word is in."""
    return classes(name, [word])


def has_one(every: Iterable[str], text: Sequence[str]) -> bool:
    """Tell whether the words of a text have one of these words and phrases."""
    said = f" {' '.join(text)} "
    return any(f" {each} " in said for each in every)


@lru_cache(maxsize=4096)
def as_digits(word: str) -> str:
    """Return a number word in digits, ordinals too; any other word as it is."""
    listed = _number_words().get(word)
    if listed is not None or len(word) < MIN_COMPOUND_LETTERS or not word.isalpha():
        return listed or word
    # Folded, 'tweeënveertig' has lost what tells where its second part begins.
    told = alpha2digit(word.replace("tweeen", "tweeën"), "nl").removesuffix("e")
    return told if told.isdigit() else word


@lru_cache(maxsize=1)
def _number_words() -> dict[str, str]:
    """Return number words with their digits, ordinals too."""
    units = {word: str(value) for value, word in enumerate(_lists()["numbers"])}
    tens = {word: str(10 * value) for value, word in enumerate(_lists()["tens"], 2)}
    ordinals = {word: str(value) for value, word in enumerate(_lists()["ordinals"], 1)}
    return units | tens | ordinals | {"duizend": "1000"}


@lru_cache(maxsize=1)
def antonyms() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return pairs of words in all their forms, one of which turns what the other says."""
    return tuple((frozenset(one.split()), frozenset(other.split())) for one, other in _lists()["antonyms"])


def joined_verbs(text: Sequence[str]) -> list[str]:
    """Return the words of a text, and for each verb in two parts ('nam … toe') one that says the same."""
    said = frozenset(text)
    parted = _lists()["parted"]
    return [*text, *(whole for part, verbs, whole in parted if part in said and said & set(verbs.split()))]


@lru_cache(maxsize=1)
def same_actors() -> tuple[frozenset[str], ...]:
    """Return groups of words for the same people."""
    return tuple(frozenset(group) for group in _lists()["same_actors"])


def quantities(text: Sequence[str]) -> frozenset[str]:
    """Return of how much the words of a text speak: 'all', 'some', 'about' …"""
    return classes("quantities", text)


def spelled_out(text: str) -> str:
    """Return a text with dates in words, whole numbers, 'één' as a number, and one name for the college.

    '2014-03-12' is '12 maart 2014', '3,5 duizend' 3500, and '19,00' 19.
    """
    text = _COLLEGE.sub("college", text)
    text = _ISO_DATE.sub(r"\3-\2-\1", text)
    text = _MULTIPLE.sub(_multiplied, _DATE.sub(_spelled_out, text))
    return _ROUND.sub("", _ONE.sub("1", text))


def is_year(word: str) -> bool:
    """Tell whether a word is a year of these centuries."""
    return _YEAR.fullmatch(word) is not None


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers in a text, words as digits, Dutch thousands points taken out.

    'twintig' is '20', '3.500' and '3,5 duizend' are '3500', 'januari' is a number of its own ('maand 1').
    """
    found = set()
    for word in words(spelled_out(text)):
        if word[0].isdigit():
            found.add(word.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", word) else word)
        elif as_digits(word).isdigit() and word not in _AMBIGUOUS:
            found.add(as_digits(word))
        elif word in _lists()["months"]:
            found.add(f"maand {_lists()['months'].index(word) + 1}")
    return frozenset(found)


def _multiplied(match: re.Match[str]) -> str:
    said, times = match["said"], _TIMES[match["times"].casefold()]
    digits = said.replace(".", "").replace(",", ".") if said[0].isdigit() else as_digits(fold(said))
    value = Decimal(digits) * times if digits.replace(".", "", 1).isdigit() else None
    return match.group() if value is None or value != int(value) else str(int(value))


def _spelled_out(date: re.Match[str]) -> str:
    month = int(date[2])
    name = _lists()["months"][month - 1] if 1 <= month <= len(_lists()["months"]) else date[2]
    year = date[3] if len(date[3]) == len("2014") else f"20{date[3][-2:]}"
    return f"{int(date[1])} {name} {year}"
