from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.cells import recall
from index.dense import DenseSearch, SentenceVectors
from index.types import FloatArray


def unit_vectors(seed: int, count: int, dimension: int) -> FloatArray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(2, 40), st.integers(1, 80))
def test_search_is_brute_force(seed: int, count: int, dimension: int, k: int) -> None:
    vectors, query = unit_vectors(seed, count, dimension), unit_vectors(seed + 1, 1, dimension)[0]
    rows, scores = DenseSearch.build(vectors).search(query, k)
    cosines = vectors.astype(np.float64) @ query.astype(np.float64)
    order = np.argsort(-cosines, kind="stable")[:k]
    np.testing.assert_allclose(scores, cosines[order], atol=1e-5)
    np.testing.assert_allclose(scores, cosines[rows], atol=1e-5)
    apart = np.all(np.abs(np.diff(np.sort(cosines))) > 1e-5)
    assert sorted(set(rows.tolist())) == sorted(rows.tolist())
    assert rows.tolist() == order.tolist() or not apart


@settings(max_examples=40)
@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 50), st.data())
def test_search_without_some_rows_is_brute_force_over_the_rest(
    seed: int, count: int, k: int, data: st.DataObject
) -> None:
    vectors, query = unit_vectors(seed, count, 16), unit_vectors(seed + 1, 1, 16)[0]
    without = np.array(sorted(data.draw(st.sets(st.integers(0, count - 1)))), dtype=np.int64)
    rows, scores = DenseSearch.build(vectors).search(query, k, without)
    rest = np.setdiff1d(np.arange(count), without)
    cosines = vectors.astype(np.float64) @ query.astype(np.float64)
    np.testing.assert_allclose(scores, np.sort(cosines[rest])[::-1][:k], atol=1e-5)
    assert set(rows.tolist()) <= set(rest.tolist())
    assert len(set(rows.tolist())) == min(k, len(rest))


def test_worked_by_hand() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [-1, 0]], dtype=np.float32)
    rows, scores = DenseSearch.build(vectors).search(np.array([0.8, 0.6], dtype=np.float32), 3)
    assert rows.tolist() == [1, 0, 2]
    assert scores.tolist() == pytest.approx([0.96, 0.8, 0.6], abs=1e-6)


def test_more_than_there_are_gives_all() -> None:
    vectors = unit_vectors(1, 3, 8)
    rows, scores = DenseSearch.build(vectors).search(vectors[2], 100)
    assert rows[0] == 2
    assert sorted(rows.tolist()) == [0, 1, 2]
    assert scores[0] == pytest.approx(1, abs=1e-6)


def test_vectors_come_back_as_they_were_put_in() -> None:
    vectors = unit_vectors(2, 5, 8)
    np.testing.assert_array_equal(
        DenseSearch.build(vectors).vectors(np.array([4, 0, 4], dtype=np.int64)), vectors[[4, 0, 4]]
    )


