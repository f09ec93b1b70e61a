"""Yes or no: said only where a sentence of a source states, or denies, word for word what is asked.

'Hebben gemeenten een netwerk?' states 'gemeenten hebben een netwerk'. Every word of that must stand in the
sentence, one after another but for the verb, with nothing before or behind it in its clause that narrows it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.evidence import Evidence
from bot.guards import as_digits, guarded, quantities
from index.dutch import STOP_WORDS, stem, words

Ruling = Literal["yes", "no", ""]

# In a subordinate clause the verbs stand last, in a statement one of them comes second.
MAX_VERBS = 3
_CLAUSE = re.compile(r"[^,;:.!?()–—]+")
_QUOTED_OR_ASKED = re.compile(r"[‘’“”\"?]|(?<!\w)'")
_KEPT = ("limits", "hedges", "opinions", "attributions", "perhaps_said", "conditions", "circumstances")
# A single word states too little: 'Is het verplicht?'
MIN_STATED = 2


@dataclass(frozen=True, slots=True)
class Statement:
    """What a closed question asks whether it is so, without words that say nothing of their own."""

    verb: str
    """Where the question begins with it; empty for 'klopt het dat …'."""
    rest: tuple[str, ...]


def _bare(said: Sequence[str]) -> list[str]:
    return [as_digits(word) for word in said if word not in guarded("fillers")]


def statement_of(question: str) -> Statement | None:
    """Return what a Dutch closed question states, None for every other question."""
    said = " ".join(words(question))
    opened = next((each for each in guarded("is_it_so") if said.startswith(f"{each} ")), "")
    if opened:
        verb, asked = "", said.removeprefix(opened).split()
    else:
        verb, *asked = said.split() or [""]
        if verb not in guarded("finite_verbs"):
            return None
    rest = tuple(_bare(asked))
    open_or_denied = guarded("interrogatives", "negations").intersection(asked)
    if open_or_denied or "of" in asked or len([each for each in rest if each not in STOP_WORDS]) < MIN_STATED:
        return None
    return Statement(verb, rest)


def ruling(question: str, sentence: str) -> Ruling:
    """Return whether a sentence says yes or no to a question; neither where it is not certain."""
    statement = statement_of(question)
    if statement is None or _hedged(statement, sentence):
        return ""
    denials = [word for word in words(sentence) if word in guarded("negations")]
    if len(denials) > 1 or not guarded("denials").issuperset(denials):
        return ""
    for clause in _CLAUSE.findall(sentence):
        said = words(clause)
        if set(denials) <= set(said) and any(_states(said, *each) for each in _readings(statement)):
            return "no" if denials else "yes"
    return ""


def agreed_ruling(question: str, evidence: Sequence[Evidence]) -> Ruling:
    """Return what the articles' sentences rule, where they do not contradict one another.

    What somebody is quoted with, or a reader comments, makes nothing so.
    """
    told = {ruling(question, each.text) for each in evidence if each.passage.role == "article"} - {""}
    return told.pop() if len(told) == 1 else ""


def _hedged(statement: Statement, sentence: str) -> bool:
    """Tell whether the sentence limits, doubts or ascribes what the question does not, or the other way."""
    ours, theirs = [statement.verb, *statement.rest], words(sentence)
    kept, denied = guarded(*_KEPT), {"none"}
    return (
        bool(_QUOTED_OR_ASKED.search(sentence))
        or kept.intersection(ours) != kept.intersection(theirs)
        or quantities(ours) - denied != quantities(theirs) - denied
    )


def _readings(statement: Statement) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield a verb, and the words that stand together without it."""
    if statement.verb:
        yield statement.verb, statement.rest
        return
    yield "", statement.rest
    for at in range(max(0, len(statement.rest) - MAX_VERBS), len(statement.rest)):
        yield statement.rest[at], (*statement.rest[:at], *statement.rest[at + 1 :])


def _states(said: Sequence[str], verb: str, rest: Sequence[str]) -> bool:
    """Tell whether a clause is these words, in this order, and the verb behind one or more of them.

    A clause that begins with its verb asks, or says what follows from the clause before.
    """
    if verb:
        if verb not in said[1:]:
            return False
        at = said.index(verb, 1)
        said = (*said[:at], *said[at + 1 :])
    told = [stem(word) for word in _bare(said) if word not in guarded("denials")]
    return told == [stem(word) for word in rest]
