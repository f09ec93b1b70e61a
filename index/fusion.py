"""Two searches' scores to one ranking."""

import numpy as np

from index.types import FloatArray

# How much the match of a word that one passage has counts beside a cosine. Chosen on half of the questions of
# `python -m eval.retrieval`; the README has what other weights and reciprocal ranks gave.
LEXICAL_WEIGHT = 0.1


def fused_scores(
    cosines: FloatArray, bm25: FloatArray, rarest: float, weight: float = LEXICAL_WEIGHT
) -> FloatArray:
    """Return cosine + weight x BM25 / rarest for each row.

    The raw scores are added, not ranks or shares of the best score: where no passage has a question's rare
    words, BM25 is low for all of them and the cosine decides, as it must for a question in English. `rarest`
    is the idf of a word that one passage has: it grows with the number of passages, and cosines do not.
    """
    scores: FloatArray = cosines + np.float32(weight / rarest) * bm25
    return scores
