import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.desk.desk import Desk
from bot.desk.evaluations import FOLDER, Figure, digest, publish
from bot.desk.quality import PAGE
from bot.settings import Settings
from index.build import build
from index.store import Index
from prompts import load
from tests.bot.desk.conftest import client_for
from tests.bot.desk.evaluated import REPORT, evaluation, half
from tests.bot.test_endpoint import serving
from tests.conftest import HashingEncoder, ScriptedGenerator

Csrf = Callable[[TestClient], str]
TEXTS = load("nl")


@pytest.fixture
def sound(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with an index on the disk, below the same home."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "breda.txt").write_text("Breda kent een netwerk. Het bestaat al jaren.", encoding="utf-8")
    build(tmp_path, [sources], HashingEncoder(), 160)
    bot = Bot(Index.open(tmp_path, HashingEncoder()), ScriptedGenerator(), 10)
    return replace(desk, bot_now=lambda: bot)


def shown(html: str) -> str:
    """Return what a page says, without its elements."""
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", html).split()))


def test_nobody_without_a_session_sees_any_of_it(client_of: Callable[[str], TestClient], desk: Desk) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    client = client_of("")
    for path in (PAGE, f"{PAGE}/rapport/a"):
        assert client.get(path).status_code == 401
    for path in (f"{PAGE}/controle", f"{PAGE}/eindpunt"):
        assert client.post(path).status_code == 401


def test_without_an_evaluation_the_page_says_how_to_make_one(reader: TestClient) -> None:
    answer = reader.get(PAGE)
    assert answer.status_code == 200
    assert "wijkwijzer eval publish" in shown(answer.text)
    assert "<svg" not in answer.text


def test_the_figures_are_those_of_the_file_each_with_interval_number_and_half(
    reader: TestClient, desk: Desk
) -> None:
    publish(desk.home, "eerste", evaluation(), REPORT)
    said = shown(reader.get(PAGE).text)
    right = TEXTS.get("metric.right")
    assert f"{right} 0,60 [0,46 – 0,73], n = 58" in said
    assert f"{TEXTS.get('metric.seconds_p95')} 4,00 [3,00 – 8,00], n = 50" in said
    assert f"{TEXTS.get('metric.role_right')} 1,00, n = 1" in said
    assert f"{TEXTS.get('metric.refused')} –" in said
    assert "Cijfers van eerste, Testhelft" in said
    assert f"seeds, sha256 {'a1' * 6}" in said
    assert "e5@68c716392e7d, gemma@a5fd3b622" in said
    assert "generatie 000001, 5 documenten, 120 passages" in said
    assert "2026-11-01 09:30" in said
    # One run is no trend.
    assert TEXTS.get("quality.one_run") in said


def test_another_half_is_asked_for_by_its_name(reader: TestClient, desk: Desk) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    dev = shown(reader.get(PAGE, params={"deel": "dev"}).text)
    assert "Cijfers van a, Ontwikkelhelft" in dev
    assert "189" in dev
    assert TEXTS.get("quality.not_this_half") in shown(reader.get(PAGE, params={"deel": "all"}).text)
    assert "Cijfers van a, Testhelft" in shown(reader.get(PAGE, params={"deel": "<best>"}).text)


def test_the_trend_has_a_table_and_charts_with_words_for_those_who_do_not_see(
    reader: TestClient, desk: Desk
) -> None:
    for day, value in ((1, 0.5), (9, 0.75)):
        made = evaluation(day, halves=(half(figures={"right": Figure(value, None, None, 40)}),))
        publish(desk.home, f"run-{day}", made, REPORT)
    publish(desk.home, "other", evaluation(3, questions={"seeds": "b2" * 32}), REPORT)
    answer = reader.get(PAGE)
    said = shown(answer.text)
    assert answer.text.count("<svg") == 1
    label = re.search(r'role="img" aria-label="([^"]*)"', answer.text)
    assert label is not None
    assert "2 evaluaties. Eerste, run-1: 0,50, n = 40. Laatste, run-9: 0,75, n = 40." in label[1]
    assert said.index("2026-11-09 run-9") < said.index("2026-11-03 other") < said.index("2026-11-01 run-1")
    assert f"other {TEXTS.get('quality.other_questions')}" in said
    assert said.count(TEXTS.get("quality.other_questions")) == 1
    # A figure never comes without the number of its questions.
    assert all(re.match(r" \[|, n = ", said[found.end() :]) for found in re.finditer(r"0,(50|75|60)", said))


def test_a_damaged_file_is_named_and_the_others_are_shown(reader: TestClient, desk: Desk) -> None:
    publish(desk.home, "sound", evaluation(), REPORT)
    (desk.home / FOLDER / "torn.json").write_bytes(b"{")
    (desk.home / FOLDER / "<b>bold.json").write_bytes(b"{}")
    answer = reader.get(PAGE)
    assert (
        'De evaluatie torn.json is beschadigd en telt niet mee: <span lang="en">Invalid JSON' in answer.text
    )
    assert "De evaluatie &lt;b&gt;bold.json is beschadigd" in answer.text
    assert "Cijfers van sound, Testhelft" in answer.text


def test_what_a_file_says_is_text_and_no_html(reader: TestClient, desk: Desk) -> None:
    bad = "<script>alert(1)</script>"
    publish(
        desk.home,
        "a",
        evaluation(version=bad, models={"embedder": bad}, questions={bad: bad}, index={"generation": bad}),
        REPORT,
    )
    assert bad not in reader.get(PAGE).text


def test_the_report_comes_in_an_origin_of_its_own(reader: TestClient, desk: Desk) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    answer = reader.get(f"{PAGE}/rapport/a")
    assert (answer.status_code, answer.text) == (200, REPORT)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-scripts;" in policy
    assert "connect-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["b", "a.json", "..%2Fcurrent", "%2Fetc%2Fpasswd", "torn"])
def test_a_report_that_is_not_listed_is_not_there(reader: TestClient, desk: Desk, name: str) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    (desk.home / FOLDER / "torn.html").write_text("<p>Nee</p>")
    assert reader.get(f"{PAGE}/rapport/{name}").status_code == 404


def test_a_report_that_was_changed_is_a_message(reader: TestClient, desk: Desk) -> None:
    publish(desk.home, "a", evaluation(report_sha256=digest("another")), REPORT)
    answer = reader.get(f"{PAGE}/rapport/a")
    assert "was changed since it was published" in shown(answer.text)
    assert "<title>Rapport" not in answer.text


def test_the_index_is_verified_by_a_button_of_readers_too(sound: Desk, csrf: Csrf) -> None:
    client = client_for(sound, "rik")
    assert client.post(f"{PAGE}/controle").status_code == 403
    said = shown(client.post(f"{PAGE}/controle", data={"csrf": csrf(client)}).text)
    assert TEXTS.get("quality.verified") in said
    assert re.search(r"Generatie 000001: \d+ bestanden, alle in orde", said)


def test_a_damaged_index_is_said_with_its_file(sound: Desk, csrf: Csrf) -> None:
    client = client_for(sound, "rik")
    passages = sound.home / "generations" / "000001" / "passages.jsonl"
    passages.write_bytes(passages.read_bytes() + b"x")
    said = shown(client.post(f"{PAGE}/controle", data={"csrf": csrf(client)}).text)
    assert TEXTS.get("quality.damaged_index") in said
    assert "passages.jsonl" in said


def test_an_index_that_is_gone_is_a_message(reader: TestClient, csrf: Csrf) -> None:
    answer = reader.post(f"{PAGE}/controle", data={"csrf": csrf(reader)})
    assert answer.status_code == 200
    assert "There is no index" in shown(answer.text)


def test_two_do_not_hash_at_once(sound: Desk, csrf: Csrf, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_for(sound, "rik")
    token, inside = csrf(client), []

    def meanwhile(home: Path) -> tuple[()]:
        inside.append(shown(client.post(f"{PAGE}/controle", data={"csrf": token}).text))
        return ()

    monkeypatch.setattr("bot.desk.quality.verified", meanwhile)
    assert TEXTS.get("quality.verified") in client.post(f"{PAGE}/controle", data={"csrf": token}).text
    assert TEXTS.get("quality.verifying") in inside[0]


def test_the_endpoint_is_asked_by_its_button_and_its_key_is_nowhere(desk: Desk, csrf: Csrf) -> None:
    with serving() as (url, _):
        settings = Settings(generator=url, generator_model="groot", generator_key="geheim")
        client = client_for(replace(desk, settings=settings), "rik")
        answer = client.post(f"{PAGE}/eindpunt", data={"csrf": csrf(client)}).text
    assert TEXTS.get("quality.reached", address=url) in shown(answer)
    assert "geheim" not in answer
    # Nobody is there any more: the page comes all the same, and the button says so.
    assert TEXTS.get("quality.endpoint", address=url) in shown(client.get(PAGE).text)
    gone = shown(client.post(f"{PAGE}/eindpunt", data={"csrf": csrf(client)}).text)
    assert "does not answer" in gone


def test_without_an_endpoint_there_is_no_button_for_it(reader: TestClient, csrf: Csrf) -> None:
    assert "/eindpunt" not in reader.get(PAGE).text
    assert reader.post(f"{PAGE}/eindpunt", data={"csrf": csrf(reader)}).status_code == 404


def test_the_models_the_line_and_the_disk_are_on_the_page(sound: Desk) -> None:
    sound.line.enter()
    said = shown(client_for(sound, "rik").get(PAGE).text)
    assert "zoekmodel multilingual-e5-small meegeleverd 1571fc98" in said
    assert "1 van de 20 plaatsen bezet." in said
    assert "generations/000001" in said
    assert "wijkwijzer.sqlite" in said


def test_a_model_that_is_gone_is_a_message_beside_all_else(desk: Desk) -> None:
    said = shown(client_for(replace(desk, settings=Settings(generator="./nowhere")), "rik").get(PAGE).text)
    assert "There is no folder './nowhere'" in said
    assert "plaatsen bezet" in said


def test_an_english_desk_is_in_english(desk: Desk) -> None:
    publish(desk.home, "a", evaluation(), REPORT)
    said = shown(client_for(replace(desk, settings=Settings(language="en")), "rik").get(PAGE).text)
    assert "0.60 [0.46 – 0.73], n = 58" in said
    assert "Figures of a, Test half" in said
