"""How a follow-up may be read: 'en in Almelo?' asks of Almelo what was asked of Breda."""

import re

from bot.commenters import commenters, is_number
from bot.coverage import named
from bot.guards import guarded, numbers_of
from bot.places import is_place, place_spans
from bot.shares import shared
from index.dutch import fold, stem, terms, words
from index.types import Span

# Each is looked for.
MAX_READINGS = 3

_ELLIPSIS = re.compile(
    r"(?:en|maar|and|but|of|or|(?:(?:nee|no),? )?(?:ik bedoel(?:de)?|i meant?))?\s*"
    r"(?:hoe (?:zit|is|gaat) (?:het|dat) |what about |how about )?"
    r"(?:(?:dan |then )?(?:in|bij|van|voor|met|over|volgens|door|op|aan|of|for|with|at|according to) )?"
    r"(?:(?P<article>de|het|een|the|a) )?(?P<named>(?:[\w’'.&-]+ ){0,3}[\w’'.&-]+)\s*\?*",
    re.IGNORECASE,
)
# 'Waarom zo weinig?' names nothing that could stand in another's place, and says nothing by itself.
_ASKS_WHY = re.compile(
    r"(?:en |maar |and |but )?(?:waarom|hoezo|hoe kan dat|hoe komt (?:het|dat)|why|how come)(?:(?: (?:zo|dan|"
    r"niet|wel|is|was|zijn|dat|dit|het|eigenlijk|toch|juist|nou|ook|so|that|not))+(?: \w+)?)[ ?.!]*",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:wie|wat|hoe\w*|waar\w*|welke?|wanneer|who|what|how|where|which|when|why)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:en|maar|and|but|of|or|what about|how about)\b", re.IGNORECASE)
# 'En Almelo dan?'
_LAST = re.compile(r"[ ,]+(?:dan|ook|nou|eigenlijk|then|too)$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:de|het|een) $", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\w)(?:19|20)\d\d(?!\w)")

# What is meant by one of these stands in the question before. 'Die' and 'that' also lead clauses, so they
# count only where a question begins or ends with them; 'er' and 'het' often mean nothing.
_REFERS_BACK = re.compile(
    r"\b(?:hij|zij|ze|hem|haar|hun|hen|dat|dit|deze|daar(?:aan|bij|door|in|mee|naar|om|op|over|toe|uit|van|voor)?"
    r"|hier(?:bij|door|mee|over|uit|van|voor)|he|she|they|him|her|them|their|it|its|this|these|those)\b|"
    r"\b(?:die|that|dan)\W*$|^(?:en|and) (?:die|that)\b",
    re.IGNORECASE,
)
# 'Hoe heet die persoon?': behind a verb, or what a clause does not begin with.
_POINTS = re.compile(
    r"\b(?:is|zijn|was|waren|heet|heten|heeft|hebben|doet|doen|kost|kosten|werkt|werken|zegt|zei|moet|moeten|kan|"
    r"kunnen|wil|willen|van|voor|bij|met|door) die\b",
    re.IGNORECASE,
)


_HOW_MANY_OF = re.compile(r"\b(?:hoeveel|how many) (?P<thing>\w+)", re.IGNORECASE)
_ASKS_HOW_MANY = re.compile(r"\b(?:hoeveel|how (?:many|much))\b", re.IGNORECASE)
_ASKS_WHEN = re.compile(
    r"\b(?:wanneer|hoe ?lang|hoe (?:oud|recent|actueel)|when|how (?:long|old|recent))\b", re.IGNORECASE
)


def is_elliptical(asked: str) -> bool:
    """Tell whether a follow-up only names what is asked of now: 'en de zachte?'."""
    said = asked.strip(" ?.!")
    return bool(_GOES_ON.match(said) and _ELLIPSIS.fullmatch(said))


def thing_counted(asked: str) -> str:
    """Return the stem of what a follow-up asks the number of, as of 'In hoeveel gemeenten?'; else nothing."""
    match = _HOW_MANY_OF.search(asked)
    return stem(fold(match["thing"])) if match else ""


