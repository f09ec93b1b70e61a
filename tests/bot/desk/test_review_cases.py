import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.desk.review_cases import as_cases, lack_of, still_there
from bot.desk.reviews import Draft, Judged, Review, Words
from bot.settings import Settings
from eval.cases import load_cases
from eval.cli import Chosen, _questions, cli
from eval.sets import own_questions
from index.read import read_sources
from index.types import Document

TEXT = (
    "Zorg in Breda\r\n\r\nIn Breda 🙂 doen ongeveer twintig organisaties mee aan het netwerk.\r\n"
    "Zij werken sinds 2015 <samen> in de wijk, en dat bevalt goed.\r\n"
)
ANSWERING = "ongeveer twintig organisaties mee aan het netwerk.\r\nZij werken sinds 2015"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "bronnen"
    folder.mkdir()
    (folder / "breda.txt").write_bytes(TEXT.encode())
    return folder


@pytest.fixture
def documents(folder: Path) -> dict[str, Document]:
    read, _ = read_sources([folder])
    return {document.source: document for document in read}


def words(quote: str = ANSWERING) -> Words:
    start = TEXT.index(quote)
    return Words("breda.txt", "article", start, start + len(quote), quote, 1)


def review(
    number: int = 1, facts: str = "twintig | 20\n2015", *chosen: Words, unanswerable: bool = False
) -> Review:
    draft = Draft("Hoeveel <b>doen</b> mee, 🙂?", "nl", "wrong", unanswerable, facts)
    return Review(number, draft, Judged("Tien.", "g1"), "eva", "2026-11-27T12:00:00+00:00", chosen)


def exported(tmp_path: Path, reviews: list[Review], documents: dict[str, Document]) -> Path:
    file = tmp_path / "cases.jsonl"
    file.write_text(as_cases(reviews, documents), encoding="utf-8")
    return file


def test_the_evaluation_reads_and_proves_what_is_exported(
    tmp_path: Path, folder: Path, documents: dict[str, Document]
) -> None:
    reviews = [review(1, "twintig | 20\n2015", words()), review(2, unanswerable=True)]
    asked = own_questions(exported(tmp_path, reviews, documents), folder)
    answerable, unanswerable = asked.cases
    assert (answerable.id, answerable.kind, answerable.language) == ("review-1", "review", "nl")
    assert (answerable.question, answerable.role) == ("Hoeveel <b>doen</b> mee, 🙂?", "article")
    assert answerable.facts == (("twintig", "20"), ("2015",))
    [gold] = answerable.evidence
    assert (gold.span.of(documents["breda.txt"].text), gold.quote) == (ANSWERING, ANSWERING)
    assert (unanswerable.answerable, unanswerable.facts, unanswerable.role) == (False, (), "")
    assert unanswerable.subject == "hoeveel <b>doen</b> mee, 🙂?"


def test_the_command_line_of_the_evaluation_takes_it(
    tmp_path: Path, folder: Path, documents: dict[str, Document]
) -> None:
    reviews = [review(1, "twintig", words()), review(2, unanswerable=True)]
    file = exported(tmp_path, reviews, documents)
    answers = tmp_path / "answers.jsonl"
    rows = [{"id": f"review-{number}", "abstained": True, "sentences": []} for number in (1, 2)]
    answers.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    out = tmp_path / "run.jsonl"
    command = [
        "eval",
        "run",
        out,
        "--cases",
        file,
        "--sources",
        folder,
        "--answers",
        answers,
        "--home",
        tmp_path,
    ]
    ran = CliRunner().invoke(cli.app, list(map(str, command)), catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    assert "2 answers" in ran.output
    assert [case.id for case in _questions(Chosen(Settings(), cases=file, sources=folder)).cases] == [
        "review-1",
        "review-2",
    ]


def test_what_a_review_lacks_keeps_it_out(tmp_path: Path, documents: dict[str, Document]) -> None:
    whole = review(1, "twintig", words())
    moved = replace(words(), start=words().start + 1)
    beyond = replace(words(), start=10_000, end=10_010)
    gone = replace(words(), source="weg.txt")
    lacking = {
        "no_words": [review(2, "twintig")],
        "words_gone": [
            review(3 + n, "twintig", words(), each) for n, each in enumerate((moved, beyond, gone))
        ],
        "no_facts": [review(6, "", words()), review(7, " | \n", words())],
        "fact_not_said": [review(8, "twintig\ndertig", words()), review(9, "tig", words())],
    }
    for lack, reviews in lacking.items():
        assert {lack_of(each, documents) for each in reviews} == {lack}
    every = [whole, *(each for reviews in lacking.values() for each in reviews)]
    assert [case.id for case in load_cases(exported(tmp_path, every, documents), {"breda.txt": TEXT})] == [
        "review-1"
    ]
    assert as_cases([], documents) == ""


def test_words_stay_where_they_are_until_the_source_changes(documents: dict[str, Document]) -> None:
    assert still_there(words(), documents)
    changed = replace(documents["breda.txt"], text=TEXT.replace("twintig", "dertig"))
    assert not still_there(words(), {"breda.txt": changed})
    assert lack_of(review(1, "", unanswerable=True), {}) == ""
