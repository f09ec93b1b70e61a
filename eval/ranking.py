"""What a ranking is worth: a metric is a small function of the ranked documents and the relevant ones."""

import math
from collections.abc import Sequence

import numpy as np

DEPTH = 10
RESAMPLES = 10_000


def ndcg(ranked: Sequence[str], relevant: frozenset[str], depth: int = DEPTH) -> float:
    """Return nDCG: sum of 1 / log2(1 + rank) of the relevant documents, divided by the best sum possible.

    Järvelin and Kekäläinen, 'Cumulated gain-based evaluation of IR techniques', 2002, with gains of 0 and 1.
    """
    gains = (1 / math.log2(1 + rank) for rank, each in enumerate(ranked[:depth], 1) if each in relevant)
    best = sum(1 / math.log2(1 + rank) for rank in range(1, min(depth, len(relevant)) + 1))
    return sum(gains) / best


def recall(ranked: Sequence[str], relevant: frozenset[str], depth: int = DEPTH) -> float:
    """Return the share of the relevant documents that is among the first `depth`."""
    return len(relevant.intersection(ranked[:depth])) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: frozenset[str], depth: int = DEPTH) -> float:
    """Return 1 / the rank of the first relevant document; 0 where none is among the first `depth`."""
    return next((1 / rank for rank, each in enumerate(ranked[:depth], 1) if each in relevant), 0.0)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the 95% interval of a mean: percentiles of the bootstrap, Efron 1979, seed fixed."""
    sample = np.asarray(values)
    rows = np.random.default_rng(0).integers(len(sample), size=(RESAMPLES, len(sample)))
    low, high = np.percentile(sample[rows].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