def asks_number_or_time(asked: str) -> bool:
    """Tell whether a follow-up asks how many or when, which what was shown already may tell."""
    return bool(_ASKS_HOW_MANY.search(asked)) or asks_when(asked)


def asks_when(asked: str) -> bool:
    """Tell whether a follow-up asks when something was, or since when it is."""
    return bool(_ASKS_WHEN.search(asked))


def refers_back(asked: str) -> bool:
    """Tell whether a follow-up has a word that stands for something in the question before it."""
    points = _REFERS_BACK.search(asked) or _POINTS.search(asked) or _ASKS_WHY.fullmatch(asked.strip())
    return bool(points)


def own_terms(asked: str) -> list[str]:
    """Return the stems of what a follow-up says itself: none of 'wie zei dat?', nor of 'sinds wanneer?'."""
    empty = guarded("going_on", "attributions", "perhaps_said")
    return terms(" ".join(word for word in words(_REFERS_BACK.sub(" ", asked)) if word not in empty))


def may_answer(asked: str, text: str) -> bool:
    """Tell whether a text has a number where a follow-up asks how many, and a time where it asks when."""
    if numbers_of(text):
        return True
    if _ASKS_HOW_MANY.search(asked):
        return not guarded("amounts").isdisjoint(words(text))
    return not asks_when(asked) or not guarded("times").isdisjoint(words(text))


def instead(before: str, asked: str) -> list[str]:
    """Return the question before with what a bare follow-up names in the place of each thing of its kind.

    A town stands for a town, a year for a year, another name for a name, and what a share is asked of now for
    what it was asked of before. Nothing where the follow-up has words of its own, or the question names
    nothing of the kind.
    """
    match = _bare(asked)
    if match is None:
        return []
    name = match["named"]
    return [
        _with(before, span, match["article"] or "", name)
        for span in _like(name, before)
        if fold(span.of(before)) != fold(name)
    ][:MAX_READINGS]


def bare_name(asked: str) -> str:
    """Return what a follow-up names that says nothing else; empty where it says more."""
    match = _bare(asked)
    return match["named"] if match else ""


def _bare(asked: str) -> re.Match[str] | None:
    match = _ELLIPSIS.fullmatch(_LAST.sub("", asked.strip(" ?.!")))
    return None if match is None or _ASKING.search(match["named"]) else match


def _with(before: str, span: Span, article: str, name: str) -> str:
    """Return a question with a name in the place of a stretch, with its own article where both have one."""
    ahead = before[: span.start]
    if article and _ARTICLE.search(ahead):
        ahead = _ARTICLE.sub(f"{article.casefold()} ", ahead)
    return f"{ahead}{name}{before[span.end :]}"


def _like(name: str, before: str) -> list[Span]:
    """Return where a question names something of the kind that a name is of."""
    if _YEAR.fullmatch(name):
        return [Span(*match.span()) for match in _YEAR.finditer(before)]
    if is_place(name):
        return place_spans(before)
    if numbered := commenters(before):
        # 'En de tweede?', 'en de tweede lezer?'
        if commenters(name):
            return [whole for whole, _ in numbered]
        if is_number(name):
            return [number for _, number in numbered]
    # Something before it: the first word of a sentence would be no name.
    names = named(f"x {name}")
    if names and len(names) >= len(name.split()) - 1:
        return [span for span in _runs(before) if not is_place(span.of(before))]
    # 'Hoeveel procent noemt participatie?', 'en zelfredzaamheid?'
    thing = shared(before) if terms(name) else None
    return [thing] if thing else []


def _runs(text: str) -> list[Span]:
    """Return where names stand, those of several words in one ('Netwerk Zorg')."""
    names = list(dict.fromkeys(named(text)))
    if not names:
        return []
    one = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    joined = rf"(?<!\w)(?:{one})(?:(?: van| de| der| den)* (?:{one}))*(?!\w)"
    return [Span(*match.span()) for match in re.finditer(joined, text)]
