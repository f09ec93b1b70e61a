"""Reranking by a scripted model, and by a small cross-encoder with random weights."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from index.build import build_index
from index.errors import ModelUnavailableError
from index.rerank import RERANKED, load_reranker
from index.store import Index
from index.types import Block, Document, FloatArray, Span
from tests.conftest import HashingEncoder


class ByNumber:
    """Likes the highest number that a text has."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray:
        self.read = [f"{question} | {text}" for text in texts]
        numbers = [max(int(word) for word in text.split() if word.isdigit()) for text in texts]
        return np.array(numbers, dtype=np.float32)


def page(name: str, text: str, title: str = "") -> Document:
    return Document(name, text, (Block(Span(0, len(text)), "article"),), title=title)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    pages = [page(f"{number:02d}", f"Het wijkteam heeft {number} mensen.", "Team") for number in range(40)]
    index = build_index(pages, HashingEncoder(), 160)
    index.save(tmp_path)
    return index


def test_the_best_are_ordered_anew_and_keep_their_raw_scores(index: Index, tmp_path: Path) -> None:
    question, model = "Hoeveel mensen heeft het wijkteam met 3 mensen?", ByNumber()
    fused = index.search(question, RERANKED)
    hits = Index.load(tmp_path, index.encoder, model).search(question, 3)
    numbers = [int(hit.passage.source) for hit in fused]
    assert [int(hit.passage.source) for hit in hits] == sorted(numbers, reverse=True)[:3]
    assert [hit.score for hit in hits] == [float(hit.passage.source) for hit in hits]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    raw = {hit.row: (hit.dense, hit.lexical) for hit in fused}
    assert [(hit.dense, hit.lexical) for hit in hits] == [raw[hit.row] for hit in hits]
    assert model.read[0] == f"{question} | Team\nHet wijkteam heeft {numbers[0]} mensen."
    assert len(model.read) == RERANKED


def test_all_that_come_back_are_scored_by_the_same_model(index: Index, tmp_path: Path) -> None:
    hits = Index.load(tmp_path, index.encoder, ByNumber()).search("wijkteam", 30)
    scores = [hit.score for hit in hits]
    assert len(scores) == 30
    assert scores == sorted(scores, reverse=True) == [float(hit.passage.source) for hit in hits]


WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "wie", "helpt", "het", "wijkteam", "de", "bus", "rijdt"]


def cross_encoder(folder: Path, labels: int) -> BertForSequenceClassification:
    torch.manual_seed(0)
    folder.mkdir(exist_ok=True)
    (folder / "vocab.txt").write_text("\n".join(WORDS))
    BertTokenizerFast(vocab=str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        num_labels=labels,
    )
    model = BertForSequenceClassification(config).eval()
    model.save_pretrained(folder)
    return model


def test_a_cross_encoder_of_a_folder_scores_question_and_text_together(tmp_path: Path) -> None:
    model = cross_encoder(tmp_path / "model", 1)
    texts = ["het wijkteam helpt", "de bus rijdt", "het wijkteam " * 60]
    scores = load_reranker(tmp_path / "model").scores("wie helpt", texts)
    # [CLS] wie helpt [SEP] het wijkteam helpt [SEP], and the same with the bus
    for row, ids in enumerate(([2, 4, 5, 3, 6, 7, 5, 3], [2, 4, 5, 3, 8, 9, 10, 3])):
        with torch.no_grad():
            logit = model(torch.tensor([ids]), token_type_ids=torch.tensor([[0] * 4 + [1] * 4])).logits
        assert scores[row] == pytest.approx(torch.sigmoid(logit).item(), abs=1e-5)
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()


def test_a_model_with_several_numbers_for_a_pair_is_refused(tmp_path: Path) -> None:
    cross_encoder(tmp_path / "model", 3)
    with pytest.raises(ModelUnavailableError, match="gives 3 numbers for a question and a passage"):
        load_reranker(tmp_path / "model")


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=f"The reranker '{tmp_path}' cannot be loaded: "):
        load_reranker(tmp_path)
