from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.reader.reading import Reading
from eval.cases import Case, GoldSpan
from eval.fit import (
    NAMES,
    Seen,
    confidence_lines,
    figures,
    first_right,
    fit_confidence,
    fit_order,
    seen,
    thinned,
)
from eval.sets import CaseSet, Questions, Sources
from index.types import Span
from tests.conftest import HashingEncoder
from tests.eval import conftest


def case(number: int, right: bool, language: str = "nl") -> Case:
    gold = (GoldSpan("a.txt", 0, 4, "Zorg"),) if right else ()
    return Case(
        f"c{number}",
        "fact",
        "nl" if language == "nl" else "en",
        "Wat?",
        "",
        (("Zorg",),) if right else (),
        gold,
    )


def made(count: int, answerable: bool = True) -> list[Seen]:
    """Questions whose right sentence is drawn in proportion to exp(8 cosine - 2 unwanted)."""
    chance = np.random.default_rng(0 if answerable else 1)
    weights = np.zeros(len(NAMES))
    weights[NAMES.index("cosine")], weights[NAMES.index("unwanted_comment")] = 8.0, -2.0
    every = []
    for number in range(count):
        signals = np.zeros((6, len(NAMES)))
        signals[:, NAMES.index("cosine")] = chance.random(6)
        signals[:, NAMES.index("unwanted_comment")] = chance.integers(0, 2, 6)
        likely = np.exp(signals @ weights)
        right = np.arange(6) == chance.choice(6, p=likely / likely.sum())
        every.append(Seen(case(number, answerable), str(number % 40), signals, 0.0, right & answerable))
    return every


def test_the_order_finds_the_weights_that_the_right_sentences_were_drawn_with() -> None:
    fitted = dict(zip(NAMES, fit_order(made(400)), strict=True))
    # The pull towards nothing makes them somewhat smaller.
    assert fitted["cosine"] == pytest.approx(8.0, rel=0.3)
    assert fitted["unwanted_comment"] == pytest.approx(-2.0, rel=0.3)
    assert fitted["coverage"] == 0


def test_the_confidence_finds_the_odds_that_answers_were_drawn_with() -> None:
    chance = np.random.default_rng(0)
    features = chance.normal(size=(4000, 2)) * [2.0, 0.1] + [5.0, 0.8]
    odds = 1.5 * features[:, 0] - 10 * features[:, 1] + 0.5
    answerable = chance.random(4000) < 1 / (1 + np.exp(-odds))
    first, second, constant = fit_confidence(features, answerable)
    assert first == pytest.approx(1.5, rel=0.15)
    assert second == pytest.approx(-10, rel=0.2)
    assert constant == pytest.approx(0.5, abs=1.5)


def test_cross_validation_never_sees_the_question_it_judges() -> None:
    # Each group's right sentence is told by its own signal alone: nothing to learn from the others.
    every = []
    for number in range(12):
        signals = np.zeros((2, len(NAMES)))
        signals[0, 1 + number % 2] = signals[1, 2 - number % 2] = 1.0
        every.append(Seen(case(number, True), str(number), signals, 0.0, np.array([True, False])))
    signals = np.zeros((2, len(NAMES)))
    signals[0, 0] = 1.0
    sure = [Seen(case(n, True), str(n), signals, 0.0, np.array([True, False])) for n in range(12)]
    assert first_right(sure) == 1.0
    assert first_right(every) < 1.0


def test_the_table_tells_what_a_threshold_answers_and_refuses() -> None:
    right = np.zeros((1, len(NAMES)))
    right[0, NAMES.index("cosine")] = 1.0
    wrong = np.zeros((1, len(NAMES)))
    every = [("seeds", Seen(case(n, True), str(n), right, 2.0, np.array([True]))) for n in range(8)]
    every += [("seeds", Seen(case(n + 8, False), str(n), wrong, -2.0, np.array([False]))) for n in range(8)]
    every += [
        (
            "xquad",
            Seen(
                case(n + 20, n < 4),
                str(n),
                right if n < 4 else wrong,
                2.0 if n < 4 else -2.0,
                np.array([n < 4]),
            ),
        )
        for n in range(8)
    ]
    lines = list(confidence_lines(every, np.ones(len(NAMES))))
    assert lines[1:3] == ["own: AUROC 1.000", "xquad: AUROC 1.000"]
    assert lines[4].startswith(
        "threshold 0.5: own refused 0.00, xquad refused 0.00, own answered 0.00, near misses answered nan"
    )
    assert next(iter(figures(every))) == "right sentence first: 1.000 of 8, cross-validated"


class Longest:
    """Finds a text the likelier to answer, the longer it is."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        del question
        return [Reading(float(len(text)), Span(0, 1)) for text in texts]


def test_questions_are_seen_with_the_sentences_that_answer_them(folder: Path) -> None:
    asked = Questions.of(Sources.read(folder), [CaseSet("own", conftest.CASES)])
    dev = [each for each in conftest.CASES if asked.places[each.id].split == "dev"]
    found = list(seen(asked, HashingEncoder(), Longest()))
    assert {each.case.id for each in found} == {each.id for each in dev}
    for each in found:
        assert each.right.any() == each.case.answerable
        assert each.group == asked.places[each.case.id].group
        assert (each.signals[:, NAMES.index("reading")] > 10).all()
        # A sentence between its neighbours is longer than with the one before it.
        assert each.around >= each.signals[:3, NAMES.index("reading")].max()


def test_of_questions_about_other_things_only_some_are_seen() -> None:
    many = tuple(case(n, False) for n in range(300))
    asked = Questions(Sources((), {}), (CaseSet("seeds", many), CaseSet("elsewhere", many)), {})
    first, second = thinned(asked).sets
    assert (len(first.cases), len(second.cases)) == (300, 240)
    assert set(second.cases) <= set(many)
