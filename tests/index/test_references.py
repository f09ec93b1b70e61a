import pytest

from index.references import (
    Reference,
    asked_reference,
    is_recital,
    names_law,
    reference_of,
    rows_named,
    without_reference,
)
from index.types import Passage, Span

WMO, JEUGDWET = "Wet maatschappelijke ondersteuning 2015", "Jeugdwet"


def passage(title: str, heading: str, source: str = "") -> Passage:
    span = Span(0, 4)
    return Passage(source or title, span, "Het.", (span,), "article", title=title, heading=heading)


PASSAGES = [
    passage(WMO, "§ 3 Maatwerk > Artikel 2.3.5, eerste lid"),
    passage(WMO, "§ 3 Maatwerk > Artikel 2.3.5, derde lid"),
    passage(WMO, "§ 3 Maatwerk > Artikel 2.3.5a, derde lid"),
    passage(JEUGDWET, "Hoofdstuk 2 > Artikel 2.3.5 Besluit, derde lid"),
    passage("Besluit Jeugdwet", "Artikel 2.3.5"),
    passage("", "Nieuws over artikel 2.3.5"),
]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("§ 3 Maatwerk > Artikel 2.3.5, derde lid", Reference("2.3.5", "derde lid")),
        ("Hoofdstuk 1 > Artikel 10da Begeleiding, lid 2a", Reference("10da", "lid 2a")),
        ("Bijlage 1 > Artikel 3. > Slot", Reference("3")),
        ("Artikel 1:2", Reference("1:2")),
        ("Nieuws over artikel 5", None),
        ("", None),
    ],
)
def test_a_path_leads_to_an_article(heading: str, expected: Reference | None) -> None:
    assert reference_of(heading) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat staat er in artikel 2.3.5, derde lid, van de Wmo 2015?", Reference("2.3.5", "derde lid")),
        ("art. 7 Participatiewet", Reference("7")),
        ("Wat zegt het tweeëntwintigste lid van Artikel 10DA?", Reference("10da", "tweeëntwintigste lid")),
        ("artikel 6, lid 2", Reference("6", "tweede lid")),
        ("artikel 6, lid 2a", Reference("6", "lid 2a")),
        ("het 4e lid van artikel 6.", Reference("6", "vierde lid")),
        ("Wat is een kunstartikel 5?", None),
        ("Wie is lid 3 van de raad?", None),
    ],
)
def test_a_question_names_an_article_and_a_member(question: str, expected: Reference | None) -> None:
    assert asked_reference(question) == expected


@pytest.mark.parametrize(
    ("question", "title", "fullness"),
    [
        ("artikel 5 jeugdwet", JEUGDWET, 1),
        ("artikel 5 van het Besluit Jeugdwet", "Besluit Jeugdwet", 2),
        ("artikel 5 van de Wet maatschappelijke ondersteuning 2015", WMO, 4),
        ("artikel 5 Wmo", WMO, 1),
        ("artikel 5 Wmo 2015", WMO, 2),
        ("artikel 5 Wmo 2015", "Wet maatschappelijke ondersteuning", 1),
        ("artikel 5 Awb", "Algemene wet bestuursrecht", 1),
        ("artikel 5", JEUGDWET, 0),
        ("artikel 5 van de Participatiewet", JEUGDWET, 0),
        ("artikel 5", "", 0),
    ],
)
def test_a_law_is_named_by_its_words_or_its_initials(question: str, title: str, fullness: int) -> None:
    assert names_law(question, title) == fullness


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("Wat staat er in artikel 2.3.5, derde lid, van de Wmo 2015?", [1]),
        ("artikel 2.3.5 Wmo", [0, 1]),
        ("artikel 2.3.5, achtste lid, Wmo", [0, 1]),
        ("artikel 2.3.5 Besluit Jeugdwet", [4]),
        ("artikel 2.3.5 Jeugdwet", [3]),
        ("artikel 2.3.5, derde lid", [1, 3]),
        ("artikel 2.3.5a", [2]),
        ("artikel 9", []),
        ("Wat beslist het college?", []),
    ],
)
def test_the_passages_of_a_named_article_are_found(question: str, rows: list[int]) -> None:
    assert rows_named(question, PASSAGES) == rows


def test_another_version_that_is_left_out_does_not_hide_the_article() -> None:
    old = passage(JEUGDWET, "Artikel 5, tweede lid", "old")
    new = passage(JEUGDWET, "Artikel 5", "new")
    asked = "artikel 5, tweede lid, Jeugdwet"
    assert rows_named(asked, [old, new]) == [0]
    assert rows_named(asked, [old, new], frozenset({"old"})) == [1]


def test_what_names_an_article_is_taken_out_of_a_question() -> None:
    asked = "Hoeveel weken staat er in artikel 2.3.5, derde lid, van de Wmo 2015?"
    assert without_reference(asked, WMO) == "Hoeveel weken staat er in van de"
    assert "Jeugdwet" in without_reference("artikel 5 Jeugdwet", WMO)


def test_a_question_for_the_text_alone_is_told_from_one_about_it() -> None:
    assert is_recital("Wat stond er in , van de")
    assert is_recital("Hoe luidt de tekst")
    assert not is_recital("Hoeveel weken staat er in van de")
