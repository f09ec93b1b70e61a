"""Questions that ask several things: each is looked for by itself, so that each gets its own source."""

import re
from dataclasses import dataclass

from bot.coverage import named
from bot.guards import guarded
from index.dutch import fold

# More are answered as far as the first ones go; nobody reads longer answers.
MAX_PARTS = 3
# A part of fewer words ('en waarom?') says nothing by itself.
MIN_WORDS = 3

_QUESTION = re.compile(r"[^?]*\?+")
_ASKING = (
    r"(?:hoe|wat|waar\w*|wie|wiens|welke?|wanneer|hoeveel|(?:van|in|bij|door|met|voor|op|aan|tot) "
    r"(?:hoeveel|welke?|wie)|how|what|where|who|whose|which|when|why|whether)\b"
)
_AND = re.compile(rf"(?:[,;:]\s*(?:en|maar|and|but)?|\s(?:en|and))\s+(?={_ASKING})", re.IGNORECASE)
# '..., en maakt de minister zich daar druk om?': a verb in front asks too, behind a comma.
_AND_VERB = re.compile(r"[,;]\s*(?:en|maar|and|but)\s+(?=(?P<verb>\w+)\b[^,;]*\?)", re.IGNORECASE)
_COMPARING = re.compile(
    r"\b(?:verschil\w*|verschilt|overeenkom\w*|vergelijk\w*|vergeleken|anders dan|difference\w*|differ\w*|"
    r"compare\w*)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:(?:het |een |de |the )?(?:verschil\w*|overeenkom\w*|difference\w*)(?: (?:in|qua|van|of)\b)? "
    r"(?P<of>[^?,;]*?)\s*)?(?:tussen|between) (?P<one>.+?) (?:en|and) (?P<other>[^?,;]+)",
    re.IGNORECASE,
)
# What asks for a comparison says nothing of either side, and sentences on differences have its words.
_ASKS_TO_COMPARE = re.compile(
    r"\b(?:(?:waarin|hoe|in hoeverre|how) (?:do |does )?(?:verschil\w*|differ\w*)|vergelijk|compare|"
    r"van elkaar|differ\w*|anders dan|(?:ten opzichte van|vergeleken met|in vergelijking met|van|dan|met|en|"
    r"from|to|and) (?:die|dat|that)(?: (?:van|in|of)\b)?|ten opzichte van|vergeleken met)(?!\w)",
    re.IGNORECASE,
)
# 'De harde en de zachte kant': what both are stands behind the other.
_BARE = re.compile(r"(?:de|het|een|the|a) \w+e", re.IGNORECASE)
_ASKS = re.compile(rf"\b{_ASKING}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions in a question, in its order; one where it asks one thing."""

    questions: tuple[str, ...]
    separate: bool = False
    """Whether each stands by itself, so that it can be said of each whether it is answered."""
    left: tuple[str, ...] = ()
    """Questions that are too many, and not looked for."""


def parts_of(question: str) -> Parts:
    """Return what a question asks: sentences with a question mark, questions joined by 'en', or both sides
    of a comparison."""
    asked = list(dict.fromkeys(each.strip() for each in _QUESTION.findall(question)))
    if len(asked) == 1 and question.count(asked[0]) > 1:
        return Parts((asked[0],))
    if len(asked) > 1 and all(len(each.split()) >= MIN_WORDS for each in asked):
        return Parts(tuple(asked[:MAX_PARTS]), separate=True, left=tuple(asked[MAX_PARTS:]))
    joined = _joined(question)
    if len(joined) > 1 and all(len(each.split()) >= MIN_WORDS for each in joined):
        return Parts(tuple(joined[:MAX_PARTS]), left=tuple(joined[MAX_PARTS:]))
    return Parts(_sides(question) or (question,))


def _joined(question: str) -> list[str]:
    """Return the questions that 'en' joins; what only leads up to one stays with it."""
    found: list[str] = []
    leading = ""
    for piece in _AND.split(question):
        leading = f"{leading} {piece}".strip(" ,;")
        if _ASKS.search(piece):
            found += _before_verb(leading)
            leading = ""
    return found


def _before_verb(question: str) -> list[str]:
    """Return a question cut where another begins with its verb."""
    match = _AND_VERB.search(question)
    if match is None or fold(match["verb"]) not in guarded("finite_verbs"):
        return [question]
    return [question[: match.start()].strip(), question[match.end() :].strip()]


def _sides(question: str) -> tuple[str, ...]:
    """Return a comparing question once with either side alone, or nothing where it compares nothing."""
    if not _COMPARING.search(question):
        return ()
    if between := _BETWEEN.search(question):
        one, other = between["one"], between["other"].rstrip()
        if _BARE.fullmatch(one):
            one = " ".join([one, *other.split()[2:]])
        sides = (f"{between['of'] or ''} {each}".strip() for each in (one, other))
        return tuple(question.replace(between.group(), each) for each in sides)
    names = list(dict.fromkeys(named(question)))
    if len(names) != 2:
        return ()
    bare = _ASKS_TO_COMPARE.sub(" ", question)
    one, other = names
    return tuple(_without(bare, each) for each in (other, one))


def _without(question: str, name: str) -> str:
    """Return a question without a name, and the 'en' and the article before it."""
    left = re.sub(rf"(?:\b(?:en|and) )?(?:\b(?:de|het|the) )?\b{re.escape(name)}\b", " ", question)
    return re.sub(r"\s+([?.!])", r"\1", " ".join(left.split()))
