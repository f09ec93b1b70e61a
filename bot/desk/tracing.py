"""Answering a question while noting what the code that answers tells on its way.

What takes long, such as the passages that were not used and the checks after the first that refused, is
looked up when the answer is there.
"""

import time
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.answer import Bot
from bot.desk.trace import Draft, Fate, Line, Outcome, Rank, Row, Search, Time, Trace
from bot.evidence import FURTHER_SENTENCE_RATIO, Evidence, ratio
from bot.observe import Chosen, Drafted, Read, Searched, Stage, Understood, Weighed
from bot.types import Answer
from bot.verify import Check, every_check, verify
from index.references import asked_places
from index.store import CANDIDATES, Candidates, Index
from index.types import FloatArray
from prompts import Language

SHOWN_PASSAGES = 30


class _Notes:
    """An observer that writes down what it is told, and when."""

    def __init__(self) -> None:
        self.stages: list[Stage] = []
        self.seen = [time.perf_counter()]

    def saw(self, stage: Stage) -> None:
        self.stages.append(stage)
        self.seen.append(time.perf_counter())

    def times(self) -> tuple[Time, ...]:
        """Return how long each stage took; the last one ends now."""
        names = [*(type(each).__name__.lower() for each in self.stages), "answered"]
        ends = [*self.seen[1:], time.perf_counter()]
        return tuple(Time(name, end - begin) for name, begin, end in zip(names, self.seen, ends, strict=True))


def traced(bot: Bot, question: str, history: Sequence[Answer], language: Language) -> Trace:
    """Answer a question and return how that came about; raises `QuestionError` as `Bot.stream` does."""
    notes = _Notes()
    answer = bot.answer(question, history, language, notes)
    times, stages = notes.times(), notes.stages
    [understood] = (each for each in stages if isinstance(each, Understood))
    return Trace(
        bot.index.generation,
        understood,
        next((each for each in stages if isinstance(each, Read)), None),
        _searches(stages, understood, bot.index),
        tuple(_draft(each) for each in stages if isinstance(each, Drafted)),
        answer,
        times,
    )


def _searches(stages: Sequence[Stage], understood: Understood, index: Index) -> tuple[Search, ...]:
    chosen = next((each for each in stages if isinstance(each, Chosen)), None)
    overview = understood.routed.form in ("overview", "positions")
    searched = [each for each in stages if isinstance(each, Searched)]
    weighed = [each for each in stages if isinstance(each, Weighed)]
    return tuple(
        Search(
            found,
            tuple(asked_places(found.searched)),
            read,
            rows_of(found, index),
            _lines(read, chosen, overview=overview),
            sum(len(hit.passage.sentences) for hit in found.hits),
        )
        for found, read in zip(searched, weighed, strict=True)
    )


def rows_of(searched: Searched, index: Index, most: int = SHOWN_PASSAGES) -> tuple[Row, ...]:
    """Return the hits in their order, and then what else came highest in any ranking, by the fused score."""
    found = index.candidates(searched.searched, CANDIDATES, searched.without)
    ranks = [_places(scores) for scores in (found.fused, found.cosines, found.bm25)]
    used = {hit.row: hit.rank for hit in searched.hits}
    others = [place for place in found.order if int(found.rows[place]) not in used]
    others.sort(key=lambda place: min(int(places[place]) for places in ranks))
    shown = sorted(others[: max(0, most - len(used))], key=lambda place: int(ranks[0][place]))
    at = {int(row): place for place, row in enumerate(found.rows)}
    rows = [
        _candidate(index, found, ranks, at[hit.row], hit.rank)
        if hit.row in at
        # The article that a question names need not be near to it.
        else Row(hit.passage, hit.rank, Rank(0, hit.score), Rank(0, hit.dense), Rank(0, hit.lexical))
        for hit in searched.hits
    ]
    return (*rows, *(_candidate(index, found, ranks, int(place), 0) for place in shown))


def _places(scores: FloatArray) -> NDArray[np.int64]:
    """Return the rank of each score, from 1, the highest first."""
    ranks = np.empty(len(scores), dtype=np.int64)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return ranks


def _candidate(
    index: Index, found: Candidates, ranks: Sequence[NDArray[np.int64]], place: int, used: int
) -> Row:
    fused, dense, lexical = (int(places[place]) for places in ranks)
    cosine, bm25 = float(found.cosines[place]), float(found.bm25[place])
    return Row(
        index.passages[int(found.rows[place])],
        used,
        Rank(fused, float(found.fused[place])),
        # Of what only the other search found, the rank below its own candidates is not known.
        Rank(dense if dense <= CANDIDATES else 0, cosine),
        Rank(lexical if bm25 and lexical <= CANDIDATES else 0, bm25),
    )


def _lines(weighed: Weighed, chosen: Chosen | None, *, overview: bool) -> tuple[Line, ...]:
    answering = {(each.passage.source, each.span) for each in chosen.evidence} if chosen else set()
    left = {(each.passage.source, each.span) for each in weighed.evidence}
    best = max(weighed.evidence, key=lambda each: each.score, default=None)

    def share(each: Evidence) -> float:
        return ratio(each, best) if best else 0.0

    def fate(each: Evidence) -> Fate:
        key = (each.passage.source, each.span)
        if key in answering:
            return "chosen"
        if key not in left:
            return "recited" if weighed.recited else "undefining" if weighed.term else "comment"
        if chosen is None or (weighed.reason and not overview):
            return "unanswered"
        if overview:
            return "overview"
        return "less_likely" if share(each) < FURTHER_SENTENCE_RATIO else "enough"

    return tuple(Line(each, share(each), fate(each)) for each in weighed.ranked)


def _draft(drafted: Drafted) -> Draft:
    checks: tuple[Check, ...] = ()
    if drafted.draft and drafted.citation is not None:
        quote = drafted.citation.quote
        judges = (drafted.support, drafted.said_by, drafted.reader)
        checks = tuple(every_check(drafted.draft, quote, drafted.question, *judges))
    return Draft(drafted, checks, _outcome(drafted))


def _outcome(drafted: Drafted) -> Outcome:
    if drafted.sentence is not None:
        return "checked"
    if drafted.undrafted:
        return drafted.undrafted
    if not drafted.written.strip():
        return "nothing_written"
    if drafted.citation is None:
        return "no_number"
    if not drafted.draft:
        return "unfinished"
    judged = verify(drafted.draft, drafted.citation.quote, drafted.support, drafted.said_by)
    return "repeats" if judged.passed else "refused"
