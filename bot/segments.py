"""The clauses of a sentence, roughly: what each tells, whom it names, and which of another says the same."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.coverage import covered
from bot.guards import classes_of, guarded, numbers_of, same_actors, spelled_out
from bot.places import is_place
from index.dutch import STOP_WORDS, fold, stem

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*|[,;:()–—]|\s-\s")
_PAUSE = re.compile(r"[,;:()–—]|\s-\s")
_YEAR = re.compile(r"(?:19|20)\d\d|maand \d+")
_LAW = re.compile(r"\w{3,}wet")
# 'Door de nieuwe wethouder': so many words may stand between a preposition and whom it is about.
WORDS_BETWEEN = 2
# Of a shorter word a 't' at the end is no ending of a verb.
MIN_ROOT_LETTERS = 4
_DOUBLED = re.compile(r"([a-z])\1")
# What a clause only refers to ('het CAK int die') counts for so much of what it says itself.
_REFERRED = 0.5
# A clause that says less of what another does is not that one in other words.
MIN_TOLD = 0.5
# So near to the best clause another may be the one that is meant.
_MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a clause, folded."""

    text: str
    actor: str
    """Who it names, the same for 'gemeente' and 'gemeenten'; empty where nobody."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A clause."""

    tokens: tuple[Token, ...]
    content: frozenset[str]
    """The stems of what it tells, without names and numbers."""
    referred: frozenset[str] = frozenset()
    """The same of the clause before, where it refers back to that."""
    gapped: bool = False
    """Whether its content is that of the clause before, since it has none of its own."""
    cause: str = ""
    """'cause' or 'effect' of the clause beside it."""

    @property
    def words(self) -> list[str]:
        """Its words."""
        return [each.text for each in self.tokens]

    def numbers(self, *, dates: bool) -> frozenset[str]:
        """Return its numbers, or its years and months."""
        found = numbers_of(" ".join(self.words))
        return frozenset(each for each in found if bool(_YEAR.fullmatch(each)) == dates)


def names_in(text: str) -> frozenset[str]:
    """Return what a text writes with a capital within a sentence, or is a place at its beginning, folded."""
    found = [match.group() for match in re.finditer(r"[^\W\d_]+(?:-[^\W\d_]+)*", text)]
    first = {found[0]} if found and not is_place(found[0]) and not found[0].isupper() else set()
    capital = {fold(each) for each in found[1:] if each[0].isupper()} | {fold(each) for each in found[:1]}
    return frozenset(capital - {fold(each) for each in first} - STOP_WORDS)


def actor_of(word: str) -> str:
    """Return one word for all that mean the same actor, nothing for a word that names none."""
    group = next((each for each in same_actors() if word in each), None)
    if group is not None:
        return min(group)
    return stem(word) if word in guarded("actors", "somebody") else ""


def segments(text: str, names: frozenset[str], apart: frozenset[str] = frozenset()) -> list[Segment]:
    """Return the clauses of a sentence.

    `names` are what is one wherever it stands, `apart` what tells clauses from each other but is not what
    they tell: 'grote' and 'kleine'.
    """
    tokens = [fold(each) for each in _TOKEN.findall(spelled_out(text))]
    made = [
        Token(each, actor_of(each) or (each if each in names or _LAW.fullmatch(each) else ""))
        for each in tokens
    ]
    found: list[list[Token]] = [[]]
    for at, each in enumerate(made):
        if _PAUSE.fullmatch(each.text):
            if not _joins_actors(made, at):
                found.append([])
            continue
        last = at + 1 == len(made) or bool(_PAUSE.fullmatch(made[at + 1].text))
        if each.text in guarded("clausal") and not last and not _joins_actors(made, at):
            found.append([])
        found[-1].append(each)
    return _related([_segment(each, apart) for each in found if each])


