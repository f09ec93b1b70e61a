"""WCAG 2.2 AA, as far as a program can tell: axe-core in every state, and what axe does not see."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.bot.conftest import BREDA_DRAFT, BREDA_QUESTION
from tests.served import FRUIT_QUESTION, MILLISECONDS, Served, ask, finished, opened, serving

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
EVERY = list(product(("light", "dark"), (320, 768, 1280), ("nl", "en")))
# Each scheme, width and language at least once; `make axe` runs the others too.
TELLING = {("light", 320, "nl"), ("dark", 768, "en"), ("light", 1280, "en"), ("dark", 320, "nl")}
WHOLE = (
    f"Let op: dit is geschreven op 30 augustus 2021. Het kan intussen anders zijn. {BREDA_DRAFT} "
    "1 zin, gecontroleerd bij de bron."
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield opened(context.new_page(), served.address)
    context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds; a page on which it finds nothing to pass either was not looked at."""
    found = Axe().run(page, options={"runOnly": TAGS}).response
    assert len(found["passes"]) > 10
    return [f"{each['id']}: {node['html'][:200]}" for each in found["violations"] for node in each["nodes"]]


@pytest.mark.parametrize(("scheme", "width", "language"), EVERY)
def test_axe_finds_nothing_in_any_state(
    request: pytest.FixtureRequest,
    browser: Browser,
    tmp_path: Path,
    scheme: Scheme,
    width: int,
    language: str,
) -> None:
    if (scheme, width, language) not in TELLING and not request.config.getoption("--every-state"):
        pytest.skip("one of the combinations that 'make axe' runs")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    found: dict[str, list[str]] = {}
    with serving(tmp_path) as served:
        page = opened(context.new_page(), served.address)
        if language == "en":
            page.click("button.language[lang=en]")
            expect(page.locator("#ask")).to_have_text("Ask")
        assert page.evaluate("document.documentElement.lang") == language
        found["start"] = violations(page)
        served.generator.let_go.clear()
        ask(page, BREDA_QUESTION)
        expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
        found["streaming"] = violations(page)
        served.generator.let_go.set()
        finished(page, 1)
        found["answer"] = violations(page)
        page.click(".turn button.cite")
        expect(page.locator("#source mark")).to_be_visible()
        found["source"] = violations(page)
        page.keyboard.press("Escape")
        page.click("button.rate[data-helpful=no]")
        ask(page, "Wat doet Zwolle?")
        finished(page, 2)
        found["refusal"] = violations(page)
        page.fill("#question textarea", "x" * 2001)
        expect(page.locator("#count .notice")).to_be_visible()
        found["too long"] = violations(page)
        served.line.places = 0
        ask(page, BREDA_QUESTION)
        expect(page.locator(".turn .problem")).to_have_count(1, timeout=MILLISECONDS)
        found["busy"] = violations(page)
        served.line.places, served.alarm.breaks = 20, True
        page.click("#ask")
        expect(page.locator(".turn .problem")).to_have_count(2, timeout=MILLISECONDS)
        found["failed"] = violations(page)
        served.alarm.breaks = False
        served.generator.let_go.clear()
        ask(page, BREDA_QUESTION)
        expect(page.locator(".turn .found").last).to_be_visible(timeout=MILLISECONDS)
        served.stop()
        expect(page.get_by_role("alert")).to_be_visible(timeout=MILLISECONDS)
        found["server gone"] = violations(page)
    context.close()
    assert [(state, each) for state, all_ in found.items() for each in all_] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["toegankelijkheid", "accessibility"])
def test_axe_finds_nothing_in_the_statement(
    browser: Browser, served: Served, path: str, scheme: Scheme
) -> None:
    context = browser.new_context(color_scheme=scheme)
    page = context.new_page()
    page.goto(served.address + path)
    assert violations(page) == []
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == {"light": "rgb(255, 255, 255)", "dark": "rgb(16, 24, 31)"}[scheme]
    context.close()


