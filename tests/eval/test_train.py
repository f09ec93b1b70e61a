import math
import random
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from transformers import BertModel

from eval.pairs import Pair, Source, batches
from eval.train import Trainer, contrast, rate_at, train
from index import adapted
from index.files import sha256


def pairs(count: int) -> list[Pair]:
    """Question n and passage n have no word in common: that they belong together has to be learned."""
    return [Pair(f"w{n}", f"w{n + 30} w{n + 30}", str(n), str(n % 3)) for n in range(count)]


def test_the_contrast_worked_by_hand() -> None:
    scores = torch.tensor([[2.0, 0.0], [1.0, 1.0]])
    by_question = (math.log(1 + math.exp(-2)) + math.log(2)) / 2
    by_passage = (math.log(1 + math.exp(-1)) + math.log(1 + math.exp(-1))) / 2
    assert float(contrast(scores, ["a", "b"])) == pytest.approx(0.7 * by_question + 0.3 * by_passage)


def test_what_answers_the_same_is_no_negative() -> None:
    assert float(contrast(torch.tensor([[2.0, 5.0], [5.0, 1.0]]), ["a", "a"])) == pytest.approx(0, abs=1e-6)


def test_the_rate_warms_up_and_goes_to_nothing() -> None:
    rates = [rate_at(step, 100) for step in range(100)]
    assert rates[0] == pytest.approx(1 / 8)
    assert max(rates) == rates[7]
    assert rates[8:] == sorted(rates[8:], reverse=True)
    assert rates[-1] == pytest.approx(0, abs=1e-3)


def test_training_brings_questions_to_their_passages(tiny_model: Path, tmp_path: Path) -> None:
    trainer = Trainer(tiny_model, learning_rate=0.02)
    before = trainer.vectors(["w1 w2", "w3"], "query: ", 16).detach()
    losses = train(trainer, [Source("words", pairs(8), 1.0)], 12, batch=8)["words"]
    assert len(losses) == 12
    assert sum(losses[-4:]) < sum(losses[:4]) * 0.8
    trainer.save(tmp_path / "adapter.safetensors")
    saved = load_file(tmp_path / "adapter.safetensors")
    layers = {int(name.split(".")[2]) for name in saved}
    assert layers == {4, 5}
    after = trainer.vectors(["w1 w2", "w3"], "query: ", 16).detach()
    assert not torch.allclose(before, after, atol=1e-3)


def test_the_saved_adapter_makes_the_trained_model(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = Trainer(tiny_model)
    with torch.no_grad():
        for name, weight in trainer.model.named_parameters():
            if "lora_B" in name:
                weight.normal_(std=0.1)
    file = tmp_path / "adapter.safetensors"
    trainer.save(file)
    base = load_file(tiny_model / "model.safetensors")
    model = BertModel.from_pretrained(tiny_model, add_pooling_layer=False)
    model.load_state_dict(adapted.adapt(base, adapted.load_checked(file, sha256(file))))
    batch = trainer.tokenizer(["query: w1 w2 w3"], return_tensors="pt")
    with torch.no_grad():
        merged = model(**batch).last_hidden_state.mean(dim=1)
    trained = trainer.vectors(["w1 w2 w3"], "query: ", 16).detach()
    # The trainer computes in half precision.
    assert torch.cosine_similarity(merged, trained).item() > 0.999
    untouched = BertModel.from_pretrained(tiny_model, add_pooling_layer=False)
    with torch.no_grad():
        without = untouched(**batch).last_hidden_state.mean(dim=1)
    assert torch.cosine_similarity(without, trained).item() < 0.999


def test_batches_hold_runs_of_one_topic_and_every_pair_once_a_round() -> None:
    many = [Pair(f"q{n}", "p", str(n), f"topic {n % 4}") for n in range(64)]
    stream = batches(many, 16, random.Random(0))
    first_round = [next(stream) for _ in range(4)]
    assert sorted(pair.question for batch in first_round for pair in batch) == sorted(
        p.question for p in many
    )
    for batch in first_round:
        for start in (0, 8):
            assert len({pair.topic for pair in batch[start : start + 8]}) == 1
    assert [next(stream) for _ in range(4)] != first_round
