"""How a follow-up may be read: 'en in Almelo?' asks of Almelo what was asked of Breda."""

import re

from bot.coverage import named
from bot.guards import guarded, number_words
from index.dutch import terms, words

# Each is looked for.
MAX_READINGS = 3

_ELLIPSIS = re.compile(
    r"(?:en|maar|and|but|of|or)?\s*(?:hoe (?:zit|is|gaat) (?:het|dat) |what about |how about )?"
    r"(?:(?:dan |then )?(?:in|bij|van|voor|met|over|volgens|door|op|aan|of|for|with|at|according to) )?"
    r"(?:(?:de|het|een|the|a) )?(?P<named>(?:[\w’'.&-]+ ){0,3}[\w’'.&-]+)\s*\?*",
    re.IGNORECASE,
)


# What is meant by one of these stands in the question before. 'Die' and 'that' also lead clauses, so they
# count only where a question begins or ends with them; 'er' and 'het' often mean nothing.
_REFERS_BACK = re.compile(
    r"\b(?:hij|zij|ze|hem|haar|hun|hen|dat|dit|deze|daar(?:aan|bij|door|in|mee|naar|om|op|over|toe|uit|van|voor)?"
    r"|hier(?:bij|door|mee|over|uit|van|voor)|he|she|they|him|her|them|their|it|its|this|these|those)\b|"
    r"\b(?:die|that|dan)\W*$|^(?:en|and) (?:die|that)\b",
    re.IGNORECASE,
)


_ASKS_HOW_MANY = re.compile(r"\b(?:hoeveel|how (?:many|much))\b", re.IGNORECASE)
_ASKS_WHEN = re.compile(r"\b(?:wanneer|hoe ?lang|when|how long)\b", re.IGNORECASE)


def refers_back(asked: str) -> bool:
    """Tell whether a follow-up has a word that stands for something in the question before it."""
    return bool(_REFERS_BACK.search(asked))


def own_terms(asked: str) -> list[str]:
    """Return the stems of what a follow-up says itself: none of 'wie zei dat?', nor of 'sinds wanneer?'."""
    empty = guarded("going_on", "attributions")
    return terms(" ".join(word for word in words(_REFERS_BACK.sub(" ", asked)) if word not in empty))


def may_answer(asked: str, text: str) -> bool:
    """Tell whether a text has a number where a follow-up asks how many, and a time where it asks when."""
    told = words(text)
    # An article far more often than a number.
    numbers = number_words().keys() - {"een"}
    if any(word[0].isdigit() or word in numbers for word in told):
        return True
    if _ASKS_HOW_MANY.search(asked):
        return not guarded("amounts").isdisjoint(told)
    return not _ASKS_WHEN.search(asked) or not guarded("times", "months").isdisjoint(told)


def instead(before: str, asked: str) -> list[str]:
    """Return the question before with each of its names replaced by what a bare follow-up names.

    Nothing where the follow-up has words of its own, or either has no name.
    """
    match = _ELLIPSIS.fullmatch(asked.strip())
    # Something before it: the first word of a sentence would be no name.
    names = named(f"x {match['named']}") if match else []
    if match is None or not names or len(names) < len(match["named"].split()) - 1:
        return []
    return [
        f"{before[: run.start()]}{match['named']}{before[run.end() :]}"
        for run in _runs(before)
        if run.group().casefold() != match["named"].casefold()
    ][:MAX_READINGS]


def _runs(text: str) -> list[re.Match[str]]:
    """Return names, those of several words in one ('Netwerk Zorg')."""
    names = list(dict.fromkeys(named(text)))
    if not names:
        return []
    one = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    joined = rf"(?<!\w)(?:{one})(?:(?: van| de| der| den)* (?:{one}))*(?!\w)"
    return list(re.finditer(joined, text))
