"""Lexical search: BM25 over Dutch stems, the parts of compounds, other names and misspelt words."""

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.analysis import content_words, parts, spelled_alike
from index.bm25f import TermScores
from index.compounds import Compounds
from index.dutch import fold, stem, terms
from index.glossary import packaged
from index.spelling import Spelling, may_be_slips
from index.types import FloatArray

FOLDER = "lexical"
WORDS = "words.json"
# The least score above 0 that is one: a term's share in a passage is never as small.
LEAST = 1e-9
# Scores of which only the best is compared with those of other groups.
GROUP = 64


@dataclass(frozen=True, slots=True)
class Weights:
    """What a match with less than the question's own word counts beside one with it."""

    meant: float = 0.85
    """Of a word that the question seems to misspell."""
    parts: float = 0.5
    """Of its compounds."""
    other_names: float = 0.3
    """Of what it names."""


WEIGHTS = Weights()


def _rarity(found_in: int, passages: int) -> float:
    return math.log(1 + (passages - found_in + 0.5) / (found_in + 0.5))


def _bound(scores: FloatArray, k: int) -> float:
    """Return a score that at least `k` of them reach, and few do, in one pass: a million are not sorted.

    It is the k-th best of the best scores of groups.
    """
    groups = len(scores) // GROUP
    if groups < k:
        return 0.0
    best = scores[: groups * GROUP].reshape(GROUP, groups).max(axis=0)
    return float(np.partition(best, groups - k)[groups - k])


class LexicalSearch:
    """BM25F of a question with every passage."""

    def __init__(self, scores: TermScores, numbers: dict[str, int], compounds: Compounds) -> None:
        self._scores = scores
        self._numbers = numbers
        """Of the terms: their columns in the scores."""
        self._compounds = compounds
        self._spelling = Spelling(numbers, compounds.collection_words, self.rarity)

    @classmethod
    def build(cls, texts: Sequence[str], heads: Sequence[str] | None = None) -> "LexicalSearch":
        """Index texts, one a passage, in the passages' order; `heads` are their titles and headings."""
        heads = [""] * len(texts) if heads is None else heads
        folded = [fold(text) for text in (*heads, *texts)]
        contents = [content_words(text) for text in folded]
        compounds = Compounds.of(Counter(chain.from_iterable(contents)))
        numbers: dict[str, int] = {}
        """Of the terms, in order of appearance: the files are the same in every process."""

        def numbered(terms: Iterable[str]) -> list[int]:
            return [numbers.setdefault(term, len(numbers)) for term in terms]

        of_word = {
            word: numbered([stem(word), *parts([word], compounds)])
            for word in dict.fromkeys(chain.from_iterable(contents))
        }
        counted = [
            [*chain.from_iterable(map(of_word.__getitem__, content)), *numbered(spelled_alike(text))]
            for text, content in zip(folded, contents, strict=True)
        ]
        # The empty word keeps a corpus of stop words alone from being no corpus.
        in_texts = [each or numbered([""]) for each in counted[len(heads) :]]
        return cls(TermScores.of(counted[: len(heads)], in_texts, len(numbers)), numbers, compounds)

    def scores(self, query: str, kinds: Weights = WEIGHTS) -> FloatArray:
        """Return the BM25 score of every passage, shape (passages,); 0 where no term occurs.

        Parts of the question's compounds, other names of what it names and the words that it misspells are
        searched too, and count less.
        """
        total = np.zeros(self._scores.passages, dtype=np.float32)
        for term, weight in self.weighted(query, kinds).items():
            if term in self._numbers:
                self._scores.add(self._numbers[term], weight, total)
        return total

    def weighted(self, query: str, kinds: Weights = WEIGHTS) -> dict[str, float]:
        """Return the terms that a question is searched by and what they count: each its highest weight."""
        folded = fold(query)
        content = content_words(folded)
        weights = dict.fromkeys((*map(stem, content), *spelled_alike(folded)), 1.0)
        for weight, others in (
            (kinds.meant, self._meant(query)),
            (kinds.parts, parts(content, self._compounds)),
            (kinds.other_names, terms(" ".join(packaged().other_names(query)))),
        ):
            for term in others:
                weights[term] = max(weight, weights.get(term, 0))
        return {term: weight for term, weight in weights.items() if weight}

    def _meant(self, query: str) -> Iterator[str]:
        """Yield the terms of the words that a question seems to misspell; a compound of words is no slip."""
        for word in may_be_slips(query):
            known = stem(word) in self._numbers or self._compounds.parts(word)
            if not known and (meant := self._spelling.meant(word)):
                yield meant

    @cached_property
    def terms(self) -> frozenset[str]:
        """All stems that occur, by themselves or in a compound, and numbers, sums and days."""
        return frozenset(self._numbers) - {""}

    def rarity(self, term: str) -> float:
        """Return a stem's inverse document frequency, ln(1 + (N - df + 0.5) / (df + 0.5)), N passages."""
        found_in = self._scores.found_in(self._numbers[term]) if term in self._numbers else 0
        return _rarity(found_in, self._scores.passages)

    @property
    def rarest(self) -> float:
        """Return the `rarity` of a stem that one passage has."""
        return _rarity(1, self._scores.passages)

    @staticmethod
    def best(scores: FloatArray, k: int) -> NDArray[np.int64]:
        """Return the rows of the `k` best scores above 0, best first, equal ones in the passages' order."""
        rows = np.flatnonzero(scores >= max(_bound(scores, k), LEAST))
        return rows[np.argsort(-scores[rows], kind="stable")[:k]]

    def save(self, folder: Path) -> None:
        """Write arrays and words, without pickle, to `folder`."""
        own = folder / FOLDER
        own.mkdir(parents=True)
        self._scores.save(own)
        words = {
            "passages": self._scores.passages,
            "terms": list(self._numbers),
            "collection": sorted(self._compounds.collection_words),
        }
        (own / WORDS).write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LexicalSearch":
        """Map the arrays into memory; nothing is computed again."""
        own = folder / FOLDER
        words = json.loads((own / WORDS).read_text(encoding="utf-8"))
        numbers = {term: number for number, term in enumerate(words["terms"])}
        return cls(TermScores.load(own, words["passages"]), numbers, Compounds(words["collection"]))
