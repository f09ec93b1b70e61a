import numpy as np
import pytest

from eval.pile import Pile, noisy
from index.types import Block, Document, Passage, Span

TEXT = "Het wijkteam helpt."


def passage(source: str) -> Passage:
    return Passage(source, Span(0, len(TEXT)), TEXT, (Span(0, len(TEXT)),), "article")


@pytest.fixture
def pile() -> Pile:
    documents = {name: Document(name, TEXT, (Block(Span(0, len(TEXT)), "article"),)) for name in ("b", "a")}
    vectors = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    return Pile(documents, [passage("b"), passage("b"), passage("a")], vectors)


def test_a_smaller_pile_is_its_beginning_in_the_order_of_names(pile: Pile) -> None:
    small = pile.grown(2)
    assert [each.source for each in small.passages] == ["000/b", "000/b"]
    assert list(small.documents) == ["000/b"]
    assert pile.grown(3).vectors.tolist() == pile.vectors[[2, 0, 1]].tolist()


def test_a_larger_pile_has_copies_under_other_names(pile: Pile) -> None:
    large = pile.grown(7)
    sources = [each.source for each in large.passages]
    assert sources == ["000/a", "000/b", "000/b", "001/a", "001/b", "001/b", "002/b"]
    assert list(large.documents) == sorted(set(sources))
    assert all(large.documents[name].source == name for name in large.documents)
    assert large.vectors[:3].tolist() == pile.vectors[[2, 0, 1]].tolist()
    assert not np.array_equal(large.vectors[3:6], large.vectors[:3])


def test_the_noise_is_half_the_mean_distance_of_the_nearest() -> None:
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal((200, 300), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = vectors @ vectors.T - 2 * np.eye(200, dtype=np.float32)
    nearest = np.sqrt(2 - 2 * cosines.max(axis=1)).mean()
    grown = noisy(vectors, 400)
    np.testing.assert_array_equal(grown[:200], vectors)
    np.testing.assert_allclose(np.linalg.norm(grown, axis=1), 1, atol=1e-5)
    # Of a vector of length 1 with noise of length n at a right angle, made as long again: tan(angle) = n.
    cosine = np.sum(grown[200:] * vectors, axis=1)
    lengths = np.sqrt(1 - cosine**2) / cosine
    assert lengths.mean() == pytest.approx(nearest / 2, rel=0.05)
