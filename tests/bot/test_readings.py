"""When a follow-up is read together with the question before it: what a reader makes of what both find."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.clock import Clock
from bot.find import Finder
from bot.reader.reading import Reader, Reading
from bot.readings import follow_up
from index.types import Span
from tests.bot.conftest import BREDA, BREDA_QUESTION, index_of, page

BEFORE = "Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar?"
ADDING = "Hoeveel organisaties participeren in het samenwerkingsverband?"
REFERRING = "Hoeveel organisaties participeren daarin?"
FRUIT = "Appels en peren groeien aan bomen in de tuin van het wijkteam in Almere."
FRUIT_QUESTION = "Groeien daar appels en peren aan bomen in de tuin van het wijkteam in Almere?"
SURE, NOT = 9.0, -9.0


class Opinionated:
    """A reader with log odds for texts with a word, to a question; of others it is sure that they answer."""

    def __init__(self, odds: dict[tuple[str, str], float]) -> None:
        self._odds = odds

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        told = {word: odds for (asked, word), odds in self._odds.items() if asked == question}
        found = [next((odds for word, odds in told.items() if word in text), SURE) for text in texts]
        return [Reading(odds, Span(0, 0)) for odds in found]


def read_as(asked: str, before: str, reader: Reader | None) -> str | None:
    """Return as what a follow-up is read."""
    finder = Finder(
        index_of(page("a.txt", BREDA), page("b.txt", FRUIT)), 10, lambda: date(2026, 1, 1), reader
    )
    bare = finder.find(asked, "nl", Clock())
    read = follow_up(finder, asked, before, bare, "nl", Clock())
    return read[0] if read else None


@pytest.mark.parametrize(("odds", "joined"), [(0.1, True), (-0.1, False)])
def test_what_adds_words_must_be_answered_by_what_both_questions_find(odds: float, joined: bool) -> None:
    reader = Opinionated({(ADDING, "Breda"): odds})
    assert read_as(ADDING, BEFORE, reader) == (f"{BEFORE} {ADDING}" if joined else None)


def test_what_adds_no_words_is_read_with_the_question_before() -> None:
    reader = Opinionated({("Waarom?", "Breda"): NOT})
    assert read_as("Waarom?", BREDA_QUESTION, reader) == f"{BREDA_QUESTION} Waarom?"


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_what_refers_back_to_what_no_reader_knows_needs_all_its_other_words(
    ending: str, joined: bool
) -> None:
    asked = REFERRING + ending
    read = read_as(asked, BEFORE, Opinionated({(asked, "Breda"): NOT}))
    assert read == (f"{BEFORE} {asked}" if joined else None)


@pytest.mark.parametrize(("odds", "joined"), [(2.9, False), (3.1, True)])
def test_both_questions_together_must_find_no_worse_an_answer_than_the_second_alone(
    odds: float, joined: bool
) -> None:
    both = f"{BREDA_QUESTION} {FRUIT_QUESTION}"
    reader = Opinionated(
        {(FRUIT_QUESTION, "Appels"): 3.0, (FRUIT_QUESTION, "Breda"): odds, (both, "Appels"): NOT}
    )
    assert read_as(FRUIT_QUESTION, BREDA_QUESTION, reader) == (both if joined else None)


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_without_a_reader_the_passages_must_have_every_word_that_is_added(ending: str, joined: bool) -> None:
    asked = ADDING + ending
    assert read_as(asked, BEFORE, None) == (f"{BEFORE} {asked}" if joined else None)
