"""Questions for what something, or who somebody, is: only a sentence that says so answers them.

Asked 'Wat is een wijkteam?' a reader takes whatever tells most of wijkteams for the answer, and asked who
somebody is it does not see that 'senior onderzoeker ... van ...' says it in passing.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.coverage import named
from bot.evidence import Evidence
from bot.guards import guarded
from index.dutch import fold, stem, terms, words
from index.store import Index

# Names of organisations and reports are as long; a longer subject is a clause.
MAX_WORDS = 6
# Stems of one word may differ by so many letters at their end ('decentralisatie', 'decentralisaties').
MAX_ENDING, MIN_STEM = 1, 5

_QUOTES = "‘’“”'\"«»„"
_FILLING = "(?:nou |nu |dan |eigenlijk |precies |toch )*"
_ARTICLE = "(?:(?:een|de|het|’t|'t|an?|the) )?"
_TERM = rf"(?P<term>\S+(?: \S+){{0,{MAX_WORDS - 1}}}?)"
_END = r"(?: (?:eigenlijk|precies|nou|nu|ook alweer))*\s*\?*"
_ASKED = tuple(
    re.compile(rf"(?:en |maar |and )?{pattern}{_END}", re.IGNORECASE)
    for pattern in (
        rf"(?:wat|wie|what|who)(?: is| was| zijn| waren| are| were|[’']s) {_FILLING}{_ARTICLE}{_TERM}",
        rf"wat betekent {_FILLING}{_ARTICLE}{_TERM}",
        rf"waar staat {_ARTICLE}{_TERM} voor",
        rf"wat houdt {_FILLING}{_ARTICLE}{_TERM} {_FILLING}in",
        rf"wat (?:wordt|bedoelt men|bedoelen ze|bedoelen jullie|verstaat men|verstaan ze) (?:er )?"
        rf"(?:bedoeld |verstaan )?(?:met|onder) {_ARTICLE}{_TERM}(?: bedoeld| verstaan)?",
        rf"what (?:do|does) {_ARTICLE}{_TERM} mean",
        rf"what is meant by {_ARTICLE}{_TERM}",
    )
)
_TITLE = re.compile(r"^(?:mevrouw|meneer|mevr|mw|dhr|de heer|heer|mrs?|ms|drs?)\.? ", re.IGNORECASE)

# Stands for the term: no character that a text has.
_MARK = "\u241f"
_MEANS = "(?:betekent|betekenen|betekende|houdt|houden|omvat|omvatten|staat voor|bestaan?t?)"
_CALLED = (
    "(?:zogenoemde|zogeheten|kortweg|genoemd|genaamd|bekend als|heten|heet|heette|noemen|noemt|noemde|"
    "ofwel|oftewel)"
)
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


@lru_cache(maxsize=1)
def _is() -> str:
    """Return what finds 'is' before a kind ('zorg die ...'), not before 'ook zo' or 'verplicht om'."""
    quality = r"(?:\w+(?:lijk|rijk|ig|baar|loos|isch)|(?:ge|be|ver|ont)\w+(?:d|t|en))"
    relating, no_kind = ("|".join(sorted(guarded(each))) for each in ("relating", "no_kind"))
    return rf"(?:is|zijn|was|waren)(?! ?(?:(?:{no_kind})\b|,|{quality}(?:[,.]|$| (?:{relating}) )))"


@lru_cache(maxsize=1)
def _defining() -> tuple[re.Pattern[str], ...]:
    """Return how a sentence says what X is."""
    patterns = (
        # What stands between the beginning of a clause and the term would say something else of it.
        rf"(?:^|[.:;,] |\bdat )(?:(?:een|de|het) )?X(?: \w+){{0,3}} (?:{_MEANS}|{_is()})\b",
        # 'X: ...', 'X werd het sleutelbegrip: ...', not 'X: in 54 procent' nor what somebody says.
        rf"X(?: \w+){{0,6}}: (?!(?:in|op) \d|wat|wie|waar|[{_QUOTES}]|\d)",
        # 'X (...)', 'X – de oude ... –', 'X kent, een ...'; a list goes on with 'de' and 'het'.
        r"X ?\((?!\d)|X ?[–—]|X - ",
        r"X(?: \w+){0,4}, dat wil zeggen|X(?: \w+){0,3}, (?:een|ofwel|oftewel|waarin|waarbij) ",
        rf"{_MARK}[{_QUOTES}], (?:de|het) ",
        rf"\b{_CALLED}:?(?: [{_QUOTES}]?\w+){{0,2}}:? X|X {_CALLED}\b",
        r"\b(?:onder|met) (?:\w+ )?X(?: \w+){0,8} (?:versta|bedoel|gedoeld|valt)",
        r"\b(?:versta|bedoel)\w*(?: \w+){0,3} (?:onder|met) X",
    )
    term = f"[{_QUOTES}]?{_MARK}[{_QUOTES}]?"
    return tuple(re.compile(each.replace("X", term), re.IGNORECASE) for each in patterns)


@lru_cache(maxsize=1)
def _takes_up() -> re.Pattern[str]:
    """Return what finds a clause that takes up a term, and says what it is."""
    return re.compile(
        rf"(?:^|[:.] )[{_QUOTES}]?(?:(?:dat|dit|het) (?:{_is()} |betekent|wil zeggen|houdt in)|"
        r"(?:daarmee|daaronder|hiermee|met die term)(?: \w+){0,8} (?:bedoel|versta|gedoeld)|zo noem)",
        re.IGNORECASE,
    )


def definiendum(question: str) -> str:
    """Return what a question wants defined: a term or a name of a few words; nothing where it asks else.

    'De rol van de gemeente' is none: it stands in a relation, and so does what is said of other things.
    """
    match = next(filter(None, (pattern.fullmatch(question.strip()) for pattern in _ASKED)), None)
    term = _TITLE.sub("", match["term"].strip(_QUOTES + " ?.,")) if match else ""
    relates = "volgens" in words(term) or not (_is_name(term) or guarded("relating").isdisjoint(words(term)))
    return "" if relates or not terms(term) else term


def definitions(term: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence] | None:
    """Return the sentences that say what a term stands for, what is no reader's comment first.

    None where the term is in none of them: it may be called otherwise there, as in another language.
    """
    if not any(fold(term) in fold(each.text) or _MARK in _marked(term, each.text) for each in evidence):
        return None
    found = [each for each in evidence if defines(term, _before(each, index), each.text)]
    return sorted(found, key=lambda each: each.passage.role == "comment")


def _before(evidence: Evidence, index: Index) -> str:
    return evidence.before.of(index.documents[evidence.passage.source].text) if evidence.before else ""


def defines(term: str, before: str, text: str) -> bool:
    """Tell whether a sentence, after the one before it, says what a term or a name stands for."""
    here = _marked(term, text)
    if any(pattern.search(here) for pattern in _defining()) or _spells_out(term, text):
        return True
    if _is_name(term):
        return _is_called(here)
    taken_up = _takes_up().search(here)
    return taken_up is not None and _MARK in _marked(term, before) + here[: taken_up.start()]


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
    """Tell whether a text has the words that an abbreviation stands for."""
    if not (term.isupper() and term.isalpha()):
        return False
    return bool(re.search(r"\b" + r"\w+[ -](?:en |van |voor |de )?".join(term) + r"\w{2,}", text))


def _is_called(marked: str) -> bool:
    """Tell whether what somebody or something is stands before a name: 'kennisinstituut ...'."""
    before = re.search(rf"([\w-]+)((?: [A-Z][\w-]*)*) {_MARK}", marked)
    return before is not None and fold(before[1]).endswith(tuple(guarded("callings")))
