import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.ranking import Worth, worth

RANKED = ["a", "b", "c", "d"]


def test_worked_by_hand() -> None:
    found = worth(RANKED, frozenset({"b", "d"}))
    # Ranks 2 and 4, where 1 and 2 would be best.
    assert found.ndcg == pytest.approx(
        (1 / math.log2(3) + 1 / math.log2(5)) / (1 / math.log2(2) + 1 / math.log2(3))
    )
    assert (found.recall, found.reciprocal_rank) == (1, 0.5)


def test_only_the_first_ten_count() -> None:
    ranked = [str(rank) for rank in range(1, 13)]
    found = worth(ranked, frozenset({"10", "11"}))
    assert (found.recall, found.reciprocal_rank) == (0.5, pytest.approx(0.1))
    assert worth(ranked, frozenset({"11"})) == Worth(0, 0, 0)


def test_what_is_not_found_is_worth_nothing() -> None:
    assert worth(RANKED, frozenset({"z"})) == Worth(0, 0, 0)
    assert worth([], frozenset({"z"})) == Worth(0, 0, 0)


@given(st.permutations(RANKED), st.sets(st.sampled_from(RANKED), min_size=1))
def test_the_best_ranking_alone_is_worth_one(ranked: list[str], relevant: set[str]) -> None:
    first = set(ranked[: len(relevant)]) == relevant
    assert (worth(ranked, frozenset(relevant)).ndcg == pytest.approx(1)) is first


def test_where_more_is_relevant_than_ten_the_best_ranking_is_full_of_it() -> None:
    ranked = [str(rank) for rank in range(1, 13)]
    # trec_eval's best sum stops at ten as well, its recall does not.
    assert worth(ranked, frozenset(ranked)) == Worth(pytest.approx(1), 10 / 12, 1)


@given(st.permutations(RANKED), st.sets(st.sampled_from(RANKED), min_size=1), st.integers(0, 2))
def test_a_relevant_document_that_rises_lowers_nothing(
    ranked: list[str], relevant: set[str], rank: int
) -> None:
    above, below = ranked[rank : rank + 2]
    if above in relevant or below not in relevant:
        return
    raised = [*ranked[:rank], below, above, *ranked[rank + 2 :]]
    before, after = worth(ranked, frozenset(relevant)), worth(raised, frozenset(relevant))
    assert after.ndcg > before.ndcg
    assert after.recall == before.recall
    assert after.reciprocal_rank >= before.reciprocal_rank
