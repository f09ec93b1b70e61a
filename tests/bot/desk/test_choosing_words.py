"""Words are chosen in a source by selecting them, in a real browser: its offsets are not the server's."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from bot.answer import Bot
from bot.asked import Asked
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.reviews import Draft, Judged, Reviews, Words
from bot.settings import Settings
from bot.types import Answer
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import BREDA, citation, index_of
from tests.bot.conftest import page as document
from tests.bot.desk.conftest import PASSWORD
from tests.conftest import ScriptedGenerator

pytestmark = pytest.mark.browser

# Characters of one and of two UTF-16 units, carriage returns, tabs and what looks like HTML. It begins with a
# newline, which a browser leaves out in some elements.
ODD = (
    "\nHulp 🙂🙂 bij geld: bel het wijkteam.\r\n\r\n\tDe 👩‍🚒 en <b>de wijkagent</b> &amp; u 🙂 helpen"
    " elkaar.\r\nElk jaar. Elk jaar. Tot slot 🎉"
)
MILLISECONDS = 20_000
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}

# Selects from one place in the text to another, counted in the browser's own units.
SELECT = """([from, to]) => {
  const node = document.querySelector('.source-text').firstChild;
  getSelection().setBaseAndExtent(node, from, node, to);
}"""

SELECT_FROM = """from => {
  const node = document.querySelector('.source-text').firstChild;
  getSelection().setBaseAndExtent(node, from, document.querySelector('main').lastElementChild, 0);
}"""


@pytest.fixture
def bot() -> Bot:
    return Bot(index_of(document("breda.txt", BREDA), document("raar.txt", ODD)), ScriptedGenerator(), 10)


@pytest.fixture
def keeping(desk: Desk) -> Desk:
    return replace(desk, settings=Settings(keep_questions_days=30))


@pytest.fixture
def address(keeping: Desk) -> Iterator[str]:
    app = FastAPI()
    add_desk(app, keeping)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="critical", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()), daemon=True)
    thread.start()
    deadline = time.monotonic() + 60
    while not server.started:
        assert time.monotonic() < deadline, "the desk did not come up"
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}/balie"
    server.should_exit = True
    thread.join(30)


@pytest.fixture
def reviews(desk: Desk) -> Reviews:
    found = Reviews(desk.database, desk.now)
    found.add(Draft("Wie helpen elkaar?", "nl", "wrong", False, "wijkagent"), Judged("Nee.", ""), [], "eva")
    return found


@pytest.fixture
def page(browser: Browser, address: str, reviews: Reviews) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    shown = context.new_page()
    shown.goto(f"{address}/inloggen")
    shown.fill("#name", "eva")
    shown.fill("#password", PASSWORD)
    shown.click("main button")
    shown.wait_for_url(lambda url: "inloggen" not in url)
    yield shown
    context.close()


@pytest.fixture
def open_source(page: Page, address: str) -> Callable[[], Page]:
    def opened() -> Page:
        page.goto(f"{address}/nakijken/1?bron=raar.txt")
        expect(page.locator(".source-text")).to_be_visible()
        return page

    return opened


def units(text: str) -> int:
    """How long a text is to a browser."""
    return len(text.encode("utf-16-le")) // 2


def chosen(reviews: Reviews) -> list[Words]:
    review = reviews.get(1)
    assert review is not None
    return list(review.words)


def select(page: Page, start: int, end: int) -> None:
    page.evaluate(SELECT, [units(ODD[:start]), units(ODD[:end])])


def test_the_browser_has_the_text_character_for_character(open_source: Callable[[], Page]) -> None:
    assert open_source().locator(".source-text").evaluate("element => element.textContent") == ODD


@pytest.mark.parametrize(
    "words",
    [
        "Hulp",
        "🙂🙂 bij geld",
        "De 👩‍🚒 en <b>de wijkagent</b> &amp; u 🙂 helpen",
        "wijkteam.\r\n\r\n\tDe",
        "🎉",
    ],
)
def test_what_is_selected_is_what_is_kept(
    open_source: Callable[[], Page], reviews: Reviews, words: str
) -> None:
    page = open_source()
    start = ODD.index(words)
    select(page, start, start + len(words))
    expect(page.locator("[name=start]")).to_have_value(str(start))
    page.click("#words button")
    expect(page.locator("q.answer")).to_have_count(1, timeout=MILLISECONDS)
    assert [(each.start, each.end, each.quote) for each in chosen(reviews)] == [
        (start, start + len(words), words)
    ]


def test_a_selection_says_which_of_two_is_meant_and_typing_forgets_it(
    open_source: Callable[[], Page], reviews: Reviews
) -> None:
    page = open_source()
    second = ODD.rindex("Elk jaar.")
    select(page, second, second + 9)
    page.click("#words button")
    expect(page.locator("q.answer")).to_have_count(1, timeout=MILLISECONDS)
    assert [each.start for each in chosen(reviews)] == [second]
    select(page, second, second + 9)
    page.fill("#woorden", "Elk jaar.")
    expect(page.locator("[name=start]")).to_have_value("")
    page.click("#words button")
    expect(page.locator("[role=alert]")).to_contain_text("Deze woorden staan 2 keer in de tekst.")


def test_a_selection_that_ends_below_the_text_ends_with_it_and_others_are_none(
    open_source: Callable[[], Page],
) -> None:
    page = open_source()
    start = ODD.index("Tot slot")
    page.evaluate(SELECT_FROM, units(ODD[:start]))
    expect(page.locator("[name=end]")).to_have_value(str(len(ODD)))
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.evaluate("getSelection().collapse(document.querySelector('.source-text'), 0)")
    expect(page.locator("[name=end]")).to_have_value(str(len(ODD)))
    expect(page.locator("#woorden")).to_have_value("Tot slot 🎉")


def test_without_scripts_and_by_keyboard_words_are_pasted(
    browser: Browser, address: str, reviews: Reviews
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/inloggen")
    page.fill("#name", "eva")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.goto(f"{address}/nakijken/1?bron=raar.txt")
    page.focus("#woorden")
    page.keyboard.insert_text("geld: bel het wijkteam.\n\n\tDe 👩‍🚒")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("q.answer")).to_have_count(1, timeout=MILLISECONDS)
    context.close()
    [words] = chosen(reviews)
    assert ODD[words.start : words.end] == words.quote == "geld: bel het wijkteam.\r\n\r\n\tDe 👩‍🚒"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/nakijken?q=Wat+doet+Zwolle%3F", "/nakijken/1?bron=raar.txt", "/gaten"])
def test_the_pages_are_accessible_and_fit_a_phone(
    page: Page, address: str, keeping: Desk, reviews: Reviews, path: str, scheme: str
) -> None:
    asked = Asked(keeping.database, 30, HELPLINES_ONLY, keeping.bot_now().index.encoder, keeping.now)
    for token in ("a", "b"):
        question = f"Wat doet de gemeente Zwolle {token}?"
        asked.add(token, Answer(question, "refusal", "nl", reason="name_missing", nearest=(citation(),)), "")
    reviews.add_words(1, Words("raar.txt", "article", 1, 5, "Hulp"), "eva")
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{address}{path}")
    found = Axe().run(page, options=TAGS)
    assert found.response["violations"] == [], found.generate_report()
    assert found.response["passes"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
