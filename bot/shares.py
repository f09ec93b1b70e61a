"""What share something has: "46 procent" of one goal is no answer where another is asked of.

Sentences with percentages stand together and are alike, so that a reader who finds none of what was asked is
content with its neighbour.
"""

import re
from collections.abc import Sequence

from bot.coverage import covered
from bot.evidence import Evidence
from bot.guards import guarded
from index.dutch import fold, terms, words
from index.store import Index
from index.types import Span

_SHARE = (
    r"(?:(?:hoeveel (?:procent|%)|(?:welk|hoe groot is het|wat is het) (?:percentage|aandeel))"
    r"(?: van (?:(?:de|het|alle|onze) )?\w+| gemeenten?| gemeentes)?"
    # 'Welk deel van het sociaal domein' is no share.
    r"|(?:welk|hoe groot is het) deel van (?:de |alle |onze )?\w+(?:s|en))"
)
# Who has it, a verb, and then what is asked of, up to what that is called or where it stands.
_ASKED = re.compile(
    rf"(?:en |maar )?(?:(?:in|bij|door|op|met|voor) )?{_SHARE} \w+ (?P<thing>[^?]+?)"
    r"(?: (?:als|tot|in de|in het|op de|op het|bij de|onder de|volgens)\b[^?]*)?[ ?.!]*"
)
# 'Na zelfredzaamheid wordt preventie door 46 procent genoemd' tells no share of self-reliance.
_SET_ASIDE = re.compile(
    r"(?:^|(?<=[.;:] ))(?:na|naast|behalve|buiten) [^,;:]*?(?=,| (?:is|zijn|was|waren|wordt|worden|"
    r"werd|werden|noemt|noemen|scoort|scoren|komt|komen|volgt|volgen|staat|staan|heeft|hebben)\b)",
    re.IGNORECASE,
)


def shared(question: str) -> Span | None:
    """Return where a question names what it asks the share of; None where it asks for none."""
    folded = fold(question)
    match = _ASKED.fullmatch(folded)
    return Span(*match.span("thing")) if match and len(folded) == len(question) else None


def with_share(question: str, evidence: Sequence[Evidence], _index: Index) -> list[Evidence]:
    """Return the sentences that tell a share of what is asked of; all where no share is asked for."""
    thing = shared(question)
    things = terms(thing.of(question)) if thing else []
    if not things:
        return [*evidence]
    return [each for each in evidence if _has_share(each.text) and _tells_of(things, each.text)]


def _tells_of(things: Sequence[str], text: str) -> bool:
    told = frozenset(terms(_SET_ASIDE.sub(" ", text)))
    return any(covered(term, told) for term in things)


def _has_share(text: str) -> bool:
    return "%" in text or not guarded("shares").isdisjoint(words(text))
