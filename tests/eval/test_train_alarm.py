import random

import numpy as np
import pytest

from bot.alarm import THRESHOLD, WEIGHTS, TrainedAlarm, load_alarm
from bot.settings import Settings
from eval.messages import OWN, messages
from eval.train_alarm import FOLDS, PENALTY, TOGETHER, examples, figures, fit, fit_likeness, left_out, train
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


class Circle:
    """A message is a number of degrees on a circle."""

    def encode_queries(self, texts: list[str]) -> np.ndarray:
        turned = np.radians([float(text) for text in texts])
        return np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)


def test_what_is_learnt_may_lie_on_both_sides_of_what_is_not() -> None:
    degrees = range(-90, 91, 10)
    known = Circle().encode_queries([str(each) for each in degrees])
    alarm = TrainedAlarm(Circle(), known, *fit_likeness(known, [abs(each) < 45 for each in degrees]))
    assert [alarm.danger(str(each)) > 0.5 for each in (-70, -25, 0, 25, 70)] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_neighbours_are_left_out_together_and_each_once() -> None:
    folds = left_out(500, random.Random(0))
    assert set(folds) == set(range(FOLDS))
    assert all(len(set(folds[at : at + TOGETHER])) == 1 for at in range(0, 500, TOGETHER))


def test_what_patterns_hear_counts_as_heard() -> None:
    tried = [("Ik wil dood.", True, 0.0), ("tis mooi geweest", True, 0.2), ("Wat is de Wmo?", False, 0.2)]
    lines = list(figures(tried))
    assert f"{THRESHOLD}: 2 of 2 cries, 1 of 1 others" in lines
    assert lines[-1] == "0.5: 1 of 2 cries, 0 of 1 others"


def test_no_message_on_the_topics_kept_apart_is_trained_on() -> None:
    told = {message.casefold() for message, _ in examples()}
    assert told.isdisjoint({each.text.casefold() for each in messages(OWN)})


def test_examples_are_of_both_kinds_and_none_is_of_both() -> None:
    told = examples()
    danger = {message.casefold() for message, is_danger in told if is_danger}
    assert len(danger) > 300
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
    assert WEIGHTS.stat().st_size < 2_000_000
