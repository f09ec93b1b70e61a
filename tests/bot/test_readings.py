"""When a follow-up is read together with the question before it: what a reader makes of what both find."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.clock import Clock
from bot.find import Finder, Found
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

    def __init__(self, odds: dict[tuple[str, str], float], answers: dict[str, str] | None = None) -> None:
        self._odds = odds
        self._answers = answers or {}

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        told = {word: odds for (asked, word), odds in self._odds.items() if asked == question}
        odds = [next((each for word, each in told.items() if word in text), SURE) for text in texts]
        answer = self._answers.get(question, "")
        starts = [text.find(answer) if answer in text else 0 for text in texts]
        spans = [
            Span(start, start + len(answer) * (answer in text))
            for start, text in zip(starts, texts, strict=True)
        ]
        return [Reading(each, span) for each, span in zip(odds, spans, strict=True)]


def read(asked: str, before: str, reader: Reader | None, *texts: str) -> tuple[str, Found] | None:
    documents = [page(f"{n}.txt", text) for n, text in enumerate(texts or (BREDA, FRUIT))]
    finder = Finder(index_of(*documents), 10, lambda: date(2026, 1, 1), reader)
    return follow_up(finder, asked, before, finder.find(asked, "nl", Clock()), "nl", Clock())


def read_as(asked: str, before: str, reader: Reader | None) -> str | None:
    """Return as what a follow-up is read."""
    found = read(asked, before, reader)
    return found[0] if found else None


@pytest.mark.parametrize(("odds", "joined"), [(0.1, True), (-0.1, False)])
def test_what_adds_words_must_be_answered_by_what_both_questions_find(odds: float, joined: bool) -> None:
    reader = Opinionated({(ADDING, "Breda"): odds})
    assert read_as(ADDING, BEFORE, reader) == (f"{BEFORE} {ADDING}" if joined else None)


@pytest.mark.parametrize("asked", ["Waarom?", "Wie zei dat?", "sinds wanneer dan", "And who said that?"])
@pytest.mark.parametrize("odds", [SURE, NOT])
def test_what_says_nothing_itself_is_read_with_the_question_before(asked: str, odds: float) -> None:
    both = f"{BREDA_QUESTION} {asked}"
    found = read(asked, BREDA_QUESTION, Opinionated({(both, "Breda"): odds, (both, "peren"): NOT}))
    assert found is not None
    assert found[0] == both
    # Where nothing answers both, what has its few words answers neither.
    assert bool(found[1].reason) is (odds == NOT)


def test_what_is_asked_now_may_stand_beside_what_both_questions_found() -> None:
    reason = "Dat scheelt iedereen veel werk."
    found = read("Waarom?", BREDA_QUESTION, Opinionated({}, {"Waarom?": reason}), f"{BREDA} {reason}")
    assert found is not None
    assert found[1].evidence[0].reach == Span(0, len(BREDA) + 1 + len(reason))


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_what_refers_back_to_what_no_reader_knows_needs_all_its_other_words(
    ending: str, joined: bool
) -> None:
    asked = REFERRING + ending
    reader = Opinionated({(asked, "Breda"): NOT})
    assert read_as(asked, BEFORE, reader) == (f"{BEFORE} {asked}" if joined else None)


@pytest.mark.parametrize(("odds", "joined"), [(3.0, False), (3.2, True)])
def test_both_questions_together_must_find_a_better_answer_than_the_second_alone(
    odds: float, joined: bool
) -> None:
    both = f"{BREDA_QUESTION} {FRUIT_QUESTION}"
    reader = Opinionated(
        {(FRUIT_QUESTION, "Appels"): 3.0, (FRUIT_QUESTION, "Breda"): odds, (both, "Appels"): NOT}
    )
    assert read_as(FRUIT_QUESTION, BREDA_QUESTION, reader) == (both if joined else None)


@pytest.mark.parametrize(
    ("asked", "odds", "refused"),
    [
        # Two words of its own.
        ("Groeien appels daar?", 2.0, True),
        ("Groeien appels daar?", 9.0, False),
        # Three of them.
        ("Groeien appels daar best?", 2.0, False),
    ],
)
def test_what_says_little_itself_is_answered_alone_only_where_that_is_sure(
    asked: str, odds: float, refused: bool
) -> None:
    reader = Opinionated({(asked, "appels"): odds, (f"{BEFORE} {asked}", ""): NOT})
    found = read(asked, BEFORE, reader, "Groeien appels best?")
    outcome = (found[0], found[1].reason) if found else None
    assert outcome == ((asked, "weak_evidence") if refused else None)


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_without_a_reader_the_passages_must_have_every_word_that_is_added(ending: str, joined: bool) -> None:
    asked = ADDING + ending
    assert read_as(asked, BEFORE, None) == (f"{BEFORE} {asked}" if joined else None)
