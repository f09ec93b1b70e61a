from datetime import date

import pytest

from bot.answer import Bot
from bot.legal import reference
from index.build import build_index
from index.law import read_law
from index.types import Extract
from tests.conftest import HashingEncoder, ScriptedGenerator


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("§ 3 Maatwerkvoorzieningen > Artikel 2.3.5, derde lid", "artikel 2.3.5, derde lid"),
        ("Hoofdstuk 1 > Artikel 7 Opdracht college, tweede lid", "artikel 7, tweede lid"),
        ("Artikel 5 Kosten, baten en zo, eerste lid", "artikel 5, eerste lid"),
        ("Artikel 1a.3", "artikel 1a.3"),
        ("Artikel 4.1, lid 2a", "artikel 4.1, lid 2a"),
        ("Hoofdstuk 2 De Kanteling", ""),
        ("", ""),
    ],
)
def test_where_headings_lead_in_a_law(heading: str, expected: str) -> None:
    assert reference(heading) == expected


def law(name: str, begin: str, euros: int) -> str:
    return (
        f"# {name} (geldend {begin})\n\n### Artikel 1\n\nDeze wet gaat over hulp.\n\n### Artikel 2\n\n"
        f"1. De eigen bijdrage voor hulp bij het huishouden bedraagt {euros} euro per maand.\n"
        "2. Het college kan de bijdrage kwijtschelden.\n\n### Artikel 3\n\nDeze wet treedt in werking.\n"
    )


class Nearby(HashingEncoder):
    """Finds all texts alike, so that words alone decide and no confidence is lacking."""

    def _encode(self, texts):  # type: ignore[no-untyped-def]
        vectors = super()._encode(texts)
        vectors[:, 0] += 3
        return vectors / (vectors**2).sum(axis=1, keepdims=True) ** 0.5


@pytest.fixture
def bot() -> Bot:
    documents = [
        read_law("oud.md", Extract(law("Bijdragewet", "2024-01-01", 19))),
        read_law("nieuw.md", Extract(law("Bijdragewet", "2026-01-01", 21))),
    ]
    index = build_index(documents, Nearby(), 160)
    return Bot(index, ScriptedGenerator(), 10, today=lambda: date(2026, 11, 23))


QUESTION = "Hoeveel euro bedraagt de eigen bijdrage voor hulp bij het huishouden"


@pytest.mark.parametrize(
    ("question", "source", "said", "notices"),
    [
        (
            f"{QUESTION}?",
            "nieuw.md",
            "21 euro",
            ["Dit is de tekst van Bijdragewet die geldt sinds 1 januari 2026."],
        ),
        (
            f"{QUESTION} in 2024?",
            "oud.md",
            "19 euro",
            ["Dit is de tekst van Bijdragewet die gold van 1 januari 2024 tot en met 31 december 2025."],
        ),
        (
            f"{QUESTION} op 3 mei 2019?",
            "oud.md",
            "19 euro",
            [
                "Dit is de tekst van Bijdragewet die gold van 1 januari 2024 tot en met 31 december 2025.",
                "Van de dag waar u naar vraagt, 3 mei 2019, is geen tekst bekend.",
            ],
        ),
    ],
)
def test_the_version_in_force_answers_and_says_so(
    bot: Bot, question: str, source: str, said: str, notices: list[str]
) -> None:
    answer = bot.answer(question)
    assert answer.kind == "answer"
    assert {citation.source for each in answer.sentences for citation in each.citations} == {source}
    assert said in answer.sentences[0].text
    assert list(answer.notices) == notices
    citation = answer.sentences[0].citations[0]
    assert (citation.heading, citation.valid_from) == (
        "Artikel 2, eerste lid",
        notices and bot.index.documents[source].valid_from,
    )
