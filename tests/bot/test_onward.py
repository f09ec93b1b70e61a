"""When a follow-up is read together with the question before it: what a reader makes of what both find."""

from collections.abc import Sequence
from datetime import date

import pytest

from bot.clock import Clock
from bot.conversation import Before
from bot.find import Finder
from bot.onward import ReadAs, follow_up
from bot.reader.reading import Reader, Reading
from bot.types import Citation
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
        odds = [next((each for word, each in told.items() if word in text), SURE) for text in texts]
        return [Reading(each, Span(0, 0)) for each in odds]


def before_it(question: str) -> Before:
    return Before(question, (question,))


def read(asked: str, before: Before, reader: Reader | None, *texts: str) -> ReadAs | None:
    documents = [page(f"{n}.txt", text) for n, text in enumerate(texts or (BREDA, FRUIT))]
    finder = Finder(index_of(*documents), 10, lambda: date(2026, 1, 1), reader)
    return follow_up(finder, asked, before, finder.find(asked, "nl", Clock()), "nl", Clock())


def read_as(asked: str, before: str, reader: Reader | None) -> str | None:
    """Return as what a follow-up is read."""
    found = read(asked, before_it(before), reader)
    return found.question if found else None


@pytest.mark.parametrize(
    ("alone", "both", "joined"), [(0.0, 1.3, True), (0.0, 1.1, False), (-2.0, 5.3, True)]
)
def test_what_adds_words_must_be_answered_by_what_both_questions_find(
    alone: float, both: float, joined: bool
) -> None:
    """It takes 0.6: the odds for the follow-up alone and half of those for both questions."""
    reader = Opinionated({(ADDING, ""): alone, (f"{BEFORE} {ADDING}", ""): both})
    assert read_as(ADDING, BEFORE, reader) == (f"{BEFORE} {ADDING}" if joined else None)


def told(text: str, source: str = "0.txt") -> Citation:
    return Citation(source, "", "", "", None, "article", "", 0, len(text), text)


def test_beside_what_was_told_before_less_is_enough_but_not_of_what_was_shown() -> None:
    reason = "Het netwerk scheelt iedereen veel werk."
    text = f"{BREDA} {reason}"
    both = f"{BEFORE} Wat scheelt dat?"
    # For the one 0.2 - 0.1 + 1, for what was shown as much, less 0.5.
    reader = Opinionated({("Wat scheelt dat?", ""): 0.2, (both, ""): -0.2})
    found = read("Wat scheelt dat?", Before(BEFORE, (BEFORE,), (told(BREDA),), (told(BREDA),)), reader, text)
    assert found is not None
    assert found.question == both
    assert [(each.text, round(each.score, 9)) for each in found.found.evidence] == [
        (reason, 1.1),
        (BREDA, 0.6),
    ]
    untold = read("Wat scheelt dat?", Before(BEFORE, (BEFORE,)), reader, text)
    assert untold is None or untold.found.reason


@pytest.mark.parametrize("asked", ["Waarom?", "Wie zei dat?", "sinds wanneer dan", "And who said that?"])
@pytest.mark.parametrize("odds", [3.0, -3.0])
def test_what_says_nothing_itself_is_read_with_the_question_before(asked: str, odds: float) -> None:
    both = f"{BREDA_QUESTION} {asked}"
    found = read(asked, before_it(BREDA_QUESTION), Opinionated({(both, ""): odds, (asked, ""): 0.0}))
    assert found is not None
    assert found.question == both
    # Where nothing answers both, what has its few words answers neither.
    assert bool(found.found.reason) is (odds < 0)


def test_why_wants_to_hear_what_was_not_said_yet() -> None:
    reason = "Samen kunnen organisaties meer."
    before = Before(BREDA_QUESTION, (BREDA_QUESTION,), (told(BREDA),), (told(BREDA),))
    found = read("Waarom?", before, Opinionated({}), f"{BREDA} {reason}")
    assert found is not None
    assert [each.text for each in found.found.evidence] == [reason]
    only = read("Waarom?", before, Opinionated({}), BREDA)
    assert only is not None
    assert only.found.reason == "weak_evidence"


def test_how_many_is_told_by_a_sentence_with_a_number_only() -> None:
    before = Before("Wie doet mee in Breda?", ("Wie doet mee in Breda?",), (told(BREDA),))
    found = read("Hoeveel dan?", before, Opinionated({}), f"Samen kunnen organisaties meer. {BREDA}")
    assert found is not None
    assert [each.text for each in found.found.evidence] == [BREDA]


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Hoeveel organisaties?", True),
        ("Hoeveel wijkteams?", False),
        ("Hoeveel organisaties betalen?", False),
    ],
)
def test_how_many_is_told_where_what_was_told_before_counts_them(asked: str, answered: bool) -> None:
    """Whatever a reader makes of so few words."""
    before = Before(BREDA_QUESTION, (BREDA_QUESTION,), (told(BREDA),), (told(BREDA),))
    found = read(asked, before, Opinionated({(asked, ""): NOT}), BREDA)
    assert found is not None
    assert bool(found.found.reason) is not answered


def test_how_many_may_be_told_by_what_was_shown() -> None:
    before = Before("Wie doet mee in Breda?", ("Wie doet mee in Breda?",), (told(BREDA),), (told(BREDA),))
    found = read("Hoeveel dan?", before, Opinionated({}), BREDA)
    assert found is not None
    assert (found.found.reason, [each.text for each in found.found.evidence]) == ("", [BREDA])


@pytest.mark.parametrize(
    ("asked", "answered"), [("En organisaties?", True), ("En de wijkverpleging?", False)]
)
def test_what_only_names_something_is_answered_where_that_is_told_of(asked: str, answered: bool) -> None:
    found = read(asked, before_it(BEFORE), Opinionated({}))
    assert bool(found and not found.found.reason) is answered


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_what_refers_back_to_what_no_reader_knows_needs_all_its_other_words(
    ending: str, joined: bool
) -> None:
    asked = REFERRING + ending
    reader = Opinionated({(asked, ""): NOT})
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
    ("asked", "odds", "of_before", "refused"),
    [
        # Two words of its own.
        ("Groeien appels daar?", 2.0, True, True),
        ("Groeien appels daar?", 9.0, True, False),
        ("Groeien appels daar?", 9.0, False, True),
        # Three of them.
        ("Groeien appels daar best?", 2.0, False, False),
    ],
)
def test_what_says_little_itself_is_answered_alone_only_where_that_is_sure_and_of_the_same_source(
    asked: str, odds: float, of_before: bool, refused: bool
) -> None:
    text = "Groeien appels best?"
    before = Before(BEFORE, (BEFORE,), (told("Groeien"),) if of_before else ())
    found = read(
        asked, before, Opinionated({(asked, "appels"): odds, (f"{BEFORE} {asked}", ""): -30.0}), text
    )
    outcome = (found.question, found.found.reason) if found else None
    assert outcome == ((asked, "weak_evidence") if refused else None)


@pytest.mark.parametrize(("ending", "joined"), [("", True), (" Met kaas?", False)])
def test_without_a_reader_the_passages_must_have_every_word_that_is_added(ending: str, joined: bool) -> None:
    asked = ADDING + ending
    assert read_as(asked, BEFORE, None) == (f"{BEFORE} {asked}" if joined else None)
