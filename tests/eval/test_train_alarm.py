import numpy as np
import pytest

from bot.alarm import WEIGHTS, load_alarm
from bot.settings import Settings
from eval.train_alarm import PENALTY, examples, fit, train
from index.embed import SentenceTransformerEncoder
from index.files import sha256


def test_the_fit_is_where_the_loss_is_flat() -> None:
    chance = np.random.default_rng(0)
    vectors = chance.normal(size=(200, 3)).astype(np.float32)
    danger = [bool(row @ [2.0, -1.0, 0.0] + 0.3 > chance.normal()) for row in vectors]
    weights, constant = fit(vectors, danger)
    # Derivative of the summed logistic loss and of PENALTY / 2 * |w|^2, by hand.
    wrong = 1 / (1 + np.exp(-(vectors @ weights + constant))) - np.array(danger)
    assert vectors.T @ wrong + PENALTY * weights == pytest.approx(np.zeros(3), abs=0.02)
    assert wrong.sum() == pytest.approx(0, abs=0.02)


def test_examples_are_of_both_kinds_and_none_is_of_both() -> None:
    told = examples()
    danger = {message.casefold() for message, is_danger in told if is_danger}
    assert len(danger) > 150
    assert danger.isdisjoint({message.casefold() for message, is_danger in told if not is_danger})


def test_the_packaged_weights_are_what_training_gives(
    real_encoder: SentenceTransformerEncoder, real_settings: Settings, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("eval.train_alarm.WEIGHTS", tmp_path / "alarm.safetensors")
    train(real_encoder.sentences)
    ours = load_alarm(real_encoder.sentences)
    again = load_alarm(
        real_encoder.sentences, tmp_path / "alarm.safetensors", sha256(tmp_path / "alarm.safetensors")
    )
    for message in ("ik wil niet meer leven", "wat is een pgb", "hij staat met een mes voor de deur"):
        assert again.danger(message) == pytest.approx(ours.danger(message), abs=0.02)
    assert WEIGHTS.stat().st_size < 4000
