import json
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.batch import answer_batch, best_documents, write_trec_run
from bot.rows import BadLine
from index.errors import UsageError
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of, lines, page
from tests.conftest import ScriptedGenerator

DOCUMENTS = (
    page("breda.txt", BREDA),
    page("map/appels en peren.txt", "Appels en peren groeien aan bomen."),
    page("bus.txt", "De bus rijdt elk uur naar het station."),
)


@pytest.fixture
def bot() -> Bot:
    return Bot(index_of(*DOCUMENTS), ScriptedGenerator(BREDA_DRAFT), 10)


def read(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_question_gets_a_row_in_order(bot: Bot, tmp_path: Path) -> None:
    asked = lines(
        tmp_path / "in.jsonl",
        [
            {"id": "a", "question": BREDA_QUESTION},
            {"id": 2, "question": "   "},
            {"id": "c", "question": "Hallo"},
            {"id": "d", "question": "Wat doet Zwolle?"},
        ],
    )
    assert answer_batch(bot, asked, tmp_path / "out.jsonl", "nl") == []
    rows = read(tmp_path / "out.jsonl")
    assert [(row["id"], row["kind"], row["reason"]) for row in rows] == [
        ("a", "answer", ""),
        (2, "refusal", "invalid_question"),
        ("c", "greeting", ""),
        ("d", "refusal", "name_missing"),
    ]
    assert rows[0]["answer"] == f"{BREDA_DRAFT} [1]"
    assert rows[1]["notices"] == [
        "Ik vind hier geen antwoord op in de bronnen.",
        "Er staat geen vraag. Typ een vraag van een paar woorden.",
    ]
    assert rows[1]["question"] == ""


def test_a_follow_up_of_a_batch_is_read_with_its_history(bot: Bot, tmp_path: Path) -> None:
    row = {
        "id": 1,
        "question": "Hoeveel organisaties participeren in het samenwerkingsverband?",
        "history": [{"question": "Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar?"}],
    }
    answer_batch(bot, lines(tmp_path / "in.jsonl", [row]), tmp_path / "out.jsonl", "nl")
    assert read(tmp_path / "out.jsonl")[0]["kind"] == "answer"


def test_bad_lines_are_returned_and_the_others_answered(bot: Bot, tmp_path: Path) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_bytes(b'{"id": 1, "question": "Hallo"}\n\nnonsense\n{"id": 2, "question": "Hoi"}')
    bad = answer_batch(bot, asked, tmp_path / "out.jsonl", "nl")
    assert [line.number for line in bad] == [3]
    assert [row["id"] for row in read(tmp_path / "out.jsonl")] == [1, 2]


def test_an_invalid_question_is_refused_in_the_language_that_is_set(bot: Bot, tmp_path: Path) -> None:
    asked = lines(tmp_path / "in.jsonl", [{"id": 1, "question": "?"}])
    answer_batch(bot, asked, tmp_path / "out.jsonl", "en")
    assert read(tmp_path / "out.jsonl")[0]["notices"] == [
        "I find no answer to this in the sources.",
        "There are no words in this question. Ask it in plain words.",
    ]


def test_files_that_cannot_be_read_or_written_are_named(bot: Bot, tmp_path: Path) -> None:
    good = lines(tmp_path / "in.jsonl", [{"id": 1, "question": "Hallo"}])
    with pytest.raises(UsageError, match=r"gone\.jsonl' cannot be read: No such file"):
        answer_batch(bot, tmp_path / "gone.jsonl", tmp_path / "out.jsonl", "nl")
    with pytest.raises(UsageError, match=r"no/out\.jsonl' cannot be written: No such file"):
        answer_batch(bot, good, tmp_path / "no" / "out.jsonl", "nl")
    with pytest.raises(UsageError, match="cannot be read: Is a directory"):
        write_trec_run(bot.index, tmp_path, tmp_path / "run.trec", 3)
    queries = lines(tmp_path / "q.jsonl", [{"_id": "q", "text": "bus"}])
    with pytest.raises(UsageError, match="cannot be written: Is a directory"):
        write_trec_run(bot.index, queries, tmp_path, 3)


def test_a_run_has_each_document_once_with_its_best_passage(tmp_path: Path) -> None:
    twice = page("bus.txt", "\n".join(["De bus rijdt elk uur. " * 30, "De trein rijdt elk half uur. " * 30]))
    index = index_of(*DOCUMENTS[:2], twice)
    assert len([each for each in index.passages if each.source == "bus.txt"]) > 1
    found = best_documents(index, "Wanneer rijdt de bus?", 3)
    assert found[0][0] == "bus.txt"
    assert sorted(source for source, _ in found) == ["breda.txt", "bus.txt", "map/appels en peren.txt"]
    best = max(
        hit.score for hit in index.search("Wanneer rijdt de bus?", 99) if hit.passage.source == "bus.txt"
    )
    assert found[0][1] == best
    assert best_documents(index, "Wanneer rijdt de bus?", 1) == found[:1]


def test_more_documents_than_there_are_gives_all() -> None:
    assert len(best_documents(index_of(*DOCUMENTS), "bus", 1000)) == 3


def test_a_run_is_six_columns_and_names_bad_lines(tmp_path: Path) -> None:
    queries = tmp_path / "q.jsonl"
    queries.write_bytes(
        b'{"_id": "q1", "text": "appels peren groeien bomen"}\n\nnonsense\n{"_id": "q2"}\n[1]\n'
        b'{"_id": 4, "text": "bus station"}\n\xff\n'
    )
    index = index_of(*DOCUMENTS)
    bad = write_trec_run(index, queries, tmp_path / "run.trec", 2)
    assert bad == [BadLine(number, 'it is no JSON object with "_id" and "text"') for number in (3, 4, 5, 7)]
    run = [line.split(" ") for line in (tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()]
    assert [(row[0], row[1], row[3], row[5]) for row in run] == [
        ("q1", "Q0", "1", "wijkwijzer"),
        ("q1", "Q0", "2", "wijkwijzer"),
        ("4", "Q0", "1", "wijkwijzer"),
        ("4", "Q0", "2", "wijkwijzer"),
    ]
    assert run[0][2] == "map/appels%20en%20peren.txt"
    assert run[2][2] == "bus.txt"
    assert run[2][4] == f"{index.search('bus station', 1)[0].score:.6f}"
    assert float(run[0][4]) > float(run[1][4])
