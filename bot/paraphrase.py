"""Does a sentence, in whatever words, say what the words it cites say? Checks that can only refuse.

What can be told from words alone is: numbers and how they are measured, names, who does what, negation,
quantity, conditions, how sure it is and who says it. The rest, whether it means the same, is the trained
reader's to refuse.
"""

import itertools
import re
from collections import Counter
from collections.abc import Callable

from bot.coverage import covered
from bot.guards import as_digits, guarded, is_year, numbers_of, spelled_out
from bot.measures import changed_measure, other_part_of_time
from bot.named import initials, new_names, new_numbers
from bot.polarity import changed_negation, changed_quantity, opposite, wider_negation
from bot.roles import changed_roles, new_actors
from bot.stance import changed_certainty, changed_condition, dropped_opinion, dropped_speaker
from index.dutch import STOP_WORDS, stem, words

# Log odds: of the right ones of the dev pairs the least sure has -4.0. From 0 on three of 22 would be
# stopped, and none of the four false ones that the other checks let pass.
MIN_SUPPORT = -4.3

# 'De gemeente helpt de gemeente' repeats one word of three, the right ones of dev at most one of nine.
MAX_REPEATED = 0.25
# No right paraphrase of the dev half had more than half of its words from elsewhere.
MAX_NEW_SHARE = 0.55

# So many words after a number may stand before what it counts ('twintig grote en kleine gemeenten').
MAX_WORDS_TO_UNIT = 4

_MARKUP = re.compile(r"https?:|www\.|(?<=\w)\.(?:nl|com|org|eu|net|be)\b|\]\(|[<>`*_#{}|\\@]")
_REFERS_BACK = re.compile(r"\b(?:dat|dit|die|deze|daar\w*|hier\w*|hij|zij|ze|zo)\b", re.IGNORECASE)
_VERDICTS = frozenset({"ja", "nee", "yes", "no"})


def _no_statement(sentence: str, quote: str) -> str:
    """Refuse what is no whole sentence with something to say, or speaks of what is not there.

    Links come from the index: an address, or marks that a page may take for one, are none of a sentence's.
    """
    if marks := set(_MARKUP.findall(sentence)) - set(_MARKUP.findall(quote)):
        return f"{sorted(marks)} are no words of the source"
    if _REFERS_BACK.match(sentence) and not _REFERS_BACK.search(quote):
        return "it refers to what was said before"
    # 'De gemeente is.'
    says = sum(word not in STOP_WORDS for word in words(sentence)) > 1
    return "" if says and sentence.endswith(".") else "it is no statement"


def _other_unit(sentence: str, quote: str) -> str:
    """What a number counts must not be something else that the source speaks of."""
    ours, theirs = words(sentence), [stem(word) for word in words(quote)]
    for number, unit in itertools.pairwise(ours):
        if (
            not numbers_of(number)
            or is_year(number)
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
        # Of 'Breda heeft vijf teams en Tilburg negen' the last number has nothing behind it, nor has
        # that of 'daalde naar 25 in 2016'.
        counts = counted and all(each and each[0] not in STOP_WORDS for each in counted)
        if counts and not any(stem(unit) in each for each in counted):
            return f"the source does not count '{unit}' by {number}"
    return ""


def _new_verdict(sentence: str, quote: str) -> str:
    """Yes or no is said only where the source says it."""
    first = words(sentence)[:1]
    new = first and first[0] in _VERDICTS and first[0] not in words(quote)
    return f"the source does not say '{first[0]}'" if new else ""


def _repeated(sentence: str, quote: str) -> str:
    """Refuse what mostly says its words more often than its source: 'De gemeente doet de gemeente doet.'"""
    ours, theirs = (
        Counter(stem(word) for word in words(text) if word not in STOP_WORDS) for text in (sentence, quote)
    )
    again = {word: count - max(1, theirs[word]) for word, count in ours.items()}
    too_many = sum(count for count in again.values() if count > 0)
    said = sorted(word for word, count in again.items() if count > 0)
    return f"{said} are said again" if too_many > MAX_REPEATED * sum(ours.values()) else ""


def _weighty(sentence: str, quote: str) -> str:
    """Refuse words that turn a matter and are not the source's: no reader of this size sees 'stopt met'."""
    known = frozenset(stem(word) for word in words(quote))
    weighty = frozenset(stem(word) for word in guarded("weighty"))
    new = sorted(word for word in words(sentence) if stem(word) in weighty and not covered(stem(word), known))
    return f"{new} are not in the source" if new else ""


def _new_content(sentence: str, quote: str) -> str:
    """Of what a sentence says in words of its own most must be the source's."""
    known = frozenset(stem(as_digits(word)) for word in words(spelled_out(quote)))
    content = [as_digits(word) for word in words(spelled_out(sentence)) if word not in STOP_WORDS]
    new = [word for word in content if not covered(stem(word), known) and word not in initials(quote)]
    return f"{new} are not in the source" if len(new) > MAX_NEW_SHARE * len(content) else ""


CHECKS: tuple[tuple[str, Callable[[str, str], str]], ...] = (
    ("statement", _no_statement),
    ("yes or no", _new_verdict),
    ("numbers", new_numbers),
    ("units", _other_unit),
    ("measures", changed_measure),
    ("part of time", other_part_of_time),
    ("names", new_names),
    ("actors", new_actors),
    ("negation", changed_negation),
    ("denied", wider_negation),
    ("antonyms", opposite),
    ("quantity", changed_quantity),
    ("conditions", changed_condition),
    ("hedges", changed_certainty),
    ("opinions", dropped_opinion),
    ("speaker", dropped_speaker),
    ("roles", changed_roles),
    ("repeated", _repeated),
    ("weighty", _weighty),
    ("content", _new_content),
)
