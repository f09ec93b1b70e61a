"""What can go wrong on the page, in a real browser, with a bot that waits until it is let go."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.asked import Asked
from bot.database import FILE
from bot.page.handlers import Turns, moved
from bot.page.source import Opened
from bot.types import Answer
from tests.bot.conftest import BREDA, BREDA_QUESTION
from tests.bot.conftest import page as document
from tests.served import (
    COOKING_QUESTION,
    DOCUMENTS,
    FRUIT_QUESTION,
    KNOWN_QUESTION,
    MILLISECONDS,
    Served,
    ask,
    field_of,
    finished,
    opened,
    serving,
)

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src="http://198.51.100.7/a.png"><form action="http://198.51.100.7/"><script>alert(1)</script>'
    "<style>body{background:url(http://198.51.100.7/b)}</style> ![beeld](http://198.51.100.7/c.png) "
    "[klik](javascript:alert(2)) $$\\frac{1}{2}$$ van de boze krant in Zeist is dit de hele zin."
)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path) as server:
        yield server


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened(context.new_page(), served.address)
    context.close()


def asked_again(page: Page) -> None:
    """Ask what the field holds until it is answered: the page may load anew just then."""
    for _ in range(4):
        if page.locator(".checked").count():
            break
        page.click("#ask")
        page.wait_for_timeout(5000)
    expect(page.locator(".checked").first).to_be_visible(timeout=MILLISECONDS)


def test_stopping_ends_the_work_and_gives_the_question_back(page: Page, served: Served) -> None:
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    page.click("#stop")
    expect(page.locator(".turn")).to_contain_text("Gestopt.", timeout=2000)
    assert field_of(page) == BREDA_QUESTION
    expect(page.locator("#stop")).to_be_hidden()
    served.generator.let_go.set()
    page.click("#ask")
    finished(page, 2)
    expect(page.locator(".checked")).to_have_count(1)


def test_two_clicks_ask_once(page: Page, served: Served) -> None:
    served.generator.let_go.clear()
    page.fill("#question textarea", BREDA_QUESTION)
    page.dblclick("#ask")
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    served.generator.let_go.set()
    finished(page, 1)


def test_a_long_question_is_counted_and_not_sent(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    ask(page, "x" * 2001)
    page.press("#question textarea", "Enter")
    notice = page.locator("#count").get_by_role("status")
    expect(notice).to_have_text("Uw vraag is te lang: 2000 tekens is het meeste. Maak haar korter.")
    expect(page.locator("#counted")).to_have_text("2001 van de 2000 tekens")
    assert "at-field" in str(page.get_attribute("#question textarea", "aria-describedby"))
    assert page.get_attribute("#question textarea", "aria-invalid") == "true"
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 0
    assert not any("queue" in url for url in sent)
    page.fill("#question textarea", "x" * 1700)
    expect(page.locator("#counted")).to_have_text("1700 van de 2000 tekens")
    expect(notice).to_have_text("")
    page.fill("#question textarea", BREDA_QUESTION)
    expect(page.locator("#counted")).to_have_text("")
    page.press("#question textarea", "Enter")
    finished(page, 1)


def test_a_server_that_starts_anew_in_mid_answer_is_told_and_the_question_stays(
    page: Page, served: Served
) -> None:
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    served.stop()
    served.start()
    expect(page.locator(".turn")).to_have_count(0, timeout=MILLISECONDS)
    assert page.locator(":text('rror'):visible").count() == 0
    # Gradio loads the page anew by itself.
    page.wait_for_timeout(5000)
    expect(page.locator("#question textarea")).to_have_value(BREDA_QUESTION, timeout=MILLISECONDS)
    asked_again(page)


def test_a_server_that_is_gone_is_told_and_works_again_when_it_is_back(page: Page, served: Served) -> None:
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    served.stop()
    expect(page.get_by_role("alert")).to_contain_text(
        "De verbinding met de server is weg", timeout=MILLISECONDS
    )
    assert field_of(page) == BREDA_QUESTION
    page.click("#ask")
    page.wait_for_timeout(4000)
    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator(":text('rror'):visible").count() == 0
    served.start()
    expect(page.get_by_role("alert")).to_be_hidden(timeout=MILLISECONDS)
    page.wait_for_timeout(5000)
    expect(page.locator("#question textarea")).to_have_value(BREDA_QUESTION, timeout=MILLISECONDS)
    asked_again(page)


def test_a_busy_server_says_so_and_two_tabs_do_not_mix(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, places=1) as served:
        context = browser.new_context()
        first, second = (opened(context.new_page(), served.address) for _ in range(2))
        served.generator.let_go.clear()
        ask(first, BREDA_QUESTION)
        expect(first.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
        ask(second, FRUIT_QUESTION)
        expect(second.locator(".turn")).to_contain_text("te druk", timeout=MILLISECONDS)
        assert field_of(second) == FRUIT_QUESTION
        served.generator.let_go.set()
        finished(first, 1)
        second.click("#ask")
        finished(second, 2)
        assert first.locator(".turn").count() == 1
        expect(second.locator(".turn").nth(1)).to_contain_text("Appels en peren")
        context.close()


def test_a_link_asks_its_question_which_no_server_sees_in_an_address(
    browser: Browser, served: Served
) -> None:
    context = browser.new_context()
    page = context.new_page()
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    page.goto(
        f"{served.address}#q=Groeien%20appels%20en%20peren%20aan%20bomen%20in%20de%20tuin%20van%20het%20wijkteam%20in%20Almere%3F"
    )
    finished(page, 1)
    expect(page.locator(".turn h2")).to_contain_text(FRUIT_QUESTION)
    page.reload()
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_contain_text("Appels en peren")
    assert not any("appels" in url.casefold() for url in urls if "#q=" not in url)
    context.close()


def test_nothing_hostile_reaches_the_page(browser: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, documents=(*DOCUMENTS, document("boos.txt", HOSTILE, title=HOSTILE))) as served:
        context = browser.new_context()
        page = context.new_page()
        urls: list[str] = []
        dialogs: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        opened(page, served.address)
        ask(page, "Is dit de hele zin van de boze krant in Zeist?")
        finished(page, 1)
        page.locator('.turn button.cite[aria-label*="<script>"]').first.click()
        expect(page.locator("#source .document")).to_contain_text("$$\\frac{1}{2}$$")
        ask(page, f"Wat is dit? {HOSTILE[:120]}")
        finished(page, 2)
        expect(page.locator(".turn h2").last).to_contain_text('<img src="http://198.51.100.7/a.png">')
        inside = "#conversation :is(img, form, script, style, iframe), #source :is(img, form, script, style)"
        assert page.locator(inside).count() == 0
        assert [url for url in urls if "198.51.100.7" in url] == []
        assert dialogs == []
        context.close()


def test_an_answer_is_rated_copied_shared_and_saved(page: Page, tmp_path: Path) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.click("button.copy")
    expect(page.locator("button.copy")).to_have_text("Gekopieerd")
    assert "Gekopieerd" in page.locator("#told").get_by_role("status").all_inner_texts()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(BREDA_QUESTION)
    assert "[1] Zorg in Breda, Artikel, De Krant, 30 augustus 2021, breda.txt" in copied
    page.click("button.share")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.startswith(page.url + "#q=Hoeveel%20organisaties")
    with page.expect_download() as downloading:
        page.click("button.save")
    assert downloading.value.suggested_filename == "wijkwijzer-gesprek.txt"
    assert downloading.value.path().read_text(encoding="utf-8") == copied
    page.click("button.rate[data-helpful=no]")
    expect(page.locator(".why input").first).to_be_focused()
    page.get_by_label("Er mist iets").check()
    page.fill(".why textarea", "Bel 06-12345678")
    page.click("button.rate[data-helpful=send]")
    expect(page.locator(".turn")).to_contain_text("Dank u.")
    connection = sqlite3.connect(tmp_path / FILE)
    [(complaint, note)] = connection.execute("SELECT complaint, note FROM rating")
    connection.close()
    assert complaint == "incomplete"
    assert "12345678" not in note


def test_a_rating_given_while_the_next_answer_is_written_stays_given(
    page: Page, served: Served, tmp_path: Path
) -> None:
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn").last.locator(".found")).to_be_visible(timeout=MILLISECONDS)
    first = page.locator(".turn").first
    first.locator("button.rate[data-helpful=yes]").click()
    expect(first).to_contain_text("Dank u.")
    served.generator.let_go.set()
    finished(page, 2)
    expect(first).to_contain_text("Dank u.")
    expect(first.locator(".rating")).to_have_count(0)
    expect(page.locator(".turn").last).to_contain_text("twintig organisaties")
    connection = sqlite3.connect(tmp_path / FILE)
    assert connection.execute("SELECT helpful FROM rating").fetchall() == [(1,)]
    connection.close()


def test_what_is_suggested_is_asked_by_a_click_and_answered(page: Page) -> None:
    # What can be suggested is found out in the background.
    for count in range(1, 20):
        ask(page, KNOWN_QUESTION)
        finished(page, count)
        if page.locator(".turn .questions button").count():
            break
        page.wait_for_timeout(500)
    before = page.locator(".turn").count()
    page.locator(".turn .questions button").first.click()
    finished(page, before + 1)
    expect(page.locator(".turn").last.locator(".checked")).to_be_visible()


def test_on_paper_stands_the_answer_and_nothing_to_click(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.emulate_media(media="print")
    assert page.locator("#conversation").is_visible()
    for hidden in ("#ask", "#question", "button.copy", ".rating", ".languages", "button.print"):
        assert not page.locator(hidden).first.is_visible(), hidden
    expect(page.locator(".turn")).to_contain_text("De Krant")


def test_dark_or_light_what_is_printed_is_dark_on_white(browser: Browser, served: Served) -> None:
    context = browser.new_context(color_scheme="dark")
    page = opened(context.new_page(), served.address)
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    ink = "getComputedStyle(document.querySelector('.turn .sentence')).color"
    paper = "getComputedStyle(document.querySelector('.turn')).backgroundColor"
    assert page.evaluate(f"[{ink}, {paper}]") == ["rgb(232, 238, 243)", "rgb(16, 24, 31)"]
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(f"[{ink}, {paper}]") == ["rgb(27, 39, 51)", "rgb(255, 255, 255)"]
    context.close()


def test_a_reader_is_unmistakable_and_words_are_explained(page: Page) -> None:
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    page.get_by_text("Wat betekenen deze woorden?").click()
    expect(page.locator(".words")).to_contain_text("Een groep hulpverleners in uw buurt")
    ask(page, COOKING_QUESTION)
    finished(page, 2)
    expect(page.locator(".turn").last).to_contain_text("Reactie van een lezer · Jos")
    page.locator(".turn").last.locator("button.cite").first.click()
    expect(page.locator("#source .role")).to_have_text("Reactie van een lezer")


def test_loaded_anew_the_page_asks_the_last_question_again_in_its_language(page: Page) -> None:
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    ask(page, BREDA_QUESTION)
    finished(page, 2)
    page.click("button.language[lang=en]")
    expect(page.locator("#ask")).to_have_text("Ask")
    assert page.evaluate("sessionStorage.getItem('last')") is None
    page.reload()
    finished(page, 1)
    expect(page.locator(".turn h2")).to_have_text(f"You asked {BREDA_QUESTION}")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_have_text(BREDA)
    expect(page.locator("#source")).to_contain_text("Back to the answer")
    # Who begins again leaves nothing behind, and neither does who goes away.
    page.click("#clear")
    page.reload()
    expect(page.locator(".questions button").first).to_be_visible(timeout=MILLISECONDS)
    page.wait_for_timeout(2000)
    assert page.locator(".turn").count() == 0
    assert page.evaluate("Object.keys({...localStorage, ...sessionStorage})") == ["language"]


def test_a_question_that_comes_in_while_the_one_before_is_put_away_is_answered(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go, kept = threading.Event(), Asked.add

    def held(asked: Asked, token: str, answer: Answer, generation: str) -> None:
        let_go.wait(30)
        kept(asked, token, answer, generation)

    monkeypatch.setattr(Asked, "add", held)
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn")).to_have_count(2)
    page.wait_for_timeout(1000)
    let_go.set()
    finished(page, 2)
    expect(page.locator(".turn").last).to_contain_text("twintig organisaties")


def test_a_question_that_comes_in_while_the_answer_before_is_settled_is_not_lost(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    def held(turns: Turns, at: Opened | None) -> Opened | None:
        let_go.wait(30)
        return moved(turns, at)

    monkeypatch.setattr("bot.page.blocks.moved", held)
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_have_text(BREDA)
    ask(page, BREDA_QUESTION)
    finished(page, 2)
    ask(page, FRUIT_QUESTION)
    finished(page, 3)
    let_go.set()
    finished(page, 3)
    ask(page, BREDA_QUESTION)
    finished(page, 4)


def test_a_language_chosen_while_an_answer_is_written_is_the_answers_too(page: Page, served: Served) -> None:
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    page.click("button.language[lang=en]")
    expect(page.locator("#ask")).to_have_text("Ask")
    served.generator.let_go.set()
    finished(page, 1)
    expect(page.locator(".turn")).to_contain_text("1 sentence, checked against the source.")


def test_another_language_keeps_the_conversation_and_what_is_open(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_have_text(BREDA)
    page.click("button.language[lang=en]")
    expect(page.locator("#source")).to_contain_text("Back to the answer")
    expect(page.locator("#source mark")).to_have_text(BREDA)
    expect(page.locator(".turn h2")).to_contain_text("You asked")
    assert page.evaluate("document.documentElement.lang") == "en"
    texts = page.locator("body").inner_text()
    assert not any(
        word in texts for word in ("Kopieer", "Vraag\n", "Opnieuw", "Hulp van mensen", "gecontroleerd")
    )
