"""How sure a source is, who says it, and on what condition it holds. Checks that can only refuse."""

import re

from bot.guards import classes, classes_of, guarded, has_one
from index.dutch import words

# 'Als' compares, or makes a condition where a clause follows.
_IF = re.compile(r"\bals (?:het|er|ze|zij|hij|we|wij|je|u|men|dit|dat|die|de|een) ", re.IGNORECASE)
# 'Stelt dat', 'stelt ook vast dat'.
_WORDS_TO_THAT = 3


def changed_condition(sentence: str, quote: str) -> str:
    """Refuse a condition that is brought in, left out, or turned into an exception."""
    ours, theirs = words(sentence), words(quote)
    conditions, conditional = guarded("conditions"), guarded("conditions", "conditional")
    exceptions = guarded("exceptions")
    if exceptions.isdisjoint(ours) != exceptions.isdisjoint(theirs):
        return "an exception stands on one side only"
    if not conditions.isdisjoint(ours) and conditional.isdisjoint(theirs):
        return "the source makes no condition"
    makes_one = not conditions.isdisjoint(theirs) or _IF.search(quote)
    if makes_one and conditional.isdisjoint(ours):
        return "the source makes a condition"
    return ""


def changed_certainty(sentence: str, quote: str) -> str:
    """What a source calls likely, wanted, feared or denied must stay so, and become nothing else of these."""
    ours, theirs = (classes("hedges", words(text)) for text in (sentence, quote))
    allowed = theirs.union(*(_NEAR.get(kind, frozenset()) for kind in theirs))
    if theirs and not ours & allowed:
        return "the source says it less surely"
    if "denied" in theirs - ours:
        return "the source denies it"
    # A word may stand for more than one: 'lijkt' seems and is expected.
    said = [kinds for word in words(sentence) if (kinds := classes_of("hedges", word))]
    new = sorted(min(kinds) for kinds in said if not kinds & allowed)
    return f"the source does not say how sure it is so: {new}" if new else ""


# Who says it in these words of what is called so says no more.
_NEAR = {
    "expected": frozenset({"seems", "may"}),
    "feared": frozenset({"expected"}),
    "seems": frozenset({"expected"}),
    "wanted": frozenset({"expected"}),
    "promised": frozenset({"expected", "wanted"}),
}


def _sayings(text: str) -> frozenset[str]:
    said = words(text)
    kinds = classes("attributions", said)
    perhaps = guarded("perhaps_said")
    for at, word in enumerate(said):
        if word in perhaps and "dat" in said[at + 1 : at + 1 + _WORDS_TO_THAT]:
            kinds |= {"said"}
    return kinds


def dropped_speaker(sentence: str, quote: str) -> str:
    """What somebody says must not become what is so, nor what is only named what is said."""
    ours, theirs = _sayings(sentence), _sayings(quote)
    if has_one(guarded("opinions"), words(sentence)):
        ours |= {"said"}
    # Of 'volgens X noemt Y' both stay; by itself 'volgens X' may become 'X noemt'.
    kept = theirs <= ours if len(theirs) > 1 else bool(ours) or not theirs
    return "" if kept else "the source says who says it"


def dropped_opinion(sentence: str, quote: str) -> str:
    """What somebody thinks must not become what is so."""
    ours = words(sentence)
    thought = has_one(guarded("opinions"), words(quote))
    kept = has_one(guarded("opinions"), ours) or classes("hedges", ours) or _sayings(sentence)
    return "the source says it is somebody's opinion" if thought and not kept else ""
