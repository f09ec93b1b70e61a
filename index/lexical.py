"""Lexical search: BM25 over Dutch stems, the parts of compounds, other names and misspelt words."""

import json
import math
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from index.analysis import content_words, parts, spelled_alike
from index.compounds import Compounds
from index.dutch import stem, terms
from index.glossary import packaged
from index.spelling import Spelling
from index.types import FloatArray

FOLDER = "lexical"
WORDS = "words.json"
# What a match with less than the question's own word counts beside one with it. See README for other values.
PART_WEIGHT = 0.5
OTHER_NAME_WEIGHT = 0.3
MEANT_WEIGHT = 0.7


class LexicalSearch:
    """BM25 (Lucene's variant, as bm25s computes it) of a question with every passage."""

    def __init__(self, bm25: bm25s.BM25, compounds: Compounds) -> None:
        self._bm25 = bm25
        self._compounds = compounds
        self._spelling = Spelling(bm25.vocab_dict, self.rarity)

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalSearch":
        """Index texts, one a passage, in the passages' order."""
        contents = [content_words(text) for text in texts]
        compounds = Compounds.of(Counter(chain.from_iterable(contents)))
        # The empty word keeps a corpus of stop words alone from being no corpus.
        counted = [
            [*map(stem, content), *parts(content, compounds), *spelled_alike(text)] or [""]
            for text, content in zip(texts, contents, strict=True)
        ]
        # Numbered in order of appearance: bm25s goes by a set, and writes other files in every process.
        numbers = {word: number for number, word in enumerate(dict.fromkeys(chain.from_iterable(counted)))}
        bm25 = bm25s.BM25()
        bm25.index(([[numbers[word] for word in each] for each in counted], numbers), show_progress=False)
        return cls(bm25, compounds)

    def scores(self, query: str) -> FloatArray:
        """Return the BM25 score of every passage, shape (passages,); 0 where no term occurs.

        Parts of the question's compounds, other names of what it names and the words that it misspells are
        searched too, and count less.
        """
        total = np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        for weight, searched in self.weighted(query).items():
            if known := [term for term in searched if term in self._bm25.vocab_dict]:
                total += np.float32(weight) * np.asarray(self._bm25.get_scores(known), dtype=np.float32)
        return total

    def weighted(self, query: str) -> dict[float, list[str]]:
        """Return the terms that a question is searched by, by their weight; a term has its highest one."""
        content = content_words(query)
        own = [*map(stem, content), *spelled_alike(query)]
        names = terms(" ".join(packaged().other_names(query)))
        meant = [self._spelling.meant(word) for word in content if stem(word) not in self._bm25.vocab_dict]
        searched: dict[float, list[str]] = {}
        said: set[str] = set()
        for weight, each in (
            (1.0, own),
            (MEANT_WEIGHT, [term for term in meant if term]),
            (PART_WEIGHT, parts(content, self._compounds)),
            (OTHER_NAME_WEIGHT, names),
        ):
            searched[weight] = [term for term in dict.fromkeys(each) if term not in said]
            said.update(each)
        return searched

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
        collection_words = json.dumps(sorted(self._compounds.collection_words))
        (folder / FOLDER / WORDS).write_text(collection_words, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalSearch":
        """Map the arrays into memory; nothing is computed again."""
        bm25 = bm25s.BM25.load(folder / FOLDER, mmap=True, allow_pickle=False, show_progress=False)
        collection_words = json.loads((folder / FOLDER / WORDS).read_text(encoding="utf-8"))
        return cls(bm25, Compounds(collection_words))
