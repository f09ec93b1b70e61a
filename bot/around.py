"""Answers that reach beyond the sentence that was found: the reason in the next one, the list after it.

'Deze decentralisaties hangen samen.' has the words of 'Waarom hangen ze samen?'; what follows has the answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.evidence import Evidence
from bot.reader.reading import Reader
from index.store import Index
from index.types import Span


def widened(
    question: str, evidence: Sequence[Evidence], index: Index, reader: Reader | None
) -> list[Evidence]:
    """Return sentences with the ones before and after them into which the answer reaches, for a reader.

    What is then part of another one is left out.
    """
    if reader is None or not evidence:
        return [*evidence]
    stretches = [_stretch(each) for each in evidence]
    texts = [
        span.of(index.documents[each.passage.source].text)
        for each, span in zip(evidence, stretches, strict=True)
    ]
    wide: list[Evidence] = []
    for each, stretch, reading in zip(evidence, stretches, reader.read(question, texts), strict=True):
        answer = Span(stretch.start + reading.span.start, stretch.start + reading.span.end)
        span = _reaching(each, answer)
        wide.append(replace(each, span=span, text=span.of(index.documents[each.passage.source].text)))
    return _joined(wide, index)


def _stretch(evidence: Evidence) -> Span:
    """Return a sentence's span with both of its neighbours."""
    return Span((evidence.before or evidence.span).start, (evidence.after or evidence.span).end)


def _reaching(evidence: Evidence, answer: Span) -> Span:
    """Return whole sentences: the found one, and its neighbours that have a part of the answer."""
    here = evidence.span
    if answer.start == answer.end:
        return here
    start = evidence.before.start if evidence.before and answer.start < evidence.before.end else here.start
    end = evidence.after.end if evidence.after and answer.end > evidence.after.start else here.end
    return Span(start, end)


def _joined(evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the evidence in its order, where stretches of a document that overlap are one."""
    joined: list[Evidence] = []
    for each in evidence:
        place = next((at for at, other in enumerate(joined) if _overlap(each, other)), None)
        if place is None:
            joined.append(each)
            continue
        other = joined[place]
        span = Span(min(each.span.start, other.span.start), max(each.span.end, other.span.end))
        joined[place] = replace(other, span=span, text=span.of(index.documents[each.passage.source].text))
    return joined


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.passage.source == other.passage.source
    return same and one.span.start < other.span.end and other.span.start < one.span.end
