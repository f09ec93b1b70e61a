"""Dense search: exact inner product on unit vectors, with FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.types import FloatArray

FILE = "dense.faiss"


class DenseSearch:
    """Cosine similarity of a question with every passage."""

    def __init__(self, index: "faiss.Index") -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatArray) -> "DenseSearch":
        """Index unit vectors of shape (passages, dimension)."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, dtype=np.float32))
        return cls(index)

    def search(self, query: FloatArray, k: int) -> tuple[NDArray[np.int64], FloatArray]:
        """Return the rows of the `k` nearest passages, best first, and their cosines.

        `query` has shape (dimension,). Fewer than `k` come back where the index holds fewer.
        """
        scores, rows = self._index.search(query[None, :], min(k, self._index.ntotal))
        return rows[0], scores[0]

    def vectors(self, rows: NDArray[np.int64]) -> FloatArray:
        """Return the vectors of these rows, shape (rows, dimension)."""
        return np.asarray(self._index.reconstruct_batch(rows), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write the index to `folder`."""
        faiss.write_index(self._index, str(folder / FILE))

    @classmethod
    def load(cls, folder: Path) -> "DenseSearch":
        """Read an index whose hash has been checked: FAISS loads damaged files without a word."""
        return cls(faiss.read_index(str(folder / FILE), faiss.IO_FLAG_MMAP))
