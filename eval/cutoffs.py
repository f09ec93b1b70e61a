"""What another threshold of the confidence would give: fewer invented answers, more questions refused."""

from collections.abc import Iterator
from dataclasses import dataclass

from eval.score import Scored, Scores, is_main
from eval.statistics import Share, share

# Shares of the unanswerable questions that may be answered at most; the last is what we aim at.
LIMITS = (0.2, 0.1, 0.05, 0.02)


@dataclass(frozen=True, slots=True)
class Cutoff:
    """What comes of answering only from a confidence on. Shares have exact intervals, questions being one
    draw each."""

    limit: float
    confidence: float
    hallucinated: Share
    """Of the unanswerable."""
    near_misses: Share
    """Of the near misses among them."""
    refused: Share
    """Of the answerable."""


def cutoffs(scores: Scores) -> Iterator[Cutoff]:
    """Yield the lowest confidence that keeps to each limit, among answers that are given now.

    None where a system tells no confidence, or the questions have no unanswerable ones.
    """
    judged = [each for each in scores.scored if is_main(each)]
    unanswerable = [each for each in judged if not each.case.answerable]
    told = sorted({each.answer.confidence or 0.0 for each in judged if not each.answer.abstained})
    if not unanswerable or len(told) < 2:
        return
    for limit in LIMITS:
        for confidence in (*told, 1.0):
            answered = [_answered(each, confidence) for each in unanswerable]
            if sum(answered) <= limit * len(answered):
                break
        yield Cutoff(
            limit,
            confidence,
            share(answered),
            share([_answered(each, confidence) for each in unanswerable if each.case.kind == "near-miss"]),
            share([not _answered(each, confidence) for each in judged if each.case.answerable]),
        )


def _answered(each: Scored, confidence: float) -> bool:
    return not each.answer.abstained and (each.answer.confidence or 0.0) >= confidence
