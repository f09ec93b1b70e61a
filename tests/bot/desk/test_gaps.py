import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.asked import Asked
from bot.database import Database
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.gaps import Kept, counts, find_gaps, kept_question, last_weeks, outcome_of, try_again
from bot.desk.guard import LOGIN
from bot.ratings import Rating, Ratings
from bot.settings import Settings
from bot.types import Answer, Reason
from eval.hashing import HashingEncoder
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import BREDA_QUESTION, citation, index_of, quoted
from tests.bot.conftest import page as document
from tests.bot.desk.conftest import NOON, PASSWORD, Clock
from tests.conftest import ScriptedGenerator

PAGE = "/balie/gaten"
ENCODER = HashingEncoder()


def refused(question: str, reason: Reason = "weak_evidence", quote: str = "Zo is het.") -> Answer:
    return Answer(question, "refusal", "nl", reason=reason, nearest=(citation(quote),))


@pytest.fixture
def asked(tmp_path: Path, clock: Clock) -> Asked:
    return Asked(Database(tmp_path), 30, HELPLINES_ONLY, ENCODER, clock)


def ask(asked: Asked, *questions: str, reason: Reason = "weak_evidence") -> None:
    for question in questions:
        asked.add(uuid4().hex, refused(question, reason), "g1")


@pytest.fixture
def keeping(desk: Desk) -> Desk:
    return replace(desk, settings=Settings(keep_questions_days=30))


@pytest.fixture
def visit(keeping: Desk) -> Callable[[str], TestClient]:
    """Gives a browser of a desk that keeps questions, in which somebody is logged in."""
    app = FastAPI()
    add_desk(app, keeping)

    def of(name: str) -> TestClient:
        client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        assert client.post(LOGIN, data={"name": name, "password": PASSWORD}).status_code == 303
        return client

    return of


SCOOTER = "Hoe krijg ik een scootmobiel van de gemeente Breda?"
SCOOTER_TOO = "Een scootmobiel van de gemeente Breda: hoe krijg ik die?"
PARKING = "Waar vraag ik in Almere een parkeerkaart aan?"


def test_gaps_are_grouped_counted_by_week_and_the_most_asked_comes_first(
    asked: Asked, tmp_path: Path, clock: Clock
) -> None:
    ask(asked, PARKING, SCOOTER)
    clock.move(timedelta(weeks=1))
    ask(asked, SCOOTER_TOO, SCOOTER, reason="nothing_found")
    scooter, parking = find_gaps(Database(tmp_path), ENCODER, "g1").gaps
    assert [each.question for each in scooter.asked] == [SCOOTER, SCOOTER, SCOOTER_TOO]
    assert scooter.example.day == "2026-12-04"
    assert scooter.weeks == ((49, 2), (48, 1))
    assert (scooter.reason, scooter.badly_rated) == ("nothing_found", 0)
    assert (scooter.example.quote, scooter.example.source) == ("Zo is het.", "breda.txt")
    assert (parking.example.question, parking.weeks) == (PARKING, ((48, 1),))


def test_questions_of_another_embedder_stay_by_themselves(asked: Asked, tmp_path: Path) -> None:
    ask(asked, SCOOTER, SCOOTER_TOO)

    class Other(HashingEncoder):
        name = "other"

    found = find_gaps(Database(tmp_path), Other(), "g1")
    assert [len(gap.asked) for gap in found.gaps] == [1, 1]
    assert found.apart == 2


def test_counts_are_by_week_and_reason_with_what_did_not_help(
    asked: Asked, tmp_path: Path, clock: Clock
) -> None:
    database = Database(tmp_path)
    ratings = Ratings(database, HELPLINES_ONLY, clock)
    answered = Answer("Wat?", "answer", "nl", (quoted(citation()),))
    ask(asked, SCOOTER, SCOOTER)
    asked.add("x", answered, "g1")
    ratings.add(Rating(helpful=False), answered, "g1")
    clock.move(timedelta(weeks=1))
    ask(asked, SCOOTER, reason="nothing_found")
    ratings.add(Rating(helpful=True), answered, "g1")
    weeks = last_weeks(clock.now.date(), 2)
    assert weeks == ["2026-11-30", "2026-11-23"]
    assert [(each.label, each.by_week) for each in counts(database, weeks)] == [
        ("asked", (1, 3)),
        ("nothing_found", (1, 0)),
        ("weak_evidence", (0, 2)),
        ("badly_rated", (0, 1)),
    ]


def test_weeks_go_over_the_end_of_a_year() -> None:
    assert last_weeks(date(2027, 1, 6), 3) == ["2027-01-04", "2026-12-28", "2026-12-21"]


def kept(kind: str = "refusal", quote: str = "Zo is het.") -> Kept:
    reason: Reason = "weak_evidence" if kind == "refusal" else ""
    return Kept(
        *(1, "2026-11-27", SCOOTER, "nl"),
        **{"kind": kind, "reason": reason, "badly_rated": kind != "refusal"},
        **{
            "source": "breda.txt",
            "start": 10,
            "end": 20,
            "quote": quote,
            "outcome": "",
            "tried_generation": "",
        },
    )


def test_what_became_of_a_question() -> None:
    answered = Answer(SCOOTER, "answer", "nl", (quoted(citation("Zo is het.")),))
    assert outcome_of(kept(), refused(SCOOTER)) == "refused"
    assert outcome_of(kept(), replace(answered, kind="partial")) == "partly"
    assert outcome_of(kept(), answered) == "answered"
    assert outcome_of(kept("answer"), answered) == "same"
    assert outcome_of(kept("answer", "Zo was het."), answered) == "changed"


