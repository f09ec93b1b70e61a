"""Answers that reach beyond the sentence that was found: the reason in the next one, the list after it.

'Deze decentralisaties hangen samen.' has the words of 'Waarom hangen ze samen?'; what follows has the answer.
What a reader makes of the sentence between its neighbours also says more surely whether it answers.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.evidence import MAX_CHOSEN, Evidence, lead_in
from bot.reader.reading import Reader, Reading
from index.store import Index
from index.types import Span


def read_around(
    question: str, evidence: Sequence[Evidence], index: Index, reader: Reader | None
) -> list[Evidence]:
    """Let a reader read the sentences that may be chosen, each with the ones before and after it.

    These are the first of all, and the first that are no reader's comments.
    """
    others = [each for each in evidence if each.passage.role != "comment"]
    first = list({id(each): each for each in (*evidence[:MAX_CHOSEN], *others[:MAX_CHOSEN])}.values())
    if reader is None or not first:
        return [*evidence]
    texts = [
        lead_in(each.passage) + _stretch(each).of(index.documents[each.passage.source].text) for each in first
    ]
    read = {
        id(each): _with_reading(each, reading)
        for each, reading in zip(first, reader.read(question, texts), strict=True)
    }
    return [read.get(id(each), each) for each in evidence]


def _stretch(evidence: Evidence) -> Span:
    """Return a sentence's span with both of its neighbours."""
    return Span((evidence.before or evidence.span).start, (evidence.after or evidence.span).end)


def _with_reading(evidence: Evidence, reading: Reading) -> Evidence:
    start = _stretch(evidence).start - len(lead_in(evidence.passage))
    reach = _reach(evidence, Span(start + reading.span.start, start + reading.span.end))
    return replace(evidence, reach=reach, signals=replace(evidence.signals, around=reading.answers))


def _reach(evidence: Evidence, answer: Span) -> Span:
    """Return whole sentences: the found one, and its neighbours that have a part of the answer."""
    here, first = evidence.span, _stretch(evidence).start
    if answer.start == answer.end or answer.end <= first:
        # Nowhere, or who says it.
        return here
    earlier = evidence.before is not None and first <= answer.start < evidence.before.end
    start = first if earlier else here.start
    end = evidence.after.end if evidence.after and answer.end > evidence.after.start else here.end
    return Span(start, end)


def whole(evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return evidence as far as its answers reach, in its order; stretches that overlap become one."""
    joined: list[Evidence] = []
    for each in evidence:
        span, at = each.reach or each.span, len(joined)
        for place, other in enumerate(joined):
            if other.passage.source == each.passage.source and _overlap(span, other.span):
                at, span = place, Span(min(span.start, other.span.start), max(span.end, other.span.end))
        text = span.of(index.documents[each.passage.source].text)
        if at < len(joined):
            joined[at] = replace(joined[at], span=span, text=text)
        else:
            joined.append(replace(each, span=span, text=text))
    return joined


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
