import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from eval.cases import Case
from eval.judge import Judged, Opinion
from eval.metrics import Judge
from eval.report import kind_label, reasons, report
from eval.runs import read_run
from eval.score import Scores, score
from eval.sets import CaseSet, Questions
from prompts import LANGUAGES, Language, load
from tests.eval.conftest import CASES, EARLY, ROWS, TWENTY, WriteRun, quoting


class Text(HTMLParser):
    """The words of a page, and what it fetches."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.fetched: list[str] = []
        self._skipping = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipping = tag in ("style", "script")
        self.fetched += [value or "" for name, value in attrs if name in ("src", "srcset", "data", "action")]
        self.fetched += [value or "" for name, value in attrs if tag == "link" and name == "href"]

    def handle_endtag(self, tag: str) -> None:
        self._skipping = False

    def handle_data(self, data: str) -> None:
        if not self._skipping and data.strip():
            self.said.append(" ".join(data.split()))


def test_the_page_has_every_figure_question_and_reason(scores: Scores, questions: Questions) -> None:
    said = Text(report([scores], questions.sources.texts, "nl")).said
    words = " ".join(said)
    assert "Wijkwijzer, versie –: 5 vragen, 3 met een antwoord in de bronnen." in words
    # Of the test half, the dev half, and all: the last one.
    *_, row = (at for at, each in enumerate(said) if each.startswith("goed (alle gevraagde feiten)"))
    assert said[row + 1 : row + 4] == ["↑", "0,33", "0,00–1,00 · n 3"]
    for case in CASES:
        assert case.question in words
    assert "Niet gezegd: vroegsignalering." in words
    assert "Aangewezen is een andere plek dan de woorden die antwoorden." in words
    assert "De bronnen geven antwoord, maar er is geweigerd." in words
    assert "De bronnen geven geen antwoord, maar er is geantwoord." in words
    assert f"{TWENTY} citaat" in words
    assert "zekerheid 0,90 · 1,50 s" in words


def test_the_page_fetches_nothing(scores: Scores, questions: Questions) -> None:
    page = report([scores], questions.sources.texts, "nl")
    assert Text(page).fetched == []
    assert "http://" not in page
    assert "https://" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_what_is_cited_and_what_answers_is_marked(scores: Scores, questions: Questions) -> None:
    page = report([scores], questions.sources.texts, "nl")
    early = page[page.index('id="q-early"') : page.index('id="q-years"')]
    assert re.search(rf'<mark class="gold">{re.escape(EARLY)}</mark>', early)
    assert re.search(r'<mark class="cited ">Daar werken ook vrijwilligers\.</mark>', early)
    twenty = page[page.index('id="q-twenty"') : page.index('id="q-early"')]
    assert f'<mark class="cited gold">{TWENTY}</mark>' in twenty


def test_what_a_source_or_a_system_says_is_text(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    rows = [{**ROWS[0], "notices": [hostile]}, *ROWS[1:]]
    scored = score(read_run(write_run(rows, system=hostile)), questions, judge)
    page = report([scored], questions.sources.texts, "nl")
    assert hostile not in page
    assert page.count("&lt;img src=x onerror=alert(1)&gt;") > 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_languages_are_whole(scores: Scores, questions: Questions, language: Language) -> None:
    opinions = {"twenty": Judged("twenty", "groot model", Opinion(4, 3))}
    page = report([scores, scores], questions.sources.texts, language, opinions)
    said = " ".join(Text(page).said)
    assert f'<html lang="{language}">' in page
    other = load("en" if language == "nl" else "nl")
    assert other.get("report.headline_hint") not in said
    assert load(language).get("report.judge") in said
    assert "groot model" in said


def test_systems_are_compared_with_the_first(
    scores: Scores, write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    rows = [quoting("twenty"), *ROWS[1:4], quoting("weather")]
    other = score(read_run(write_run(rows, name="plain", system="plain")), questions, judge)
    said = " ".join(Text(report([scores, other], questions.sources.texts, "nl")).said)
    assert "Verschillen met generator zonder controles" in said
    assert "Gewonnen (1) twenty" in said
    assert "Verloren (1) weather" in said


def test_two_runs_of_one_system_are_told_apart_by_their_files(
    scores: Scores, write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    later = score(read_run(write_run(name="later")), questions, judge)
    said = Text(report([scores, later], questions.sources.texts, "nl")).said
    assert "Wijkwijzer (run)" in said
    assert "Wijkwijzer (later)" in said


def test_a_kind_of_somebody_elses_case_file_keeps_its_name() -> None:
    assert kind_label("near-miss", load("nl")) == "net niet in de bronnen"
    assert kind_label("elsewhere, Wikipedia", load("en")) == "elsewhere: Wikipedia"
    assert kind_label("parkeren", load("nl")) == "parkeren"


def test_a_wrong_role_a_missing_passage_and_an_unknown_fact_are_reasons(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    first = CASES[0]
    as_comment = Case(first.id, "fact", "nl", first.question, "comment", first.facts, first.evidence)
    unknown = Case("years", "fact", "nl", CASES[2].question, "article", (), CASES[2].evidence)
    asked = Questions.of(questions.sources, [CaseSet("own", (as_comment, unknown))])
    nowhere = {"hits": [{"source": "almelo.txt", "start": 0, "end": 20}]}
    rows = [ROWS[0] | nowhere, quoting("years", ("breda.txt", "Het netwerk bestaat al jaren."))]
    one, other = score(read_run(write_run(rows, header=False, end=False)), asked, judge).scored
    assert list(reasons(one, load("en"))) == [
        "The words that answer have another role than a reader's comment.",
        "The words that answer were not among the first ten passages.",
    ]
    assert other.verdict is None
    assert list(reasons(other, load("en"))) == ["No fact is known that the answer could be compared with."]


@pytest.fixture
def shown(scores: Scores, questions: Questions, tmp_path: Path, browser: Browser) -> Iterator[Page]:
    """The page in a real browser, on a phone; a complaint in its console fails the test."""
    path = tmp_path / "report.html"
    path.write_text(report([scores], questions.sources.texts, "nl"), encoding="utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 740})
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert complaints == []


@pytest.mark.browser
def test_questions_are_filtered_in_a_browser(shown: Page) -> None:
    shown.get_by_label("Alle", exact=True).check()
    assert shown.locator(".question:visible").count() == 5
    shown.get_by_label("Oordeel").select_option("failures")
    assert [each.get_attribute("id") for each in shown.locator(".question:visible").all()] == [
        "q-early",
        "q-years",
        "q-weather",
    ]
    shown.get_by_label("Zoeken in vraag en antwoord").fill("almelo op in")
    assert shown.get_by_role("status").inner_text() == "1 getoond"
    shown.locator("#q-early summary").click()
    assert shown.get_by_text("Niet gezegd: vroegsignalering.").is_visible()
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.mark.browser
def test_the_half_that_is_chosen_is_the_one_that_is_shown(shown: Page, questions: Questions) -> None:
    halves = {
        split: [f"q-{name}" for name, place in questions.places.items() if place.split == split]
        for split in ("test", "dev")
    }
    for split, label in (("test", "Testhelft"), ("dev", "Ontwikkelhelft")):
        shown.get_by_label(label).check()
        visible = shown.locator(".question:visible").all()
        assert [each.get_attribute("id") for each in visible] == halves[split]
        assert shown.locator("section.part:visible").get_attribute("data-part") == split
