import math

import pytest

from bot.signals import PLAIN, Calibration, Signals


def test_weights_sum_each_signal_once() -> None:
    powers = Signals(*(10.0**i for i in range(8)))
    assert Signals(1, 2, 3, 4, 5, 6, 7, 8).dot(powers) == 87654321


def test_confidence_is_logistic_in_the_signals() -> None:
    fit = Calibration(constant=-3.0, english=1.0, weights=Signals(cosine=2.0, reading=0.5), threshold=0.5)
    assert fit.probability(Signals(cosine=1.0, reading=2.0), "nl") == pytest.approx(0.5)
    assert fit.probability(Signals(cosine=1.0, reading=2.0 + 2 * math.log(3)), "nl") == pytest.approx(0.75)
    assert fit.probability(Signals(cosine=1.0), "en") == pytest.approx(0.5)


def test_without_a_reader_its_readings_count_for_nothing() -> None:
    assert Signals(reading=5.0).dot(PLAIN.order) == 0
    assert Signals(reading=5.0).dot(PLAIN.confidence.weights) == 0
