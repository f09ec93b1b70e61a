"""The nearest of many vectors: those in the nearest cells, as many cells as a measured recall asks for."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.types import FloatArray

FILE, FIT = "cells.faiss", "cells.json"
# What is asked of sample questions: 0.98 is asked of questions that nobody has seen.
RECALL = 0.985
DEPTH = 10
# So many are looked at again with their whole vectors: one byte a number puts some in a wrong order.
LOOKED_AT_AGAIN = 100
# Cells for a square root of the vectors (FAISS' guidelines say 4 to 16), and vectors a cell is found from.
CELLS_PER_ROOT = 4
SAMPLE_PER_CELL = 64
# Two ways to multiply two vectors differ by less.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Fit:
    """What was chosen for an index, and measured."""

    cells: int
    probed: int
    """Cells that a search reads."""
    recall: float
    """The share of the 10 nearest of a sample question that is found, on average."""
    questions: int


class Cells:
    """An inverted file (FAISS' IVF) of unit vectors, each number of them in one byte."""

    def __init__(self, index: "faiss.IndexIVF", fit: Fit) -> None:
        self._index = index
        self.fit = fit

    @classmethod
    def build(cls, exact: "faiss.IndexFlatIP", questions: FloatArray) -> "Cells":
        """Sort vectors into cells, and probe as few of them as find `RECALL` of what `questions` are near to.

        `questions` are unit vectors, shape (questions, dimension).
        """
        vectors = faiss.rev_swig_ptr(exact.get_xb(), exact.ntotal * exact.d).reshape(exact.ntotal, exact.d)
        cells = min(len(vectors), round(CELLS_PER_ROOT * len(vectors) ** 0.5))
        index = faiss.IndexIVFScalarQuantizer(
            faiss.IndexFlatIP(exact.d),
            exact.d,
            cells,
            faiss.ScalarQuantizer.QT_8bit,
            faiss.METRIC_INNER_PRODUCT,
        )
        index.cp.max_points_per_centroid = SAMPLE_PER_CELL
        index.train(vectors)
        index.add(vectors)
        nearest = exact.search(questions, min(DEPTH, len(vectors)))[0]
        probed, found = 1, _mean_recall(index, 1, vectors, questions, nearest)
        while found < RECALL and probed < cells:
            probed = min(cells, max(probed + 1, probed * 5 // 4))
            found = _mean_recall(index, probed, vectors, questions, nearest)
        return cls(index, Fit(cells, probed, round(found, 4), len(questions)))

    def search(self, query: FloatArray, without: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
        """Return the rows of `LOOKED_AT_AGAIN` near vectors but those `without`; fewer are possible."""
        parameters = faiss.SearchParametersIVF(nprobe=self.fit.probed)  # type: ignore[call-arg]
        if without is not None and len(without):
            chosen = faiss.IDSelectorNot(faiss.IDSelectorBatch(without))
            parameters = faiss.SearchParametersIVF(nprobe=self.fit.probed, sel=chosen)  # type: ignore[call-arg]
        rows: NDArray[np.int64] = self._index.search(query[None, :], LOOKED_AT_AGAIN, params=parameters)[1][0]
        return rows[rows >= 0]

    def save(self, folder: Path) -> None:
        """Write the cells and what was measured to `folder`."""
        faiss.write_index(self._index, str(folder / FILE))
        (folder / FIT).write_text(json.dumps(asdict(self.fit)), encoding="ascii")

    @classmethod
    def load(cls, folder: Path) -> "Cells | None":
        """Map cells whose hash has been checked into memory; `None` where there are none."""
        if not (folder / FILE).exists():
            return None
        index: Any = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP)
        # Its threads that read ahead cost more than the pages of memory that they would wait for.
        lists: Any = faiss.downcast_InvertedLists(index.invlists)
        lists.prefetch_nthread = 0
        return cls(index, Fit(**json.loads((folder / FIT).read_text(encoding="ascii"))))


def recall(found: FloatArray, nearest: FloatArray) -> float:
    """Return the share of the nearest vectors that is found, by cosine: of equal ones any may be.

    `found` and `nearest` are the cosines of what a search and an exact search return.
    """
    enough = int(np.sum(found >= nearest.min() - _ROUNDING))
    return min(enough, len(nearest)) / len(nearest)


def _mean_recall(
    index: "faiss.IndexIVF", probed: int, vectors: FloatArray, questions: FloatArray, nearest: FloatArray
) -> float:
    parameters = faiss.SearchParametersIVF(nprobe=probed)  # type: ignore[call-arg]
    rows = index.search(questions, LOOKED_AT_AGAIN, params=parameters)[1]
    found = (vectors[each[each >= 0]] @ query for query, each in zip(questions, rows, strict=True))
    return float(np.mean([recall(*both) for both in zip(found, nearest, strict=True)]))
