from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.answer import Bot
from bot.legal import reference
from bot.show import place_in_law, where
from bot.signals import PLAIN
from bot.types import Answer
from index.law import read_law
from index.types import Document, Extract
from prompts import load
from tests.bot.conftest import citation, index_of
from tests.conftest import ScriptedGenerator

TERM = "Het college beslist binnen {weeks} weken op een aanvraag om jeugdhulp van ouders"
QUESTION = "Binnen hoeveel weken beslist het college op een aanvraag om jeugdhulp van ouders"


def jeugdwet(source: str, in_force: str, weeks: str) -> Document:
    text = (
        f"# Jeugdwet ({in_force})\n\n## Hoofdstuk 2 Gemeente\n\n"
        f"### Artikel 2.3 Beslissing\n\n1. {TERM.format(weeks=weeks)}.\n"
        "2. De beslissing heet een beschikking.\n\n"
        "### Artikel 2.4\n\nOuders krijgen bericht.\n\n### Artikel 2.5\n\nDeze wet geldt.\n"
    )
    return read_law(source, Extract(text))


OLD = jeugdwet("oud.md", "geldend 2024-01-01", "acht")
NEW = jeugdwet("nieuw.md", "geldend 2026-01-01", "twee")
NEXT = jeugdwet("straks.md", "geldend 2027-01-01", "vier")


OF_2024 = "Dit is de tekst van Jeugdwet die gold van 1 januari 2024 tot en met 31 december 2025."
OF_2026 = "Dit is de tekst van Jeugdwet die gold van 1 januari 2026 tot en met 31 december 2026."


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Answer]:
    """Ask on a day of 2026; the hashing encoder is unsure of whatever has a long heading."""
    sure = replace(PLAIN, confidence=replace(PLAIN.confidence, threshold=0.0))
    monkeypatch.setattr("bot.find.PLAIN", sure)

    def answer(question: str, *documents: Document) -> Answer:
        index = index_of(*(documents or (OLD, NEXT, NEW)))
        return Bot(index, ScriptedGenerator(""), 10, today=lambda: date(2026, 11, 23)).answer(question)

    return answer


def cited(answer: Answer) -> list[str]:
    return [sentence.citations[0].source for sentence in answer.sentences]


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Hoofdstuk 2 > § 3 > Artikel 2.3.5 Besluit, derde lid", "artikel 2.3.5, derde lid"),
        ("Artikel 10da", "artikel 10da"),
        ("Artikel 7 Opdracht > Slot, lid 2a", "artikel 7, lid 2a"),
        ("Bijlage 1. bij de regeling > Artikel 2", "bijlage 1, artikel 2"),
        ("Bijlage A", "bijlage a"),
        ("Artikel 5 Kosten, baten en zo, eerste lid", "artikel 5, eerste lid"),
        ("Nota van toelichting > Artikel 2", "nota van toelichting, artikel 2"),
        ("Wat is nieuw?", ""),
        ("", ""),
    ],
)
def test_headings_lead_to_a_place_in_the_law(heading: str, place: str) -> None:
    assert reference(heading) == place


def test_a_citation_of_a_law_is_spelled_out() -> None:
    law = citation(
        title="Participatiewet", heading="§ 2 > Artikel 7, derde lid", valid_from="2026-01-01", publisher=""
    )
    assert where(law, load("nl")) == (
        "Participatiewet, artikel 7, derde lid, geldend vanaf 1 januari 2026, Artikel, breda.txt 10-33"
    )
    ended = citation(heading="Artikel 7", valid_from="2024-01-01", valid_to="2024-12-31")
    assert place_in_law(ended, load("nl")) == (
        "artikel 7, geldend vanaf 1 januari 2024, tot en met 31 december 2024"
    )
    assert place_in_law(ended, load("en")) == "artikel 7, in force from 1 January 2024, to 31 December 2024"
    assert place_in_law(citation(), load("nl")) == ""


@pytest.mark.parametrize(
    ("when", "source", "notices"),
    [
        ("?", "nieuw.md", (OF_2026,)),
        (" in 2024?", "oud.md", (OF_2024,)),
        (" vóór 2026?", "oud.md", (OF_2024,)),
        (" voor 2024?", "oud.md", (OF_2024,)),
        (" vorig jaar?", "oud.md", (OF_2024,)),
        (" op 5 maart 2027?", "straks.md", ("Dit is de tekst van Jeugdwet die geldt sinds 1 januari 2027.",)),
        (
            " op 1 juli 2019?",
            "nieuw.md",
            (OF_2026, "Van de dag waar u naar vraagt, 1 juli 2019, is geen tekst bekend."),
        ),
    ],
)
def test_the_version_of_the_day_that_is_asked_about_answers(
    ask: Callable[..., Answer], when: str, source: str, notices: tuple[str, ...]
) -> None:
    answer = ask(f"{QUESTION}{when}")
    assert answer.kind == "answer"
    assert set(cited(answer)) == {source}
    assert answer.notices == notices


def test_a_citation_says_where_in_which_version(ask: Callable[..., Answer]) -> None:
    said = ask(f"{QUESTION} in 2024?").sentences[0].citations[0]
    assert (said.heading, said.valid_from, said.valid_to) == (
        "Hoofdstuk 2 Gemeente > Artikel 2.3 Beslissing, eerste lid",
        "2024-01-01",
        "",
    )
    assert said.quote == f"1. {TERM.format(weeks='acht')}."


def test_an_answer_says_what_is_not_known_of_a_version(ask: Callable[..., Answer]) -> None:
    undated = jeugdwet("ongedateerd.md", "stand mei 2017", "zes")
    of_a_day = jeugdwet("dag.md", "geldend snapshot 2017-05-10", "zes")
    known = ask(f"{QUESTION}?", of_a_day)
    assert known.notices == ("Dit is de tekst van Jeugdwet zoals die gold op 10 mei 2017.",)
    assert ask(f"{QUESTION}?", undated).notices == ()
    assert ask(f"{QUESTION} in 2010?", undated, NEW).notices == (
        "Van Jeugdwet zijn er meer versies; van deze tekst is niet bekend wanneer die gold.",
    )


def test_an_article_that_is_asked_for_is_shown_as_it_stands(ask: Callable[..., Answer]) -> None:
    answer = ask("Wat staat er in artikel 2.3 van de Jeugdwet?")
    assert [sentence.text for sentence in answer.sentences] == [
        f"1. {TERM.format(weeks='twee')}.",
        "2. De beslissing heet een beschikking.",
    ]
    assert answer.confidence == 1
    of_2024 = ask("Wat stond er in 2024 in artikel 2.3, eerste lid, van de Jeugdwet?")
    assert [sentence.text for sentence in of_2024.sentences] == [f"1. {TERM.format(weeks='acht')}."]


def test_an_article_that_is_not_there_is_refused(ask: Callable[..., Answer]) -> None:
    answer = ask("Wat staat er in artikel 8.12 van de Jeugdwet?")
    assert (answer.kind, answer.reason) == ("refusal", "name_missing")
    assert "Over artikel 8.12 staat niets in de bronnen." in answer.notices


def test_a_year_that_chose_no_version_must_be_in_the_sources(ask: Callable[..., Answer]) -> None:
    page = Document("nieuws.txt", OLD.text, OLD.blocks, title="Nieuws")
    assert ask(f"{QUESTION} in 2011?", page).reason == "number_missing"
