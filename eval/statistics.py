"""How sure a figure is, and a difference between two."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest, bootstrap, permutation_test

RESAMPLES = 10_000
CONFIDENCE = 0.95
Summary = Literal["mean", "p50", "p95"]


@dataclass(frozen=True, slots=True)
class Sample:
    """Values of questions, and which questions are about the same words: those are one draw."""

    values: tuple[float, ...]
    groups: tuple[str, ...]

    def sums(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the sum of the values of each group, and how many there are, both of shape (groups,)."""
        members: dict[str, list[float]] = defaultdict(list)
        for value, group in zip(self.values, self.groups, strict=True):
            members[group].append(value)
        every = members.values()
        return np.array([sum(each) for each in every]), np.array([float(len(each)) for each in every])


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`, each a draw of its own."""

    hits: int
    n: int

    def __str__(self) -> str:
        if not self.n:
            return "n = 0"
        low, high = exact(self.hits, self.n)
        return f"{self.hits / self.n:.2f} [{low:.2f}, {high:.2f}] ({self.hits} of {self.n})"


def share(outcomes: Sequence[bool]) -> Share:
    """Return how many outcomes are true."""
    return Share(sum(outcomes), len(outcomes))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95% interval, and of how many questions it is; there is none of a single draw."""

    value: float
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Difference:
    """A minus B on the questions that both have a value for, with its interval and how likely chance is."""

    value: float
    low: float | None
    high: float | None
    p: float
    n: int


def _mean(sums: NDArray[np.float64], counts: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
    return np.asarray(sums.sum(axis=axis) / counts.sum(axis=axis))


def _bounds(
    data: Sequence[NDArray[np.float64]], statistic: Callable[..., NDArray[np.float64]]
) -> tuple[float, float]:
    found = bootstrap(
        data,
        statistic,
        paired=True,
        vectorized=True,
        n_resamples=RESAMPLES,
        confidence_level=CONFIDENCE,
        method="percentile",
        rng=np.random.default_rng(0),
    ).confidence_interval
    return float(found.low), float(found.high)


def exact(hits: int, n: int) -> tuple[float, float]:
    """Return the 95% interval of Clopper and Pearson (1934) for the share behind `hits` of `n`."""
    found = binomtest(hits, n).proportion_ci(confidence_level=CONFIDENCE, method="exact")
    return float(found.low), float(found.high)


def figure(sample: Sample, summary: Summary = "mean") -> Figure | None:
    """Return a figure of a sample; None of nothing.

    The interval: percentiles of 10,000 bootstrap samples (Efron 1979), of groups for a mean and of questions
    for a percentile, seed fixed. Where all values
    are 0, or all 1, every resample is the same and would claim certainty: there it is the exact one of
    Clopper and Pearson (1934) for as many draws as there are groups.
    """
    n = len(sample.values)
    if not n:
        return None
    if summary != "mean":
        return _percentile(sample, 50 if summary == "p50" else 95)
    sums, counts = sample.sums()
    value = float(_mean(sums, counts))
    if set(sample.values) in ({0.0}, {1.0}):
        return Figure(value, *exact(round(value) * len(sums), len(sums)), n)
    if len(sums) == 1:
        return Figure(value, None, None, n)
    return Figure(value, *_bounds((sums, counts), _mean), n)


def _percentile(sample: Sample, percent: int) -> Figure:
    def percentile(values: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
        return np.asarray(np.percentile(values, percent, axis=axis))

    values = np.array(sample.values)
    low, high = _bounds((values,), percentile) if len(values) > 1 else (None, None)
    return Figure(float(percentile(values)), low, high, len(values))


def difference(a: Sequence[float], b: Sequence[float], groups: Sequence[str]) -> Difference | None:
    """Compare two systems on the same questions; None without any.

    p is of the randomisation test (Fisher 1935; for retrieval: Smucker, Allan and Carterette 2007): how often
    a mean difference at least this large, either way, comes of swapping the systems' values at random, group
    by group: all ways where there are at most 10,000, else as many drawn with a fixed seed. There is no
    interval where all groups differ by the same, but for one that is won or lost everywhere.
    """
    if not a:
        return None
    ours, counts = Sample(tuple(a), tuple(groups)).sums()
    theirs, _ = Sample(tuple(b), tuple(groups)).sums()
    gaps = np.where(np.isclose(ours, theirs), 0.0, ours - theirs)
    value = float(_mean(gaps, counts))
    if not gaps.any():
        return Difference(0.0, 0.0, 0.0, 1.0, len(a))
    p = _chance(gaps[gaps != 0])
    if len(set(np.round(gaps / counts, 9))) > 1:
        return Difference(value, *_bounds((gaps, counts), _mean), p, len(a))
    if abs(value) != 1 or len(gaps) == 1:
        return Difference(value, None, None, p, len(a))
    # Won or lost everywhere: as sure as of so many draws, and no surer.
    least = exact(len(gaps), len(gaps))[0]
    return Difference(value, min(value, value * least), max(value, value * least), p, len(a))


def _chance(gaps: NDArray[np.float64]) -> float:
    """Return how often random signs give sums as large as that of the gaps; one gap says nothing.

    A group without a gap has the same sum either way, and would only keep the test from counting all ways.
    """
    if len(gaps) == 1:
        return 1.0

    def statistic(x: NDArray[np.float64], y: NDArray[np.float64], axis: int = -1) -> NDArray[np.float64]:
        return np.asarray((x - y).sum(axis=axis))

    tested = permutation_test(
        (gaps, np.zeros_like(gaps)),
        statistic,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(0),
    )
    return float(tested.pvalue)
