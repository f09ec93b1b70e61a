"""From 'wrong answer reported' to 'source corrected, indexed anew, question now answered', in a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from eval.cases import load_cases
from tests.desk_served import (
    FACT_QUESTION,
    HELP,
    NEW_FACT,
    NEW_TEXT,
    OLD_FACT,
    PATIENCE,
    PERMIT,
    PERMIT_QUESTION,
    Staffed,
    log_in,
    staffed,
    staffing,
)
from tests.pictures import Pictures
from tests.served import MILLISECONDS, ask, finished, opened

pytestmark = pytest.mark.browser


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Iterator[Pictures]:
    made = Pictures(request.config.getoption("--pictures"))
    yield made
    made.sheet()


class Walk:
    """A citizen and an editor, each in a browser of their own, at one server."""

    def __init__(self, browser: Browser, made: Staffed, pictures: Pictures) -> None:
        self.made, self.pictures = made, pictures
        self.contexts = [browser.new_context(viewport={"width": 1200, "height": 1000}) for _ in range(2)]
        for each in self.contexts:
            each.set_default_timeout(PATIENCE)
        self.citizen, self.editor = (each.new_page() for each in self.contexts)

    def close(self) -> None:
        for each in self.contexts:
            each.close()

    def go(self, part: str) -> None:
        """Follow the navigation."""
        self.editor.get_by_role("navigation").get_by_role("link", name=part, exact=True).click()
        expect(self.editor.get_by_role("heading", level=1)).to_have_text(part, timeout=PATIENCE)

    def gap(self, question: str) -> Locator:
        return self.editor.locator("section.card", has=self.editor.get_by_role("heading", name=question))

    def press(self, name: str) -> None:
        self.editor.get_by_role("button", name=name, exact=True).click()

    def serves(self, generation: str) -> None:
        """Wait until the editor's page says that this generation answers."""
        said = self.editor.locator("#job-rest")
        expect(said).to_contain_text(f"antwoord uit index {generation}", timeout=MILLISECONDS)


@pytest.fixture
def walk(browser: Browser, tmp_path: Path, pictures: Pictures) -> Iterator[Walk]:
    with staffing(staffed(tmp_path / "home"), citizens=True) as made:
        walked = Walk(browser, made, pictures)
        yield walked
        walked.close()


def report(page: Page, complaint: str) -> None:
    """Say of the last answer that it did not help, and why."""
    turn = page.locator(".turn").last
    turn.locator("button.rate[data-helpful=no]").click()
    turn.get_by_label(complaint).check()
    turn.locator("button.rate[data-helpful=send]").click()
    expect(turn.locator(".thanks")).to_be_visible(timeout=MILLISECONDS)


def asked(page: Page, *questions: str) -> None:
    """Ask one after the other in a conversation of its own."""
    for count, question in enumerate(questions, 1):
        ask(page, question)
        finished(page, count)


def test_from_a_wrong_answer_to_a_right_one_and_back(walk: Walk, tmp_path: Path) -> None:
    a_citizen_reports_what_is_wrong(walk)
    an_editor_sees_it_and_why(walk)
    the_source_is_replaced(walk, tmp_path)
    the_new_index_is_checked_and_goes_live(walk)
    the_citizen_is_answered(walk)
    the_gaps_are_closed(walk)
    the_answer_becomes_a_case(walk, tmp_path)
    what_was_done_is_in_the_log_and_can_be_taken_back(walk)


def a_citizen_reports_what_is_wrong(walk: Walk) -> None:
    page = opened(walk.citizen, walk.made.address)
    asked(page, FACT_QUESTION)
    expect(page.locator(".turn").last).to_contain_text(OLD_FACT)
    report(page, "Het klopt niet")
    walk.pictures.take(page, "inwoner-meldt")
    ask(page, PERMIT_QUESTION)
    finished(page, 2)
    expect(page.locator(".turn").last.locator(".checked")).to_have_count(0)


