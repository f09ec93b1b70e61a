"""Does a sentence say no more than the words it cites? Checks that can only refuse, each with a reason."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from bot.evidence import MIN_PART_LETTERS, covered
from index.dutch import STOP_WORDS, stem, words

# 'een' is an article far more often than a number; 'één' is the number, and folds to the same word.
_AMBIGUOUS = frozenset({"een"})
_ONE = re.compile(r"\béén\b", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")
# The shortest words that compounds are made of have three letters ('wet', 'wmo').
MIN_REST_LETTERS = 3
_NAME = re.compile(r"(?<=[\w,;:] )[A-ZÀ-Ý][\w’'-]*|\b[A-Z]{2,}\b|(?<=[\w,;:] )[A-Z]\w+")


@lru_cache(maxsize=1)
def _guards() -> dict[str, list[str]]:
    guards: dict[str, list[str]] = tomllib.loads(
        files("bot").joinpath("guards.toml").read_text(encoding="utf-8")
    )
    return guards


@lru_cache(maxsize=16)
def _guarded(*lists: str) -> frozenset[str]:
    """Return the words of these lists."""
    return frozenset(word for name in lists for word in _guards()[name])


@lru_cache(maxsize=1)
def _number_words() -> dict[str, str]:
    units = {word: str(value) for value, word in enumerate(_guards()["numbers"])}
    tens = {word: str(10 * value) for value, word in enumerate(_guards()["tens"], 2)}
    return units | tens | {"duizend": "1000"}


def _barriers() -> frozenset[str]:
    return _guarded("negations", "limits") | {"maar"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checks found: `reason` names the first that refused and why; empty where none did."""

    check: str = ""
    reason: str = ""

    @property
    def passed(self) -> bool:
        """Whether no check refused."""
        return not self.check


