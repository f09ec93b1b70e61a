import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.grouping import ALIKE, MOST_COMPARED, clusters, grouped, wordings
from index.types import FloatArray


def at(*degrees: float) -> FloatArray:
    """Vectors of length 1 in the plane, by their angles."""
    angles = np.radians(degrees)
    return np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)


def test_wordings_differ_by_their_words_alone() -> None:
    assert wordings(["Wat is de Wmo?", "Wie?", "wat is  de wmo", "?!", "!?"]) == [[0, 2], [1], [3], [4]]


def test_vectors_fall_together_by_their_average_cosine() -> None:
    # cos 40 = .766 and cos 50 = .643; of the third with the first two on average (cos 50 + cos 90) / 2 = .32.
    assert clusters(at(0, 40, 90)) == [[0, 1], [2]]
    assert clusters(at(0, 50), 0.65) == [[0], [1]]
    assert clusters(at(0, 50), 0.64) == [[0, 1]]
    assert np.cos(np.radians(44)) < ALIKE < np.cos(np.radians(43))


def test_one_and_none_need_no_comparison() -> None:
    assert clusters(at(5)) == [[0]]
    assert clusters(np.empty((0, 2), dtype=np.float32)) == []
    assert grouped([], []).groups == ()


def test_the_largest_group_comes_first_and_in_it_the_most_asked_wording() -> None:
    questions = ["Eigen bijdrage?", "Hulp?", "Wat is de bijdrage?", "Wat is de bijdrage?"]
    assert grouped(questions, list(at(0, 90, 10, 10))).groups == ((2, 3, 0), (1,))


def test_without_a_vector_and_beyond_the_most_a_wording_stays_by_itself() -> None:
    questions = ["a", "b", "b", "c", "c", "c"]
    vectors = list(at(0, 0, 0, 0, 0, 0))
    found = grouped(questions, [*vectors[:3], None, None, None])
    assert (found.groups, found.apart) == (((1, 2, 0), (3, 4, 5)), 1)
    found = grouped(questions, vectors, most=2)
    assert (found.groups, found.apart) == (((3, 4, 5, 1, 2), (0,)), 1)


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 360)), max_size=30), st.integers(0, 10))
def test_every_question_is_in_one_group(asked: list[tuple[str, float]], most: int) -> None:
    questions = [question for question, _ in asked]
    found = grouped(questions, list(at(*(angle for _, angle in asked))), most)
    assert sorted(row for group in found.groups for row in group) == list(range(len(asked)))
    sizes = [len(group) for group in found.groups]
    assert sizes == sorted(sizes, reverse=True)
    assert found.apart == max(0, len(set(questions)) - most)


def test_of_ten_thousand_questions_the_most_asked_are_compared() -> None:
    vectors = np.random.default_rng(0).normal(size=(10_000, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    found = grouped([f"vraag {number}" for number in range(10_000)], list(vectors))
    assert found.apart == 10_000 - MOST_COMPARED
    assert sum(map(len, found.groups)) == 10_000
