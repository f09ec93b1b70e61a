import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.desk.app import add_desk
from bot.desk.audit import latest
from bot.desk.desk import Desk
from bot.desk.guard import LOGIN
from bot.desk.reviews import Review, Reviews
from eval.cases import load_cases
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of
from tests.bot.conftest import page as document
from tests.bot.desk.conftest import PASSWORD
from tests.conftest import ScriptedGenerator

PAGE = "/balie/nakijken"
ODD = "Regel 🙂 één.\r\nDe <b>vette</b> regel & meer.\r\nTwee keer. Twee keer."
CITED = f"0-{len(BREDA)}:breda.txt"
Csrf = Callable[[TestClient], str]


@pytest.fixture
def bot() -> Bot:
    index = index_of(document("breda.txt", BREDA, title="Zorg in Breda"), document("raar.txt", ODD))
    return Bot(index, ScriptedGenerator(*5 * [BREDA_DRAFT]), 10)


def reviews(desk: Desk) -> list[Review]:
    return Reviews(desk.database, desk.now).all()


@pytest.fixture
def add(editor: TestClient, csrf: Csrf) -> Callable[..., str]:
    """Saves a new review and returns its address."""

    def save(**fields: object) -> str:
        usual = {
            "question": BREDA_QUESTION,
            "verdict": "wrong",
            "facts": "",
            "generation": "",
            "answer": "Nee.\r\nJa.",
        }
        answer = editor.post(PAGE, data={"csrf": csrf(editor)} | usual | fields)
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    return save


def test_a_question_is_answered_with_its_citations_to_tick(editor: TestClient, reader: TestClient) -> None:
    html = editor.get(PAGE, params={"q": BREDA_QUESTION}).text
    assert BREDA_DRAFT in html
    assert f'value="{CITED}"' in html
    assert "Woorden waarop het antwoord steunt" in html
    assert 'name="verdict"' in html
    seen = reader.get(PAGE, params={"q": BREDA_QUESTION}).text
    assert BREDA_DRAFT in seen
    assert 'name="verdict"' not in seen
    assert "Er is nog niets nagekeken." in seen


def test_what_is_refused_shows_what_came_nearest(editor: TestClient) -> None:
    html = editor.get(PAGE, params={"q": "Hoeveel organisaties kent Zwolle?"}).text
    assert "Er is geen antwoord. Dit kwam het dichtst bij" in html


def test_html_and_personal_data_in_a_question(
    editor: TestClient, desk: Desk, add: Callable[..., str]
) -> None:
    typed = f"<script>alert(1)</script> {BREDA_QUESTION} Bel 06-12345678."
    html = editor.get(PAGE, params={"q": typed}).text
    assert "<script>alert" not in html
    assert "12345678" not in html
    where = add(question=typed, facts="<img src=x>")
    assert "12345678" not in reviews(desk)[0].draft.question
    for address in (PAGE, where):
        html = editor.get(address).text
        assert "<script>alert" not in html
        assert "<img" not in html


@pytest.mark.parametrize("question", ["?!", "x" * 2001, "06-12345678"])
def test_what_is_no_question_is_told(editor: TestClient, csrf: Csrf, question: str) -> None:
    asked = editor.get(PAGE, params={"q": question})
    kept = editor.post(PAGE, data={"csrf": csrf(editor), "question": question, "verdict": "wrong"})
    for answer in (asked, kept):
        assert answer.status_code == 409
        assert 'role="alert"' in answer.text


