import threading
from dataclasses import replace

import pytest

from bot.answer import Bot
from bot.suggest import MAX_CANDIDATES, Suggestions, answered, candidates
from bot.types import Answer
from index.store import Index
from index.types import Block, Document, Span
from tests.bot.conftest import BREDA, BREDA_QUESTION, citation, index_of, page, quoted
from tests.conftest import ScriptedGenerator

FRUIT = "Appels en peren groeien aan bomen in de tuin."
FRUIT_QUESTION = "Groeien appels en peren aan bomen in de tuin?"
NOBODY = "Wie woont er op Mars?"


@pytest.fixture
def bot() -> Bot:
    index = index_of(page("breda.txt", BREDA), page("fruit.txt", FRUIT))
    return Bot(replace(index, generation="000001"), ScriptedGenerator(), 10)


def headed(*headings: str) -> Index:
    text, blocks = "", []
    for heading in headings:
        blocks.append(Block(Span(len(text), len(text) + len(heading)), "heading"))
        text += f"{heading}\n"
    said = "Er is zorg."
    last = Block(Span(len(text), len(text) + len(said)), "article")
    return index_of(Document("a.txt", text + said, (*blocks, last)))


def test_candidates_are_examples_terms_and_headings_each_once() -> None:
    index = headed(
        "Breda en zorg", "Waarom wijkteams?", "De zorg van Breda", "Een kop van veel te veel woorden"
    )
    asked = candidates(index, "nl", ["Wat is de Kanteling?", "Waarom wijkteams?"])
    assert asked[:2] == ["Wat is de Kanteling?", "Waarom wijkteams?"]
    assert "Wat betekent eigen bijdrage?" in asked
    assert asked.count("Waarom wijkteams?") == 1
    assert [each for each in asked if "Breda" in each] == ["Wat staat er over Breda en zorg?"]
    assert not any("veel te veel" in each for each in asked)


@pytest.mark.parametrize(
    ("heading", "subject"),
    [
        ("Almere", "Almere"),
        ("Almere Haven", "Almere Haven"),
        ("Zorg thuis", "zorg thuis"),
        # 'zorg' is written small, yet a second capital makes it a name.
        ("Zorg & Inkomen", "Zorg & Inkomen"),
        ("Wonen en zorg", "Wonen en zorg"),
        ("Zorgen", "zorgen"),
    ],
)
def test_a_heading_loses_its_capital_unless_it_is_a_name(heading: str, subject: str) -> None:
    assert f"Wat staat er over {subject}?" in candidates(headed(heading), "nl", [])


def test_there_are_no_more_candidates_than_can_be_asked() -> None:
    many = [f"Kop{word}{other}" for word in "abcdefghij" for other in "klmnopqrst"]
    assert len(candidates(headed(*many), "nl", [])) == MAX_CANDIDATES


def test_only_what_the_bot_answers_is_suggested(bot: Bot) -> None:
    known = list(answered(bot, [BREDA_QUESTION, NOBODY, "", FRUIT_QUESTION], "nl"))
    assert [(each.question, each.sources) for each in known] == [
        (BREDA_QUESTION, frozenset({"breda.txt"})),
        (FRUIT_QUESTION, frozenset({"fruit.txt"})),
    ]


def test_what_is_near_and_was_not_asked_is_suggested(bot: Bot) -> None:
    suggestions = Suggestions(
        lambda language: [BREDA_QUESTION, FRUIT_QUESTION, NOBODY] if language == "nl" else []
    )
    thread = suggestions.prepare(bot)
    assert thread is not None
    assert suggestions.prepare(bot) is None
    thread.join()
    said = Answer("Wat groeit aan bomen?", "answer", "nl", (quoted(citation(FRUIT, source="fruit.txt")),))
    assert suggestions.after(said, "000001", ["Wat groeit aan bomen?"]) == (FRUIT_QUESTION,)
    assert suggestions.after(said, "000001", [FRUIT_QUESTION.upper()]) == ()
    assert suggestions.after(said, "000002", []) == ()
    assert suggestions.after(replace(said, language="en"), "000001", []) == ()


def test_while_somebody_waits_nothing_is_found_out(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.suggest.PAUSE_SECONDS", 0.01)
    quiet = threading.Event()
    looked = threading.Semaphore(0)

    def busy() -> bool:
        looked.release()
        return not quiet.is_set()

    suggestions = Suggestions(lambda language: [FRUIT_QUESTION], busy)
    said = Answer("Wat groeit aan bomen?", "answer", "nl", (quoted(citation(FRUIT, source="fruit.txt")),))
    thread = suggestions.prepare(bot)
    assert thread is not None
    for _ in range(3):
        assert looked.acquire(timeout=10)
    assert suggestions.after(said, "000001", []) == ()
    quiet.set()
    thread.join()
    assert suggestions.after(said, "000001", []) == (FRUIT_QUESTION,)


def test_nothing_is_suggested_before_it_is_known() -> None:
    said = Answer("Wat?", "answer", "nl", (quoted(citation()),))
    assert Suggestions(lambda language: []).after(said, "000001", []) == ()
