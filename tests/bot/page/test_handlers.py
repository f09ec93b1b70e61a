import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.page.conversation import TurnView
from bot.page.handlers import Handlers, Turns, language_in, opened
from bot.page.line import Line, Place
from bot.page.source import Opened
from bot.ratings import FILE
from prompts import load
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of
from tests.bot.conftest import page as document
from tests.bot.page.conftest import FRUIT
from tests.conftest import ScriptedGenerator

NL = load("nl")


def asked(handlers: Handlers, question: str, turns: Turns = ()) -> list[Turns]:
    """Every state of the turns from the question to its answer."""
    received, left = handlers.received(question, turns, "nl")
    assert left == ""
    return [received, *handlers.answering(received, "nl")]


def test_an_answer_comes_step_by_step(handlers: Handlers) -> None:
    waiting, found, said, finished = (turns[-1] for turns in asked(handlers, BREDA_QUESTION))
    assert (waiting.waits, waiting.evidence) == (True, ())
    assert [each.quote for each in found.evidence] == [BREDA]
    assert (found.sentences, found.waits) == ((), True)
    assert [each.text for each in said.sentences] == [BREDA_DRAFT]
    assert finished.answer is not None
    assert (finished.answer.sentences, finished.waits) == (said.sentences, False)


def test_earlier_turns_stay_and_are_what_a_follow_up_follows(handlers: Handlers) -> None:
    *_, turns = asked(handlers, "Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar?")
    follow_up = "Hoeveel organisaties participeren in het samenwerkingsverband?"
    *_, both = asked(handlers, follow_up, turns)
    assert both[:1] == turns
    assert both[1].answer is not None
    assert both[1].answer.kind == "answer"
    assert any("als vervolg op: Kent de gemeente Breda" in each for each in both[1].answer.notices)


def test_what_is_no_question_is_told_and_is_no_history(handlers: Handlers) -> None:
    *_, turns = asked(handlers, "  ")
    assert turns[0].problem == "Er staat geen vraag. Typ een vraag van een paar woorden."
    *_, after = asked(handlers, BREDA_QUESTION, turns)
    assert after[1].answer is not None
    assert after[1].answer.notices == ()


def test_a_second_click_while_a_question_waits_changes_nothing(handlers: Handlers) -> None:
    waiting, _ = handlers.received(BREDA_QUESTION, (), "nl")
    assert handlers.received("", waiting, "nl") == (waiting, "")
    assert handlers.received("En nu?", waiting, "nl") == (waiting, "En nu?")
    *_, finished = handlers.answering(waiting, "nl")
    assert list(handlers.answering(finished, "nl")) == []
    assert list(handlers.answering((), "nl")) == []


def test_a_full_line_says_so_and_keeps_the_question(handlers: Handlers) -> None:
    line = Line(places=1)
    busy = replace(handlers, line=line)
    first, _ = busy.received(BREDA_QUESTION, (), "nl")
    refused, left = busy.received("Wat is een appel?", (), "nl")
    assert refused[0].problem == NL.get("page.busy")
    assert left == "Wat is een appel?"
    list(busy.answering(first, "nl"))
    assert busy.received("Wat is een appel?", (), "nl")[1] == ""


def test_who_waits_behind_others_is_told_how_many(handlers: Handlers) -> None:
    handlers.received(BREDA_QUESTION, (), "nl")
    handlers.received(BREDA_QUESTION, (), "nl")
    third, _ = handlers.received(BREDA_QUESTION, (), "nl")
    assert third[0].before == 2
    assert handlers.told(third, "nl") == NL.get("page.waiting", count=2)
    begun = next(handlers.answering(third, "nl"))
    assert begun[0].before == 0


def test_stopping_puts_the_question_back_and_frees_the_place(handlers: Handlers) -> None:
    one = replace(handlers, line=Line(places=1))
    waiting, _ = one.received(BREDA_QUESTION, (), "nl")
    steps = one.answering(waiting, "nl")
    found = next(steps)
    stopped, field = one.stopped(found, "nl")
    assert field == BREDA_QUESTION
    assert stopped[0].problem == NL.get("page.stopped")
    assert one.told(stopped, "nl") == NL.get("page.stopped")
    assert one.received("Nog een?", stopped, "nl")[1] == ""
    assert one.stopped(stopped, "nl") == (stopped, "")


def test_closing_an_answer_frees_the_place_of_who_waited(handlers: Handlers) -> None:
    one = replace(handlers, line=Line(places=1))
    waiting, _ = one.received(BREDA_QUESTION, (), "nl")
    steps = one.answering(waiting, "nl")
    next(steps)
    steps.close()
    assert one.received("Nog een?", (), "nl")[1] == ""


