"""Retrieval tasks: documents, and questions with those among them that answer."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.articles import Article, field_articles, in_sample, pile_articles, rows
from eval.cases import QUESTIONS
from index.types import Block, Document, Span

LAW_QUESTIONS = QUESTIONS / "laws.jsonl"
# Articles of XQuAD that nothing is ever trained on; see the measuring data's README.
HELD_OUT_XQUAD = frozenset({2, 13, 16, 19, 22, 24, 25, 26, 30, 31, 32, 37})
KAMER_QUERIES = 500
# Shorter answers only refer to another one.
KAMER_MIN_CHARACTERS = 50


@dataclass(frozen=True, slots=True)
class Query:
    """A question and the documents that answer it."""

    text: str
    relevant: frozenset[str]


@dataclass(frozen=True, slots=True)
class Task:
    """Queries over one set of documents."""

    name: str
    documents: Sequence[Document]
    queries: Sequence[Query]


def page(source: str, text: str, title: str = "") -> Document:
    """Return a document of one block, as a row of a BEIR corpus is read."""
    return Document(source, text, (Block(Span(0, len(text)), "article"),), title=title)


def is_held_out_passage(passage_id: str) -> bool:
    """Tell whether a passage of xquad_nl ('xq-02-..') belongs to an article that nothing is trained on."""
    return int(passage_id.split("-")[1]) in HELD_OUT_XQUAD


def xquad(data: Path) -> list[Task]:
    """Return the questions on the held-out Wikipedia articles, in Dutch and in English, over all passages."""
    folder = data / "xquad_nl"
    documents = [page(row["_id"], row["text"]) for row in rows(folder / "passages.jsonl")]
    asked = [row for row in rows(folder / "qa.jsonl") if is_held_out_passage(row["passage_id"])]
    english = english_questions(data)
    return [
        Task("xquad", documents, [_query(row["question"], row["passage_id"]) for row in asked]),
        Task("xquad, English", documents, [_query(english[row["id"]], row["passage_id"]) for row in asked]),
    ]


def english_questions(data: Path) -> dict[str, str]:
    """Return XQuAD's English questions by their ids."""
    dataset = json.loads((data / "reader_train" / "xquad.en.json").read_text(encoding="utf-8"))
    return {
        question["id"]: question["question"]
        for article in dataset["data"]
        for paragraph in article["paragraphs"]
        for question in paragraph["qas"]
    }


def _query(text: str, *relevant: str) -> Query:
    return Query(text, frozenset(relevant))


def kamer(data: Path) -> list[Task]:
    """Return titles and texts of 500 written questions of members of parliament, over all answers."""
    answered = {row["_id"]: row for row in kamer_rows(data)}
    asked = [answered[each] for each in kamer_eval_ids(data)]
    documents = [page(row["_id"], row["answer"]) for row in answered.values()]
    return [
        Task(f"kamer, {field}", documents, [_query(row[field], row["_id"]) for row in asked])
        for field in ("title", "question")
    ]


def kamer_rows(data: Path) -> list[dict[str, str]]:
    """Return the written questions that have an answer of their own."""
    every = rows(data / "be_kamer_qa" / "be_kamer_qa.jsonl")
    return [row for row in every if len(row["answer"]) >= KAMER_MIN_CHARACTERS]


def kamer_eval_ids(data: Path) -> list[str]:
    """Return the ids of the questions to measure with."""
    return (data / "be_kamer_qa" / "eval_ids.txt").read_text(encoding="utf-8").split()[:KAMER_QUERIES]


def laws(data: Path) -> list[Task]:
    """Return our own questions on laws, over articles of the field, an eighth of the pile, and theirs."""
    queries = [Query(row["question"], frozenset(row["relevant"])) for row in rows(LAW_QUESTIONS)]
    answering = frozenset().union(*(query.relevant for query in queries))
    pile = [each for each in pile_articles(data) if each.id in answering or in_sample(each.id)]
    return [Task("laws", law_documents([*field_articles(data), *pile]), queries)]


def law_documents(articles: Iterable[Article]) -> list[Document]:
    """Return articles as documents under the name of their law and their place in it."""
    return [page(each.id, each.text, f"{each.law}, {each.path}") for each in articles]
