import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.ranking import interval, ndcg, recall, reciprocal_rank

RANKED = ["a", "b", "c", "d"]


def test_worked_by_hand() -> None:
    both = frozenset({"b", "d"})
    # Ranks 2 and 4, where 1 and 2 would be best.
    assert ndcg(RANKED, both) == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / (1 / math.log2(2) + 1 / math.log2(3))
    )
    assert ndcg(RANKED, both, depth=2) == pytest.approx((1 / math.log2(3)) / (1 + 1 / math.log2(3)))
    assert (recall(RANKED, both), recall(RANKED, both, depth=2)) == (1, 0.5)
    assert (reciprocal_rank(RANKED, both), reciprocal_rank(RANKED, both, depth=1)) == (0.5, 0)


def test_more_relevant_documents_than_places_can_still_be_perfect() -> None:
    assert ndcg(["a", "b"], frozenset("abc"), depth=2) == 1


def test_what_is_not_found_is_worth_nothing() -> None:
    nowhere = frozenset({"z"})
    assert ndcg(RANKED, nowhere) == recall(RANKED, nowhere) == reciprocal_rank(RANKED, nowhere) == 0
    assert ndcg([], nowhere) == 0


@given(st.permutations(RANKED), st.sets(st.sampled_from(RANKED), min_size=1))
def test_the_best_ranking_alone_is_worth_one(ranked: list[str], relevant: set[str]) -> None:
    first = set(ranked[: len(relevant)]) == relevant
    assert (ndcg(ranked, frozenset(relevant)) == pytest.approx(1)) is first


def test_an_interval_is_that_of_the_binomial_for_a_large_sample() -> None:
    low, high = interval([1.0] * 200 + [0.0] * 200)
    # 0.5 +- 1.96 x sqrt(0.25 / 400)
    assert (low, high) == (pytest.approx(0.451, abs=0.004), pytest.approx(0.549, abs=0.004))
    assert interval([0.25] * 30) == (0.25, 0.25)