def numbers_of(text: str) -> frozenset[str]:
    """Return the numbers in a text, words as digits, Dutch thousands points taken out.

    'twintig' is '20', '3.500' is '3500', 'januari' is a number of its own ('maand 1').
    """
    found = {"1"} if _ONE.search(text) else set()
    for word in words(text):
        if word[0].isdigit():
            found.add(word.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", word) else word)
        elif word in _number_words() and word not in _AMBIGUOUS:
            found.add(_number_words()[word])
        elif word in _guards()["months"]:
            found.add(f"maand {_guards()['months'].index(word) + 1}")
    return frozenset(found)


def _new_numbers(sentence: str, quote: str) -> str:
    new = numbers_of(sentence) - numbers_of(quote)
    return f"the numbers {sorted(new)} are not in the source" if new else ""


def _new_names(sentence: str, quote: str) -> str:
    known = frozenset(words(quote))
    stems = frozenset(stem(word) for word in known)
    new = [
        name
        for name in _NAME.findall(sentence)
        if not all(
            word in known or covered(stem(word), stems) for word in words(name) if word not in STOP_WORDS
        )
    ]
    return f"the names {new} are not in the source" if new else ""


def _changed_words(of: frozenset[str], sentence: str, quote: str) -> str:
    ours, theirs = of.intersection(words(sentence)), of.intersection(words(quote))
    if ours == theirs:
        return ""
    return f"{sorted(ours ^ theirs)} stands on one side only"


def _changed_negation(sentence: str, quote: str) -> str:
    return _changed_words(_guarded("negations"), sentence, quote)


def _changed_limit(sentence: str, quote: str) -> str:
    """A limit that the sentence brings in is refused, and one that it leaves out."""
    return _changed_words(_guarded("limits"), sentence, quote)


def _dropped_hedge(sentence: str, quote: str) -> str:
    """What a source calls likely, wanted or feared must not become a fact."""
    if not _guarded("hedges").isdisjoint(words(quote)) and _guarded("hedges").isdisjoint(words(sentence)):
        return "the source says it less surely"
    return ""


def _dropped_speaker(sentence: str, quote: str) -> str:
    """What somebody says must not become what is so."""
    if not _guarded("attributions").isdisjoint(words(quote)) and _guarded("attributions").isdisjoint(
        words(sentence)
    ):
        return "the source says who says it"
    return ""


def _content(text: str) -> list[str]:
    return [_number_words().get(word, word) for word in words(text) if word not in STOP_WORDS]


def _stands_for(word: str, source_word: str) -> bool:
    """Tell whether a word is another form of the source's, or a part of it ('beleid' of 'beleidsplan').

    What is left of the source's word must be a word too: 'tevreden' is no part of 'ontevreden'.
    """
    ours, theirs = stem(word), stem(source_word)
    part = len(ours) >= MIN_PART_LETTERS and len(theirs) >= len(ours) + MIN_REST_LETTERS
    return ours == theirs or (part and ours in theirs)


def _new_content(sentence: str, quote: str) -> str:
    source = _content(quote)
    new = [word for word in _content(sentence) if not any(_stands_for(word, other) for other in source)]
    return f"{new} are not in the source" if new else ""


def _changed_order(sentence: str, quote: str) -> str:
    """The content words must come in the source's order: turned round, they may tell something else."""
    source = _content(quote)
    at = 0
    for word in _content(sentence):
        while at < len(source) and not _stands_for(word, source[at]):
            at += 1
        if at == len(source):
            return f"'{word}' comes earlier in the source"
        at += 1
    return ""


def _next_content(of: list[str]) -> str:
    telling = (word for word in of if word not in STOP_WORDS or word in _barriers())
    return next((_number_words().get(word, word) for word in telling), "")


def _reaches(word: str, following: list[str]) -> bool:
    """Tell whether a negation or limit, followed by these words of the source, is about `word` too."""
    for other in following:
        if _stands_for(word, _number_words().get(other, other)):
            return True
        if other in _barriers():
            return False
    return False


def _same_place(ours: list[str], i: int, theirs: list[str], j: int) -> bool:
    """Tell whether word i of the sentence says what word j of the source says, of the same thing."""
    number = numbers_of(ours[i])
    if number != numbers_of(theirs[j]) or not (number or ours[i] == theirs[j]):
        return False
    following = _next_content(ours[i + 1 :])
    if not number:
        return not following or _reaches(following, theirs[j + 1 :])
    before, there = (ours[i - 1] if i else ""), (theirs[j - 1] if j else "")
    if {before, there} & _guarded("prepositions") and before != there:
        return False
    return bool(_YEAR.fullmatch(ours[i])) or _stands_for(following, _next_content(theirs[j + 1 :]))


def _moved(sentence: str, quote: str) -> str:
    """A number keeps its unit and its preposition ('na 2015'), a negation or a limit what it is about."""
    ours, theirs = words(sentence), words(quote)
    for i, word in enumerate(ours):
        sensitive = numbers_of(word) or word in _guarded("negations", "limits")
        if sensitive and not any(_same_place(ours, i, theirs, j) for j in range(len(theirs))):
            return f"'{word}' is about something else in the source"
    return ""


def _skipped_number(sentence: str, quote: str) -> str:
    """No number of the source may be jumped over: what follows it is about something else."""
    source = _content(quote)
    at, began = 0, False
    for word in _content(sentence):
        while at < len(source) and not _stands_for(word, source[at]):
            if began and source[at][0].isdigit():
                return f"it jumps over {source[at]}"
            at += 1
        at, began = at + 1, True
    return ""


def _no_statement(sentence: str, quote: str) -> str:
    del quote
    return "" if sentence.endswith(".") and _content(sentence) else "it is no statement"


_CHECKS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("statement", _no_statement),
    ("numbers", _new_numbers),
    ("names", _new_names),
    ("negation", _changed_negation),
    ("limits", _changed_limit),
    ("hedges", _dropped_hedge),
    ("speaker", _dropped_speaker),
    ("content", _new_content),
    ("order", _changed_order),
    ("moved", _moved),
    ("skipped", _skipped_number),
)


def verify(sentence: str, quote: str) -> Verdict:
    """Check a sentence against the words it cites; the first check that refuses gives the verdict."""
    for name, check in _CHECKS:
        if reason := check(sentence, quote):
            return Verdict(name, reason)
    return Verdict()


def answers_more_than(sentence: str, question: str) -> bool:
    """Tell whether a sentence has a content word that the question lacks: without one it says nothing new."""
    asked = frozenset(stem(word) for word in words(question))
    return any(stem(word) not in asked for word in _content(sentence))
