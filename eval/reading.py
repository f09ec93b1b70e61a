"""Questions with texts that answer them, or that do not: most to train the reader on, some to measure it."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.articles import rows
from eval.cases import QUESTIONS
from eval.gold import PAGES
from eval.pairs import LAW_QUESTIONS, trainable_articles
from eval.tasks import HELD_OUT_XQUAD
from index.sentences import split_sentences
from index.types import Span

ARTICLE_QUESTIONS = QUESTIONS / "articles_train.jsonl"
MORE_ARTICLE_QUESTIONS = QUESTIONS / "articles_more_train.jsonl"
FACT_QUESTIONS = QUESTIONS / "articles_facts_train.jsonl"
HELD_OUT_ARTICLES = QUESTIONS / "articles.jsonl"
HELD_OUT_FACTS = QUESTIONS / "articles_facts.jsonl"
NEAR_MISSES = QUESTIONS / "near.jsonl"
PAGE_QUESTIONS = {"dev": QUESTIONS / "pages_train.jsonl", "test": QUESTIONS / "pages.jsonl"}
LANGUAGES = ("nl", "en", "de", "es", "ro", "da", "nb", "sv")
# SQuAD-it's titles of the articles that are held out.
HELD_OUT_ITALIAN = frozenset(
    {
        "Normanni",
        "Crisi energetica (1973)",
        "Amazzonia",
        "Commutazione di pacchetto",
        "Newcastle upon Tyne",
        "ABC (Stati Uniti d'America)",
        "Gengis Khan",
        "Farmacia",
        "Scuola privata",
        "Università di Harvard",
        "Jacksonville",
        "Kenya",
    }
)
# Longer articles of laws would be cut.
_MAX_ARTICLE_CHARACTERS = 900


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A text with its sentences; `article` is what all paragraphs on one subject share."""

    text: str
    sentences: tuple[Span, ...]
    article: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paragraph."""

    question: str
    paragraph: Paragraph
    places: tuple[int, ...]
    """Of the sentences that answer it together, one after another; empty where none does."""
    answer: Span | None = None
    """Where exactly, if that is known."""
    elsewhere: tuple[str, ...] = ()
    """Texts of the same article that answer it too."""
    near: tuple[str, ...] = ()
    """Questions that the same sentences seem to answer, and do not."""


def paragraph_of(text: str, article: str) -> Paragraph:
    """Return a text cut into sentences."""
    return Paragraph(text, tuple(split_sentences(text, Span(0, len(text)))), article)


def overlapped(paragraph: Paragraph, span: Span) -> tuple[int, ...]:
    """Return the places of the sentences that a span is in."""
    return tuple(place for place, each in enumerate(paragraph.sentences) if each.overlaps(span))


def squad(dataset: dict[str, Any], held_out: frozenset[object]) -> Iterator[Asked]:
    """Yield the questions of a dataset in SQuAD's form but those on held-out articles, by number or title."""
    for number, article in enumerate(dataset["data"]):
        if number in held_out or article.get("title") in held_out:
            continue
        for each in article["paragraphs"]:
            paragraph = paragraph_of(each["context"], str(number))
            for row in each["qas"]:
                yield from _located(row["question"], paragraph, row["answers"][0])


def _located(question: str, paragraph: Paragraph, answer: dict[str, Any]) -> Iterator[Asked]:
    """Yield the question, unless the answer is not where it is said to be: translations move it."""
    span = Span(answer["answer_start"], answer["answer_start"] + len(answer["text"]))
    if answer["text"] and span.start >= 0 and span.of(paragraph.text) == answer["text"]:
        yield Asked(question, paragraph, overlapped(paragraph, span), span)


def _read(path: Path) -> Any:
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


def xquad_paragraphs(data: Path, language: str) -> list[Paragraph]:
    """Return XQuAD's paragraphs but those of held-out articles, in the same order in every language."""
    dataset = _read(data / "reader_train" / f"xquad.{language}.json")
    return [
        paragraph_of(each["context"], str(number))
        for number, article in enumerate(dataset["data"])
        if number not in HELD_OUT_XQUAD
        for each in article["paragraphs"]
    ]


def english_on_dutch(folder: Path) -> Iterator[Asked]:
    """Yield XQuAD's English questions on the Dutch paragraphs that have their answers."""
    english, dutch = (_read(folder / f"xquad.{language}.json")["data"] for language in ("en", "nl"))
    for number, (ours, theirs) in enumerate(zip(english, dutch, strict=True)):
        if number in HELD_OUT_XQUAD:
            continue
        for one, other in zip(ours["paragraphs"], theirs["paragraphs"], strict=True):
            paragraph = paragraph_of(other["context"], str(number))
            for question, row in zip(one["qas"], other["qas"], strict=True):
                yield from _located(question["question"], paragraph, row["answers"][0])


