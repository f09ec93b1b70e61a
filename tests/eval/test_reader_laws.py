from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bot.reader.reading import Reading
from eval.hashing import HashingEncoder
from eval.reader_laws import Choice, choices, compared, figures, first
from index.types import Span


def test_what_is_first_must_be_so_by_itself() -> None:
    scores = [np.array([2.0, 1.0, 0.0]), np.array([1.0, 1.0]), np.array([0.0, 3.0])]
    assert first(scores).tolist() == [True, False, False]


def test_a_difference_is_told_with_how_probable_it_is_by_chance() -> None:
    found = {"a": np.array([True] * 6 + [False]), "b": np.array([False] * 5 + [True, True])}
    # Five better, one worse: two sides of 1/64 + 6/64.
    assert compared(found, "a", "b") == "a against b: better in 5, worse in 1, p 0.22"
    assert compared(found, "a", "a") == "a against a: better in 0, worse in 0, p 1"


class Believing:
    """Believes in texts by their length."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [Reading(float(len(text)), Span(0, 0)) for text in texts]


def test_figures_on_laws_are_those_worked_by_hand() -> None:
    every = [
        Choice("wie betaalt de bijdrage", ("de gemeente betaalt de bijdrage", "het college besluit")),
        Choice("wie besluit", ("het college besluit", "de gemeente betaalt de bijdrage")),
    ]
    shares, both, alone, lexical = figures(every, Believing(), HashingEncoder())
    # The longer one is right once; words are right both times.
    assert shares.endswith("of 2 questions: reader 0.500, embedding 1.000, BM25 1.000, both 1.000")
    assert alone == "reader against embedding: better in 0, worse in 1, p 1"
    assert lexical == "reader against BM25: better in 0, worse in 1, p 1"
    assert both == "both against embedding: better in 0, worse in 0, p 1"


def test_articles_to_choose_from_are_of_the_same_law(measuring_data: Path) -> None:
    every = list(choices(measuring_data))
    assert len(every) > 250
    assert all(2 <= len(each.texts) <= 10 for each in every)
    assert all(len(set(each.texts)) == len(each.texts) for each in every[:50])
    assert every == list(choices(measuring_data))
    assert every != list(choices(measuring_data, seed=1))
