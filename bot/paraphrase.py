"""Does a sentence in other words say what the words it cites say? Checks that can only refuse.

What can be told from words alone is: numbers, names, who acts, negation, quantity, conditions, how sure it is
and who says it. The rest, whether it means the same, is the trained reader's to refuse.
"""

import itertools
import re
from collections.abc import Callable

from wordfreq import zipf_frequency

from bot.coverage import covered
from bot.guards import antonyms, as_digits, guarded, numbers_of, quantities, same_actors
from bot.wordings import changed_condition, no_statement
from index.dutch import STOP_WORDS, stem, words

# Log odds; see the README, *Checks*.
MIN_SUPPORT = -4.3

# No right paraphrase of the dev half had more than half of its words from elsewhere.
MAX_NEW_SHARE = 0.55

_NAME = re.compile(r"(?<=[\w,;:(] )[A-ZÀ-Ý][\w’'-]*|\b[A-Z]{2,}\b|\b\w{3,}wet\b")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_ONLY = re.compile(r"\bniet (?:alleen|slechts|enkel)\b", re.IGNORECASE)
# Zipf values (log10 of occurrences a billion words): of the names of Dutch towns Amsterdam's is the highest.
MIN_COMMON = 5.46
# So many words after a number may stand before what it counts ('twintig grote en kleine gemeenten').
MAX_WORDS_TO_UNIT = 4

_VERDICTS = frozenset({"ja", "nee", "yes", "no"})


def _new_numbers(sentence: str, quote: str) -> str:
    new = numbers_of(sentence) - numbers_of(quote)
    return f"the numbers {sorted(new)} are not in the source" if new else ""


def _initials(text: str) -> frozenset[str]:
    """Return the initials of every run of two to five words, for 'SCP' of 'Sociaal Cultureel Planbureau'."""
    letters = "".join(word[0] for word in words(text))
    return frozenset(letters[i : i + n] for n in range(2, 6) for i in range(len(letters) - n + 1))


def _other_unit(sentence: str, quote: str) -> str:
    """What a number counts must not be something else that the source speaks of."""
    ours, theirs = words(sentence), [stem(word) for word in words(quote)]
    for number, unit in itertools.pairwise(ours):
        if (
            not numbers_of(number)
            or _YEAR.fullmatch(number)
            or numbers_of(unit)
            or unit in STOP_WORDS
            or stem(unit) not in theirs
        ):
            continue
        counted = [
            theirs[at + 1 : at + 1 + MAX_WORDS_TO_UNIT]
            for at, word in enumerate(words(quote))
            if numbers_of(word) & numbers_of(number)
        ]
        if counted and not any(stem(unit) in each for each in counted):
            return f"the source does not count '{unit}' by {number}"
    return ""


def _new_names(sentence: str, quote: str) -> str:
    known = frozenset(words(quote))
    stems, initials = frozenset(stem(word) for word in known), _initials(quote)

    def is_known(word: str) -> bool:
        return word in known or word in STOP_WORDS or word in initials or covered(stem(word), stems)

    # A sentence's first word has a capital whatever it is.
    first = [word for word in sentence.split()[:1] if zipf_frequency(word, "nl") < MIN_COMMON]
    names = [*first, *_NAME.findall(sentence)]
    new = [name for name in names if not all(is_known(word) or numbers_of(word) for word in words(name))]
    return f"the names {new} are not in the source" if new else ""


def _new_actors(sentence: str, quote: str) -> str:
    theirs = frozenset(stem(word) for word in words(quote))
    known = theirs | {
        stem(word) for group in same_actors() if not group.isdisjoint(words(quote)) for word in group
    }
    known |= _initials(quote)
    new = sorted(
        word
        for word in guarded("actors").intersection(words(sentence))
        if not covered(stem(word), frozenset(known))
    )
    return f"{new} are not in the source" if new else ""


def _new_verdict(sentence: str, quote: str) -> str:
    """Yes or no is said only where the source says it."""
    first = words(sentence)[:1]
    new = first and first[0] in _VERDICTS and first[0] not in words(quote)
    return f"the source does not say '{first[0]}'" if new else ""


def _changed_negation(sentence: str, quote: str) -> str:
    said = (_NOT_ONLY.sub("", text) for text in (sentence, quote))
    ours, theirs = (not guarded("negations").isdisjoint(words(text)) for text in said)
    if ours == theirs:
        return ""
    return "the source says it with a negation" if theirs else "the source has no negation"


def _measures(quote: str, numbers: frozenset[str]) -> frozenset[str]:
    """Return how exactly a quote says those of its numbers: 'about', 'over' …"""
    said = words(quote)
    places = [at for at, word in enumerate(said) if numbers_of(word) & numbers]
    return frozenset().union(*(quantities(said[max(0, at - 2) : at]) for at in places))


def _new_quantities(sentence: str, quote: str) -> str:
    ours, theirs = (quantities(words(text)) for text in (sentence, quote))
    new = sorted(ours - theirs)
    if lost := sorted(_measures(quote, numbers_of(sentence)) - ours):
        return f"the source says of a number how exact it is: {lost}"
    return f"the source does not say of how much, or how sure: {new}" if new else ""


def _has(of: str, text: str) -> bool:
    stems = frozenset(stem(word) for word in guarded(of))
    return any(word in guarded(of) or stem(word) in stems for word in words(text))


def _dropped(of: str, reason: str, *others: str) -> Callable[[str, str], str]:
    def check(sentence: str, quote: str) -> str:
        kept = any(_has(each, sentence) for each in (of, *others))
        return reason if _has(of, quote) and not kept else ""

    return check


def _new_content(sentence: str, quote: str) -> str:
    """Of what a sentence says in words of its own most must be the source's."""
    known = frozenset(stem(as_digits(word)) for word in words(quote))
    content = [as_digits(word) for word in words(sentence) if word not in STOP_WORDS]
    new = [word for word in content if not covered(stem(word), known) and word not in _initials(quote)]
    return f"{new} are not in the source" if len(new) > MAX_NEW_SHARE * len(content) else ""


def _antonym(sentence: str, quote: str) -> str:
    ours, theirs = (frozenset(stem(word) for word in words(text)) for text in (sentence, quote))
    for one, other in (map(stem, pair) for pair in antonyms()):
        for mine, its in ((one, other), (other, one)):
            if mine in ours and its in theirs and mine not in theirs and its not in ours:
                return f"'{mine}' where the source says '{its}'"
    return ""


CHECKS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("statement", no_statement),
    ("yes or no", _new_verdict),
    ("numbers", _new_numbers),
    ("units", _other_unit),
    ("names", _new_names),
    ("actors", _new_actors),
    ("negation", _changed_negation),
    ("quantity", _new_quantities),
    ("conditions", changed_condition),
    ("hedges", _dropped("hedges", "the source says it less surely")),
    ("opinions", _dropped("opinions", "the source says it is somebody's opinion", "hedges", "attributions")),
    ("speaker", _dropped("attributions", "the source says who says it")),
    ("antonyms", _antonym),
    ("content", _new_content),
)
