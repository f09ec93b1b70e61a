import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.asked import Asked
from bot.database import FILE, Database
from bot.generate import Manner
from bot.page.frame import privacy
from bot.page.handlers import Handlers, Turns, language_in, moved, opened
from bot.page.line import Line, Place
from bot.page.source import Opened
from bot.page.turn import TurnView
from index.privacy import HELPLINES_ONLY
from prompts import load
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, citation, index_of, quoted
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
    waiting, named, found, said, finished = (turns[-1] for turns in asked(handlers, BREDA_QUESTION))
    assert (waiting.waits, waiting.found) == (True, ())
    assert [each.source for each in named.found] == ["breda.txt", "fruit.txt"]
    assert (named.evidence, named.waits) == ((), True)
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
    assert any("met de vorige erbij: Kent de gemeente Breda" in each for each in both[1].answer.notices)


def test_a_follow_up_follows_a_question_as_it_was_read_and_no_thanks(handlers: Handlers) -> None:
    question = "Hoeveel organisaties participeren in het samenwerkingsverband van de gemeente Breda?"
    *_, turns = asked(handlers, question)
    *_, turns = asked(handlers, "En in Almelo?", turns)
    *_, turns = asked(handlers, "Dank je wel!", turns)
    *_, turns = asked(handlers, "En in Breda?", turns)
    read = [turn.answer.question for turn in turns if turn.answer]
    assert read == [question, question.replace("Breda", "Almelo"), "Dank je wel!", question]


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


def test_who_stops_or_begins_again_in_the_middle_of_a_sentence_ends_the_work(
    handlers: Handlers, bot: Bot
) -> None:
    received, _ = handlers.received(BREDA_QUESTION, (), "nl")
    answering = handlers.answering(received, "nl")
    named, found = next(answering), next(answering)
    assert (len(named[0].found), len(found[0].evidence)) == (2, 1)
    stopped, question = handlers.stopped(found, "nl")
    assert (stopped[0].problem, question) == (NL.get("page.stopped"), BREDA_QUESTION)
    assert list(answering) == []
    assert handlers.line.is_empty()


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
    waiting, *_, finished = asked(handlers, BREDA_QUESTION)
    assert handlers.told(waiting, "nl") == "Bezig met zoeken …"
    assert handlers.told(finished, "nl") == f"{BREDA_DRAFT} 1 zin, gecontroleerd bij de bron."
    *_, refused = asked(handlers, "Wat doet gemeente Zwolle?")
    assert handlers.told(refused, "nl") == (
        "Ik vind hier geen antwoord op in de bronnen. Over Zwolle staat niets in de bronnen. "
        "Wat er het meest op lijkt, staat eronder. Er staat ook bij waar u wel terechtkunt."
    )


class Composing(ScriptedGenerator):
    """Writes about numbered texts, as a model that was taught to follow instructions does."""

    manner: Manner = "instructed"


def test_numbers_lead_where_an_instruct_model_says_whatever_its_order(handlers: Handlers) -> None:
    three = " ".join(f"{BREDA[:-1]}, terwijl {each} groeit." for each in ("Haagpoort", "Belcrum", "Heuvel"))
    draft = BREDA_DRAFT[:-1]
    others = (draft.replace("De gemeente Breda", "Breda"), draft.replace("kent", "kent al jarenlang"))
    written = f"{draft} [3]. {others[0]} [3]. {others[1]} [1]."
    composing = Bot(index_of(document("breda.txt", three)), Composing(written), 10)
    question = f"{BREDA_QUESTION[:-1]}, terwijl de wijk groeit?"
    steps = [turns[-1] for turns in asked(replace(handlers, bot_now=lambda: composing), question)]
    one, two, last = steps[-1].evidence
    assert [turn.citations for turn in steps] == [
        (),
        (),
        (one, two, last),
        (last,),
        (last, last),
        (last, last, one),
        (last, last, one, two),
        (last, last, one, two),
    ]
    at = opened((steps[-1],), {"turn": 0, "number": 3})
    assert at is not None
    assert at.cited == one


def test_a_source_that_is_open_keeps_its_place_though_the_numbers_move() -> None:
    one, two = citation("Een."), citation("Twee.")
    found = (TurnView("Wat?", evidence=(one, two)),)
    at = opened(found, {"turn": 0, "number": 2})
    assert at is not None
    said = (replace(found[0], sentences=(quoted(two), quoted(one))),)
    assert moved(said, at) == Opened(0, 1)
    assert moved(found, at) == Opened(0, 2)
    # Of two sentences on the same words the one stays that was opened.
    twice = (replace(found[0], sentences=(quoted(two), quoted(two))),)
    assert moved(twice, at) == Opened(0, 2)
    nowhere = (replace(found[0], sentences=(quoted(one),)),)
    assert moved(nowhere, at) == at
    assert moved((), at) is None
    assert moved(said, None) is None


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
    rated: set[str] = set()
    assert handlers.rated(turns, rated, sent, "nl") == "Dank u. Uw vraag zelf bewaren wij niet."
    assert rated == {turns[0].token}
    assert not handlers.rated(turns, rated, sent, "nl")
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
    rated: set[str] = set()
    assert not handlers.rated(turns, rated, sent, "nl")
    assert not handlers.rated((TurnView("Wat?"),), rated, {"turn": 0, "helpful": True}, "nl")
    assert not rated
    connection = sqlite3.connect(tmp_path / FILE)
    assert list(connection.execute("SELECT * FROM rating")) == []
    connection.close()