def test_a_screen_reader_is_told_at_the_beginning_and_at_the_end(handlers: Handlers) -> None:
    assert handlers.told((), "nl") == ""
    waiting, _, _, finished = asked(handlers, BREDA_QUESTION)
    assert handlers.told(waiting, "nl") == "Bezig met zoeken …"
    assert handlers.told(finished, "nl") == "1 zin, gecontroleerd bij de bron."
    *_, refused = asked(handlers, "Wat doet Zwolle?")
    assert handlers.told(refused, "nl").startswith("De bronnen geven hier geen antwoord op.")


def test_an_answer_is_of_one_generation_though_another_comes_while_it_is_written(
    handlers: Handlers, bot: Bot
) -> None:
    later = Bot(index_of(document("fruit.txt", FRUIT)), ScriptedGenerator(), 10)
    bots = [bot, bot, later]
    both = replace(handlers, bot_now=lambda: bots.pop(0))
    *_, [turn] = asked(both, BREDA_QUESTION)
    assert turn.documents == bot.index.documents
    assert bots == [later]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"turn": 0},
        {"turn": 0, "number": 0},
        {"turn": 0, "number": 2},
        {"turn": 0, "number": -1},
        {"turn": 1, "number": 1},
        {"turn": -1, "number": 1},
        {"turn": "0", "number": 1},
        {"turn": 0, "number": "1"},
        {"turn": 0, "number": 1.0},
    ],
)
def test_a_number_that_was_never_given_leads_nowhere(handlers: Handlers, sent: dict[str, object]) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    assert opened(turns, sent) is None
    assert opened(turns, {"turn": 0, "number": 1}) == Opened(0, 1)


def test_a_language_is_one_that_the_page_has() -> None:
    assert language_in({"language": "en"}, "nl") == "en"
    assert language_in({"language": "de"}, "nl") == "nl"
    assert language_in({}, "en") == "en"


def test_a_rating_is_kept_once_and_thanked_for(handlers: Handlers, tmp_path: Path) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    sent = {"turn": 0, "helpful": False, "complaint": "wrong", "note": "Nee, " + 600 * "x"}
    rated, told = handlers.rated(turns, sent, "nl")
    assert told == "Dank u. Uw vraag zelf bewaren wij niet."
    assert rated[0].rated
    assert handlers.rated(rated, sent, "nl") == (rated, "")
    connection = sqlite3.connect(tmp_path / FILE)
    [row] = connection.execute("SELECT kind, helpful, complaint, length(note) FROM rating")
    connection.close()
    assert row == ("answer", 0, "wrong", 500)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"turn": 0},
        {"turn": 0, "helpful": "yes"},
        {"turn": 1, "helpful": True},
        {"turn": -1, "helpful": True},
        {"turn": "0", "helpful": True},
    ],
)
def test_a_rating_that_no_page_sends_changes_nothing(
    handlers: Handlers, tmp_path: Path, sent: dict[str, object]
) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    assert handlers.rated(turns, sent, "nl") == (turns, "")
    waiting = (TurnView("Wat?"),)
    assert handlers.rated(waiting, {"turn": 0, "helpful": True}, "nl") == (waiting, "")
    assert not (tmp_path / FILE).exists()


def test_a_complaint_and_a_note_that_are_none_are_left_out(handlers: Handlers, tmp_path: Path) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    handlers.rated(turns, {"turn": 0, "helpful": True, "complaint": "DROP", "note": 7}, "nl")
    connection = sqlite3.connect(tmp_path / FILE)
    assert list(connection.execute("SELECT helpful, complaint, note FROM rating")) == [(1, "", "")]
    connection.close()


def test_a_rating_that_cannot_be_kept_is_told(handlers: Handlers, tmp_path: Path) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    (tmp_path / FILE).mkdir()
    same, told = handlers.rated(turns, {"turn": 0, "helpful": True}, "nl")
    assert same == turns
    assert told == NL.get("page.not_rated")


def test_nobody_is_left_waiting_whatever_goes_wrong(
    handlers: Handlers, bot: Bot, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("the network has come undone")

    monkeypatch.setattr(bot, "stream", broken)
    *_, [turn] = asked(handlers, "Hoe gaat het met mevrouw De Wit?")
    assert turn.problem == NL.get("page.failed")
    assert "come undone" in caplog.text
    assert "De Wit" not in caplog.text
    assert handlers.line.enter() == Place(2, 0)
