"""Two rankings to one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# Cormack, Clarke and Büttcher, 'Reciprocal Rank Fusion outperforms Condorcet', SIGIR 2009, found 60 best.
RANK_CONSTANT = 60


def reciprocal_rank_fusion(
    rankings: Sequence[NDArray[np.int64]], constant: int = RANK_CONSTANT
) -> list[tuple[int, float]]:
    """Fuse rankings of rows: score(row) = sum over rankings of 1 / (constant + rank), ranks from 1.

    A row that a ranking lacks gets nothing from it. Returns rows with their scores, best first, equal ones
    by row.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, row in enumerate(ranking.tolist(), 1):
            scores[row] = scores.get(row, 0.0) + 1.0 / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))
