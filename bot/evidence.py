"""Which sentences of the hits answer the question, and how sure that is."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.coverage import coverage, covered
from bot.reader.reading import Reader
from bot.signals import PLAIN, READ, Fit, Signals
from bot.speakers import commented
from index.dutch import terms, words
from index.privacy import MASK
from index.store import Index, context
from index.types import Hit, Passage, Span
from prompts import Language, load

# A further sentence is added where it is at least this fraction as probable as the first, up to so many. On
# the dev questions this raised the share that states all asked facts from .66 of the first sentence alone to
# .80, with 1.8 sentences an answer; without limits it goes on rising, and nobody reads it.
FURTHER_SENTENCE_RATIO = 0.15
MAX_CHOSEN = 3
# So many sentences the reader reads: the right one is among the first sixteen of .97 of the dev questions.
MAX_READ = 16

# A sentence that begins so says nothing without the one before it.
_REFERS_BACK = re.compile(
    r"\W*(?:dat|dit|hij|zij|ze|daarvoor|daarom|daarmee|hierdoor|daardoor|die is|die zijn)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that may answer the question, the higher its score, the likelier."""

    passage: Passage
    span: Span
    text: str
    before: Span | None
    """The sentence before it in the same text, if there is one."""
    after: Span | None
    """The sentence after it, likewise."""
    signals: Signals
    score: float
    reach: Span | None = None
    """It with those beside it into which the answer reaches, where a reader has read around it."""
    answer: Span | None = None
    """Where in its document the answer itself stands, where a reader is sure enough of it."""


def sentence_before(evidence: Evidence, index: Index) -> str:
    """Return the sentence before one; empty where there is none."""
    return evidence.before.of(index.documents[evidence.passage.source].text) if evidence.before else ""


def _sentence_beyond(hit: Hit, index: Index, step: Literal[-1, 1]) -> Span | None:
    """Return the last sentence of the passage before, or the first of the one after, of the same text."""
    row = hit.row + step
    if not 0 <= row < len(index.passages):
        return None
    here, there = hit.passage, index.passages[row]
    first, second = (here, there) if step > 0 else (there, here)
    same = (there.source, there.role, there.speaker, there.heading) == (
        here.source,
        here.role,
        here.speaker,
        here.heading,
    )
    between = index.documents[here.source].text[first.span.end : second.span.start] if same else ""
    if not same or between.strip():
        return None
    return there.sentences[0 if step > 0 else -1]


def _beside(text: str, one: Span | None, other: Span | None) -> bool:
    """Tell whether both are there; what is masked cannot be cited, so nothing is cited across it."""
    return one is not None and other is not None and MASK not in text[one.end : other.start]


def asks_readers(question: str, hits: Sequence[Hit], opinion_words: Sequence[str]) -> bool:
    """Tell whether a question asks what readers think: by one of `opinion_words`, or a reader's name."""
    asked = frozenset(words(question))
    readers = {hit.passage.speaker for hit in hits if hit.passage.role == "comment" and hit.passage.speaker}
    named_reader = any(asked.issuperset(words(reader)) for reader in readers)
    return named_reader or not asked.isdisjoint(opinion_words)


def says(question: str, evidence: Sequence[Evidence]) -> bool:
    """Tell whether the sentences have every word of a question."""
    found = frozenset(term for each in evidence for term in terms(each.text))
    return all(covered(term, found) for term in terms(question))


