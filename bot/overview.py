"""What the sources have on a subject: points to cite, and choices to ask back with."""

from collections.abc import Iterable

from bot.coverage import has_terms
from bot.evidence import Evidence
from bot.find import Found
from bot.signals import Signals
from index.dutch import fold, terms, words
from index.store import Index, context
from index.types import Passage

MAX_POINTS = 5
# One document may not have all the points while others have some.
POINTS_OF_A_DOCUMENT = 2
MAX_CHOICES = 3
# A message of more words says what it wants to know.
MAX_VAGUE_WORDS = 4
MAX_BARE_WORDS = 2
# 'En de wijkteams?' asks on; 'wijkteams' begins anew.
_GOING_ON = frozenset({"en", "maar", "of", "and", "but", "or", "what"})
# What is asked of 'that', of what was said before, when nothing was.
_POINTING_LAST = frozenset({"het", "it"})
_POINTING = frozenset({"dat", "dit", "daar", "daarmee", "daarover", "hierover", "that", "this"})


def points(found: Found, subject: str) -> list[Evidence]:
    """Return sentences on a subject from several documents, what is no reader's comment first.

    Their passage has all words of the subject, and they have one of them.
    """
    ordered = sorted(_on_subject(found, subject), key=lambda each: each.passage.role == "comment")
    most = POINTS_OF_A_DOCUMENT if len({each.passage.source for each in ordered}) > 1 else MAX_POINTS
    chosen: list[Evidence] = []
    for each in ordered:
        same = sum(other.passage.source == each.passage.source for other in chosen)
        if same < most and len(chosen) < MAX_POINTS:
            chosen.append(each)
    return chosen


def _on_subject(found: Found, subject: str) -> list[Evidence]:
    asked = terms(subject)
    return [
        each
        for each in found.evidence
        if has_terms(context(each.passage), asked) and has_terms(each.text, asked, every=False)
    ]


def beginnings(index: Index) -> list[Evidence]:
    """Return the first sentence of the text of the first documents."""
    first: dict[str, Passage] = {}
    for passage in index.passages:
        if passage.role == "article" and passage.sentences:
            first.setdefault(passage.source, passage)
    return [
        Evidence(
            passage,
            passage.sentences[0],
            passage.sentences[0].of(index.documents[passage.source].text),
            None,
            None,
            Signals(),
            score=0.0,
        )
        for passage in list(first.values())[:MAX_POINTS]
    ]


def choices(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Return the best sentence of each of the first documents.

    Facts about a page are no subject, and what a reader wrote below it says little by itself.
    """
    best: dict[str, Evidence] = {}
    for each in evidence:
        if each.passage.role not in {"metadata", "comment"}:
            best.setdefault(each.passage.source, each)
    return list(best.values())[:MAX_CHOICES]


def is_bare_subject(question: str) -> bool:
    """Tell whether a vague message only names a subject, which is none of what was asked before."""
    said = words(fold(question))
    return bool(terms(question)) and said[0] not in _GOING_ON and _POINTING.isdisjoint(said)


def is_vague(question: str, found: Found) -> bool:
    """Tell whether a message is too short to say by itself what it asks.

    It has no word of the subject, or a single one that several documents have, and asks nothing of it.
    """
    said, asked = words(fold(question)), terms(question)
    if len(said) > MAX_VAGUE_WORDS or len(asked) > 1:
        return False
    if not asked or not _POINTING.isdisjoint(said) or said[-1] in _POINTING_LAST:
        return True
    having = {hit.passage.source for hit in found.hits if has_terms(context(hit.passage), asked)}
    return len(said) <= MAX_BARE_WORDS and len(having) > 1
