"""Pairs of a question and a passage that answers it, to train the embedder on; none is measured with."""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.articles import Article, held_out, pile_articles, rows
from eval.cases import QUESTIONS
from eval.tasks import HELD_OUT_XQUAD, kamer_eval_ids, kamer_rows, law_documents, page
from index.context import with_short_context
from index.passages import cut
from index.store import context
from index.types import Document, Passage

LAW_QUESTIONS = QUESTIONS / "laws_train.jsonl"
# Laws of the field are measured with, in later versions than the pile's.
_FIELD = ("participatiewet", "jeugdwet", "wet maatschappelijke ondersteuning")
_ARTICLE_NUMBER = re.compile(r"^Artikel\s+\S+\s*", re.IGNORECASE)
# A heading of fewer characters ('Algemeen') asks for nothing.
_MIN_HEADING, _MIN_CHAPTER = 9, 16
_LANGUAGES = ("de", "en", "sv", "es")


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a passage as the embedder reads them."""

    question: str
    passage: str
    answer: str
    """What answers it: pairs with the same one are no negatives for each other."""
    topic: str
    """Pairs of one topic are the harder negatives for each other."""


@dataclass(frozen=True, slots=True)
class Source:
    """Pairs of one kind, and the share of batches that are made of them."""

    name: str
    pairs: Sequence[Pair]
    share: float


def law_questions(data: Path) -> list[Pair]:
    """Return our own questions on articles of the pile, with the article."""
    articles = {article.id: article for article in trainable_articles(data)}
    return [
        Pair(question, _read(articles[row["id"]]), row["id"], articles[row["id"]].act)
        for row in rows(LAW_QUESTIONS)
        if row["id"] in articles
        for question in row["questions"]
    ]


def trainable_articles(data: Path) -> Iterator[Article]:
    """Yield the articles of the pile but those of held-out acts and of the laws that are measured with."""
    for article in pile_articles(data):
        if not held_out(article.act) and not any(law in article.law.lower() for law in _FIELD):
            yield article


def _read(article: Article) -> str:
    (document,) = law_documents([article])
    return f"{document.title}\n{document.text}"


def law_headings(data: Path, chance: random.Random) -> list[Pair]:
    """Return what articles, or the chapters above them, are called, with the article's text alone."""
    pairs = []
    for article in trainable_articles(data):
        name = _ARTICLE_NUMBER.sub("", article.name)
        if len(name) < _MIN_HEADING and len(article.heading) < _MIN_CHAPTER:
            continue
        named = len(name) >= _MIN_HEADING
        asked = name if named else article.heading
        asked = f"{article.law}: {asked}" if chance.random() < 0.3 else asked
        answer = article.id if named else f"{article.act} {article.heading}"
        pairs.append(Pair(asked, article.text, answer, article.act))
    return pairs


def kamer_pairs(
    data: Path, passages: Callable[[Document], Sequence[Passage]], chance: random.Random
) -> list[list[Pair]]:
    """Return titles, and texts, of written questions with a passage of their answer, mostly the first."""
    every = kamer_rows(data)
    asked = frozenset(kamer_eval_ids(data))
    titles = {row["title"] for row in every if row["_id"] in asked}
    by_title, by_question = [], []
    for row in every:
        if row["_id"] in asked or row["title"] in titles:
            continue
        found = passages(page(row["_id"], row["answer"]))
        if found:
            passage = context(found[0] if chance.random() < 0.6 else chance.choice(found[:4]))
            by_title.append(Pair(row["title"], passage, row["_id"], row["theme"]))
            by_question.append(Pair(row["question"][:500], passage, row["_id"], row["theme"]))
    return [by_title, by_question]


def xquad_pairs(data: Path, questions: str, passages: str) -> list[Pair]:
    """Return questions in one language with their paragraph in another, of articles that are not held out."""
    return [
        Pair(asked.question, answering.passage, asked.answer, asked.topic)
        for asked, answering in zip(_xquad(data, questions), _xquad(data, passages), strict=True)
    ]


def _xquad(data: Path, language: str) -> list[Pair]:
    dataset = json.loads((data / "reader_train" / f"xquad.{language}.json").read_text(encoding="utf-8"))
    return [
        Pair(question["question"], paragraph["context"], f"{number}/{place}", str(number))
        for number, article in enumerate(dataset["data"])
        if number not in HELD_OUT_XQUAD
        for place, paragraph in enumerate(article["paragraphs"])
        for question in paragraph["qas"]
    ]


def sources(data: Path, count_tokens: Callable[[Sequence[str]], list[int]], tokens: int) -> list[Source]:
    """Return all pairs; `tokens` is the length of a passage."""
    chance = random.Random(0)

    def passages(document: Document) -> list[Passage]:
        return [
            with_short_context(each, count_tokens, tokens) for each in cut(document, count_tokens, tokens)
        ]

    titles, questions = kamer_pairs(data, passages, chance)
    languages = [
        pair for each in _LANGUAGES for pair in xquad_pairs(data, each, "nl" if each == "sv" else each)
    ]
    return [
        Source("questions on laws", law_questions(data), 0.26),
        Source("headings of laws", law_headings(data, chance), 0.14),
        Source("titles of written questions", titles, 0.24),
        Source("written questions", questions, 0.08),
        Source("Wikipedia", xquad_pairs(data, "nl", "nl"), 0.12),
        Source("Wikipedia, English questions", xquad_pairs(data, "en", "nl"), 0.10),
        Source("Wikipedia, other languages", languages, 0.06),
    ]


def batches(pairs: Sequence[Pair], size: int, chance: random.Random) -> Iterator[list[Pair]]:
    """Yield batches without end, each of runs of eight pairs of one topic."""
    while True:
        topics: dict[str, list[Pair]] = {}
        for pair in chance.sample(pairs, len(pairs)):
            topics.setdefault(pair.topic, []).append(pair)
        ordered = [pair for topic in chance.sample(list(topics), len(topics)) for pair in topics[topic]]
        runs = [ordered[start : start + 8] for start in range(0, len(ordered), 8)]
        mixed = [pair for run in chance.sample(runs, len(runs)) for pair in run]
        for start in range(0, len(mixed) - size + 1, size):
            yield mixed[start : start + size]