def an_editor_sees_it_and_why(walk: Walk) -> None:
    page = walk.editor
    page.goto(walk.made.at("/gaten"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
    log_in(page, walk.made, "eva")
    walk.pictures.take(page, "begin")
    walk.go("Gaten")
    expect(walk.gap(FACT_QUESTION)).to_contain_text("Niet geholpen: 1")
    expect(walk.gap(PERMIT_QUESTION)).to_contain_text("Nog niet opnieuw geprobeerd")
    walk.pictures.take(page, "gaten")
    walk.gap(PERMIT_QUESTION).get_by_role("link", name="Waarom dit antwoord?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waarom")
    expect(page.locator("section.trace")).to_contain_text("Uitkomst: geen antwoord")
    walk.pictures.take(page, "waarom")
    walk.pictures.take(page, "waarom-heel", whole=True)


def the_source_is_replaced(walk: Walk, tmp_path: Path) -> None:
    page = walk.editor
    walk.go("Bronnen")
    page.get_by_role("link", name="Hulp bij het huishouden").click()
    expect(page.locator("main")).to_contain_text(OLD_FACT)
    walk.pictures.take(page, "document")
    walk.go("Bronnen")
    new = tmp_path / HELP
    new.write_text(NEW_TEXT, encoding="utf-8")
    page.get_by_label("Bestand (").set_input_files(new)
    walk.press("Uploaden")
    expect(page.locator("p.done")).to_contain_text("Het bestand is ontvangen.")
    page.get_by_label("Nieuwe vraag").fill(PERMIT_QUESTION)
    walk.press("Toevoegen")
    walk.pictures.take(page, "bronnen-heel", whole=True)


def the_new_index_is_checked_and_goes_live(walk: Walk) -> None:
    page = walk.editor
    walk.made.encoder.let_go.clear()
    walk.press("Opnieuw indexeren")
    expect(page.locator("#job-status")).to_contain_text("Passages verwerken: 0 van", timeout=MILLISECONDS)
    walk.pictures.take(page, "voortgang")
    # The bot serves meanwhile, and the page follows by itself.
    walk.made.encoder.let_go.set()
    expect(page.locator("#job-status")).to_contain_text("gecontroleerd en wacht", timeout=MILLISECONDS)
    found = page.locator("#job-rest")
    expect(found).to_contain_text("Bij 2 van de 2 vragen is er iets anders.")
    for each in (OLD_FACT, NEW_FACT, PERMIT):
        expect(found).to_contain_text(each)
    walk.pictures.take(page, "controle", at="#job")
    walk.press("In gebruik nemen")
    walk.serves("000002")


def the_citizen_is_answered(walk: Walk) -> None:
    page = opened(walk.citizen, walk.made.address)
    asked(page, FACT_QUESTION, PERMIT_QUESTION)
    expect(page.locator(".turn").first).to_contain_text(NEW_FACT)
    expect(page.locator(".turn").last).to_contain_text(PERMIT)
    walk.pictures.take(page, "inwoner-krijgt-antwoord")


def the_gaps_are_closed(walk: Walk) -> None:
    page = walk.editor
    walk.go("Gaten")
    for question, state in (
        (FACT_QUESTION, "Nu met andere woorden uit de bronnen beantwoord"),
        (PERMIT_QUESTION, "Nu beantwoord"),
    ):
        walk.gap(question).get_by_role("button", name="Opnieuw proberen").click()
        expect(page.get_by_role("status")).to_have_text(f"{state}: {question}")
        expect(walk.gap(question)).to_contain_text(state)
    walk.pictures.take(page, "gaten-gedicht")


def the_answer_becomes_a_case(walk: Walk, tmp_path: Path) -> None:
    page = walk.editor
    walk.gap(PERMIT_QUESTION).get_by_role("link", name="Nakijken").click()
    expect(page.locator("p.answer")).to_contain_text(PERMIT)
    page.get_by_label("Goed", exact=True).check()
    page.get_by_label("Wat een goed antwoord moet zeggen").fill("loket\nstadskantoor")
    walk.pictures.take(page, "nakijken")
    walk.press("Bewaar en kies woorden")
    page.get_by_label("Bron", exact=True).fill(HELP)
    walk.press("Toon de tekst")
    select(page, PERMIT)
    expect(page.get_by_label("Woorden uit deze tekst")).to_have_value(PERMIT)
    walk.pictures.take(page, "woorden-kiezen", at="#bron")
    walk.press("Voeg deze woorden toe")
    expect(page.locator("p.done")).to_have_text("Klaar: gaat mee in de uitvoer")
    walk.go("Nakijken")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Uitvoer voor de toets").click()
    file = tmp_path / "cases.jsonl"
    downloading.value.save_as(file)
    documents = walk.made.desk.bot_now().index.documents
    [case] = load_cases(file, {name: each.text for name, each in documents.items()})
    [gold] = case.evidence
    assert (case.question, gold.source, gold.quote) == (PERMIT_QUESTION, HELP, PERMIT)
    walk.pictures.take(page, "nagekeken")


def select(page: Page, words: str) -> None:
    """Select words in the text of the source, as somebody does with a mouse."""
    page.locator(".source-text").evaluate(
        """(text, words) => {
            const node = text.firstChild;
            const start = node.data.indexOf(words);
            document.getSelection().setBaseAndExtent(node, start, node, start + words.length);
        }""",
        words,
    )


def what_was_done_is_in_the_log_and_can_be_taken_back(walk: Walk) -> None:
    page = walk.editor
    walk.go("Bronnen")
    walk.press("Terug naar index 000001")
    walk.serves("000001")
    opened(walk.citizen, walk.made.address)
    asked(walk.citizen, FACT_QUESTION)
    expect(walk.citizen.locator(".turn")).to_contain_text(OLD_FACT)
    walk.go("Logboek")
    deeds = page.locator("tbody tr td:last-child").all_inner_texts()
    assert deeds[0] == "Teruggegaan naar index 000001, van 000002"
    assert "Index 000002 in gebruik genomen" in deeds
    walk.pictures.take(page, "logboek")
    for part in ("Kwaliteit", "Verantwoording"):
        walk.go(part)
        walk.pictures.take(page, part.casefold())
    walk.press("Uitloggen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Inloggen")
