"""What a visitor has, and must not lose: the question, the conversation, the place where they are."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.conftest import BREDA, BREDA_QUESTION
from tests.served import (
    FRUIT_QUESTION,
    MILLISECONDS,
    Served,
    ask,
    field_of,
    finished,
    opened,
    serving,
)

pytestmark = pytest.mark.browser

AGAIN = "De pagina is opnieuw geladen."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("home")) as server:
        yield server


@pytest.fixture
def page(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield opened(context.new_page(), served.address)
    context.close()


def several(page: Page, count: int) -> None:
    for number in range(1, count + 1):
        ask(page, BREDA_QUESTION if number % 2 else FRUIT_QUESTION)
        finished(page, number)


def test_a_question_typed_while_the_connection_drops_is_not_lost_to_the_one_before(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    page.context.set_offline(True)
    ask(page, FRUIT_QUESTION)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Uw vraag staat nog in het veld.", timeout=MILLISECONDS)
    page.context.set_offline(False)
    expect(alert).to_be_hidden(timeout=MILLISECONDS)
    page.reload()
    finished(page, 1)
    expect(page.locator(".turn")).to_contain_text(AGAIN)
    expect(page.locator(".turn h2")).to_contain_text(BREDA_QUESTION)
    assert field_of(page) == FRUIT_QUESTION
    ask(page, field_of(page))
    finished(page, 2)
    expect(page.locator(".turn").last).to_contain_text("Appels en peren")


def test_without_a_question_the_alert_speaks_of_none_and_the_language_stays(page: Page) -> None:
    page.context.set_offline(True)
    page.click("button.language[lang=en]")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible(timeout=MILLISECONDS)
    expect(alert.locator(".kept")).to_be_hidden()
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert page.evaluate("sessionStorage.getItem('language')") is None


def test_who_leaves_and_comes_back_finds_the_last_answer_and_its_source(page: Page, served: Served) -> None:
    several(page, 2)
    page.locator(".turn").last.locator("button.cite").click()
    expect(page.locator("#source mark")).to_contain_text("Appels en peren")
    page.goto(served.address + "toegankelijkheid")
    page.go_back()
    finished(page, 1)
    expect(page.locator(".turn h2")).to_contain_text(FRUIT_QUESTION)
    expect(page.locator(".turn")).to_contain_text("Eerdere vragen en antwoorden zijn niet bewaard.")
    expect(page.locator("#source mark")).to_contain_text("Appels en peren", timeout=MILLISECONDS)


def test_loaded_anew_the_source_of_an_earlier_answer_is_not_taken_for_the_last_ones(page: Page) -> None:
    several(page, 2)
    page.locator(".turn").first.locator("button.cite").click()
    expect(page.locator("#source mark")).to_have_text(BREDA)
    page.fill("#question textarea", "Wat ik alvast typte")
    page.reload()
    finished(page, 1)
    page.wait_for_timeout(1000)
    assert page.locator("#source mark").count() == 0
    assert field_of(page) == "Wat ik alvast typte"


def test_a_link_out_opens_beside_the_conversation(page: Page) -> None:
    ask(page, BREDA_QUESTION)
    finished(page, 1)
    with page.context.expect_page() as beside:
        page.get_by_role("link", name="Toegankelijkheid (opent in een nieuw tabblad)").click()
    expect(beside.value.locator("h1")).to_have_text("Toegankelijkheid")
    assert page.locator(".turn").count() == 1


def test_rating_an_earlier_answer_moves_nobody(page: Page) -> None:
    several(page, 5)
    first = page.locator(".turn").first
    first.locator("button.rate[data-helpful=yes]").scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    first.locator("button.rate[data-helpful=yes]").click()
    expect(first.locator(".thanks")).to_be_focused(timeout=MILLISECONDS)
    assert abs(page.evaluate("scrollY") - before) < 100


def test_scrolling_up_while_an_answer_is_written_is_left_alone(page: Page, served: Served) -> None:
    several(page, 4)
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn").last.locator(".found")).to_be_visible(timeout=MILLISECONDS)
    page.evaluate("scrollTo(0, 0)")
    served.generator.let_go.set()
    finished(page, 5)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0


def test_a_new_question_is_brought_into_sight(page: Page) -> None:
    several(page, 4)
    expect(page.locator(".turn").last.locator("h2")).to_be_in_viewport()


def test_what_is_opened_stays_open_whatever_is_drawn_anew(page: Page) -> None:
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    first = page.locator(".turn").first
    first.locator("summary").click()
    first.locator("button.rate[data-helpful=no]").click()
    page.get_by_label("Het klopt niet").check()
    page.fill("#note-0", "Niet de mijne")
    page.click("button.language[lang=en]")
    expect(page.locator("#ask")).to_have_text("Ask")
    ask(page, BREDA_QUESTION)
    finished(page, 2)
    expect(first.locator(".words dl")).to_be_visible()
    expect(page.locator("#note-0")).to_be_visible()
    expect(first.get_by_label("It is wrong")).to_be_checked()
    assert page.input_value("#note-0") == "Niet de mijne"
    assert first.locator("[aria-controls]").get_attribute("aria-expanded") == "true"
    # Who begins again begins with everything closed.
    page.click("#clear")
    ask(page, FRUIT_QUESTION)
    finished(page, 1)
    expect(first.locator(".words dl")).to_be_hidden()
    expect(page.locator("#note-0")).to_be_hidden()


def test_a_shared_link_is_asked_once_and_not_after_beginning_again(browser: Browser, served: Served) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{served.address}#q=Groeien%20appels%20en%20peren%3F")
    finished(page, 1)
    assert page.url == served.address
    page.click("#clear")
    expect(page.locator(".turn")).to_have_count(0, timeout=MILLISECONDS)
    page.reload()
    expect(page.locator(".questions button").first).to_be_visible(timeout=MILLISECONDS)
    page.wait_for_timeout(1500)
    assert page.locator(".turn").count() == 0
    context.close()


def test_a_draft_survives_a_suggested_question(page: Page) -> None:
    page.fill("#question textarea", "Wat ik alvast typte")
    page.locator(".questions button").first.click()
    finished(page, 1)
    assert field_of(page) == "Wat ik alvast typte"


def test_who_asks_while_an_answer_is_written_is_told_to_wait(page: Page, served: Served) -> None:
    served.generator.let_go.clear()
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .found")).to_be_visible(timeout=MILLISECONDS)
    ask(page, FRUIT_QUESTION)
    wait = page.locator("#count [role=status]")
    expect(wait).to_have_text("Uw vorige vraag wordt nog beantwoord. Wacht daarop, of kies Stop.")
    assert field_of(page) == FRUIT_QUESTION
    served.generator.let_go.set()
    finished(page, 1)
    expect(wait).to_have_text("")
    page.click("#ask")
    finished(page, 2)


def test_a_failure_is_told_and_the_question_asked_once_more_by_a_click(page: Page, served: Served) -> None:
    served.alarm.breaks = True
    ask(page, BREDA_QUESTION)
    expect(page.locator(".turn .problem")).to_contain_text("Er ging iets mis", timeout=MILLISECONDS)
    served.alarm.breaks = False
    page.get_by_role("button", name="Stel deze vraag nog eens").click()
    finished(page, 2)
    expect(page.locator(".checked")).to_have_count(1)


def test_on_a_phone_a_source_lies_over_the_conversation_and_leads_back(
    browser: Browser, tmp_path: Path, served: Served
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 700})
    page = opened(context.new_page(), served.address)
    several(page, 3)
    number = page.locator(".turn").first.locator("button.cite")
    number.click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    expect(page.locator("#source h2")).to_be_focused()
    box = page.locator("#source").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 700}
    assert page.evaluate("document.querySelector('#asking').inert") is True
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(number).to_be_focused()
    expect(number).to_be_in_viewport()
    # The same number opens the same words again.
    number.click()
    expect(page.locator("#source mark")).to_be_in_viewport()
    page.click("#source button.back")
    expect(number).to_be_focused()
    ask(page, BREDA_QUESTION)
    finished(page, 4)
    context.close()
