"""The real page, in a real browser, with the real models, as a visitor uses it."""

import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

START_SECONDS = 180
ANSWER_MILLISECONDS = 60_000
BREDA = (
    "Terwijl gemeente Breda al jarenlang het Netwerk Zorg voor elkaar Breda kent, een samenwerkingsverband "
    "waarin ongeveer twintig organisaties participeren."
)


@pytest.fixture(scope="module")
def address(real_home: Path) -> Iterator[str]:
    """A server of its own on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
    server = subprocess.Popen([wijkwijzer, "chat", "--home", real_home, "--port", str(port)])
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as reply:
                    assert reply.status == 200
                break
            except urllib.error.URLError:
                assert server.poll() is None, "the server has stopped"
                assert time.monotonic() < deadline, "the server did not come up"
                time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, freshly opened; a request to anywhere else or an error in its console fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    opened = context.new_page()
    elsewhere: list[str] = []
    errors: list[str] = []
    opened.on(
        "request",
        lambda r: None if r.url.startswith((address, "data:", "blob:")) else elsewhere.append(r.url),
    )
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(address)
    expect(opened.locator("#question textarea")).to_be_visible(timeout=ANSWER_MILLISECONDS)
    yield opened
    context.close()
    assert elsewhere == []
    assert errors == []


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")


def test_ask_see_evidence_then_answer_open_a_citation_see_the_words(page: Page) -> None:
    ask(page, "Hoeveel organisaties doen mee aan het netwerk in Breda?")
    turn = page.locator(".turn")
    # The evidence first; it is gone where the answer came before anybody looked.
    first = turn.locator(".found q, .sentence").first
    expect(first).to_contain_text("twintig organisaties", timeout=ANSWER_MILLISECONDS)
    expect(turn.locator(".checked")).to_be_visible(timeout=ANSWER_MILLISECONDS)
    expect(turn.locator(".sentence")).to_contain_text("twintig organisaties")
    expect(page.locator("#question textarea")).to_have_value("")
    turn.locator(".sentence button.cite").click()
    source = page.locator("#source")
    expect(source.locator("mark")).to_have_text(BREDA)
    expect(source.locator("mark")).to_be_in_viewport()
    expect(source).to_contain_text("30 augustus 2021")
    expect(source.locator(".document")).to_contain_text(
        "De conclusie dat het Wmo-beleid daarom een eenheidsworst"
    )


def test_notice_of_an_automatic_system_stands_above_the_first_question(page: Page) -> None:
    notice = page.get_by_role("note")
    expect(notice).to_contain_text("automatisch systeem (AI)")
    expect(notice).to_contain_text("kan zich vergissen")
    above = notice.bounding_box()
    field = page.locator("#question").bounding_box()
    assert above is not None
    assert field is not None
    assert above["y"] + above["height"] <= field["y"]
    assert page.evaluate("document.documentElement.lang") == "nl"


def test_refusal_names_the_nearest_and_each_opens(page: Page) -> None:
    ask(page, "Hoeveel wijkteams heeft Groningen?")
    turn = page.locator(".turn")
    expect(turn.locator(".notice").first).to_have_text(
        "Ik vind hier geen antwoord op in de bronnen.", timeout=ANSWER_MILLISECONDS
    )
    expect(turn).to_contain_text("Over Groningen staat niets in de bronnen.")
    nearest = turn.locator(".found li")
    expect(nearest).to_have_count(3)
    words = nearest.nth(1).locator("q").inner_text()
    nearest.nth(1).locator("button.cite").click()
    expect(page.locator("#source mark")).to_have_text(words)


def test_empty_question_gets_one_sentence_and_the_next_one_an_answer(page: Page) -> None:
    ask(page, "   ")
    expect(page.locator(".turn .notice")).to_have_text(
        "Er staat geen vraag. Typ een vraag van een paar woorden.", timeout=ANSWER_MILLISECONDS
    )
    ask(page, "<script>document.title='gekraakt'</script> Wat is de Kanteling?")
    expect(page.locator(".turn")).to_have_count(2, timeout=ANSWER_MILLISECONDS)
    expect(page.locator(".turn h2").nth(1)).to_contain_text("<script>")
    assert page.title() == "Wijkwijzer"


def test_example_question_is_answered_and_a_comment_says_so(page: Page) -> None:
    page.get_by_role("button", name="Wat vinden lezers van de rol van de welzijnswerker?").click()
    expect(page.locator(".turn .checked")).to_be_visible(timeout=ANSWER_MILLISECONDS)
    expect(page.locator(".turn .sentence.comment .lead").first).to_have_text("Een lezer schrijft:")


def test_numbers_of_an_earlier_answer_still_lead_to_its_words(page: Page) -> None:
    ask(page, "Hoeveel organisaties doen mee aan het netwerk in Breda?")
    expect(page.locator(".checked")).to_have_count(1, timeout=ANSWER_MILLISECONDS)
    ask(page, "Wat is de Kanteling?")
    expect(page.locator(".checked")).to_have_count(2, timeout=ANSWER_MILLISECONDS)
    page.locator(".turn").nth(0).locator("button.cite").first.click()
    expect(page.locator("#source mark")).to_have_text(BREDA)
    page.click("#clear")
    expect(page.locator(".turn")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390])
def test_phone_shows_everything_without_scrolling_sideways(
    browser: Browser, address: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=ANSWER_MILLISECONDS)
    ask(page, "Hoeveel organisaties doen mee aan het netwerk in Breda?")
    expect(page.locator(".checked")).to_be_visible(timeout=ANSWER_MILLISECONDS)
    page.locator(".turn button.cite").first.click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
