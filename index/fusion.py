"""Two searches' scores to one ranking."""

import numpy as np

from index.types import FloatArray

# How much one point of BM25 counts beside a cosine. Chosen on half of the questions of `python -m
# eval.retrieval`; the README has what other weights and reciprocal ranks gave.
LEXICAL_WEIGHT = 0.01


def fused_scores(cosines: FloatArray, bm25: FloatArray, weight: float = LEXICAL_WEIGHT) -> FloatArray:
    """Return cosine + weight x BM25 for each row.

    The raw scores are added, not ranks or shares of the best score: where no passage has a question's rare
    words, BM25 is low for all of them and the cosine decides, as it must for a question in English.
    """
    scores: FloatArray = cosines + np.float32(weight) * bm25
    return scores
