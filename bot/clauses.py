"""Does a shortened sentence leave out only what can be left out whole? A check that can only refuse.

Words in the source's order may still be spliced from two clauses: of 'De wijkteams die zij gingen formeren,
waren anders' it would be 'De wijkteams gingen formeren'. What may go is therefore a short list, and nothing
else may: who says it, how much of it, and on what condition all look like any other words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.guards import guarded
from index.dutch import fold

_WORD = re.compile(r"\w+(?:[-/’'.]\w+)*")
_PAUSE = re.compile(r"[,;:()–—…]|\s-\s")
# 'één' is a number, and folds to the article.
_ONE = re.compile(r"één", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    after_pause: bool
    """Whether a comma, a bracket or a dash stands before it."""
    capital: bool


def _words(text: str) -> list[_Word]:
    found = list(_WORD.finditer(text))
    ends = [0, *(match.end() for match in found)]
    return [
        _Word(
            match.group().casefold() if _ONE.match(match.group()) else fold(match.group()),
            bool(_PAUSE.search(text[end : match.start()])),
            match.group()[0].isupper(),
        )
        for match, end in zip(found, ends, strict=False)
    ]


def spliced(sentence: str, quote: str, same: Callable[[str, str], bool]) -> str:
    """Return why a sentence is no shorter form of a quote; nothing where it is one.

    `same` tells whether a word of the sentence stands for one of the quote. Some way of finding the words in
    the quote, in their order, must leave out only light words and articles, a title at the beginning,
    insertions between two pauses, and at the end a clause that tells no more than more.
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


def _is_light(words: Sequence[_Word]) -> bool:
    return all(each.text in guarded("light", "articles") for each in words)


def _begins(theirs: Sequence[_Word], at: int) -> bool:
    """Tell whether what stands before a place can be left out: no clause that this one is part of can."""
    before = [each for each in theirs[:at] if each.text not in guarded("light", "articles", "joining")]
    title = len(before) == 1 and before[0] is theirs[at - 1] and before[0].text in guarded("titles")
    return not before or (title and theirs[at].capital and not theirs[at].after_pause)


def _leads(theirs: Sequence[_Word], before: int, at: int) -> bool:
    """Tell whether what stands between two places can be left out."""
    if at <= before:
        return False
    return _is_light(theirs[before + 1 : at]) or _is_insertion(theirs, before + 1, at)


def _is_insertion(theirs: Sequence[_Word], start: int, end: int) -> bool:
    """Tell whether words between two pauses only tell more of what they follow: they limit nothing."""
    if not (theirs[start].after_pause and theirs[end].after_pause):
        return False
    left_out = [each.text for each in theirs[start:end]]
    first, limiting = theirs[start], guarded("restricting", "negations", "limits", "attributions")
    adds = first.capital or first.text in guarded("relative", "articles", "adding")
    return adds and limiting.isdisjoint(left_out)


def _ends(theirs: Sequence[_Word], at: int) -> bool:
    """Tell whether what follows a place can be left out: one clause that adds, or gives a reason."""
    kept, rest = [each.text for each in theirs[: at + 1]], theirs[at + 1 :]
    if not rest:
        return True
    if guarded("finite_verbs", "verbs").isdisjoint(kept) or not guarded("restricting").isdisjoint(
        each.text for each in rest
    ):
        return False
    first = rest[0]
    # After a second pause the clause that was broken off may go on.
    one_clause = not any(each.after_pause for each in rest[1:])
    if first.after_pause and first.text in guarded("relative", "adding"):
        return one_clause
    if first.text in guarded("reasoning"):
        # 'Niet omdat het moet' denies the reason, and 'alleen omdat' is about nothing else.
        return first.after_pause or guarded("negations", "limits", "focus").isdisjoint(kept)
    return first.text == "en" and _is_conjunct(kept, [each.text for each in rest])


def _is_conjunct(kept: Sequence[str], rest: Sequence[str]) -> bool:
    """Tell whether a sentence holds without what 'en' adds: nothing takes both, and no verb comes later.

    'Heeft hulp en zorg afgeschaft' ends with its verb, 'zet hulp en zorg stop' with a part of it.
    """
    return guarded("pairing", "auxiliaries", "negations").isdisjoint(kept) and rest[-1] not in guarded(
        "particles"
    )