def test_a_review_is_saved_with_ticked_words_and_told_in_the_log(
    editor: TestClient, desk: Desk, add: Callable[..., str]
) -> None:
    where = add(cited=[CITED], facts="  twintig |  20 \r\n\r\n | \r\nBreda")
    [review] = reviews(desk)
    assert where == f"{PAGE}/{review.id}"
    assert (review.name, review.draft.verdict, review.draft.language) == ("eva", "wrong", "nl")
    assert (review.draft.facts, review.judged.answer) == ("twintig | 20\nBreda", "Nee.\nJa.")
    assert [(each.source, each.start, each.quote, each.role) for each in review.words] == [
        ("breda.txt", 0, BREDA, "article")
    ]
    html = editor.get(where).text
    assert "Klaar: gaat mee in de uitvoer" in html
    assert "eva, 27 november 2026" in html
    assert latest(desk.database)[0].action == "review_add"
    assert f"Vraag {review.id} nagekeken" in editor.get("/balie/logboek").text
    assert "Klaar: gaat mee in de uitvoer" in editor.get(PAGE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"verdict": ""}, "Kies een oordeel"),
        ({"verdict": "best"}, "Kies een oordeel"),
        ({"unanswerable": "yes", "cited": [CITED]}, "Laat een van beide weg"),
        ({"cited": [CITED], "generation": "before"}, "De bron is intussen veranderd"),
        ({"cited": ["breda.txt"]}, "De bron is intussen veranderd"),
        ({"cited": ["0-5:weg.txt"]}, "Er is geen bron ‘weg.txt’"),
        ({"cited": [f"0-{len(BREDA) + 1}:breda.txt"]}, "De bron is intussen veranderd"),
    ],
)
def test_what_cannot_be_saved_is_told_and_stays_filled_in(
    editor: TestClient, desk: Desk, csrf: Csrf, fields: dict[str, object], said: str
) -> None:
    usual = {"csrf": csrf(editor), "question": BREDA_QUESTION, "verdict": "incomplete", "facts": "twintig"}
    answer = editor.post(PAGE, data=usual | fields)
    assert answer.status_code == 409
    assert said in unescape(answer.text)
    assert ">twintig</textarea>" in answer.text
    assert reviews(desk) == []


def test_words_are_added_by_pasting_them(
    editor: TestClient, desk: Desk, csrf: Csrf, add: Callable[..., str]
) -> None:
    where = add()
    assert "Kies nog de woorden in de bronnen" in editor.get(where).text
    html = editor.get(where, params={"bron": "raar.txt"}).text
    assert "De &lt;b&gt;vette&lt;/b&gt; regel &amp; meer.&#13;\n" in html
    pasted = {
        "csrf": csrf(editor),
        "bron": "raar.txt",
        "woorden": "één.\nDe <b>vette</b>",
        "start": "",
        "end": "",
    }
    answer = editor.post(f"{where}/woorden", data=pasted)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{where}?bron=raar.txt")
    [words] = reviews(desk)[0].words
    # R e g e l, a space, one emoji, a space: 8 characters.
    assert (words.start, words.quote) == (8, "één.\r\nDe <b>vette</b>")
    assert ODD[words.start : words.end] == words.quote
    editor.post(f"{where}/woorden/{words.id}/weg", data={"csrf": csrf(editor)})
    assert reviews(desk)[0].words == ()
    assert [deed.action for deed in latest(desk.database)][:2] == ["review_words_remove", "review_words_add"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"woorden": "Twee keer."}, "Deze woorden staan 2 keer in de tekst."),
        ({"woorden": "drie"}, "Deze woorden staan zo niet in de tekst."),
        ({"woorden": " "}, "Er staan geen woorden."),
        ({"woorden": "drie", "start": "0", "end": "4"}, "Kies de woorden opnieuw."),
        ({"woorden": "Regel", "start": "0", "end": "99999999999999999999"}, "Kies de woorden opnieuw."),
        ({"woorden": "Regel", "bron": "weg.txt"}, "Er is geen bron ‘weg.txt’."),
    ],
)
def test_words_that_cannot_be_placed_are_told_and_stay(
    editor: TestClient, desk: Desk, csrf: Csrf, add: Callable[..., str], fields: dict[str, str], said: str
) -> None:
    where = add()
    answer = editor.post(f"{where}/woorden", data={"csrf": csrf(editor), "bron": "raar.txt"} | fields)
    assert answer.status_code == 409
    assert said in answer.text
    assert reviews(desk)[0].words == ()
    if fields.get("bron") is None:
        assert f">{fields['woorden']}</textarea>" in answer.text


def test_what_the_sources_do_not_answer_has_no_words(
    editor: TestClient, desk: Desk, csrf: Csrf, add: Callable[..., str]
) -> None:
    where = add(unanswerable="yes")
    answer = editor.post(
        f"{where}/woorden", data={"csrf": csrf(editor), "bron": "raar.txt", "woorden": "Regel"}
    )
    assert "Laat een van beide weg" in answer.text
    assert "Klaar: gaat mee in de uitvoer" in editor.get(where).text
    with_words = add(cited=[CITED])
    changed = {"csrf": csrf(editor), "question": "Wie?", "verdict": "right", "unanswerable": "yes"}
    answer = editor.post(with_words, data=changed)
    assert answer.status_code == 409
    assert "Laat een van beide weg" in answer.text