def test_a_gap_is_answered_after_a_new_source_and_untold_after_the_next(
    asked: Asked, tmp_path: Path, bot: Bot
) -> None:
    database = Database(tmp_path)
    without = Bot(
        index_of(document("fruit.txt", "Appels en peren groeien aan bomen.")), ScriptedGenerator(), 10
    )
    ask(asked, BREDA_QUESTION)

    def state(generation: str = "") -> str:
        [gap] = find_gaps(database, ENCODER, generation).gaps
        return gap.state

    assert state() == "untried"
    [question] = find_gaps(database, ENCODER, "").gaps[0].asked
    assert try_again(database, without, question) == "refused"
    assert state() == "refused"
    assert try_again(database, bot, question) == "answered"
    assert state() == "answered"
    assert state("a-newer-generation") == "stale"


def test_a_trial_counts_for_the_same_words_and_not_for_others(asked: Asked, tmp_path: Path, bot: Bot) -> None:
    ask(asked, BREDA_QUESTION, BREDA_QUESTION, PARKING)
    database = Database(tmp_path)
    found = kept_question(database, 1)
    assert found is not None
    try_again(database, bot, found)
    outcomes = [kept_question(database, number) for number in (1, 2, 3)]
    assert [each and each.outcome for each in outcomes] == ["answered", "answered", ""]
    assert kept_question(database, 4) is None


def test_without_kept_texts_the_page_shows_counts_and_says_how_to_keep(
    asked: Asked, editor: TestClient
) -> None:
    ask(asked, SCOOTER)
    html = editor.get(PAGE).text
    assert "De tekst van vragen wordt niet bewaard." in html
    assert "keep_questions_days = 30" in html
    assert "scootmobiel" not in html
    cells = re.search(r'<th scope="row">Wat is gevonden, geeft geen duidelijk antwoord</th>(.*?)</tr>', html)
    assert cells is not None
    assert re.findall(r">(\d+)<", cells[1]) == ["1", *7 * ["0"]]
    assert "week 48" in html
    assert NOON.isocalendar().week == 48


def test_the_page_shows_groups_with_their_links(asked: Asked, visit: Callable[[str], TestClient]) -> None:
    ask(asked, SCOOTER, SCOOTER, SCOOTER_TOO)
    asked.not_helpful("x", Answer("Wat is dit & dat?", "answer", "nl", (quoted(citation()),)), "g1")
    html = visit("eva").get(PAGE).text
    assert "3 keer (week 48: 3)" in html
    assert "Andere woorden (1)" in html
    assert "Nog niet opnieuw geprobeerd" in html
    assert "Antwoord hielp niet. Niet geholpen: 1" in html
    assert 'href="/balie/waarom?q=Wat%20is%20dit%20%26%20dat%3F"' in html
    assert 'href="/balie/nakijken?q=Wat%20is%20dit%20%26%20dat%3F"' in html
    assert "Wat is dit &amp; dat?" in html
    assert "hoogstens 30 dagen" in html
    assert "noodkreten" in html


def test_what_was_asked_is_no_html(asked: Asked, visit: Callable[[str], TestClient]) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)> scootmobiel'
    asked.add("x", refused(hostile, quote="<b>vet</b>"), "g1")
    html = visit("rik").get(PAGE).text
    assert "<script>alert" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_an_editor_tries_again_and_a_reader_may_not(
    asked: Asked, keeping: Desk, visit: Callable[[str], TestClient], csrf: Callable[[TestClient], str]
) -> None:
    ask(asked, BREDA_QUESTION)
    reader, editor = visit("rik"), visit("eva")
    again = f"{PAGE}/1/opnieuw"
    assert "Opnieuw proberen" not in reader.get(PAGE).text
    assert reader.post(again, data={"csrf": csrf(reader)}).status_code == 403
    assert editor.post(again).status_code == 403
    answer = editor.post(again, data={"csrf": csrf(editor)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}?geprobeerd=1")
    html = editor.get(answer.headers["location"]).text
    assert '<p class="done" role="status">Nu beantwoord: Hoeveel organisaties' in html
    gone = editor.post(f"{PAGE}/7/opnieuw", data={"csrf": csrf(editor)})
    assert gone.status_code == 404
    assert "Deze vraag is intussen verwijderd." in gone.text
    assert editor.get(f"{PAGE}?geprobeerd=7").status_code == 200


def test_an_empty_page_says_so(visit: Callable[[str], TestClient]) -> None:
    assert "Er zijn geen vragen bewaard." in visit("rik").get(PAGE).text


def test_many_gaps_are_cut_and_that_is_told(
    asked: Asked, visit: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.gaps_page.SHOWN_GROUPS", 1)
    ask(asked, PARKING, SCOOTER, SCOOTER_TOO)
    html = visit("rik").get(PAGE).text
    assert "U ziet de 1 meest gevraagde groepen. Er zijn er nog 1." in html
    assert "scootmobiel" in html
    assert "parkeerkaart" not in html


def test_what_was_not_compared_is_told(
    asked: Asked, visit: Callable[[str], TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(asked, SCOOTER, SCOOTER_TOO)
    monkeypatch.setattr(HashingEncoder, "name", "another")
    html = visit("rik").get(PAGE).text
    assert "2 verschillende vragen zijn niet naar betekenis gegroepeerd" in html
    assert html.count("<section") == 2
