import pytest

from index.law import read_law
from index.passages import cut
from index.references import Place, References, asked_places, place_of
from index.types import Block, Document, Extract, Span


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Wat staat er in artikel 2.3.5, derde lid, van de Wmo 2015?", [Place("2.3.5", "derde lid")]),
        ("art. 7 Participatiewet", [Place("7")]),
        ("Wat zegt artikel 10da lid 2?", [Place("10da", "tweede lid")]),
        ("En artikel 4, 3e lid, en artikel 5?", [Place("4", "derde lid"), Place("5")]),
        ("Artikel 1a.3 eerste lid", [Place("1a.3", "eerste lid")]),
        ("Wat zegt het derde lid van artikel 7?", [Place("7", "derde lid")]),
        (
            "artikel 6, lid 2a, en lid 100 van artikel 9.1.b",
            [Place("6", "lid 2a"), Place("9.1.b", "lid 100")],
        ),
        ("Waar staat dat artikel?", []),
        ("Wat is een kunstartikel 5?", []),
    ],
)
def test_places_that_a_question_names(question: str, places: list[Place]) -> None:
    assert asked_places(question) == places


@pytest.mark.parametrize(
    ("heading", "place"),
    [
        ("Hoofdstuk 1 > Artikel 7 Opdracht college, tweede lid", Place("7", "tweede lid")),
        ("Artikel 2.3.3", Place("2.3.3")),
        ("Hoofdstuk 7", None),
        ("Artikel 9.1.b > Slot, lid 2a", Place("9.1.b", "lid 2a")),
        ("Nieuws over artikel 5", None),
    ],
)
def test_where_a_path_leads(heading: str, place: Place | None) -> None:
    assert place_of(heading) == place


def law(source: str, title: str, tag: str) -> Document:
    text = (
        f"# {title}\n\n### Artikel 1\n\n1. {tag} een een.\n2. {tag} een twee.\n\n"
        f"### Artikel 2\n\n{tag} twee.\n\n### Artikel 3\n\n{tag} drie.\n"
    )
    return read_law(source, Extract(text))


DOCUMENTS = (
    law("oud", "Wet maatschappelijke ondersteuning 2007", "Oud"),
    law("nieuw", "Wet maatschappelijke ondersteuning 2015", "Nieuw"),
    law("pw24", "Participatiewet (geldend 2024-01-01)", "Toen"),
    law("pw26", "Participatiewet (geldend 2026-01-01)", "Nu"),
)
PASSAGES = [p for each in DOCUMENTS for p in cut(each, lambda texts: [len(t.split()) for t in texts], 160)]


def rows_of(source: str) -> list[int]:
    return [row for row, passage in enumerate(PASSAGES) if passage.source == source]


REFERENCES = References(DOCUMENTS, PASSAGES, rows_of)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("artikel 1, tweede lid, van de Wmo 2015", ["2. Nieuw een twee."]),
        ("artikel 1 lid 2 Wmo 2007", ["2. Oud een twee."]),
        ("Wat staat er in artikel 2 van de Wmo?", ["Nieuw twee."]),
        ("artikel 2 van de Wet maatschappelijke ondersteuning 2007", ["Oud twee."]),
        ("art. 1 van de Pw", ["1. Nu een een.", "2. Nu een twee."]),
        ("artikel 3 van de Participatiewet", ["Nu drie."]),
        ("artikel 3", ["Oud drie.", "Nieuw drie.", "Nu drie."]),
        ("artikel 2, eerste lid, van de Wmo 2015", ["Nieuw twee."]),
        ("artikel 9 van de Wmo 2015", []),
        ("Wat is de Wmo?", []),
    ],
)
def test_passages_that_a_question_names(question: str, said: list[str]) -> None:
    assert [PASSAGES[row].text for row in REFERENCES.rows(question, frozenset(["pw24"]))] == said


@pytest.mark.parametrize(
    ("question", "spelled"),
    [
        ("Wat is de Wmo 2007?", "Wat is de Wet maatschappelijke ondersteuning 2007?"),
        ("Wat is de WMO?", "Wat is de Wet maatschappelijke ondersteuning 2015?"),
        ("Wat is de pw?", "Wat is de Participatiewet?"),
        ("Wat is een pwa?", "Wat is een pwa?"),
    ],
)
def test_short_names_are_spelled_out(question: str, spelled: str) -> None:
    assert REFERENCES.spelled_out(question, frozenset()) == spelled


def test_a_short_name_that_the_sources_use_stays() -> None:
    assert REFERENCES.spelled_out("Wat is de Wmo?", frozenset(["wmo"])) == "Wat is de Wmo?"


def test_an_article_that_no_law_has_is_missing() -> None:
    assert REFERENCES.missing("Wat zegt artikel 9 van de Wmo 2015?", frozenset()) == ("artikel 9",)
    assert REFERENCES.missing("Wat zegt artikel 2, tiende lid, van de Wmo 2015?", frozenset()) == ()
    assert References([], [], rows_of).missing("Wat zegt artikel 9?", frozenset()) == ()


def test_a_law_without_articles_has_no_places() -> None:
    text = "De wet gaat over artikel 1."
    law = Document("wet", text, (Block(Span(0, len(text)), "article"),), title="Wet X", work="x")
    passages = cut(law, lambda texts: [1] * len(texts), 160)
    assert References([law], passages, lambda _: range(1)).rows("artikel 1", frozenset()) == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat staat er in artikel 1, tweede lid, van de Wmo 2015?", True),
        ("Hoe luidt artikel 2 van de Participatiewet?", True),
        ("art. 1 Pw", True),
        ("Hoeveel weken noemt artikel 1 van de Wmo?", False),
        ("Wat staat er in de Wmo?", False),
    ],
)
def test_a_question_for_the_text_alone_is_told_from_one_about_it(question: str, expected: bool) -> None:
    assert REFERENCES.asks_text(question) is expected
