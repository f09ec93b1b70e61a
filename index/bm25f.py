"""BM25F: what a term counts in a passage, by how often its title and its text have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.types import FloatArray

# What Lucene and bm25s take (of k1 0.9 to 2 and b 0.4 to 0.75 none was better on every task).
K1, B = 1.5, 0.75
# Twice as much as in the text; 3 is as good on law questions, and 1 or a second index beside the text's less.
HEAD_WEIGHT = 2.0

_FILES = ("scores", "rows", "starts")

Terms = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class TermScores:
    """The score of every term in every passage, sparse and by term (CSC)."""

    scores: FloatArray
    rows: NDArray[np.int32]
    """The passage of each score, in order within a term."""
    starts: NDArray[np.int64]
    """Where each term's scores begin, shape (terms + 1,)."""
    passages: int

    @classmethod
    def of(cls, heads: Terms, texts: Terms, terms: int) -> "TermScores":
        """Score the numbered `terms` of the passages' heads and texts.

        With f = 2 x occurrences in the head + occurrences in the text / (1 - B + B x its length / their
        mean), a term scores idf x f / (K1 + f): Robertson, Zaragoza and Taylor, 'Simple BM25 extension to
        multiple weighted fields', CIKM 2004, the head's length left out, with Lucene's idf, ln(1 + (N - df +
        0.5) / (df + 0.5)). Without heads it is BM25.
        """
        passages = len(texts)
        lengths = np.fromiter(map(len, texts), dtype=np.float64, count=passages)
        norms = 1 - B + B * lengths / (lengths.mean() or 1)
        in_heads, head_counts = _cells(heads)
        in_texts, text_counts = _cells(texts)
        cells = np.union1d(in_heads, in_texts)
        frequencies = np.zeros(len(cells))
        frequencies[np.searchsorted(cells, in_heads)] += HEAD_WEIGHT * head_counts
        frequencies[np.searchsorted(cells, in_texts)] += text_counts / norms[in_texts % passages]
        found_in = np.bincount(cells // passages, minlength=terms)
        idf = np.log(1 + (passages - found_in + 0.5) / (found_in + 0.5))
        scores = np.repeat(idf, found_in) * frequencies / (K1 + frequencies)
        return cls(
            scores.astype(np.float32),
            (cells % passages).astype(np.int32),
            np.concatenate(([0], np.cumsum(found_in))),
            passages,
        )

    def add(self, term: int, weight: float, total: FloatArray) -> None:
        """Add a term's scores times `weight` to those of all passages, shape (passages,)."""
        column = slice(self.starts[term], self.starts[term + 1])
        # A passage stands once in a column, so that none is added to twice.
        total[self.rows[column]] += np.float32(weight) * self.scores[column]

    def found_in(self, term: int) -> int:
        """Return how many passages have a term."""
        return int(self.starts[term + 1] - self.starts[term])

    def save(self, folder: Path) -> None:
        """Write the arrays, without pickle, to `folder`."""
        for name in _FILES:
            np.save(folder / f"{name}.npy", getattr(self, name), allow_pickle=False)

    @classmethod
    def load(cls, folder: Path, passages: int) -> "TermScores":
        """Map the arrays into memory."""
        scores, rows, starts = (
            np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False) for name in _FILES
        )
        return cls(scores, rows, starts, passages)


def _cells(terms: Terms) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return term x passages + row of every term in a passage, in order, and how often it is there."""
    lengths = np.fromiter(map(len, terms), dtype=np.int64, count=len(terms))
    numbers = np.fromiter(chain.from_iterable(terms), dtype=np.int64, count=int(lengths.sum()))
    rows = np.repeat(np.arange(len(terms)), lengths)
    return np.unique(numbers * len(terms) + rows, return_counts=True)
