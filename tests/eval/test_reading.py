import random
from pathlib import Path

import pytest

from eval.articles import rows
from eval.examples import Examples, window
from eval.reading import (
    ARTICLE_QUESTIONS,
    FACT_QUESTIONS,
    HELD_OUT_ARTICLES,
    HELD_OUT_FACTS,
    MORE_ARTICLE_QUESTIONS,
    Asked,
    Paragraph,
    article_questions,
    overlapped,
    page_paragraphs,
    page_questions,
    paragraph_of,
    squad,
)
from eval.supporting import article_claims, copies, page_claims, translations
from index.types import Span

TEXT = "Breda heeft een netwerk. Het telt twintig leden. Almelo heeft niets. Dat is jammer."
DATASET = {
    "data": [
        {
            "title": "Een",
            "paragraphs": [
                {
                    "context": TEXT,
                    "qas": [
                        {"question": "Hoeveel leden?", "answers": [{"text": "twintig", "answer_start": 34}]},
                        {"question": "Verschoven?", "answers": [{"text": "twintig", "answer_start": 3}]},
                        {"question": "Kwijt?", "answers": [{"text": "", "answer_start": -1}]},
                    ],
                }
            ],
        },
        {"title": "Twee", "paragraphs": []},
    ]
}


def test_questions_are_kept_where_their_answer_is_where_it_is_said_to_be() -> None:
    [asked] = squad(DATASET, frozenset())
    assert (asked.question, asked.places) == ("Hoeveel leden?", (1,))
    assert asked.answer is not None
    assert asked.answer.of(TEXT) == "twintig"
    assert asked.paragraph.article == "0"


@pytest.mark.parametrize("held_out", [0, "Een"])
def test_what_is_held_out_is_never_read(held_out: object) -> None:
    assert list(squad(DATASET, frozenset({held_out}))) == []


def test_a_span_is_in_the_sentences_that_it_touches() -> None:
    paragraph = paragraph_of(TEXT, "a")
    assert overlapped(paragraph, Span(20, 30)) == (0, 1)
    assert overlapped(paragraph, Span(0, len(TEXT))) == (0, 1, 2, 3)


def test_a_window_has_whole_sentences_and_the_ones_that_answer() -> None:
    paragraph = paragraph_of(TEXT, "a")
    chance = random.Random(0)
    starts = {each.start for each in paragraph.sentences}
    ends = {each.end for each in paragraph.sentences}
    found = {window(paragraph, (1, 2), chance) for _ in range(100)}
    assert all(each.start in starts and each.end in ends for each in found)
    assert all(each.start <= paragraph.sentences[1].start for each in found)
    assert all(each.end >= paragraph.sentences[2].end for each in found)
    assert {each.of(TEXT) for each in found} >= {TEXT, "Het telt twintig leden. Almelo heeft niets."}


def asked_of(*paragraphs: Paragraph) -> list[Asked]:
    return [
        Asked(f"Wat doet Breda in 20{n}?", paragraph, (1,), Span(34, 41), ("Het netwerk is er.",))
        for n, paragraph in enumerate(paragraphs)
    ]


def test_a_group_has_one_text_that_answers_first() -> None:
    texts = [TEXT, TEXT.replace("Breda", "Venlo").replace("jammer", "goed") + " Het netwerk is er."]
    examples = Examples(asked_of(*(paragraph_of(text, "a") for text in texts)), seed=0)
    for _ in range(200):
        group = examples.group()
        first, *others = group.texts
        assert first.answers
        assert first.span is not None
        assert first.span.of(first.text) == "twintig"
        assert len(others) == 3
        for other in others:
            assert not other.answers
            assert "Het netwerk is er." not in other.text
        assert all(not other.answers for other in group.others)
    assert [
        Examples(asked_of(paragraph_of(TEXT, "a"), paragraph_of(texts[1], "b")), 3).group() for _ in "ab"
    ] == [Examples(asked_of(paragraph_of(TEXT, "a"), paragraph_of(texts[1], "b")), 3).group() for _ in "ab"]


def test_a_question_that_nothing_answers_has_only_texts_that_do_not() -> None:
    paragraphs = [paragraph_of(TEXT, "a"), paragraph_of(TEXT + " En zo.", "b")]
    group = Examples([Asked("Wat kost het?", each, ()) for each in paragraphs], 0).group()
    assert group.texts == ()
    assert [each.answers for each in group.others] == [False, False, False]


