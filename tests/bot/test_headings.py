"""Questions for what a text, or a part of it, is called."""

import pytest

from bot.answer import Bot
from bot.headings import heading_asked
from bot.types import Answer
from index.types import Block, Document, Role, Span
from tests.bot.conftest import index_of
from tests.conftest import ScriptedGenerator

PARTS: tuple[tuple[Role, str], ...] = (
    ("heading", "Eigen kracht in Breda"),
    ("article", "Het netwerk in Breda telt twintig organisaties."),
    ("heading", "Hogere bijdrage"),
    ("article", "De eigen bijdrage voor hulp bij het huishouden gaat omhoog."),
)


def document(source: str, parts: tuple[tuple[Role, str], ...], title: str) -> Document:
    text, blocks = "", []
    for role, said in parts:
        blocks.append(Block(Span(len(text), len(text) + len(said)), role))
        text += f"{said}\n\n"
    return Document(source, text, tuple(blocks), title=title)


def bot() -> Bot:
    untitled = document("b.txt", (("article", "De wijkteams in Almelo zoeken vrijwilligers."),), "Teams")
    return Bot(index_of(document("a.txt", PARTS, "Eigen kracht in Breda"), untitled), ScriptedGenerator(), 10)


@pytest.mark.parametrize(
    ("question", "of_part"),
    [
        ("Hoe heet het artikel over Breda?", False),
        ("Wat is de titel van het stuk over Breda?", False),
        ("Wat zegt de kop boven het nieuws over Breda?", False),
        ("What is the headline of the piece on Breda?", False),
        ("Welk kopje staat er boven de alinea over de bijdrage?", True),
        ("Onder welke kop staat de bijdrage?", True),
        ("Under which heading is the contribution?", True),
    ],
)
def test_a_heading_is_asked_for(question: str, of_part: bool) -> None:
    asked = heading_asked(question)
    assert asked is not None
    assert asked.of_part == of_part
    assert len(asked.subject) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Wat is de titel van het rapport van het SCP?",
        "Hoe heet de wet die in 2015 inging?",
        "Welke kop koffie schenkt het wijkteam?",
        "Hoe krijgt een gemeente dat voor de kop?",
    ],
)
def test_no_heading_is_asked_for(question: str) -> None:
    assert heading_asked(question) is None


def quoted(answer: Answer) -> list[str]:
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Hoe heet het artikel over het netwerk in Breda?", "Eigen kracht in Breda"),
        ("Welk kopje staat boven de alinea over de eigen bijdrage?", "Hogere bijdrage"),
    ],
)
def test_the_heading_itself_is_quoted(question: str, heading: str) -> None:
    answer = bot().answer(question)
    assert quoted(answer) == [heading]
    citation = answer.sentences[0].citations[0]
    assert (citation.source, citation.role) == ("a.txt", "heading")


@pytest.mark.parametrize(
    "question",
    [
        "Hoe heet het artikel over vuurwerk?",
        "Hoe heet het artikel over het netwerk in Zwolle?",
        # Its title stands nowhere in its text.
        "Hoe heet het artikel over wijkteams in Almelo?",
    ],
)
def test_what_has_no_such_heading_is_refused(question: str) -> None:
    assert bot().answer(question).abstained


def test_the_heading_of_what_was_just_shown() -> None:
    ours = bot()
    first = ours.answer("Wat gaat omhoog voor de eigen bijdrage voor hulp bij het huishouden?")
    assert quoted(first) == [PARTS[3][1]]
    title = ours.answer("Hoe heet dat artikel?", [first])
    assert quoted(title) == ["Eigen kracht in Breda"]
    # Not of the title, which was shown last.
    assert quoted(ours.answer("Onder welk kopje staat dat?", [first, title])) == ["Hogere bijdrage"]
    assert ours.answer("Hoe heet dat artikel?").abstained