def ranked(
    question: str, hits: Sequence[Hit], index: Index, asks_opinion: bool, reader: Reader | None = None
) -> list[Evidence]:
    """Score the sentences of the hits; best first, equal ones in the order of the hits.

    With a reader only those that it has read are returned.
    """
    question_terms = list(dict.fromkeys(terms(question)))
    rarity = {term: index.lexical.rarity(term) for term in question_terms}
    evidence = []
    for hit, cosines in zip(hits, index.sentence_cosines(question, hits), strict=True):
        passage_coverage = coverage(question_terms, context(hit.passage), rarity)
        around = (_sentence_beyond(hit, index, -1), *hit.passage.sentences, _sentence_beyond(hit, index, 1))
        is_comment = hit.passage.role == "comment"
        document = index.documents[hit.passage.source]
        neighbours = zip(around, hit.passage.sentences, around[2:], cosines, strict=False)
        for before, span, after, cosine in neighbours:
            text = span.of(document.text)
            signals = Signals(
                cosine=float(cosine),
                passage_cosine=hit.dense,
                coverage=coverage(question_terms, text, rarity),
                passage_coverage=passage_coverage,
                reciprocal_rank=1 / hit.rank,
                wanted_comment=float(is_comment and asks_opinion),
                unwanted_comment=float(is_comment and not asks_opinion),
            )
            evidence.append(
                Evidence(
                    hit.passage,
                    span,
                    text,
                    before if _beside(document.text, before, span) else None,
                    after if _beside(document.text, span, after) else None,
                    signals,
                    signals.dot(PLAIN.order),
                )
            )
    evidence.sort(key=lambda each: -each.score)
    return evidence if reader is None else _read(question, evidence[:MAX_READ], index, reader)


def for_reader(evidence: Evidence, span: Span, index: Index) -> tuple[str, int]:
    """Return a stretch as a reader gets it, and how many characters stand before its own.

    Those tell that somebody wrote it below an article.
    """
    passage = evidence.passage
    lead_in = f"{commented(passage.speaker, load('nl'))} " if passage.role == "comment" else ""
    return lead_in + span.of(index.documents[passage.source].text), len(lead_in)


def _read(question: str, evidence: Sequence[Evidence], index: Index, reader: Reader) -> list[Evidence]:
    """Let a reader read sentences, each with the one before it, and order them anew."""
    texts = [
        for_reader(each, Span((each.before or each.span).start, each.span.end), index)[0] for each in evidence
    ]
    read = []
    for each, reading in zip(evidence, reader.read(question, texts), strict=True):
        signals = replace(each.signals, reading=reading.answers)
        read.append(replace(each, signals=signals, score=signals.dot(READ.order)))
    return sorted(read, key=lambda each: -each.score)


def confidence(evidence: Sequence[Evidence], language: Language, fit: Fit) -> float:
    """Return how probable it is that the best sentence answers, or one of those chosen with it."""
    if not evidence:
        return 0.0
    around = max(each.signals.around for each in evidence[:MAX_CHOSEN])
    return fit.confidence.probability(replace(evidence[0].signals, around=around), language)


def without_comments(evidence: Sequence[Evidence], language: Language, fit: Fit) -> Sequence[Evidence]:
    """Return what is no reader's comment, or everything where none of that answers the question."""
    others = [each for each in evidence if each.passage.role != "comment"]
    return others if confidence(others, language, fit) >= fit.confidence.threshold else evidence


def ratio(evidence: Evidence, best: Evidence) -> float:
    """Return how probable a sentence is in proportion to the best one."""
    return math.exp(evidence.score - best.score)


def chosen(evidence: Sequence[Evidence], most: int = MAX_CHOSEN) -> list[Evidence]:
    """Return the best sentence, and those nearly as good: after it, or as they are read.

    Sentences of one passage come in the order of its text.
    """
    best = [each for each in evidence[:most] if ratio(each, evidence[0]) >= FURTHER_SENTENCE_RATIO]
    first_places = {id(each.passage): place for place, each in reversed(list(enumerate(best)))}
    return sorted(best, key=lambda each: (first_places[id(each.passage)], each.span.start))


def refers_to_before(text: str) -> bool:
    """Tell whether a sentence begins with what stands for something in the one before it."""
    return bool(_REFERS_BACK.match(text))


def with_antecedent(evidence: Evidence) -> Span:
    """Return the sentence's span, from the sentence before it on where it refers back to that."""
    if evidence.before is not None and refers_to_before(evidence.text):
        return Span(min(evidence.before.start, evidence.span.start), evidence.span.end)
    return evidence.span
