"""Lexical search: BM25 over Dutch stems."""

import math
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.dutch import terms
from index.types import FloatArray

FOLDER = "lexical"


class LexicalSearch:
    """BM25 (Lucene's variant, as bm25s computes it) of a question with every passage."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalSearch":
        """Index texts, one a passage, in the passages' order."""
        bm25 = bm25s.BM25()
        # The empty word keeps a corpus of stop words alone from being no corpus.
        words = [terms(text) or [""] for text in texts]
        # Numbered in order of appearance: bm25s goes by a set, and writes other files in every process.
        numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(words)))}
        bm25.index(([[numbers[word] for word in each] for each in words], numbers), show_progress=False)
        return cls(bm25)

    def scores(self, query: str) -> FloatArray:
        """Return the BM25 score of every passage, shape (passages,); 0 where no term occurs."""
        known = [term for term in dict.fromkeys(terms(query)) if term in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    @cached_property
    def terms(self) -> frozenset[str]:
        """All stems and numbers that occur."""
        return frozenset(self._bm25.vocab_dict) - {""}

    def rarity(self, term: str) -> float:
        """Return a stem's inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)), N passages."""
        passages = self._bm25.scores["num_docs"]
        row = self._bm25.vocab_dict.get(term)
        starts = self._bm25.scores["indptr"]
        frequency = 0 if row is None else int(starts[row + 1] - starts[row])
        return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))

    @staticmethod
    def best(scores: FloatArray, k: int) -> NDArray[np.int64]:
        """Return the rows of the `k` best scores above 0, best first, equal ones in the passages' order."""
        rows = np.argsort(-scores, kind="stable")[:k]
        return rows[scores[rows] > 0].astype(np.int64)

    def save(self, folder: Path) -> None:
        """Write arrays and vocabulary, without pickle, to `folder`."""
        self._bm25.save(folder / FOLDER, allow_pickle=False, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> "LexicalSearch":
        """Map the arrays into memory; nothing is computed again."""
        bm25 = bm25s.BM25.load(folder / FOLDER, mmap=True, allow_pickle=False, show_progress=False)
        return cls(bm25)
