from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.fusion import reciprocal_rank_fusion

_ROWS = st.lists(st.integers(0, 30), unique=True, max_size=20).map(
    lambda rows: np.array(rows, dtype=np.int64)
)


def ranking(*rows: int) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


def test_worked_by_hand() -> None:
    fused = reciprocal_rank_fusion([ranking(7, 3, 5), ranking(3, 9)])
    assert [row for row, _ in fused] == [3, 7, 9, 5]
    # Row 3 is second and first, 7 first, 9 second, 5 third.
    expected = [1 / 62 + 1 / 61, 1 / 61, 1 / 62, 1 / 63]
    assert [score for _, score in fused] == pytest.approx(expected, abs=1e-12)


def test_the_constant_is_a_parameter() -> None:
    # Row 4 is first and second: 1/2 + 1/3; row 2 is first in one of them: 1/2.
    fused = dict(reciprocal_rank_fusion([ranking(4), ranking(2, 4)], constant=1))
    assert list(fused) == [4, 2]
    assert list(fused.values()) == pytest.approx([5 / 6, 1 / 2], abs=1e-12)


def test_equal_scores_come_by_row() -> None:
    assert [row for row, _ in reciprocal_rank_fusion([ranking(9, 2), ranking(2, 9)])] == [2, 9]
    assert [row for row, _ in reciprocal_rank_fusion([ranking(8), ranking(1)])] == [1, 8]


def test_nothing_fused_is_nothing() -> None:
    assert reciprocal_rank_fusion([]) == []
    assert reciprocal_rank_fusion([ranking(), ranking()]) == []


def test_an_empty_ranking_changes_no_order() -> None:
    assert [row for row, _ in reciprocal_rank_fusion([ranking(), ranking(5, 1, 3)])] == [5, 1, 3]


@given(_ROWS, _ROWS)
def test_it_makes_no_difference_which_ranking_comes_first(
    one: NDArray[np.int64], other: NDArray[np.int64]
) -> None:
    assert reciprocal_rank_fusion([one, other]) == reciprocal_rank_fusion([other, one])


@given(st.lists(_ROWS, max_size=4), st.integers(1, 100))
def test_scores_are_those_of_the_formula(rankings: list[NDArray[np.int64]], constant: int) -> None:
    expected: dict[int, Fraction] = {}
    for rows in rankings:
        for place, row in enumerate(rows.tolist()):
            expected[row] = expected.get(row, Fraction(0)) + Fraction(1, constant + place + 1)
    fused = reciprocal_rank_fusion(rankings, constant)
    assert sorted(row for row, _ in fused) == sorted(expected)
    assert all(score == pytest.approx(float(expected[row]), abs=1e-12) for row, score in fused)
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
