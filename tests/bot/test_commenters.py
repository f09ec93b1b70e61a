"""Commenters who are asked of by number, below the article that is meant."""

import pytest

from bot.answer import Bot
from bot.commenters import (
    by_commenter,
    commenters,
    comments_of,
    is_number,
    of_commenter,
    unnumbered,
    which_commenter,
)
from bot.followup import instead
from index.store import Index
from index.types import Block, Document, Role, Span
from tests.bot.conftest import asked_before, evidence_of, index_of, page
from tests.conftest import ScriptedGenerator

# The hashing encoder knows the same words only.
HELPS = "de welzijnswerker die gezinnen helpt met schulden, ruzie, stress, ziekte, armoede, wonen en zorg"
PARTS: tuple[tuple[Role, str, str], ...] = (
    ("article", "", "De welzijnswerker kan verschil maken in de wijk."),
    ("boilerplate", "", "1."),
    ("comment", "", f"Weg is {HELPS}."),
    ("comment", "", "Dat vind ik jammer voor de wijk."),
    ("boilerplate", "", "2."),
    ("comment", "", f"Goed is {HELPS}."),
    ("comment", "Jos", f"Duur is {HELPS}."),
)


def thread() -> Document:
    text, blocks = "", []
    for role, speaker, said in PARTS:
        blocks.append(Block(Span(len(text), len(text) + len(said)), role, speaker))
        text += f"{said}\n\n"
    return Document("a.txt", text, tuple(blocks), title="Welzijn")


def comment(at: int) -> str:
    return PARTS[at][2]


@pytest.mark.parametrize(
    ("question", "which"),
    [
        ("Wat vindt de eerste lezer van de welzijnswerker?", 0),
        ("wat schrijft de Tweede reageerder", 1),
        ("Wat zegt degene in de derde reactie?", 2),
        ("Wat vindt de laatste die reageerde?", -1),
        ("What does the second commenter say?", 1),
        ("What does the last person who commented think?", -1),
        ("Wat was de eerste reactie van Klijnsma?", None),
        ("Wat vindt een lezer van de tweede evaluatie?", None),
        ("Wat verschilt tussen de eerste lezer en de tweede lezer?", None),
        ("Wat vindt het SCP, en wat vindt de eerste lezer daarvan?", None),
    ],
)
def test_a_question_numbers_one_commenter(question: str, which: int | None) -> None:
    assert which_commenter(question) == which


def test_paragraphs_of_one_commenter_are_one_comment() -> None:
    document = thread()
    told = [span.of(document.text) for span in comments_of(document)]
    assert told == [f"{comment(2)}\n\n{comment(3)}", comment(5), comment(6)]


def test_what_is_asked_is_read_as_of_any_commenter() -> None:
    assert unnumbered("Wat vindt de tweede lezer van zorg?", "een lezer") == "Wat vindt een lezer van zorg?"
    assert unnumbered("Wat is de tweede evaluatie?", "een lezer") == "Wat is de tweede evaluatie?"


def test_only_their_passages_are_searched_and_their_sentences_answer() -> None:
    index = index_of(thread(), page("b.txt", "De gemeente kent geen reacties."))
    hits = index.hits_at("welzijnswerker", range(len(index.passages)))
    texts = [hit.passage.text for hit in of_commenter(1, hits, index, "welzijnswerker")]
    assert texts == [comment(5)]
    assert not of_commenter(3, hits, index, "welzijnswerker")
    evidence = evidence_of(index)
    theirs = by_commenter("Wat vindt de eerste lezer?", evidence, index)
    assert [each.text for each in theirs] == [comment(2), comment(3)]
    assert not by_commenter("Wat vindt de vierde lezer?", evidence, index)
    assert by_commenter("Wat vindt een lezer?", evidence, index) == evidence


def bot_on(index: Index) -> Bot:
    return Bot(index, ScriptedGenerator(), 10)


@pytest.mark.parametrize(("which", "at"), [("eerste", 2), ("tweede", 5), ("laatste", 6)])
def test_the_commenter_who_is_asked_of_answers(which: str, at: int) -> None:
    answer = bot_on(index_of(thread())).answer(f"Wat vindt de {which} lezer van {HELPS}?")
    assert answer.sentences[0].text == comment(at)
    assert {sentence.citations[0].role for sentence in answer.sentences} == {"comment"}


def test_one_who_is_not_there_says_nothing() -> None:
    answer = bot_on(index_of(thread())).answer("Wat vindt de vierde lezer van de welzijnswerker?")
    assert answer.abstained
    assert answer.nearest


@pytest.mark.parametrize("asked", ["en de tweede?", "En de tweede lezer dan?"])
def test_another_is_asked_of_in_passing(asked: str) -> None:
    before = f"Wat vindt de eerste lezer van {HELPS}?"
    assert instead(before, asked) == [f"Wat vindt de tweede lezer van {HELPS}?"]
    answer = bot_on(index_of(thread())).answer(asked, [asked_before(before)])
    assert answer.sentences[0].text == comment(5)


def test_a_number_alone_is_no_commenter() -> None:
    assert is_number("tweede")
    assert not is_number("tweede lezer")
    assert not commenters("de tweede")
