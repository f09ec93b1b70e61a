"""Questions for what something, or who somebody, is: a sentence that says so answers them.

Asked 'Wat is een wijkteam?' a reader takes whatever tells most of wijkteams for the answer, and asked who
somebody is it does not see that 'senior onderzoeker ... van ...' says it in passing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.coverage import named
from bot.evidence import Evidence, sentence_before
from bot.guards import guarded
from index.dutch import fold, stem, terms, words
from index.store import Index

# Names of organisations and reports are as long; a longer subject is a clause.
MAX_WORDS = 6
# Stems of one word may differ by so many letters at their end ('decentralisatie', 'decentralisaties').
MAX_ENDING, MIN_STEM = 1, 5
# A capital and no more letters than these may be initials.
MAX_INITIALS = 5

_QUOTES = "‘’“”'\"«»„"
_FILLING = "(?:nou |nu |dan |eigenlijk |precies |toch )*"
_ARTICLE = "(?:(?P<article>een|de|het|’t|'t|an?|the) )?"
_TERM = rf"(?P<term>\S+(?: \S+){{0,{MAX_WORDS - 1}}}?)"
_END = r"(?: (?:eigenlijk|precies|nou|nu|ook alweer))*\s*[?!.]*"
_IS_ASKED = (
    rf"(?P<who>wat|wie|what|who)(?: is| was| zijn| waren| are| were|[’']s) {_FILLING}{_ARTICLE}{_TERM}"
)
_LEG_UIT = "(?:leg|uitleggen|zeggen|zeg)(?: mij| me)?(?: eens)?(?: uit)?"
_MEANING_ASKED = (
    rf"wat betekent {_FILLING}{_ARTICLE}{_TERM}",
    rf"waar staat {_ARTICLE}{_TERM} voor",
    rf"wat houdt {_FILLING}{_ARTICLE}{_TERM} {_FILLING}in",
    "wat (?:wordt|bedoelt men|bedoelen ze|bedoelen jullie|bedoel je|verstaat men|verstaan ze|versta je) "
    rf"(?:er )?(?:bedoeld |verstaan )?(?:met|onder) {_ARTICLE}{_TERM}(?: bedoeld| verstaan)?",
    rf"wat is de (?:definitie|betekenis) van {_ARTICLE}{_TERM}",
    rf"(?:(?:kunt?|kan) (?:je|u) )?(?:mij |me )?{_LEG_UIT} "
    rf"wat {_ARTICLE}{_TERM} (?:is|zijn|betekent|inhoudt)",
    rf"what (?:do|does) {_ARTICLE}{_TERM} mean",
    rf"what is meant by {_ARTICLE}{_TERM}",
)
_TITLE = re.compile(r"^(?:mevrouw|meneer|mevr|mw|dhr|de heer|heer|mrs?|ms|drs?)\.? ", re.IGNORECASE)

# Stands for the term: no character that a text has.
_MARK = "\u241f"
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Definiendum:
    """What a question wants defined."""

    term: str
    strict: bool
    """Whether nothing else can be meant: 'wat is een tarief', not 'wat is het tarief'."""


def definiendum(question: str) -> Definiendum | None:
    """Return what a question wants defined: a term or a name of a few words; None where it asks else.

    'De rol van de gemeente' is none: it stands in a relation, and so does what is said of other things.
    """
    asked = re.sub(r"^(?:en|maar|and) ", "", question.strip(), flags=re.IGNORECASE)
    explicit = _first_match(_MEANING_ASKED, asked)
    match = explicit or _first_match((_IS_ASKED,), asked)
    if match is None:
        return None
    term = _TITLE.sub("", match["term"].strip(_QUOTES + " ?.,!"))
    name = _is_name(term)
    if (
        not terms(term)
        or "volgens" in words(term)
        or not (name or guarded("relating").isdisjoint(words(term)))
    ):
        return None
    if explicit or name:
        return Definiendum(term, strict=True)
    if match["who"].casefold() in {"wie", "who"}:
        # 'Wie is de wethouder?' asks for a name.
        return None
    if match["article"]:
        return Definiendum(term, strict=fold(match["article"]) in {"een", "a", "an"})
    # 'Wat is goedkoper?' compares.
    return Definiendum(term, strict=not term.endswith("er"))


def _first_match(patterns: Sequence[str], asked: str) -> re.Match[str] | None:
    found = (re.fullmatch(f"{each}{_END}", asked, re.IGNORECASE) for each in patterns)
    return next(filter(None, found), None)


def definitions(term: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence] | None:
    """Return the sentences that say what a term stands for, what is no reader's comment first.

    None where the term is in none of them: it may be called otherwise there, as in another language.
    """
    if not any(fold(term) in fold(each.text) or _MARK in _marked(term, each.text) for each in evidence):
        return None
    found = [each for each in evidence if defines(term, sentence_before(each, index), each.text)]
    return sorted(found, key=lambda each: each.passage.role == "comment")


def defines(term: str, before: str, text: str) -> bool:
    """Tell whether a sentence, after the one before it, says what a term or a name stands for."""
    here = _marked(term, text)
    if any(pattern.search(here) for pattern in _defining()) or _spells_out(term, text):
        return True
    if _is_name(term):
        return _is_called(here)
    taken_up = _takes_up().search(here)
    return taken_up is not None and _MARK in _marked(term, before) + here[: taken_up.start()]


@lru_cache(maxsize=1)
def _kind() -> str:
    """Return what finds a kind of thing: 'een busje', 'zorg die ...'; not 'gratis', 'verplicht om'."""
    relating, no_kind = ("|".join(sorted(guarded(each))) for each in ("relating", "no_kind"))
    quality = r"(?:\w+(?:lijk|rijk|ig|baar|loos|isch)|\w*(?:ge|be|ver|ont)\w+(?:d|t|en))"
    no_thing = rf"(?!(?:{no_kind})\b(?!-)|{quality} (?:{relating})\b)"
    related = rf"{no_thing}[^\W\d][\w-]* (?:[\w-]+ ){{0,2}}(?:{relating}|waar\w+)\b"
    return rf"(?:(?:een|de|het|iemand|iets|alles|a|an|the) \w|{related})"


@lru_cache(maxsize=1)
def _defining() -> tuple[re.Pattern[str], ...]:
    """Return how a sentence says what X is."""
    kind = _kind()
    called = "(?:zogenoemde|zogeheten|kortweg|genaamd|ook wel|bekend als|heten|heet|heette|ofwel|oftewel)"
    means = "betekent |betekenen |means |omvat|staat voor |houdt in|bestaat uit"
    patterns = (
        # What stands between the beginning of a clause and the term would say something else of it.
        rf"(?:^|[.:;,] |\bdat )(?:\W{{0,3}}|een |de |het |a |an |the )X(?: \w+){{0,3}} "
        rf"(?:(?:is|zijn|was|waren|are) {kind}|{means})",
        r"\b(?:is|zijn) (?:de |het )?X een\b|, (?:is|zijn) (?:een |de |het )?X",
        # An item of a list of terms, and what goes on after a colon.
        rf"^\W*X: (?!(?:in|op) \d|\d|[{_QUOTES}])|X(?: \w+){{0,6}}: {kind}",
        # 'X (...)', 'de hulp (X)', 'X – de oude ... –', 'X kent, een ... waarin'; lists go on with 'de'.
        r"X ?\((?!\d|zie|ook|en |of )|\w \(X\)(?!\w)|X ?[–—-] (?:de|het|een|ook|vroeger|voorheen|kortweg) ",
        r"X(?: \w+){0,4}, dat wil zeggen|X(?: \w+){0,3}, (?:ofwel|oftewel|waarin|waarbij|een (?:\w+ ){2})",
        rf"{_MARK}[{_QUOTES}], (?:de|het) ",
        rf"\b{called}:?(?: [{_QUOTES}]?\w+){{0,2}}:? X|X (?:\w+ )?(?:genoemd|genaamd)\b",
        rf"\bnoem\w*(?: \w+){{0,3}} (?:[{_QUOTES}]{_MARK}|X\.)",
        r"\b(?:onder|met) (?:\w+ )?X(?: \w+){0,8} (?:versta|bedoel|gedoeld|valt)",
        r"\b(?:versta|bedoel)\w*(?: \w+){0,3} (?:onder|met) X",
    )
    term = f"[{_QUOTES}]?{_MARK}[{_QUOTES}]?"
    return tuple(re.compile(each.replace("X", term), re.IGNORECASE) for each in patterns)


@lru_cache(maxsize=1)
def _takes_up() -> re.Pattern[str]:
    """Return what finds a clause that takes up a term, and says what it is."""
    is_one = rf"(?:dat|dit|het) (?:(?:is|zijn|was|waren) {_kind()}|betekent|wil zeggen|houdt in)"
    is_meant = r"(?:daarmee|daaronder|hiermee|met die term)(?: \w+){0,8} (?:bedoel|versta|gedoeld)"
    return re.compile(rf"(?:^|[:.] )[{_QUOTES}]?(?:{is_one}|{is_meant}|zo noem)", re.IGNORECASE)


def _is_name(term: str) -> bool:
    # Something before it: the first word of a sentence would be no name.
    return term[:1].isupper() and bool(named(f"x {term}"))


def _marked(term: str, text: str) -> str:
    """Return a text with a mark in place of a term in any of its forms."""
    plain = " ".join(text.split())
    asked, found = _stems(term), list(_WORD.finditer(plain))
    stems = [_stems(match.group())[0] for match in found]
    for at in reversed(range(len(found) - len(asked) + 1)):
        if all(map(_same, asked, stems[at : at + len(asked)])):
            plain = plain[: found[at].start()] + _MARK + plain[found[at + len(asked) - 1].end() :]
    return plain


@lru_cache(maxsize=4096)
def _stems(text: str) -> tuple[str, ...]:
    found = (fold(match.group()).replace("’", "'") for match in _WORD.finditer(text))
    return tuple(stem(word.removesuffix("'s")) for word in found)


def _same(one: str, other: str) -> bool:
    """Tell whether two stems are of one word: of a plural the stemmer leaves some letters."""
    short, long = sorted((one, other), key=len)
    ending = len(long) - len(short)
    return one == other or (len(short) >= MIN_STEM and ending <= MAX_ENDING and long.startswith(short))


def _spells_out(term: str, text: str) -> bool:
    """Tell whether a text has the words that an abbreviation stands for, the first with a capital."""
    if not (term.isalpha() and term[0].isupper() and 1 < len(term) <= MAX_INITIALS):
        return False
    spelled = "".join(rf"[ -](?:en |van |voor |de )?(?i:{letter})\w+" for letter in term[1:])
    return bool(re.search(rf"\b{term[0]}\w+{spelled}", text))


def _is_called(marked: str) -> bool:
    """Tell whether what somebody or something is stands beside a name: 'kennisinstituut X'."""
    before = re.search(rf"([\w-]+)((?: [A-Z][\w-]*)*) {_MARK}", marked)
    after = re.search(rf"{_MARK}, (?:de |het |een )?([\w-]+)", marked)
    return any(each and fold(each[1]).endswith(tuple(guarded("callings"))) for each in (before, after))
