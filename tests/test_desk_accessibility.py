"""The staff's desk as everybody can use it: axe-core in each telling state, and what axe does not see."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.desk.evaluations import publish
from prompts import Language
from tests.bot.desk.evaluated import REPORT, evaluation
from tests.desk_served import (
    FACT_QUESTION,
    HELP,
    NEW_TEXT,
    OLD_FACT,
    PATIENCE,
    PERMIT_QUESTION,
    Staffed,
    log_in,
    staffed,
    staffing,
)
from tests.served import MILLISECONDS
from tests.test_accessibility import Scheme, violations

pytestmark = pytest.mark.browser

LANGUAGES: tuple[Language, ...] = ("nl", "en")
EVERY = list(product(("light", "dark"), (320, 1280), LANGUAGES))
# Each scheme, width and language at least once; `make axe` runs the others too.
TELLING = {("light", 320, "nl"), ("dark", 1280, "nl"), ("light", 1280, "en")}
CONTROLS = "button, summary, input, select, textarea"
# What is reached by a link in a sentence or in a list is as high as its line (WCAG 2.2, 2.5.8).
SMALL = f"""() => [...document.querySelectorAll('{CONTROLS}, a.button, nav a, .actions a')]
    .filter((each) => each.checkVisibility() && each.type !== 'hidden')
    .map((each) => [each.outerHTML.slice(0, 90), (each.closest('label') || each).getBoundingClientRect()])
    .filter(([html, box]) => Math.min(box.width, box.height) < 24)
    .map(([html]) => html)"""
LEVELS = (
    "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => Number(each.tagName[1]))"
)
FOCUSABLE = f"""() => [...document.querySelectorAll('{CONTROLS}, a[href], [tabindex="0"]')]
    .filter((each) => each.checkVisibility() && each.type !== 'hidden' && !each.disabled)
    .filter((each) => each.type !== 'radio' || each.checked || each === each.form.elements[each.name][0])"""
STOP = "() => document.activeElement !== document.body && (document.activeElement.stopped = true)"
MANY = 200
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@dataclass(frozen=True)
class Visit:
    """Somebody's browser at a desk, in one of the ways that it can look."""

    page: Page
    made: Staffed

    def go(self, path: str, **query: str) -> None:
        self.page.goto(self.made.at(path) + (f"?{urlencode(query)}" if query else ""))

    def press(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def problems(self) -> list[str]:
        """Return what is wrong with the page as it is."""
        page, found = self.page, violations(self.page)
        levels = page.evaluate(LEVELS)
        if levels.count(1) != 1 or any(after > before + 1 for before, after in pairwise(levels)):
            found.append(f"headings: {levels}")
        wide, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        if wide > window:
            found.append(f"scrolls sideways: {wide} of {window}")
        found += [f"small: {each}" for each in page.evaluate(SMALL)]
        if not page.evaluate("document.title && document.documentElement.lang"):
            found.append("no title or no language")
        return found


State = Callable[[Visit], None]


def login_failed(visit: Visit) -> None:
    log_in(visit.page, visit.made, "eva", "wrong")
    expect(visit.page.get_by_role("alert")).to_be_visible()


def with_uploads(visit: Visit) -> None:
    visit.page.set_input_files("#file", {"name": HELP, "mimeType": "text/plain", "buffer": NEW_TEXT.encode()})
    visit.press("form[action$='/bestand'] button")
    expect(visit.page.get_by_role("status").first).to_be_visible()


def refused_upload(visit: Visit) -> None:
    visit.page.set_input_files("#file", {"name": "x.exe", "mimeType": "text/plain", "buffer": b"MZ"})
    visit.press("form[action$='/bestand'] button")
    expect(visit.page.get_by_role("alert")).to_be_visible()


def corrected(visit: Visit) -> None:
    visit.go("/bronnen/document", source=HELP)
    visit.press("details.card > summary")
    visit.page.fill("#publisher", "Gemeente Breda")
    visit.page.locator("details.card button.primary").click()
    expect(visit.page.locator("table")).to_be_visible()
    visit.press("details.card > summary")
    visit.press(".block summary")


def running(visit: Visit) -> None:
    visit.made.encoder.let_go.clear()
    visit.go("/bronnen")
    visit.press("form[action$='/indexeren'] button")
    expect(visit.page.locator("#job-rest a")).to_be_visible()


def waiting(visit: Visit) -> None:
    visit.made.encoder.let_go.set()
    expect(visit.page.locator("#job-rest .columns").first).to_be_visible(timeout=MILLISECONDS)


def reviewed(visit: Visit) -> None:
    visit.page.locator("input[name=verdict]").first.check()
    visit.page.fill("#facts", "20,60")
    visit.press("form:has(#facts) button.primary")
    visit.page.fill("#bron", HELP)
    visit.press("form:has(#bron) button")
    visit.page.fill("#woorden", OLD_FACT)
    visit.press("form:has(#woorden) button")
    expect(visit.page.locator("p.done")).to_be_visible()


def at(path: str, **query: str) -> State:
    return lambda visit: visit.go(path, **query)


def logged_in(name: str) -> State:
    return lambda visit: log_in(visit.page, visit.made, name)


# In this order: what one does is what the next begins with.
STATES: dict[str, State] = {
    "login": at("/inloggen"),
    "login failed": login_failed,
    "start": logged_in("eva"),
    "sources": at("/bronnen"),
    "a file that cannot be taken": refused_upload,
    "uploaded": with_uploads,
    "a document, corrected": corrected,
    "a document of many roles": at("/bronnen/document", source="003_2053216623350a83.txt"),
    "a running job": running,
    "a check that waits": waiting,
    "why": at("/waarom"),
    "why, answered": at("/waarom", q=FACT_QUESTION),
    "why, refused": at("/waarom", q=PERMIT_QUESTION),
    "why, side by side": at("/waarom", q=FACT_QUESTION, instelling="alleen_citaten"),
    "why, a problem": at("/waarom", q=FACT_QUESTION, naast="999999"),
    "gaps": at("/gaten"),
    "no reviews": at("/nakijken"),
    "a review's form": at("/nakijken", q=FACT_QUESTION),
    "a review": reviewed,
    "reviews": at("/nakijken"),
    "quality": at("/kwaliteit"),
    "accountability": at("/verantwoording"),
    "logbook": at("/logboek"),
    "nowhere": at("/nergens"),
    "a reader's sources": logged_in("rik"),
    "a reader's document": at("/bronnen/document", source=HELP),
    "a reader's review": at("/nakijken/1"),
}


def told_of(made: Staffed) -> None:
    """Ask what the sources do not answer, and what is answered badly, as on the citizens' page."""
    handlers = made.handlers()
    for question in (PERMIT_QUESTION, PERMIT_QUESTION, FACT_QUESTION):
        turns, _ = handlers.received(question, (), "nl")
        *_, turns = handlers.answering(turns, "nl")
    handlers.rated(turns, set(), {"turn": 0, "helpful": False, "complaint": "wrong"}, "nl")


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Callable[..., Staffed]]:
    """Gives desks of their own, served."""
    with ExitStack() as stack:

        def serve(language: Language = "nl", kept_days: int = 30) -> Staffed:
            made = staffed(tmp_path / f"{language}-{kept_days}", language, kept_days)
            told_of(made)
            for day, name in ((1, "eerste"), (2, "tweede")):
                publish(made.desk.home, name, evaluation(day), REPORT)
            return stack.enter_context(staffing(made))

        yield serve


