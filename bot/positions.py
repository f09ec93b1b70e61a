"""Who says what of a subject: a sentence of each who speaks of it, and what articles tell of views."""

from collections.abc import Sequence

from bot.commenters import comments_of
from bot.coverage import has_terms
from bot.evidence import Evidence, ranked
from bot.fitting import fitting
from bot.guards import guarded
from index.dutch import terms, words
from index.store import Index, context
from index.types import Hit

MAX_POSITIONS = 6


def positions(subject: str, hits: Sequence[Hit], index: Index) -> list[Evidence]:
    """Return a sentence of each voice in the documents that were found; articles that tell no view come last.

    A quotation may be on it by its title ('Participatie scoort laag'), a comment only by its own words.
    """
    asked = terms(subject)
    sources = dict.fromkeys(hit.passage.source for hit in hits)
    # A law has no voices, and a thousand passages.
    told = [source for source in sources if not index.documents[source].work]
    rows = [row for source in told for row in index.sources.rows(source)]
    every = ranked(subject, index.hits_at(subject, rows), index, asks_opinion=True)
    evidence = fitting(subject, every, index)
    on_subject = [each for each in evidence if _speaks_of(asked, each)]
    first: dict[tuple[str, str], Evidence] = {}
    for each in sorted(on_subject, key=lambda each: _comes_late(asked, each)):
        first.setdefault((each.passage.source, _voice(each, index)), each)
    return list(first.values())[:MAX_POSITIONS]


def _comes_late(asked: Sequence[str], evidence: Evidence) -> tuple[bool, bool]:
    """Return what comes later: what an article tells for itself, and what does not name the subject."""
    return (
        evidence.passage.role == "article" and not _attributes(evidence),
        not has_terms(evidence.text, asked, every=False),
    )


def _attributes(evidence: Evidence) -> bool:
    return not guarded("attributions").isdisjoint(words(evidence.text))


def _speaks_of(asked: Sequence[str], evidence: Evidence) -> bool:
    passage = evidence.passage
    if passage.role == "comment":
        return has_terms(passage.text, asked)
    if passage.role == "quote":
        return bool(passage.speaker) and has_terms(context(passage), asked)
    return passage.role == "article" and has_terms(evidence.text, asked)


def _voice(evidence: Evidence, index: Index) -> str:
    """Return whose voice it is: the speaker, which comment, the sentence of an article, or the article."""
    passage = evidence.passage
    if passage.role == "article":
        return str(evidence.span.start) if _attributes(evidence) else ""
    if passage.role != "comment":
        return passage.speaker
    comments = comments_of(index.documents[passage.source])
    return next(str(at) for at, span in enumerate(comments) if span.overlaps(evidence.span))
