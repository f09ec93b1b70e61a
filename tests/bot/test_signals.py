import math
from dataclasses import fields

import pytest

from bot.signals import PLAIN, Calibration, Signals, Weights


def test_weights_sum_each_signal_once() -> None:
    powers = [10.0**i for i in range(8)]
    assert [field.name for field in fields(Weights)] == [field.name for field in fields(Signals)]
    assert Weights(*powers).sum(Signals(1, 2, 3, 4, 5, 6, 7, 8)) == 87654321


def test_confidence_is_logistic_in_the_signals() -> None:
    fit = Calibration(constant=-3.0, english=1.0, weights=Weights(cosine=2.0, reading=0.5), threshold=0.5)
    assert fit.probability(Signals(cosine=1.0, reading=2.0), "nl") == pytest.approx(0.5)
    assert fit.probability(Signals(cosine=1.0, reading=2.0 + 2 * math.log(3)), "nl") == pytest.approx(0.75)
    assert fit.probability(Signals(cosine=1.0), "en") == pytest.approx(0.5)


def test_without_a_reader_its_readings_count_for_nothing() -> None:
    assert PLAIN.order.sum(Signals(reading=5.0)) == 0
    assert PLAIN.confidence.weights.sum(Signals(reading=5.0)) == 0