def test_every_control_has_a_name_and_says_who_speaks(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_be_visible()
    snapshot = page.locator("body").aria_snapshot()
    controls = re.findall(r"- (button|textbox|link|radio)( \"[^\"]+\")?", snapshot)
    assert len(controls) > 12
    assert [role for role, name in controls if not name] == []
    assert f'heading "U vroeg {BREDA_QUESTION}" [level=2]' in snapshot
    assert "paragraph: Wijkwijzer antwoordt" in snapshot
    assert 'button "Bron 1: Zorg in Breda"' in snapshot
    assert "note: U praat met een automatisch systeem (AI)." in snapshot
    assert re.search(r"- banner:\n.*- main:\n.*- contentinfo:\n", snapshot, re.DOTALL)
    assert f'article "U vroeg {BREDA_QUESTION}"' in snapshot


def test_what_must_be_known_first_is_read_before_the_field_and_with_it(page: Page) -> None:
    """The field has no focus of its own accord: that would be past the notice."""
    assert page.locator("#question textarea:focus").count() == 0
    field = page.locator("#question textarea")
    expect(field).to_have_attribute("aria-describedby", re.compile("ai-notice privacy-line"))
    described = str(field.get_attribute("aria-describedby")).split()
    texts = [page.locator(f"#{each}").inner_text() for each in described]
    assert texts[0].startswith("U praat met een automatisch systeem (AI).")
    assert "bewaren wij uw vraag hoogstens 30 dagen" in texts[1]


def test_the_answer_is_announced_once_when_it_is_whole(page: Page) -> None:
    page.evaluate(
        """() => {
            window.told = [];
            const status = document.querySelector('#told [role=status]');
            new MutationObserver(() => {
                const text = status.textContent.trim();
                if (text && text !== window.told.at(-1)) window.told.push(text);
            }).observe(status, {childList: true, subtree: true, characterData: true});
        }"""
    )
    status = page.locator("#told").get_by_role("status").first
    assert status.get_attribute("aria-live") == "polite"
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    expect(status).to_have_text(WHOLE)
    assert page.evaluate("window.told") == ["Bezig met zoeken …", WHOLE]
    # Nothing else speaks of its own accord but what is shown when the server is gone.
    assert [each for each in page.locator("[aria-live]").all_inner_texts() if each] == [WHOLE]
    assert page.locator("[role=log]").count() == 0


def focused(page: Page) -> str:
    return str(
        page.evaluate("(document.activeElement.getAttribute('aria-label') || document.activeElement.id "
                      "|| document.activeElement.tagName)")
    )  # fmt: skip


def test_the_focus_is_never_lost(page: Page, served: Served) -> None:
    page.focus("#question textarea")
    page.keyboard.type(BREDA_QUESTION)
    page.keyboard.press("Enter")
    finished(page, 1)
    assert focused(page) == "TEXTAREA" or page.locator("#question textarea:focus").count() == 1
    served.generator.let_go.clear()
    page.keyboard.type(BREDA_QUESTION)
    page.keyboard.press("Enter")
    # Nothing that is hidden can have the focus.
    expect(page.locator("#stop")).to_be_visible(timeout=MILLISECONDS)
    page.locator("#stop").focus()
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    served.generator.let_go.set()
    finished(page, 2)
    # The button that had it is gone, and leaves one with the answer.
    expect(page.locator(".turn").last).to_be_focused()
    page.locator(".turn").first.locator("button.rate[data-helpful=yes]").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".turn").first.locator(".thanks")).to_be_focused()
    page.locator("button.language[lang=en]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ask")).to_have_text("Ask")
    expect(page.locator("button.language[lang=en]")).to_be_focused()


def test_a_number_is_reached_opened_and_left_by_keyboard(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.locator(".languages button").first.focus()
    for _ in range(10):
        page.keyboard.press("Tab")
        if "Bron 1" in focused(page):
            break
    number = page.locator(".turn button.cite")
    expect(number).to_be_focused()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#source h2")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(number).to_be_focused()


def test_what_is_clicked_is_large_enough(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_be_visible()
    page.click("button.rate[data-helpful=no]")
    boxes = page.evaluate(
        """() => [...document.querySelectorAll('button, summary, input, textarea, .contacts a')]
            .filter((each) => each.checkVisibility())
            .map((each) => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .map(([html, box]) => [html, box.width, box.height])"""
    )
    assert len(boxes) > 12
    # A radio button's label is clicked with it.
    small = [html for html, width, height in boxes if min(width, height) < 24 and 'type="radio"' not in html]
    assert small == []
    labels = page.locator(".why fieldset label")
    assert all(
        (labels.nth(at).bounding_box() or {"height": 0})["height"] >= 24 for at in range(labels.count())
    )


def test_at_four_hundred_percent_nothing_scrolls_sideways(browser: Browser, served: Served) -> None:
    """1280 pixels enlarged four times are 320 (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    page = opened(context.new_page(), served.address)
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    page.click(".turn button.cite")
    expect(page.locator("#source mark")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_nothing_moves_for_who_does_not_want_it(browser: Browser, served: Served) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = opened(context.new_page(), served.address)
    moving = page.evaluate(
        """() => [...document.querySelectorAll('*')].map((each) => getComputedStyle(each))
            .filter((style) => parseFloat(style.transitionDuration) > 0 || style.animationName !== 'none')
            .length"""
    )
    assert moving == 0
    context.close()