def test_a_complaint_and_a_note_that_are_none_are_left_out(handlers: Handlers, tmp_path: Path) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    handlers.rated(turns, set(), {"turn": 0, "helpful": True, "complaint": "DROP", "note": 7}, "nl")
    connection = sqlite3.connect(tmp_path / FILE)
    assert list(connection.execute("SELECT helpful, complaint, note FROM rating")) == [(1, "", "")]
    connection.close()


def test_a_rating_that_cannot_be_kept_is_told(handlers: Handlers, tmp_path: Path) -> None:
    *_, turns = asked(handlers, BREDA_QUESTION)
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    rated: set[str] = set()
    assert handlers.rated(turns, rated, {"turn": 0, "helpful": True}, "nl") == NL.get("page.not_rated")
    assert not rated


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


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(home / FILE)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def keeping(handlers: Handlers, home: Path) -> Handlers:
    encoder = handlers.bot_now().index.encoder
    return replace(handlers, asked=Asked(Database(home), 30, HELPLINES_ONLY, encoder))


KEPT = "SELECT question, kind, reason, badly_rated, source FROM kept_question"


def test_a_refused_question_is_kept_and_marked_when_it_did_not_help(
    handlers: Handlers, tmp_path: Path
) -> None:
    kept = keeping(handlers, tmp_path)
    *_, turns = asked(kept, "Wat doet gemeente Zwolle?")
    assert rows(tmp_path, KEPT) == [("Wat doet gemeente Zwolle?", "refusal", "name_missing", 0, "breda.txt")]
    kept.rated(turns, set(), {"turn": 0, "helpful": False}, "nl")
    assert rows(tmp_path, KEPT) == [("Wat doet gemeente Zwolle?", "refusal", "name_missing", 1, "breda.txt")]


def test_an_answered_question_is_kept_only_when_it_did_not_help(handlers: Handlers, tmp_path: Path) -> None:
    kept = keeping(handlers, tmp_path)
    *_, turns = asked(kept, BREDA_QUESTION)
    kept.rated(turns, set(), {"turn": 0, "helpful": True}, "nl")
    assert rows(tmp_path, KEPT) == []
    kept.rated(turns, set(), {"turn": 0, "helpful": False}, "nl")
    assert rows(tmp_path, KEPT) == [(BREDA_QUESTION, "answer", "", 1, "breda.txt")]


def test_visitors_are_told_that_questions_are_kept(handlers: Handlers, tmp_path: Path) -> None:
    kept = keeping(handlers, tmp_path)
    *_, turns = asked(kept, BREDA_QUESTION)
    told = kept.rated(turns, set(), {"turn": 0, "helpful": False}, "nl")
    assert told == "Dank u. Vragen zonder goed antwoord bewaren wij hoogstens 30 dagen."
    assert "bewaren wij uw vraag hoogstens 30 dagen" in privacy(kept.frame("nl"))
    assert "wordt niet bewaard" not in privacy(kept.frame("nl"))
    elsewhere = privacy(replace(kept, told_others=True).frame("en"))
    assert "for 30 days at most" in elsewhere
    assert "another service gets to see it" in elsewhere
    assert "Uw vraag wordt niet bewaard" in privacy(handlers.frame("nl"))


def test_every_answer_is_counted_without_its_words(handlers: Handlers, tmp_path: Path) -> None:
    asked(handlers, BREDA_QUESTION)
    asked(handlers, BREDA_QUESTION)
    asked(handlers, "Wat doet gemeente Zwolle?")
    counted = rows(tmp_path, "SELECT kind, reason, language, count FROM asked ORDER BY kind")
    assert counted == [("answer", "", "nl", 2), ("refusal", "name_missing", "nl", 1)]
    assert rows(tmp_path, KEPT) == []


def test_who_has_an_answer_keeps_it_though_it_cannot_be_counted(handlers: Handlers, tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    *_, [turn] = asked(handlers, BREDA_QUESTION)
    assert turn.answer is not None
    assert turn.answer.kind == "answer"
    assert turn.problem == ""


def test_a_stopped_question_is_not_counted(handlers: Handlers, tmp_path: Path) -> None:
    waiting, _ = handlers.received(BREDA_QUESTION, (), "nl")
    steps = handlers.answering(waiting, "nl")
    next(steps)
    steps.close()
    assert not (tmp_path / FILE).exists()


def test_an_answer_is_counted_though_its_visitor_is_gone(handlers: Handlers, tmp_path: Path) -> None:
    waiting, _ = handlers.received(BREDA_QUESTION, (), "nl")
    steps = handlers.answering(waiting, "nl")
    assert next(each for each in steps if each[-1].answer)
    steps.close()
    assert rows(tmp_path, "SELECT kind, count FROM asked") == [("answer", 1)]
