"""Dense search: exact inner product on unit vectors, with FAISS."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from index.types import FloatArray

FILE = "dense.faiss"
SENTENCES, STARTS = "sentences.npy", "sentence_starts.npy"


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
