from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from index import embed
from index.embed import SentenceTransformerEncoder, load_encoder
from index.errors import ModelUnavailableError
from index.types import FloatArray


class StubTransformer:
    """Stands for a model: the vector of a text is (its length, 1), not of length 1."""

    def __init__(self, max_seq_length: int | None = 7, dimension: int | None = 2) -> None:
        self.max_seq_length = max_seq_length
        self._dimension = dimension
        self.prompts = {"query": "query: ", "document": "passage: "}
        self.passages: list[list[str]] = []
        self.queries: list[list[str]] = []

    def get_embedding_dimension(self) -> int | None:
        return self._dimension

    def _vectors(self, texts: Sequence[str]) -> FloatArray:
        return np.array([[len(text), 1] for text in texts], dtype=np.float32)

    def encode_document(self, texts: list[str], *, batch_size: int, show_progress_bar: bool) -> FloatArray:
        assert not show_progress_bar
        assert batch_size == embed.BATCH_TEXTS
        self.passages.append(texts)
        return self._vectors(texts)

    def encode_query(self, texts: list[str], *, batch_size: int, show_progress_bar: bool) -> FloatArray:
        assert not show_progress_bar
        self.queries.append(texts)
        return self._vectors(texts)

    def tokenizer(self, texts: list[str], *, add_special_tokens: bool = True) -> dict[str, list[list[int]]]:
        """Each word is a token, and a special one stands before and behind them."""
        special = 2 if add_special_tokens else 0
        return {"input_ids": [[1] * (len(text.split()) + special) for text in texts]}


def encoder_of(transformer: StubTransformer) -> SentenceTransformerEncoder:
    return SentenceTransformerEncoder(cast(Any, transformer), "stub@1")


def test_passages_of_equal_length_are_embedded_together_the_longest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(embed, "BATCH_TEXTS", 2)
    monkeypatch.setattr(embed, "CHUNK_TEXTS", 3)
    transformer = StubTransformer()
    vectors = encoder_of(transformer).encode_passages(["a b", "ccc", "d", "e f g", "hhhh", "iiiii"])
    assert transformer.passages == [["e f g"], ["a b"], ["ccc", "d"], ["hhhh", "iiiii"]]
    expected = np.array([[3, 1], [3, 1], [1, 1], [5, 1], [4, 1], [5, 1]], dtype=np.float32)
    expected /= np.sqrt(np.array([10, 10, 2, 26, 17, 26], dtype=np.float32))[:, None]
    np.testing.assert_allclose(vectors, expected, atol=1e-6)
    assert vectors.dtype == np.float32


def test_a_passage_that_the_model_would_cut_is_refused() -> None:
    # Of the 7 tokens that it reads, its longest prompt has 1 and special ones are 2.
    transformer = StubTransformer(max_seq_length=7)
    with pytest.raises(
        ValueError, match=r"a text of 5 tokens, where 'stub@1' reads 4: 'een twee drie vier v"
    ):
        encoder_of(transformer).encode_passages(["een twee drie vier vijf", "een"])
    assert transformer.passages == []
    assert encoder_of(transformer).encode_passages(["een twee drie vier"]).shape == (1, 2)


def test_no_passages_are_no_vectors() -> None:
    transformer = StubTransformer()
    assert encoder_of(transformer).encode_passages([]).shape == (0, 2)
    assert transformer.passages == []


def test_progress_is_shown_only_where_it_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    encoder = encoder_of(StubTransformer())
    encoder.encode_passages(["a", "b"])
    encoder.encode_passages([], progress=True)
    assert capsys.readouterr().err == ""
    encoder.encode_passages(["a", "b"], progress=True)
    shown = capsys.readouterr()
    assert "Embedding: 100%" in shown.err
    assert "2/2" in shown.err
    assert shown.out == ""


def test_questions_are_embedded_as_questions() -> None:
    transformer = StubTransformer()
    vectors = encoder_of(transformer).encode_queries(["aaa"])
    assert transformer.queries == [["aaa"]]
    assert transformer.passages == []
    np.testing.assert_allclose(vectors, [[3 / np.sqrt(10), 1 / np.sqrt(10)]], atol=1e-6)


def test_a_vector_of_zeros_stays_one_without_a_warning() -> None:
    class Zeros(StubTransformer):
        def _vectors(self, texts: Sequence[str]) -> FloatArray:
            return np.zeros((len(texts), 2), dtype=np.float32)

    assert encoder_of(Zeros()).encode_queries(["a"]).tolist() == [[0, 0]]


def test_tokens_are_counted_without_special_ones() -> None:
    encoder = encoder_of(StubTransformer())
    assert encoder.count_tokens(["een twee drie", "", "vier"]) == [3, 0, 1]
    assert encoder.count_tokens([]) == []


@pytest.mark.parametrize(("length", "expected"), [(7, 4), (None, 509)])
def test_what_a_model_says_of_itself(length: int | None, expected: int) -> None:
    encoder = encoder_of(StubTransformer(max_seq_length=length))
    assert (encoder.name, encoder.dimension, encoder.max_tokens) == ("stub@1", 2, expected)


@pytest.mark.parametrize("broken", ["missing", "empty", "cut short"])
def test_a_broken_folder_is_refused_by_its_name_with_what_to_do(broken: str, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    if broken != "missing":
        folder.mkdir()
    if broken == "cut short":
        (folder / "config.json").write_text('{"model_type": "be')
        (folder / "modules.json").write_text("[{")
    with pytest.raises(ModelUnavailableError) as caught:
        load_encoder(folder, name="model@1")
    assert str(caught.value).startswith(f"The embedder '{folder}' cannot be loaded: ")
    assert str(caught.value).endswith("or leave it at 'packaged'.")
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 4
    assert caught.value.__cause__ is not None


@pytest.mark.parametrize("offline", [True, False])
def test_a_hub_is_asked_only_where_that_is_set(offline: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    import sentence_transformers

    asked: list[tuple[str, object, object]] = []

    def open_model(model: str, **options: object) -> StubTransformer:
        asked.append((model, options["device"], options["local_files_only"]))
        return StubTransformer()

    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", open_model)
    encoder = load_encoder("owner/name", name="owner/name", offline=offline)
    assert asked == [("owner/name", "cpu", offline)]
    assert encoder.name == "owner/name"
