import json
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

import eval.pairs
import eval.tasks
from eval.articles import field_articles, held_out, in_sample, pile_articles
from eval.pairs import Pair, kamer_pairs, law_headings, law_questions, trainable_articles, xquad_pairs
from eval.tasks import Query, kamer, laws, xquad
from index.passages import cut
from index.types import Document, Passage

LONG = "Het college verstrekt een voorziening aan wie haar nodig heeft, binnen zes weken na de aanvraag."
ACT = f"""##Wet van 1 mei 1990
### Hoofdstuk 1
####Algemene bepalingen over zorg
### Artikel  1  Begrippen en toepassing
{LONG}
### Artikel 2
Vervallen.
### Artikel 3
{LONG} Anders.
### Artikel 1  Begrippen en toepassing
Nog eens: {LONG}
"""
ACTS = ("BWB0", "BWB1", "BWB2", "BWB3", "BWB4", "BWB5", "BWB6")


def write(path: Path, *rows: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The measuring data's layout with little in it."""
    pile = [
        {"_id": act, "slug": "wet-op-de-zorg", "title": f"Regeling van iets ({act} zorgwet)", "text": ACT}
        for act in ACTS
    ]
    pile.append({"_id": "BWB9", "slug": "participatiewet", "title": "Wet van 3 mei", "text": ACT})
    write(tmp_path / "scale_pile" / "wetten_wet_2017.jsonl", *pile)
    for file in ("participatiewet_2026-01-01", "jeugdwet_2024-01-01", "wmo2015_2017-05"):
        law = {"law": file[:4], "path": "Hoofdstuk 1", "article": "Artikel 1", "text": "Een."}
        write(tmp_path / "laws" / f"{file}.jsonl", law, law)
    rule = {"regeling": "Regels", "gemeente": "Breda", "cvdr": "CVDR1", "article": "2", "text": "Twee."}
    write(tmp_path / "laws" / "gemeentelijke_regelingen.jsonl", rule)
    numbers = [0, 2, 5]
    write(
        tmp_path / "xquad_nl" / "passages.jsonl",
        *({"_id": f"xq-{n:02}-00", "text": f"p{n}."} for n in numbers),
    )
    asked = [{"id": f"q{n}", "question": f"vraag {n}", "passage_id": f"xq-{n:02}-00"} for n in numbers]
    write(tmp_path / "xquad_nl" / "qa.jsonl", *asked)
    for language in ("nl", "en"):
        articles = [
            {
                "paragraphs": [
                    {"context": f"{language} {n}", "qas": [{"id": f"q{n}", "question": f"{language}? {n}"}]}
                ]
            }
            for n in range(6)
        ]
        folder = tmp_path / "reader_train"
        folder.mkdir(exist_ok=True)
        (folder / f"xquad.{language}.json").write_text(
            json.dumps({"data": articles}, indent=1), encoding="utf-8"
        )
    members = [
        {
            "_id": f"k{n}",
            "title": f"titel {n // 2}",
            "question": "x" * 900,
            "answer": f"{n} {LONG}",
            "theme": "t",
        }
        for n in range(6)
    ]
    write(
        tmp_path / "be_kamer_qa" / "be_kamer_qa.jsonl",
        *members,
        {**members[0], "_id": "short", "answer": "Ja."},
    )
    (tmp_path / "be_kamer_qa" / "eval_ids.txt").write_text("k0\nk4\n", encoding="utf-8")
    own = tmp_path / "own.jsonl"
    answers = ("CVDR1/2", "BWB1/Artikel 3")
    write(own, *({"question": f"Wat zegt {answer}?", "relevant": [answer]} for answer in answers))
    monkeypatch.setattr(eval.tasks, "LAW_QUESTIONS", own)
    trained = tmp_path / "trained.jsonl"
    write(trained, *({"id": f"{act}/Artikel 3", "questions": ["Mag dat?", "Wie?"]} for act in ACTS))
    monkeypatch.setattr(eval.pairs, "LAW_QUESTIONS", trained)
    return tmp_path


def test_acts_are_split_into_articles_that_say_something(data: Path) -> None:
    first, third = [each for each in pile_articles(data) if each.act == "BWB0"]
    assert (first.id, first.law, first.text) == (
        "BWB0/Artikel 1 Begrippen en toepassing",
        "BWB0 zorgwet",
        LONG,
    )
    assert first.path == "Algemene bepalingen over zorg > Artikel 1 Begrippen en toepassing"
    assert third.name == "Artikel 3"
    assert {each.law for each in pile_articles(data) if each.act == "BWB9"} == {"participatiewet"}


def test_laws_of_the_field_and_of_municipalities_are_articles(data: Path) -> None:
    assert [(each.id, each.law, each.path) for each in field_articles(data)] == [
        ("participatiewet_2026-01-01/Artikel 1", "part", "Hoofdstuk 1 > Artikel 1"),
        ("jeugdwet_2024-01-01/Artikel 1", "jeug", "Hoofdstuk 1 > Artikel 1"),
        ("wmo2015_2017-05/Artikel 1", "wmo2", "Hoofdstuk 1 > Artikel 1"),
        ("CVDR1/2", "Regels (gemeente Breda)", "Artikel 2"),
    ]


def test_nothing_that_is_measured_with_is_trained_on(data: Path) -> None:
    held = {act for act in ACTS if held_out(act)}
    assert held
    assert held != set(ACTS)
    trainable = {article.act for article in trainable_articles(data)}
    assert trainable == set(ACTS) - held
    assert {pair.topic for pair in law_questions(data)} == trainable
    assert {pair.topic for pair in law_headings(data, random.Random(0))} == trainable


def test_laws_are_asked_among_a_sample_and_what_answers(data: Path) -> None:
    (task,) = laws(data)
    sources = [document.source for document in task.documents]
    sample = [each.id for each in pile_articles(data) if in_sample(each.id) or each.id == "BWB1/Artikel 3"]
    assert 1 < len(sample) < 16
    assert sources == [each.id for each in field_articles(data)] + sample
    assert [query.relevant for query in task.queries] == [{"CVDR1/2"}, {"BWB1/Artikel 3"}]
    title = next(document.title for document in task.documents if document.source == "BWB1/Artikel 3")
    assert title == "BWB1 zorgwet, Algemene bepalingen over zorg > Artikel 3"


def test_wikipedia_is_asked_about_held_out_articles_over_all(data: Path) -> None:
    dutch, english = xquad(data)
    assert dutch.queries == [Query("vraag 2", frozenset({"xq-02-00"}))]
    assert english.queries == [Query("en? 2", frozenset({"xq-02-00"}))]
    assert [document.source for document in dutch.documents] == ["xq-00-00", "xq-02-00", "xq-05-00"]
    assert xquad_pairs(data, "en", "nl")[:2] == [
        Pair("en? 0", "nl 0", "0/0", "0"),
        Pair("en? 1", "nl 1", "1/0", "1"),
    ]
    assert {pair.topic for pair in xquad_pairs(data, "nl", "nl")} == {"0", "1", "3", "4", "5"}


def test_written_questions_are_measured_or_trained_on(data: Path) -> None:
    titles, texts = kamer(data)
    assert [query.relevant for query in titles.queries] == [frozenset({"k0"}), frozenset({"k4"})]
    assert texts.queries[0].text == "x" * 900
    assert [document.source for document in titles.documents] == [f"k{n}" for n in range(6)]

    def passages(document: Document) -> Sequence[Passage]:
        return cut(document, lambda texts: [len(text.split()) for text in texts], 50)

    by_title, by_text = kamer_pairs(data, passages, random.Random(0))
    # k1 and k5 have the titles of measured ones.
    assert [(pair.question, pair.answer) for pair in by_title] == [("titel 1", "k2"), ("titel 1", "k3")]
    assert [len(pair.question) for pair in by_text] == [500, 500]
    assert by_text[0].passage == f"2 {LONG}"


def test_headings_ask_for_the_article_or_its_chapter(data: Path) -> None:
    pairs = law_headings(data, random.Random(0))
    asked = {pair.question.partition(": ")[2] or pair.question for pair in pairs}
    assert asked == {"Begrippen en toepassing", "Algemene bepalingen over zorg"}
    assert any(pair.question.startswith("BWB") for pair in pairs)
    assert all(LONG in pair.passage and "Artikel" not in pair.passage for pair in pairs)
