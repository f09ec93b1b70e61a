from pathlib import Path

import pytest

from bot.settings import Settings
from eval.answers import ANSWER
from eval.cases import Case
from eval.run import Setup
from eval.sets import Questions
from eval.systems import Name
from index.build import build
from tests.conftest import HashingEncoder, ScriptedGenerator
from tests.eval.conftest import CASES, TWENTY

SHORT = "Ongeveer twintig organisaties doen mee."


@pytest.fixture
def home(folder: Path, tmp_path: Path) -> Path:
    build(tmp_path / "home", [folder], HashingEncoder(), 160)
    return tmp_path / "home"


def row(name: Name, home: Path, generator: ScriptedGenerator, case: Case = CASES[0]) -> dict[str, object]:
    found = Setup(name, Settings(), HashingEncoder(), generator).system(home).row(case)
    ANSWER.validate_python(found, strict=False)
    return found


def test_quotes_ask_the_generator_nothing(home: Path) -> None:
    generator = ScriptedGenerator(SHORT)
    found = ANSWER.validate_python(row("quotes", home, generator), strict=False)
    assert found.sentences[0].text == TWENTY
    assert {sentence.support for sentence in found.sentences} == {"quote"}
    assert generator.asked == []


def test_the_plain_system_says_whatever_the_generator_says_and_cites_what_it_was_given(home: Path) -> None:
    generator = ScriptedGenerator("In Groningen zijn het er negenhonderd.")
    found = ANSWER.validate_python(row("plain", home, generator, CASES[3]), strict=False)
    assert found.text == "In Groningen zijn het er negenhonderd."
    assert {citation.source for citation in found.citations} == {"breda.txt", "almelo.txt"}
    assert found.sentences[0].support == "unchecked"
    prompt = generator.asked[0][-1].content
    assert TWENTY in prompt
    assert prompt.endswith("Vraag: Hoeveel organisaties doen mee in Groningen?\nAntwoord:")


@pytest.mark.parametrize("said", ["", "Dat staat niet in de tekst.", " Dat staat niet in de tekst"])
def test_the_plain_system_may_say_that_it_does_not_know(home: Path, said: str) -> None:
    found = ANSWER.validate_python(row("plain", home, ScriptedGenerator(said)), strict=False)
    assert found.abstained
    assert found.hits is not None
    assert found.hits[0].source == "breda.txt"


def test_the_product_answers_as_visitors_see_it(questions: Questions, home: Path) -> None:
    del questions
    found = row("wijkwijzer", home, ScriptedGenerator())
    assert found["kind"] == "answer"
    assert str(found["answer"]).startswith(TWENTY)


def test_the_product_refuses_what_cannot_be_a_question(home: Path) -> None:
    empty = Case("empty", "off-topic", "nl", "   ", subject="empty")
    found = row("wijkwijzer", home, ScriptedGenerator(), empty)
    assert (found["id"], found["abstained"], found["reason"]) == ("empty", True, "invalid_question")
