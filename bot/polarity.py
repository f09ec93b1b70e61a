"""Whether something is so, of how many, and which way round. Checks that can only refuse."""

import itertools

from bot.guards import antonyms, guarded, has_one, joined_verbs, quantities, table
from index.dutch import STOP_WORDS, stem, words

# Of numbers these are told with what bounds them, see bot/measures.py.
_OF_NUMBERS = frozenset({"about", "over", "under"})
_COUNTING = frozenset({"none", "few", "many", "most", "all"})
# 'Geen eigen budget' is one; more words between are seldom all of what is denied.
_WORDS_DENIED = 2
_AT_ALL = frozenset({"nooit", "niets", "niemand", "nergens"})
_DENYING = frozenset({"geen", "zonder"})


def denies(text: list[str]) -> bool:
    """Tell whether a clause is denied: 'niet alleen' and 'niet alle' deny only the word behind them."""
    said = f" {' '.join(text)} "
    for phrase in guarded("partly_denied"):
        said = said.replace(f" {phrase} ", " ")
    return not guarded("negations").isdisjoint(said.split())


def changed_negation(sentence: str, quote: str) -> str:
    """Refuse a denial that is brought in or left out, where no exception or part says as much."""
    ours, theirs = words(sentence), words(quote)
    if denies(ours) == denies(theirs):
        return ""
    if denies(theirs):
        return "the source says it with a negation"
    # 'Alle, behalve X' says of X 'niet', and 'niet alle' of some.
    partly = has_one(guarded("partly_denied"), theirs) and "some" in quantities(ours)
    if partly or not guarded("exceptions").isdisjoint(theirs):
        return ""
    return "the source has no negation"


def wider_negation(sentence: str, quote: str) -> str:
    """Where there is no budget of one's own, there may be one: what is denied keeps its adjective."""
    ours, theirs = words(sentence), words(quote)
    for denial, denied in itertools.pairwise(ours):
        if denial not in _DENYING:
            continue
        behind = [theirs[at + 1 : at + 2 + _WORDS_DENIED] for at, word in enumerate(theirs) if word == denial]
        narrower = any(stem(denied) in map(stem, each[1:]) for each in behind)
        if narrower and not any(stem(denied) in map(stem, each[:1]) for each in behind):
            return f"the source only denies it of some '{denied}'"
    return ""


def changed_quantity(sentence: str, quote: str) -> str:
    """Refuse 'all' where the source says 'some', and what leaves out of how many the source speaks."""
    said = [_without_parts(text) for text in (sentence, quote)]
    ours, theirs = (quantities(joined_verbs(text)) - _OF_NUMBERS for text in said)
    new = sorted(ours - theirs - _implied(theirs, words(sentence), words(quote)))
    if new:
        return f"the source does not say of how much, or how sure: {new}"
    lost = _lost_part(words(sentence), words(quote))
    return f"the source says it of '{lost}'" if lost else ""


def _implied(theirs: frozenset[str], sentence: list[str], quote: list[str]) -> frozenset[str]:
    """Return the quantities that follow from others.

    What is so of things is so of some, what all do but X, only X does not, and 'niet' may be put as 'geen'.
    """
    some = frozenset({"some"}) if theirs.isdisjoint(_COUNTING) else frozenset()
    excepted = frozenset({"none", "only"}) if not guarded("exceptions").isdisjoint(quote) else frozenset()
    put_otherwise = denies(quote) and _AT_ALL.isdisjoint(sentence)
    return some | excepted | (frozenset({"none"}) if put_otherwise else frozenset())


def _without_parts(text: str) -> list[str]:
    """Return the words of a text with 'sommige' for 'niet alle', and without what else is denied in part."""
    said = f" {' '.join(words(text))} "
    for phrase in guarded("partly_denied"):
        said = said.replace(f" {phrase} ", " sommige " if phrase in table("quantities")["some"] else " ")
    return said.split()


def _lost_part(ours: list[str], theirs: list[str]) -> str:
    stems = frozenset(stem(word) for word in ours)
    for kind in ("some", "few", "most", "many", "only"):
        for phrase in table("quantities")[kind] & guarded("partitive"):
            first = phrase.split()
            for at in range(len(theirs) - len(first)):
                counted = theirs[at + len(first)]
                told = theirs[at : at + len(first)] == first and counted not in STOP_WORDS
                if told and stem(counted) in stems and kind not in quantities(ours):
                    return f"{phrase} {counted}"
    return ""


def opposite(sentence: str, quote: str) -> str:
    """Refuse a word that turns what the source says."""
    return turned(words(sentence), words(quote))


def turned(ours: list[str], theirs: list[str]) -> str:
    """Return why some words turn what others say: one has the opposite of what the other has."""
    mine, its = frozenset(joined_verbs(ours)), frozenset(joined_verbs(theirs))
    for pair in antonyms():
        for one, other in (pair, pair[::-1]):
            if mine & one and its & other and not its & one and not mine & other:
                return f"'{min(mine & one)}' where the source says '{min(its & other)}'"
    return ""
