"""Answers that reach beyond the sentence that was found: the reason in the next one, the list after it.

'Deze decentralisaties hangen samen.' has the words of 'Waarom hangen ze samen?'; what follows has the answer.
What a reader makes of the sentence between its neighbours also says more surely whether it answers.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.evidence import MAX_CHOSEN, Evidence, for_reader
from bot.places import others_only, places_in
from bot.reader.reading import Reader
from index.store import Index
from index.types import Span

# From this probability on the reader is believed about where the answer stands. Of 108 questions on held-out
# articles it marks 44 so: what it marks has F1 .83 with the words that answer, and none of these in .02; from
# .05 on it would have marked .80, with .72 and .06 (before its last training).
MIN_SURE = 0.25
# 'Welke decentralisaties ...?' finds 'Er kwamen er drie.', of which 'Het ging om ...' has the answer.
_ASKS_WHICH = re.compile(r"\b(?:welke?|wat|waaruit|which|what)\b", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\W*(?:het (?:gaat|ging)(?: hier| hierbij| daarbij)? om|(?:dit|dat) (?:zijn|waren|betreft|betrof)|"
    r"namelijk|te weten)\b",
    re.IGNORECASE,
)


def read_around(
    question: str,
    evidence: Sequence[Evidence],
    index: Index,
    reader: Reader | None,
    most: int = MAX_CHOSEN,
) -> list[Evidence]:
    """Let a reader read the sentences that may be chosen, each with the ones before and after it.

    These are the first of all, and the first that are no reader's comments, `most` of each.
    """
    others = [each for each in evidence if each.passage.role != "comment"]
    first = list({id(each): each for each in (*evidence[:most], *others[:most])}.values())
    if reader is None or not first:
        return [*evidence]
    stretches = [_stretch(each) for each in first]
    texts = [for_reader(each, span, index) for each, span in zip(first, stretches, strict=True)]
    readings = reader.read(question, [text for text, _ in texts])
    read = {}
    for each, stretch, (_, ahead), reading in zip(first, stretches, texts, readings, strict=True):
        start = stretch.start - ahead
        answer = Span(start + reading.span.start, start + reading.span.end)
        signals = replace(each.signals, around=reading.answers)
        reach = _with_list(question, each, _here(question, each, _reach(each, answer), index), index)
        inside = reading.sure >= MIN_SURE and reach.start <= answer.start < answer.end <= reach.end
        read[id(each)] = replace(each, reach=reach, signals=signals, answer=answer if inside else None)
    return [read.get(id(each), each) for each in evidence]


def surroundings(evidence: Evidence, index: Index) -> str:
    """Return a sentence with both of its neighbours."""
    return _stretch(evidence).of(index.documents[evidence.passage.source].text)


def _stretch(evidence: Evidence) -> Span:
    """Return a sentence's span with both of its neighbours."""
    return Span((evidence.before or evidence.span).start, (evidence.after or evidence.span).end)


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


def _here(question: str, evidence: Evidence, reach: Span, index: Index) -> Span:
    """Return how far an answer reaches without what is told beside it of other places than are asked of."""
    asked, text = places_in(question), index.documents[evidence.passage.source].text
    before, after = (each.of(text) if each else "" for each in (evidence.before, evidence.after))
    start = max(reach.start, evidence.span.start) if others_only(asked, places_in(before)) else reach.start
    end = min(reach.end, evidence.span.end) if others_only(asked, places_in(after)) else reach.end
    return Span(start, end)


def _with_list(question: str, evidence: Evidence, reach: Span, index: Index) -> Span:
    """Return how far an answer reaches, with the next sentence where that names what this one announces."""
    after = evidence.after
    if after is None or reach.end >= after.end or not _ASKS_WHICH.search(question):
        return reach
    goes_on = _GOES_ON.match(after.of(index.documents[evidence.passage.source].text))
    return Span(reach.start, after.end) if goes_on else reach


def whole(evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return evidence as far as its answers reach, in its order; stretches that overlap become one."""
    joined: list[Evidence] = []
    for each in evidence:
        here = replace(each, span=each.reach or each.span)
        met = [other for other in joined if _overlap(other, here)]
        kept = met[0] if met else here
        span = Span(min(one.span.start for one in (here, *met)), max(one.span.end for one in (here, *met)))
        text = span.of(index.documents[each.passage.source].text)
        place = joined.index(kept) if met else len(joined)
        joined = [other for other in joined if other not in met]
        answer = next((one.answer for one in (*met, here) if one.answer), None)
        joined.insert(place, replace(kept, span=span, text=text, answer=answer))
    return joined


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.passage.source == other.passage.source and one.span.overlaps(other.span)