@pytest.fixture
def contexts(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Gives browsers that are closed afterwards."""
    with ExitStack() as stack:

        def new(width: int = 1280, scheme: Scheme = "light") -> BrowserContext:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
            context.set_default_timeout(PATIENCE)
            stack.callback(context.close)
            return context

        yield new


@pytest.mark.parametrize(("scheme", "width", "language"), EVERY)
def test_nothing_is_wrong_in_any_state(
    request: pytest.FixtureRequest,
    desks: Callable[..., Staffed],
    contexts: Callable[..., BrowserContext],
    scheme: Scheme,
    width: int,
    language: Language,
) -> None:
    if (scheme, width, language) not in TELLING and not request.config.getoption("--every-state"):
        pytest.skip("one of the combinations that 'make axe' runs")
    visit = Visit(contexts(width, scheme).new_page(), desks(language))
    found: dict[str, list[str]] = {}
    for name, state in STATES.items():
        state(visit)
        found[name] = visit.problems()
    assert [(state, each) for state, all_ in found.items() for each in all_] == []


def test_nothing_is_wrong_where_there_is_little_to_see(
    desks: Callable[..., Staffed], contexts: Callable[..., BrowserContext]
) -> None:
    """Questions that are not kept, and a form that is too old."""
    visit = Visit(contexts(320).new_page(), desks(kept_days=0))
    log_in(visit.page, visit.made, "eva")
    visit.go("/gaten")
    assert visit.page.locator("code").count() == 1
    assert visit.problems() == []
    visit.page.locator("input[name=csrf]").first.evaluate("each => { each.value = 'old'; }")
    visit.press("form.out button")
    expect(visit.page.get_by_role("alert")).to_be_visible()
    assert visit.problems() == []


def test_every_page_is_gone_through_by_keyboard_with_the_focus_in_sight(
    desks: Callable[..., Staffed], contexts: Callable[..., BrowserContext]
) -> None:
    page = contexts().new_page()
    visit = Visit(page, desks())
    visit.go("/inloggen")
    page.keyboard.press("Tab")
    expect(page.locator("a.skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("eva")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery staple")
    page.keyboard.press("Enter")
    expect(page.locator("nav").first).to_be_visible()
    for path in ("/bronnen", "/waarom", "/gaten", "/nakijken", "/kwaliteit", "/verantwoording", "/logboek"):
        visit.go(path)
        stops = 0
        page.keyboard.press("Tab")
        while page.evaluate(STOP):
            assert page.evaluate(OUTLINE) != "none", (path, page.evaluate("document.activeElement.outerHTML"))
            page.keyboard.press("Tab")
            stops += 1
            assert stops < MANY, f"{path} holds the focus"
        assert stops > 10
        assert (
            page.evaluate(f"({FOCUSABLE})().filter((each) => !each.stopped).map((each) => each.outerHTML)")
            == []
        )
    visit.go("/waarom")
    page.locator("#q").focus()
    page.keyboard.type(FACT_QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("section.trace")).to_contain_text(OLD_FACT)


def test_what_is_told_of_a_job_is_a_status_and_takes_no_focus(
    desks: Callable[..., Staffed], contexts: Callable[..., BrowserContext]
) -> None:
    visit = Visit(contexts().new_page(), desks())
    log_in(visit.page, visit.made, "eva")
    visit.go("/bronnen")
    with_uploads(visit)
    running(visit)
    visit.page.locator("#zoek").focus()
    visit.page.keyboard.type("wmo")
    waiting(visit)
    expect(visit.page.locator("#zoek")).to_be_focused()
    expect(visit.page.locator("#zoek")).to_have_value("wmo")
    expect(visit.page.locator("#job-status")).to_have_attribute("role", "status")
