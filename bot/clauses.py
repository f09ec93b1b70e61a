"""Does a shortened sentence leave out only what can be left out whole? A check that can only refuse.

Words in the source's order may still be spliced from two clauses: of 'De wijkteams die zij gingen formeren,
waren anders' it would be 'De wijkteams gingen formeren'.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.guards import guarded

# 'De gemeente Breda' is also Breda.
MAX_TITLE_WORDS = 2

_WORD = re.compile(r"\w+(?:[-/’'.]\w+)*")
_PAUSE = re.compile(r"[,;:()–—…]|\s-\s")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    after_pause: bool
    """Whether a comma, a bracket or a dash stands before it."""


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    ends = [0, *(match.end() for match in found)]
    return [
        _Word(match.group().casefold(), bool(_PAUSE.search(text[end : match.start()])))
        for match, end in zip(found, ends, strict=False)
    ]


def spliced(sentence: str, quote: str, same: Callable[[str, str], bool]) -> str:
    """Return why a sentence is no shorter form of a quote; nothing where it is one.

    `same` tells whether a word of the sentence stands for one of the quote. Some way of finding the words in
    the quote, in their order, must leave out: at the beginning what ends with a pause or a conjunction, or a
    word or two before a name; within only articles and adverbs, or what a pause ends; at the end what begins
    with a pause or a preposition.
    """
    ours, theirs = [word.text for word in _words(sentence)], _words(quote)
    places = {
        at for at in range(len(theirs)) if ours and same(ours[0], theirs[at].text) and _begins(theirs, at)
    }
    for word in ours[1:]:
        following = {
            at
            for at in range(len(theirs))
            if same(word, theirs[at].text) and any(_leads(theirs, before, at) for before in places)
        }
        places = following | (places if word in guarded("articles") else set())
        if not places:
            return f"up to '{word}' it is put together from several clauses"
    return "" if any(_ends(theirs, at) for at in places) else "it breaks off in the middle of a clause"


def _begins(theirs: Sequence[_Word], at: int) -> bool:
    return at <= MAX_TITLE_WORDS or theirs[at].after_pause or theirs[at - 1].text in guarded("opening")


def _leads(theirs: Sequence[_Word], before: int, at: int) -> bool:
    """Tell whether what stands between two places can be left out."""
    if at <= before:
        return False
    left_out = theirs[before + 1 : at]
    return theirs[at].after_pause or all(each.text in guarded("light", "articles") for each in left_out)


def _ends(theirs: Sequence[_Word], at: int) -> bool:
    following = theirs[at + 1 :]
    return not following or following[0].after_pause or following[0].text in guarded("closing")
