import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.fusion import fused_scores
from index.types import FloatArray

_SCORES = st.lists(st.floats(0, 50, width=32), min_size=3, max_size=3)


def of(*scores: float) -> FloatArray:
    return np.array(scores, dtype=np.float32)


def test_worked_by_hand() -> None:
    assert fused_scores(of(0.8, 0.85, 0.82), of(20, 0, 8), 4, weight=0.02).tolist() == pytest.approx(
        [0.8 + 0.1, 0.85, 0.82 + 0.04]
    )


def test_a_word_that_no_other_passage_has_outweighs_a_twentieth_of_cosine() -> None:
    for rarest in (3.4, 13.4):  # among 44 passages, and among a million
        nearer, with_the_word = fused_scores(of(0.50, 0.44), of(0, rarest), rarest)
        assert with_the_word > nearer


def test_a_question_without_known_words_is_ranked_by_its_cosines() -> None:
    cosines = of(0.81, 0.79, 0.9)
    assert fused_scores(cosines, of(0, 0, 0), 5).tolist() == cosines.tolist()


@given(_SCORES, _SCORES, st.integers(0, 2))
def test_what_scores_higher_in_one_search_never_falls(
    cosines: list[float], bm25: list[float], row: int
) -> None:
    raised = list(bm25)
    raised[row] += 1
    before, after = fused_scores(of(*cosines), of(*bm25), 5), fused_scores(of(*cosines), of(*raised), 5)
    assert after[row] >= before[row]
    assert np.delete(after, row).tolist() == np.delete(before, row).tolist()