def selqa(folder: Path) -> Iterator[Asked]:
    """Yield SelQA's questions on sections of English articles, of which only the sentences are known."""
    for name in ("selqa_dev", "selqa_test"):
        for row in _read(folder / f"{name}.json.gz"):
            spans, at = [], 0
            for sentence in row["candidates"]:
                spans.append(Span(at, at + len(sentence)))
                at += len(sentence) + 1
            text = " ".join(row["candidates"])
            paragraph = Paragraph(text, tuple(spans), f"{row['article']} {row['section']}")
            first, *more = row["answers"]
            yield Asked(
                row["question"], paragraph, (first,), elsewhere=tuple(spans[k].of(text) for k in more)
            )


def law_questions(data: Path) -> Iterator[Asked]:
    """Yield our own questions on law articles that are short enough to be read whole."""
    articles = {article.id: article for article in trainable_articles(data)}
    for row in rows(LAW_QUESTIONS):
        article = articles.get(row["id"])
        if article is not None and len(article.text) < _MAX_ARTICLE_CHARACTERS:
            paragraph = Paragraph(article.text, (Span(0, len(article.text)),), article.act)
            for question in row["questions"]:
                yield Asked(question, paragraph, (0,))


def page_questions(half: str) -> Iterator[Asked]:
    """Yield our own questions on composed pages of the field, in two wordings; four of ten have no answer."""
    for row in rows(PAGE_QUESTIONS[half]):
        paragraphs = page_paragraphs(half, row["page"])
        for question in dict.fromkeys((row["question"], row["other"])):
            if not row["evidence"]:
                yield from (Asked(question, each, ()) for each in paragraphs[:1])
                continue
            evidence, *more = row["evidence"]
            paragraph = next(each for each in paragraphs if evidence in each.text)
            start = paragraph.text.index(evidence)
            at = evidence.find(row["answer"]) if row["answer"] else -1
            answer = Span(start + at, start + at + len(row["answer"])) if at >= 0 else None
            places = overlapped(paragraph, Span(start, start + len(evidence)))
            yield Asked(question, paragraph, places, answer, tuple(more))


def article_questions(path: Path) -> Iterator[Asked]:
    """Yield our own questions on a file's articles of the field, in all wordings, with near misses."""
    for number, article in enumerate(rows(path)):
        paragraphs = [paragraph_of(text, f"{path.stem} {number}") for text in article["paragraphs"]]
        for row in article["questions"]:
            evidence, *more = row["evidence"]
            paragraph = next(each for each in paragraphs if evidence in each.text)
            start = paragraph.text.index(evidence)
            at = evidence.find(row["answer"]) if row["answer"] else -1
            answer = Span(start + at, start + at + len(row["answer"])) if at >= 0 else None
            places = overlapped(paragraph, Span(start, start + len(evidence)))
            english = row.get("english", row["question"])
            for question in dict.fromkeys((row["question"], row["other"], english)):
                yield Asked(question, paragraph, places, answer, tuple(more), tuple(row["near"]))


def near_misses(data: Path) -> Iterator[Asked]:
    """Yield our own questions that held-out Dutch paragraphs of XQuAD nearly answer: to measure with."""
    articles = _read(data / "reader_train" / "xquad.nl.json")["data"]
    for row in rows(NEAR_MISSES):
        _, article, number = row["id"].split("-")
        context = articles[int(article)]["paragraphs"][int(number)]["context"]
        yield Asked(row["question"], paragraph_of(context, str(int(article))), ())


def page_paragraphs(half: str, page: str) -> list[Paragraph]:
    """Return the paragraphs of a composed page that can be cited."""
    blocks = rows(PAGES / half / f"{page}.jsonl")[1:]
    texts = [
        " ".join(row["text"].split()) for row in blocks if row["role"] in ("article", "quote", "comment")
    ]
    return [paragraph_of(text, page) for text in texts]


def sources(data: Path) -> dict[str, list[Asked]]:
    """Return the questions to train on, by origin, but those of the field."""
    folder = data / "reader_train"
    held_out: frozenset[object] = frozenset(HELD_OUT_XQUAD)
    found = {name: list(squad(_read(folder / f"xquad.{name}.json"), held_out)) for name in LANGUAGES}
    found["it"] = list(squad(_read(folder / "squad_it_test.json.gz"), HELD_OUT_ITALIAN))
    found["english on dutch"] = list(english_on_dutch(folder))
    found["selqa"] = list(selqa(folder))
    found["laws"] = list(law_questions(data))
    return found
