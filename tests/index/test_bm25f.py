"""BM25F on numbers that were worked by hand."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25f import TermScores
from index.types import FloatArray

# Terms 0 to 2 of three passages; the texts have 2, 4 and 3 words, 3 on average.
HEADS = [[0], [], [2, 2]]
TEXTS = [[0, 1], [1, 1, 1, 0], [1, 2, 2]]


def total(scores: TermScores, *terms: int) -> FloatArray:
    found = np.zeros(scores.passages, dtype=np.float32)
    for term in terms:
        scores.add(term, 1, found)
    return found


def test_scores_are_those_worked_by_hand() -> None:
    scores = TermScores.of(HEADS, TEXTS, 4)
    # Of lengths 2/3, 4/3 and 1 of the mean: 0.25 + 0.75 x length.
    norms = (0.75, 1.25, 1.0)
    idf = math.log(1 + 1.5 / 2.5)
    first, second = 2 + 1 / norms[0], 1 / norms[1]
    assert total(scores, 0).tolist() == pytest.approx(
        [idf * first / (1.5 + first), idf * second / (1.5 + second), 0]
    )
    assert total(scores, 2).tolist() == pytest.approx([0, 0, math.log(1 + 2.5 / 1.5) * 6 / 7.5])
    assert total(scores, 3).tolist() == [0, 0, 0]
    assert [scores.found_in(term) for term in range(4)] == [2, 3, 1, 0]


def test_weights_and_terms_add_up() -> None:
    scores = TermScores.of(HEADS, TEXTS, 3)
    found = np.zeros(3, dtype=np.float32)
    scores.add(0, 0.5, found)
    scores.add(1, 2, found)
    np.testing.assert_allclose(found, 0.5 * total(scores, 0) + 2 * total(scores, 1), rtol=1e-6)


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=8), min_size=1, max_size=6))
def test_without_heads_it_is_bm25(texts: list[list[int]]) -> None:
    scores, mean = TermScores.of([[]] * len(texts), texts, 6), sum(map(len, texts)) / len(texts)
    for term in range(6):
        having = sum(term in text for text in texts)
        idf = math.log(1 + (len(texts) - having + 0.5) / (having + 0.5))
        expected = []
        for text in texts:
            frequency = text.count(term)
            expected.append(idf * frequency / (frequency + 1.5 * (1 - 0.75 + 0.75 * len(text) / mean)))
        assert total(scores, term).tolist() == pytest.approx(expected, rel=1e-5)


def test_what_is_mapped_is_what_was_saved(tmp_path: Path) -> None:
    scores = TermScores.of(HEADS, TEXTS, 3)
    scores.save(tmp_path)
    loaded = TermScores.load(tmp_path, 3)
    for term in range(3):
        np.testing.assert_array_equal(total(loaded, term), total(scores, term))
    assert isinstance(loaded.scores, np.memmap)
