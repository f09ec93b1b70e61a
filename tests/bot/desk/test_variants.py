from dataclasses import replace
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.desk.variants import MAX_OPEN, SETTINGS, Generations, configured
from bot.trained import Trained
from eval.hashing import HashingEncoder
from index.build import build
from index.errors import IndexUnavailableError, UsageError
from index.generations import GENERATIONS
from index.store import Index
from prompts import load
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of, page, seeds
from tests.bot.desk.test_trace import Reads
from tests.conftest import ScriptedGenerator

TEXTS = load("nl")


class OtherEncoder(HashingEncoder):
    name = "other"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder with two generations: the second says thirty where the first says twenty."""
    sources = tmp_path / "sources"
    sources.mkdir()
    for text in (BREDA, BREDA.replace("twintig", "dertig")):
        (sources / "breda.txt").write_text(f"Zorg in Breda\n\n{text}\n", encoding="utf-8")
        build(tmp_path / "home", [sources], HashingEncoder(), 160)
    return tmp_path / "home"


@pytest.fixture
def current(home: Path) -> Index:
    return Index.open(home, HashingEncoder())


def test_the_generations_on_disk_are_listed_the_newest_first(home: Path, tmp_path: Path) -> None:
    assert Generations(home).names() == ["000002", "000001"]
    assert Generations(tmp_path / "nothing").names() == []


def test_another_generation_is_opened_once_with_the_same_models(home: Path, current: Index) -> None:
    generations = Generations(home)
    older = generations.open("000001", current, TEXTS)
    assert (older.generation, older.encoder) == ("000001", current.encoder)
    assert "twintig" in older.documents["breda.txt"].text
    assert "dertig" in current.documents["breda.txt"].text
    assert generations.open("000001", current, TEXTS) is older


def test_only_so_many_stay_open(home: Path, current: Index, tmp_path: Path) -> None:
    generations = Generations(home)
    first = generations.open("000001", current, TEXTS)
    assert MAX_OPEN == 2
    second = generations.open("000002", current, TEXTS)
    assert generations.open("000001", current, TEXTS) is first  # now the second waits longest
    (tmp_path / "sources" / "fruit.txt").write_text("Fruit\n\nAppels groeien aan bomen.\n", encoding="utf-8")
    build(home, [tmp_path / "sources"], HashingEncoder(), 160)
    assert generations.names() == ["000003", "000002"]
    generations.open("000003", current, TEXTS)
    assert generations.open("000002", current, TEXTS) is not second


@pytest.mark.parametrize("name", ["000009", "", "../000001", "current"])
def test_what_is_no_generation_is_said_with_those_that_are(home: Path, current: Index, name: str) -> None:
    with pytest.raises(UsageError, match=r"000002, 000001"):
        Generations(home).open(name, current, TEXTS)


def test_where_there_is_no_index_on_disk_there_is_nothing_to_compare_with(
    tmp_path: Path, current: Index
) -> None:
    with pytest.raises(UsageError, match="Wel zijn er: –"):
        Generations(tmp_path / "nothing").open("000001", current, TEXTS)


def test_a_damaged_generation_is_not_opened(home: Path, current: Index) -> None:
    passages = home / GENERATIONS / "000001" / "passages.jsonl"
    passages.write_bytes(passages.read_bytes().replace(b"Breda", b"Delft"))
    with pytest.raises(IndexUnavailableError, match=r"000001 is beschadigd.*passages\.jsonl"):
        Generations(home).open("000001", current, TEXTS)


def test_a_generation_of_another_embedder_is_not_opened(home: Path) -> None:
    like = replace(index_of(page("a.txt", BREDA)), encoder=OtherEncoder())
    with pytest.raises(IndexUnavailableError, match="ander zoekmodel"):
        Generations(home).open("000001", like, TEXTS)


def test_the_configurations_need_no_other_models() -> None:
    bot = Bot(seeds(), ScriptedGenerator(), 10, trained=Trained(reader=Reads()))
    question = "Wat doet het wijkteam met de huishoudelijke hulp?"
    hits = {name: len(configured(bot, name, TEXTS).answer(question).hits) for name in SETTINGS}
    assert hits == {"zonder_lezer": 10, "alleen_citaten": 10, "vijf_treffers": 5, "twintig_treffers": 20}
    confidences = {
        name: configured(bot, name, TEXTS).answer(question).confidence
        for name in ("zonder_lezer", "alleen_citaten")
    }
    assert confidences["zonder_lezer"] != confidences["alleen_citaten"]


def test_without_a_language_model_everything_is_quoted() -> None:
    bot = Bot(index_of(page("breda.txt", BREDA)), ScriptedGenerator(BREDA_DRAFT), 10)
    [sentence] = configured(bot, "alleen_citaten", TEXTS).answer(BREDA_QUESTION).sentences
    assert (sentence.text, sentence.support) == (BREDA, "quote")
    assert bot.answer(BREDA_QUESTION).sentences[0].support == "checked"


def test_what_is_no_configuration_is_said_with_those_that_are() -> None:
    with pytest.raises(UsageError, match=r"‘alles’.*zonder_lezer, alleen_citaten"):
        configured(Bot(seeds(), ScriptedGenerator(), 10), "alles", TEXTS)
