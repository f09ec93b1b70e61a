"""Dense search: inner product on unit vectors with FAISS, exact as long as that is fast."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.cells import LOOKED_AT_AGAIN, Cells
from index.types import FloatArray

# More are sorted into cells: on one core an exact search of so many takes 6 ms, and 10 are its limit.
EXACT_PASSAGES = 50_000

FILE = "dense.faiss"
SENTENCES, STARTS = "sentences.npy", "sentence_starts.npy"


class DenseSearch:
    """Cosine similarity of a question with every passage."""

    def __init__(self, exact: "faiss.IndexFlatIP", cells: Cells | None = None) -> None:
        self._exact = exact
        self._cells = cells

    @classmethod
    def build(
        cls,
        vectors: FloatArray,
        questions: Callable[[], FloatArray] | None = None,
        most_exact: int = EXACT_PASSAGES,
    ) -> "DenseSearch":
        """Index unit vectors of shape (passages, dimension).

        Of more than `most_exact`, those near a question are found in cells, whose recall is measured with
        the vectors of sample `questions`, shape (questions, dimension). Without these search stays exact.
        """
        exact = faiss.IndexFlatIP(vectors.shape[1])
        exact.add(np.ascontiguousarray(vectors, dtype=np.float32))
        if questions is None or len(vectors) <= most_exact:
            return cls(exact)
        return cls(exact, Cells.build(exact, questions()))

    @property
    def facts(self) -> dict[str, object]:
        """Return how it searches, and what was measured."""
        return {"search": "exact"} if self._cells is None else {"search": "cells", **asdict(self._cells.fit)}

    def search(
        self, query: FloatArray, k: int, without: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], FloatArray]:
        """Return the rows of the `k` nearest passages but those `without`, best first, and their cosines.

        `query` has shape (dimension,). Fewer than `k` come back where there are fewer. The cells are fitted
        to few passages: more than they look at, and what they lack, are searched for exactly.
        """
        left = self._exact.ntotal - (0 if without is None else len(without))
        if self._cells is not None and k <= LOOKED_AT_AGAIN:
            rows = self._cells.search(query, without)
            if len(rows) >= min(k, left):
                cosines = self.vectors(rows) @ query
                best = np.argsort(-cosines, kind="stable")[:k]
                return rows[best], cosines[best]
        if left <= 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        parameters = None
        if without is not None and len(without):
            chosen = faiss.IDSelectorNot(faiss.IDSelectorBatch(without))
            parameters = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg]  # added by its wrapper
        scores, rows = self._exact.search(query[None, :], min(k, left), params=parameters)
        return rows[0], scores[0]

    def vectors(self, rows: NDArray[np.int64]) -> FloatArray:
        """Return the vectors of these rows, shape (rows, dimension)."""
        return np.asarray(self._exact.reconstruct_batch(rows), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        faiss.write_index(self._exact, str(folder / FILE))
        if self._cells is not None:
            self._cells.save(folder)

    @classmethod
    def load(cls, folder: Path) -> "DenseSearch":
        """Map an index whose hash has been checked into memory: FAISS opens damaged ones without a word."""
        exact: Any = faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP_IFC)
        return cls(exact, Cells.load(folder))


class SentenceVectors:
    """The vectors of every passage's sentences, kept so that no question waits for them to be embedded.

    Half precision halves the file and changes a cosine by less than 0.001.
    """

    def __init__(self, vectors: NDArray[np.float16], starts: NDArray[np.int64]) -> None:
        self._vectors = vectors
        self._starts = starts

    @classmethod
    def build(cls, vectors: FloatArray | NDArray[np.float16], counts: Sequence[int]) -> "SentenceVectors":
        """Take unit vectors, shape (sentences, dimension), and how many sentences each passage has."""
        starts = np.concatenate([[0], np.cumsum(np.asarray(counts, dtype=np.int64))])
        return cls(vectors.astype(np.float16, copy=False), starts.astype(np.int64))

    def __len__(self) -> int:
        return len(self._vectors)

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.float16]:
        """Return the vectors of these sentences, counted over all passages, as they are stored."""
        return self._vectors[rows]

    def cosines(self, query: FloatArray, row: int) -> FloatArray:
        """Return the cosine of a question with each sentence of passage `row`, shape (sentences,)."""
        sentences = self._vectors[self._starts[row] : self._starts[row + 1]]
        return np.asarray(sentences.astype(np.float32) @ query, dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write both arrays, without pickle, to `folder`."""
        np.save(folder / SENTENCES, self._vectors, allow_pickle=False)
        np.save(folder / STARTS, self._starts, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "SentenceVectors":
        """Map the arrays into memory."""
        return cls(
            np.load(folder / SENTENCES, mmap_mode="r", allow_pickle=False),
            np.load(folder / STARTS, mmap_mode="r", allow_pickle=False),
        )
