"""Is a confidence of .8 right four times of five?

Brier, 'Verification of forecasts expressed in terms of probability', 1950; Naeini et al., 'Obtaining well
calibrated probabilities using Bayesian binning', 2015 (expected calibration error), over bins of equal width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.score import Scores, is_main
from eval.statistics import Share, share

# Wide enough for some twenty of two hundred questions each.
BINS = 5


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions whose confidence lies between two bounds, the upper one left out but for 1."""

    low: float
    high: float
    confidence: float
    """The mean of theirs."""
    answerable: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far a confidence is the probability that the sources answer."""

    brier: float
    """Mean square of confidence - 1 where they answer, confidence where they do not; 0 is best."""
    error: float
    """Expected calibration error: the bins' |mean confidence - share answerable|, weighted by their size."""
    bins: tuple[Bin, ...]


def calibration(scores: Scores) -> Calibration | None:
    """Return it for the questions that were weighed; None where there are none, or no confidence is told.

    What is refused or replied to by its form (a greeting, an order, a heading) has a confidence of 0 or 1.
    """
    told = [
        (each.answer.confidence, each.case.answerable)
        for each in scores.scored
        if is_main(each) and each.answer.confidence is not None and 0 < each.answer.confidence < 1
    ]
    if not told:
        return None
    bins = [_bin(told, at) for at in range(BINS)]
    filled = [each for each in bins if each is not None]
    gaps = (
        abs(each.confidence - each.answerable.hits / each.answerable.n) * each.answerable.n for each in filled
    )
    brier = sum((confidence - answerable) ** 2 for confidence, answerable in told) / len(told)
    return Calibration(brier, sum(gaps) / len(told), tuple(filled))


def _bin(told: Sequence[tuple[float, bool]], at: int) -> Bin | None:
    here = [each for each in told if min(int(each[0] * BINS), BINS - 1) == at]
    if not here:
        return None
    mean = sum(confidence for confidence, _ in here) / len(here)
    return Bin(at / BINS, (at + 1) / BINS, mean, share([answerable for _, answerable in here]))
