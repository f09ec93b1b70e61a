"""What a ranking is worth, by the field's own measures: ir-measures runs trec_eval's code."""

from collections.abc import Sequence
from dataclasses import dataclass

import ir_measures
from ir_measures import RR, R, nDCG

DEPTH = 10
_MEASURES = (nDCG @ DEPTH, R @ DEPTH, RR @ DEPTH)


@dataclass(frozen=True, slots=True)
class Worth:
    """Of one ranking, among the first ten.

    nDCG: the sum of 1 / log2(1 + rank) of the relevant documents / the best sum possible (Järvelin and
    Kekäläinen, 'Cumulated gain-based evaluation of IR techniques', 2002, with gains of 0 and 1); recall: the
    relevant ones found / all relevant ones; reciprocal rank: 1 / the rank of the first relevant one, or 0.
    """

    ndcg: float
    recall: float
    reciprocal_rank: float


def worth(ranked: Sequence[str], relevant: frozenset[str]) -> Worth:
    """Measure a ranking of different documents, best first."""
    run = {"q": {document: -float(rank) for rank, document in enumerate(ranked[:DEPTH])}}
    qrels = {"q": dict.fromkeys(relevant, 1)}
    values = {each.measure: each.value for each in ir_measures.iter_calc(_MEASURES, qrels, run)}
    return Worth(*(float(values[measure]) for measure in _MEASURES))