def named_first(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the first who is named without a preposition, with all that belong to the name."""
    for at, token in enumerate(tokens):
        before = [each.text for each in tokens[max(0, at - WORDS_BETWEEN) : at]]
        if token.actor and guarded("before_others").isdisjoint(before):
            return named_together(tokens[at:])
    return frozenset()


def named_together(tokens: Sequence[Token]) -> frozenset[str]:
    """Return those that are named one after another: 'gemeenten en provincies', 'wethouder Jansen'."""
    found: set[str] = set()
    for token, following in pairwise([*tokens, Token("", "")]):
        # 'Het college van Breda' is Breda too; 'de cliënten van het CAK' are not the CAK.
        of_a_place = token.text == "van" and is_place(following.text)
        if token.actor:
            found.add(token.actor)
        elif not of_a_place and token.text not in guarded("articles") | {"en", "of"}:
            break
    return frozenset(found)


def _joins_actors(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether 'en' or a comma stands between two of a kind: of 'gemeenten en provincies' it does."""
    between = tokens[at - 1 : at + 3] if at else []
    if tokens[at].text not in ("en", "of", ",") or len(between) < 3 or not between[0].actor:
        return False
    behind = between[3] if between[2].text in guarded("articles") and len(between) > 3 else between[2]
    return bool(behind.actor) and bool(actor_of(behind.text)) == bool(actor_of(between[0].text))


def _root(word: str) -> str:
    """Return what the forms of a verb have in common: 'betaal' of 'betaalt' and of 'betalen' are 'betal'."""
    root = _DOUBLED.sub(r"\1", stem(word)).replace("v", "f").replace("z", "s")
    return root.removesuffix("t") if len(root) > MIN_ROOT_LETTERS else root


def _segment(tokens: Sequence[Token], apart: frozenset[str]) -> Segment:
    content: set[str] = set()
    subject = named_first(tokens)
    for each in tokens:
        name = bool(each.actor) and (each.actor in subject or not actor_of(each.text))
        if name or each.text in apart or numbers_of(each.text):
            continue
        if kinds := classes_of("hedges", each.text):
            content |= kinds
        elif each.text not in STOP_WORDS | guarded("before_others", "clausal"):
            content.add(each.actor or _root(each.text))
    return Segment(tuple(tokens), frozenset(content))


def _related(found: Sequence[Segment]) -> list[Segment]:
    """Return clauses with what they refer to, and which is the reason of which."""
    made: list[Segment] = []
    for at, each in enumerate(found):
        before = found[at - 1].content if at else frozenset()
        refers = not guarded("standing_for").isdisjoint(each.words) or each.words[-1] == "het"
        if not each.content and at:
            # Of 'Breda heeft vijf teams en Tilburg negen' the verb and the teams are left out.
            made.append(replace(each, content=before, gapped=True))
        else:
            made.append(replace(each, referred=before if refers else frozenset()))
    return [replace(each, cause=_cause(made, at)) for at, each in enumerate(made)]


def _cause(found: Sequence[Segment], at: int) -> str:
    def marked(place: int) -> str:
        if not 0 <= place < len(found):
            return ""
        first = found[place].words[0]
        return "cause" if first in guarded("causes") else "effect" if first in guarded("effects") else ""

    other = {"cause": "effect", "effect": "cause", "": ""}
    beside = marked(at + 1) or (marked(0) if at == 1 else "")
    return marked(at) or other[beside]


def nearest(segment: Segment, among: Sequence[Segment]) -> list[Segment]:
    """Return the clauses that say most of what a clause says; none of several where all say too little."""
    if len(among) == 1 and segment.content:
        return list(among)
    scores = [_overlap(segment, each) for each in among]
    best = max(scores, default=0.0)
    if best < MIN_TOLD * len(segment.content):
        return []
    return [each for each, score in zip(among, scores, strict=True) if best and score >= best - _MARGIN]


def _overlap(segment: Segment, other: Segment) -> float:
    said = [each for each in segment.content if covered(each, other.content)]
    meant = [each for each in segment.content if each not in said and covered(each, other.referred)]
    return len(said) + _REFERRED * len(meant)