def test_a_review_is_changed_and_deleted(
    editor: TestClient, desk: Desk, csrf: Csrf, add: Callable[..., str]
) -> None:
    where = add()
    changed = {"csrf": csrf(editor), "question": "How many take part in the network?", "verdict": "right"}
    assert editor.post(where, data=changed).headers["location"] == where
    [review] = reviews(desk)
    assert (review.draft.question, review.draft.language) == ("How many take part in the network?", "en")
    assert (review.draft.verdict, review.draft.facts) == ("right", "")
    assert editor.post(f"{where}/weg", data={"csrf": csrf(editor)}).headers["location"] == PAGE
    assert reviews(desk) == []
    assert editor.get(where).status_code == 404
    assert editor.post(f"{where}/weg", data={"csrf": csrf(editor)}).status_code == 400
    assert editor.post(where, data=changed).status_code == 404


def test_readers_look_and_change_nothing(
    reader: TestClient, desk: Desk, csrf: Csrf, add: Callable[..., str]
) -> None:
    where = add(cited=[CITED])
    html = reader.get(where, params={"bron": "breda.txt"}).text
    assert BREDA in html
    assert html.count("<form") == 2  # the choice of a source, and the way out
    token = {
        "csrf": csrf(reader),
        "question": "Wie?",
        "verdict": "right",
        "bron": "raar.txt",
        "woorden": "Regel",
    }
    before = reviews(desk)
    for address in (PAGE, where, f"{where}/woorden", f"{where}/woorden/1/weg", f"{where}/weg"):
        assert reader.post(address, data=token).status_code == 403
    assert reviews(desk) == before


def test_a_source_that_is_not_there_is_told(editor: TestClient, add: Callable[..., str]) -> None:
    answer = editor.get(add(), params={"bron": "<b>weg</b>"})
    assert answer.status_code == 409
    assert "Er is geen bron ‘&lt;b&gt;weg&lt;/b&gt;’." in answer.text


def test_of_many_sources_some_are_listed_and_the_others_can_be_typed(
    editor: TestClient, add: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.reviews_page.MOST_LISTED", 1)
    html = editor.get(add()).text
    assert re.findall(r'<option value="([^"]+)">', html) == ["breda.txt"]
    assert "De lijst toont 1 bronnen. Er zijn er nog 1" in html


def test_the_export_is_a_case_file_of_what_is_complete(
    reader: TestClient, desk: Desk, bot: Bot, add: Callable[..., str], tmp_path: Path
) -> None:
    add(facts="twintig")
    nothing = reader.get(f"{PAGE}/uitvoer")
    assert nothing.status_code == 409
    assert "nog geen vraag klaar" in nothing.text
    add(cited=[CITED], facts="twintig\nnetwerk")
    add(unanswerable="yes")
    answer = reader.get(f"{PAGE}/uitvoer")
    assert answer.headers["content-disposition"] == 'attachment; filename="wijkwijzer-vragen.jsonl"'
    (tmp_path / "cases.jsonl").write_bytes(answer.content)
    texts = {name: each.text for name, each in bot.index.documents.items()}
    cases = load_cases(tmp_path / "cases.jsonl", texts)
    assert [(case.id, case.answerable) for case in cases] == [("review-3", False), ("review-2", True)]
    assert [json.loads(line)["question"] for line in answer.text.splitlines()] == 2 * [BREDA_QUESTION]


def test_words_that_are_no_longer_there_are_shown_and_left_out(
    editor: TestClient, desk: Desk, add: Callable[..., str]
) -> None:
    where = add(cited=[CITED], facts="twintig")
    later = Bot(index_of(document("breda.txt", f"Nieuw. {BREDA}")), ScriptedGenerator(), 10)
    app = FastAPI()
    add_desk(app, replace(desk, bot_now=lambda: later))
    after = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    after.post(LOGIN, data={"name": "rik", "password": PASSWORD})
    assert "staan niet meer op die plek in de bron" in after.get(where).text
    assert "staan niet meer op die plek in de bron" in after.get(PAGE).text
    assert after.get(f"{PAGE}/uitvoer").status_code == 409
