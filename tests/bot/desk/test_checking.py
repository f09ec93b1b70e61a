from pathlib import Path

import pytest

from bot.answer import Bot
from bot.database import Database
from bot.desk import audit
from bot.desk.checking import MAX_QUESTIONS, Compared, Questions, Said, compared, said
from bot.desk.problems import DeskError
from tests.bot.conftest import BREDA, BREDA_QUESTION, index_of, page
from tests.conftest import ScriptedGenerator

AT = "2026-11-27T12:00:00+00:00"


def bot(text: str) -> Bot:
    return Bot(index_of(page("breda.txt", text, title="Zorg in Breda")), ScriptedGenerator(), 10)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def questions(database: Database) -> Questions:
    return Questions(database, ["Wat is de Wmo?", "Wie helpt mij?", "Wat is de Wmo?"])


def test_an_answer_is_what_it_says_and_where_from() -> None:
    found = said(bot(BREDA), BREDA_QUESTION, "nl")
    assert found == Said("answer", (BREDA,), ("breda.txt",))
    assert Said.read(found.written()) == found


def test_a_question_that_is_none_is_refused_with_the_reason() -> None:
    found = said(bot(BREDA), "", "nl")
    assert (found.kind, found.sources) == ("refusal", ())
    assert found.sentences[0]


def test_what_differs_is_told() -> None:
    other = BREDA.replace("twintig", "dertig")
    [first, second] = compared(bot(BREDA), bot(other), [BREDA_QUESTION, "Bloeien er tulpen?"], "nl")
    assert first.differences == ("sentences",)
    assert (first.before.sentences, first.after.sentences) == ((BREDA,), (other,))
    assert second.differences == ()
    gone = Compared("?", first.before, Said("refusal", (), ()))
    assert gone.differences == ("kind", "sentences", "sources")


def test_the_examples_come_first_and_each_once(questions: Questions) -> None:
    assert questions.all() == ("Wat is de Wmo?", "Wie helpt mij?")


def test_questions_are_added_and_taken_out_and_put_back(questions: Questions, database: Database) -> None:
    questions.add("  Waar is\nhet loket? ", "eva", AT)
    questions.drop("Wat is de Wmo?", "eva", AT)
    assert questions.all() == ("Wie helpt mij?", "Waar is het loket?")
    questions.add("Wat is de Wmo?", "eva", AT)
    questions.drop("Waar is het loket?", "eva", AT)
    assert questions.all() == ("Wat is de Wmo?", "Wie helpt mij?")
    assert [(each.action, each.subject) for each in audit.latest(database)][::-1] == [
        ("check_add", "Waar is het loket?"),
        ("check_drop", "Wat is de Wmo?"),
        ("check_add", "Wat is de Wmo?"),
        ("check_drop", "Waar is het loket?"),
    ]


@pytest.mark.parametrize("question", ["", "  ", "a" * 2001])
def test_what_is_no_question_is_not_added(questions: Questions, question: str) -> None:
    with pytest.raises(DeskError, match="be_question most=2000"):
        questions.add(question, "eva", AT)


def test_a_question_is_added_once_and_not_for_ever(questions: Questions, database: Database) -> None:
    with pytest.raises(DeskError, match="ask_twice question='Wie helpt mij"):
        questions.add("Wie helpt mij?", "eva", AT)
    full = Questions(database, [f"Vraag {number}?" for number in range(MAX_QUESTIONS)])
    with pytest.raises(DeskError, match="ask_more most=100"):
        full.add("Nog een?", "eva", AT)


def test_a_question_that_is_not_asked_cannot_be_taken_out(questions: Questions) -> None:
    with pytest.raises(DeskError, match="drop_question"):
        questions.drop("Waar is het loket?", "eva", AT)