def test_save_and_load(tmp_path: Path) -> None:
    vectors, query = unit_vectors(3, 40, 16), unit_vectors(4, 1, 16)[0]
    search = DenseSearch.build(vectors)
    search.save(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["dense.faiss"]
    loaded = DenseSearch.load(tmp_path)
    for before, after in zip(search.search(query, 10), loaded.search(query, 10), strict=True):
        np.testing.assert_array_equal(before, after)
    np.testing.assert_array_equal(loaded.vectors(np.arange(40)), vectors)


def clustered(seed: int, count: int) -> FloatArray:
    """Vectors in bunches, as those of texts are."""
    chance = np.random.default_rng(seed)
    middles = chance.normal(size=(max(1, count // 20), 32))
    near = middles[chance.integers(len(middles), size=count)] + 0.5 * chance.normal(size=(count, 32))
    return np.asarray(near / np.linalg.norm(near, axis=1, keepdims=True), dtype=np.float32)


def test_cells_find_what_an_exact_search_finds(tmp_path: Path) -> None:
    vectors, questions = clustered(9, 3000), clustered(9, 3100)[3000:]
    exact = DenseSearch.build(vectors)
    built = DenseSearch.build(vectors, lambda: questions[:50], most_exact=2999)
    assert exact.facts == {"search": "exact"}
    facts = built.facts
    assert (facts["search"], facts["cells"], facts["questions"]) == ("cells", 219, 50)
    assert facts["probed"] < 219
    assert facts["recall"] >= 0.985
    built.save(tmp_path)
    loaded = DenseSearch.load(tmp_path)
    assert loaded.facts == facts
    shares = []
    for query in questions[50:]:
        rows, cosines = loaded.search(query, 10)
        np.testing.assert_allclose(cosines, vectors[rows] @ query, atol=1e-6)
        assert np.all(np.diff(cosines) <= 0)
        for before, after in zip(built.search(query, 10), (rows, cosines), strict=True):
            np.testing.assert_array_equal(before, after)
        shares.append(len(np.intersect1d(rows, exact.search(query, 10)[0])) / 10)
    assert np.mean(shares) > 0.95


def test_cells_leave_out_what_they_are_told_to() -> None:
    vectors = clustered(10, 500)
    search = DenseSearch.build(vectors, lambda: vectors[:5], most_exact=0)
    nearest = search.search(vectors[0], 5)[0]
    assert nearest[0] == 0
    others = search.search(vectors[0], 5, nearest)[0]
    assert len(others) == 5
    assert not np.intersect1d(others, nearest).size
    assert len(search.search(vectors[0], 5, np.arange(500))[0]) == 0


def test_a_recall_that_takes_all_cells_takes_them() -> None:
    # Nothing is near to anything: each cell holds as much as the next.
    vectors = unit_vectors(11, 2000, 64)
    search = DenseSearch.build(vectors, lambda: unit_vectors(12, 40, 64), most_exact=0)
    assert search.facts["probed"] > 90
    assert search.facts["recall"] >= 0.985


@pytest.mark.parametrize("count", [1, 3])
def test_few_vectors_have_few_cells(count: int) -> None:
    vectors = unit_vectors(13, count, 8)
    search = DenseSearch.build(vectors, lambda: vectors, most_exact=0)
    assert sorted(search.search(vectors[0], 10)[0].tolist()) == list(range(count))


def test_cosines_of_a_passages_own_sentences() -> None:
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8], [-1, 0]], dtype=np.float32)
    sentences = SentenceVectors.build(vectors, [1, 0, 3])
    query = np.array([0.8, 0.6], dtype=np.float32)
    assert sentences.cosines(query, 0).tolist() == pytest.approx([0.8], abs=1e-3)
    assert sentences.cosines(query, 1).tolist() == []
    assert sentences.cosines(query, 2).tolist() == pytest.approx([0.6, 0.96, -0.8], abs=1e-3)
    assert sentences.cosines(query, 2).dtype == np.float32


def test_half_precision_changes_a_cosine_by_less_than_a_thousandth() -> None:
    vectors, query = unit_vectors(5, 200, 384), unit_vectors(6, 1, 384)[0]
    halved = SentenceVectors.build(vectors, [200]).cosines(query, 0)
    assert float(np.abs(halved - vectors @ query).max()) < 1e-3


def test_sentence_vectors_save_and_load_without_pickle(tmp_path: Path) -> None:
    vectors, query = unit_vectors(7, 9, 16), unit_vectors(8, 1, 16)[0]
    sentences = SentenceVectors.build(vectors, [2, 3, 4])
    sentences.save(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sentence_starts.npy", "sentences.npy"]
    np.testing.assert_array_equal(
        np.load(tmp_path / "sentences.npy", allow_pickle=False), vectors.astype(np.float16)
    )
    assert np.load(tmp_path / "sentence_starts.npy", allow_pickle=False).tolist() == [0, 2, 5, 9]
    loaded = SentenceVectors.load(tmp_path)
    for row in range(3):
        np.testing.assert_array_equal(loaded.cosines(query, row), sentences.cosines(query, row))


def test_an_array_that_needs_pickle_is_not_loaded(tmp_path: Path) -> None:
    SentenceVectors.build(unit_vectors(9, 2, 4), [2]).save(tmp_path)
    np.save(tmp_path / "sentences.npy", np.array([{"harm": 1}], dtype=object), allow_pickle=True)
    with pytest.raises(ValueError, match=r"[Oo]bject"):
        SentenceVectors.load(tmp_path)


@pytest.mark.parametrize(
    ("found", "expected"),
    [([0.9, 0.8, 0.1], 1), ([0.9, 0.7], 0.5), ([0.8, 0.8], 1), ([], 0), ([0.9, 0.8 - 1e-7], 1)],
)
def test_of_vectors_that_are_equally_near_any_may_be_found(found: list[float], expected: float) -> None:
    assert recall(np.array(found, dtype=np.float32), np.array([0.9, 0.8], dtype=np.float32)) == expected


def test_what_cells_are_not_fitted_to_is_searched_exactly() -> None:
    vectors = clustered(14, 2000)
    exact = DenseSearch.build(vectors)
    search = DenseSearch.build(vectors, lambda: clustered(14, 2030)[2000:], most_exact=0)
    nearest = exact.search(vectors[7], 1500)[0]
    for k, without in ((300, None), (2000, None), (10**12, None), (10, nearest), (50, nearest[:1000])):
        found, expected = search.search(vectors[7], k, without), exact.search(vectors[7], k, without)
        if k > 100 or without is nearest:
            np.testing.assert_allclose(found[1], expected[1], atol=1e-6)
        assert len(found[0]) == len(expected[0])