@pytest.mark.parametrize("half", ["dev", "test"])
def test_our_own_questions_are_answered_by_the_words_they_name(half: str) -> None:
    asked = list(page_questions(half))
    answered = [each for each in asked if each.places]
    assert len(answered) > len(asked) / 2
    for each in answered:
        whole = Span(
            each.paragraph.sentences[each.places[0]].start, each.paragraph.sentences[each.places[-1]].end
        )
        if each.answer is not None:
            assert whole.start <= each.answer.start < each.answer.end <= whole.end
    assert {each.paragraph.article for each in asked if not each.places}


def test_no_page_is_trained_on_and_measured_with() -> None:
    train, test = ({each.paragraph.article for each in page_questions(half)} for half in ("dev", "test"))
    assert train.isdisjoint(test)
    assert page_paragraphs("test", min(test))


def test_claims_have_their_text_and_false_ones_differ_from_it() -> None:
    told = list(page_claims())
    assert sum(each.supported for each in told) == len(told) / 2
    made = list(copies([paragraph_of(TEXT, "a")], random.Random(0)))
    assert all((each.sentence in each.text) == each.supported for each in made)
    assert {each.supported for each in made} == {True, False}


def test_a_translation_says_the_same_and_its_neighbour_does_not() -> None:
    dutch = paragraph_of("Het regent hard. De zon is weg.", "a")
    english = paragraph_of("It rains hard. The sun is gone.", "a")
    made = [
        (each.sentence, each.text, each.supported)
        for each in translations([dutch], [english], random.Random(0))
    ]
    assert ("Het regent hard.", "It rains hard.", True) in made
    assert ("Het regent hard.", "The sun is gone.", False) in made
    assert ("De zon is niet weg.", "The sun is gone.", False) in made
    assert list(translations([dutch], [paragraph_of("Rain.", "a")], random.Random(0))) == []


@pytest.mark.parametrize(
    ("path", "articles", "wordings"),
    [
        (ARTICLE_QUESTIONS, 80, 2),
        (MORE_ARTICLE_QUESTIONS, 70, 3),
        (FACT_QUESTIONS, 27, 3),
        (HELD_OUT_ARTICLES, 14, 3),
        (HELD_OUT_FACTS, 9, 3),
    ],
)
def test_questions_on_articles_have_their_words_and_near_misses(
    path: Path, articles: int, wordings: int
) -> None:
    asked = list(article_questions(path))
    assert len({each.paragraph.article for each in asked}) == articles
    by_question: dict[tuple[str, ...], set[str]] = {}
    for each in asked:
        by_question.setdefault(each.near, set()).add(each.question)
        evidence = Span(
            each.paragraph.sentences[each.places[0]].start, each.paragraph.sentences[each.places[-1]].end
        )
        if each.answer is not None:
            assert each.answer.of(each.paragraph.text) in evidence.of(each.paragraph.text)
        assert each.near
        assert all(near not in ("", each.question) for near in each.near)
    assert {len(each) for each in by_question.values()} <= {wordings - 1, wordings}
    assert sum(each.answer is not None for each in asked) > 0.9 * len(asked)


def test_no_article_is_trained_on_and_measured_with() -> None:
    kept = {row["title"] for path in (HELD_OUT_ARTICLES, HELD_OUT_FACTS) for row in rows(path)}
    for path in (ARTICLE_QUESTIONS, MORE_ARTICLE_QUESTIONS, FACT_QUESTIONS):
        assert kept.isdisjoint(row["title"] for row in rows(path))
    assert len(kept) == 14 + 9


def test_claims_on_articles_come_in_pairs_on_the_same_words() -> None:
    told = list(article_claims(HELD_OUT_ARTICLES))
    for honest, false in zip(told[::2], told[1::2], strict=True):
        assert (honest.supported, false.supported) == (True, False)
        assert honest.text == false.text
        assert honest.sentence != false.sentence


def test_what_nearly_is_answered_stands_beside_the_text_that_does_not_answer_it() -> None:
    paragraph = paragraph_of(TEXT, "a")
    asked = Asked("Hoeveel leden?", paragraph, (1,), near=("Hoeveel leden heeft Almelo?",))
    group = Examples([asked, Asked("Wat?", paragraph_of("Iets anders. En meer.", "b"), (0,))], 0)
    found = [each for _ in range(20) for each in group.group().others if each.question in asked.near]
    assert found
    assert all("twintig" in each.text and not each.answers for each in found)
