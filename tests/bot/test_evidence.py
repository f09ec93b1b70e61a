import math
from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.evidence import (
    FURTHER_SENTENCE_RATIO,
    Evidence,
    asks_readers,
    chosen,
    ranked,
    with_antecedent,
    without_comments,
)
from bot.reader.reading import Reading
from bot.signals import PLAIN, Signals
from index.types import Block, Document, Passage, Span
from tests.bot.conftest import index_of, page

PASSAGE = Passage("a.txt", Span(0, 9), "Een. Twee", (Span(0, 4), Span(5, 9)), "article")


def signals(cosine: float = 0.0) -> Signals:
    return Signals(cosine=cosine)


def evidence(
    text: str = "Een.", score: float = 0.0, before: Span | None = None, cosine: float = 0.0
) -> Evidence:
    return Evidence(PASSAGE, Span(20, 20 + len(text)), text, before, None, signals(cosine), score)


def test_further_sentences_come_along_where_they_are_nearly_as_probable() -> None:
    best, other = evidence(score=5.0), evidence(score=4.99)
    near = evidence(score=5.0 + math.log(FURTHER_SENTENCE_RATIO) + 0.01)
    far = evidence(score=5.0 + math.log(FURTHER_SENTENCE_RATIO) - 0.01)
    assert chosen([best, other, near, near]) == [best, other, near]
    assert chosen([best, other, near], most=2) == [best, other]
    assert chosen([best, far]) == [best]
    assert chosen([best]) == [best]
    assert chosen([]) == []


def test_sentences_of_one_passage_stand_together_in_its_order() -> None:
    elsewhere = replace(PASSAGE, source="b.txt")
    late, early = evidence(score=5.0), replace(evidence(score=4.8), span=Span(0, 4))
    between = replace(evidence(score=4.9), passage=elsewhere)
    assert chosen([late, between, early]) == [early, late, between]


class Preferring:
    """A reader who believes in texts with a word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        self.texts += texts
        return [Reading(99.0 if self.word in text else -99.0, Span(0, 0)) for text in texts]


def test_a_reader_reads_sentences_with_the_one_before_and_orders_them_anew() -> None:
    index = index_of(page("a.txt", "Breda kent twintig organisaties. Appels groeien."))
    question = "Hoeveel organisaties kent Breda?"
    hits = index.search(question, 3)
    reader = Preferring("Appels")
    found = ranked(question, hits, index, False, reader)
    assert sorted(reader.texts) == [
        "Breda kent twintig organisaties.",
        "Breda kent twintig organisaties. Appels groeien.",
    ]
    assert [each.text for each in found] == ["Appels groeien.", "Breda kent twintig organisaties."]
    assert [each.signals.reading for each in found] == [99.0, -99.0]
    assert ranked(question, hits, index, False)[0].text == "Breda kent twintig organisaties."


@pytest.mark.parametrize(
    ("text", "before", "expected"),
    [
        ("Dat kost geld.", Span(3, 19), Span(3, 34)),
        ("‘Hij wil dat.’", Span(3, 19), Span(3, 34)),
        ("Dat kost geld.", None, Span(20, 34)),
        ("Datum onbekend", Span(3, 19), Span(20, 34)),
        ("Breda wil dat.", Span(3, 19), Span(20, 34)),
    ],
)
def test_a_sentence_that_refers_back_is_cited_with_the_one_before(
    text: str, before: Span | None, expected: Span
) -> None:
    assert with_antecedent(evidence(text, before=before)) == expected


def spoken(document: Document, each: Evidence) -> tuple[str, str]:
    assert each.text == each.span.of(document.text)
    return each.text, each.before.of(document.text) if each.before else ""


def test_the_sentence_with_the_questions_words_comes_first() -> None:
    document = page(
        "a.txt", "De bus rijdt elk uur. Breda kent twintig organisaties. Appels groeien aan bomen."
    )
    index = index_of(document)
    found = ranked("Hoeveel organisaties kent Breda?", index.search("organisaties Breda", 3), index, False)
    assert spoken(document, found[0]) == (
        "Breda kent twintig organisaties.",
        "De bus rijdt elk uur.",
    )
    assert len(found) == 3
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    # organisaties, kent and Breda: all of the question's terms
    assert found[0].signals.coverage == 1.0
    assert found[0].signals.passage_coverage == 1.0
    assert found[0].signals.reciprocal_rank == 1.0


@pytest.mark.parametrize(
    ("question", "wanted", "unwanted"), [("Wat is de mening van lezers?", 1.0, 0.0), ("Wat is er?", 0.0, 1.0)]
)
def test_a_comment_is_wanted_where_opinions_are_asked_for(
    question: str, wanted: float, unwanted: float
) -> None:
    index = index_of(page("a.txt", "Het is niets.", "comment", "Jos"), page("b.txt", "Het is wat."))
    hits = index.search(question, 2)
    found = ranked(question, hits, index, asks_readers(question, hits, ["lezers"]))
    by_role = {each.passage.role: each.signals for each in found}
    assert (by_role["comment"].wanted_comment, by_role["comment"].unwanted_comment) == (wanted, unwanted)
    assert (by_role["article"].wanted_comment, by_role["article"].unwanted_comment) == (0.0, 0.0)


def test_a_readers_name_asks_what_that_reader_thinks() -> None:
    index = index_of(page("a.txt", "Het is niets.", "comment", "Jos de Boer"), page("b.txt", "Het is wat."))
    hits = index.search("het", 2)
    assert asks_readers("Wat zegt Jos de Boer over de Wmo?", hits, [])
    assert not asks_readers("Wat zegt de boer over de Wmo?", hits, [])


def comment(cosine: float) -> Evidence:
    return replace(evidence("Lezer.", cosine=cosine), passage=replace(PASSAGE, role="comment"))


# With slope 40 and constant -33.7 a cosine of 0.8425 is even odds.
@pytest.mark.parametrize(("cosine", "kept"), [(0.85, ["Een."]), (0.84, ["Lezer.", "Een."])])
def test_a_comment_answers_only_where_nothing_else_does(cosine: float, kept: list[str]) -> None:
    both = [comment(0.9), evidence("Een.", cosine=cosine)]
    assert [each.text for each in without_comments(both, "nl", PLAIN)] == kept


def test_comments_alone_may_answer() -> None:
    assert [each.text for each in without_comments([comment(0.9)], "nl", PLAIN)] == ["Lezer."]


def before_of(document: Document, beginning: str) -> str:
    index = index_of(document)
    found = ranked("vraag", index.search("vraag", 10), index, False)
    [each] = [each for each in found if each.text.startswith(beginning)]
    return spoken(document, each)[1]


def test_the_sentence_after_may_stand_in_the_passage_after() -> None:
    long = " ".join(["woord"] * 150)
    document = page("a.txt", f"Eerst {long}. Daarna {long}.")
    index = index_of(document, page("b.txt", "Iets anders."))
    after = {
        each.text[:5]: each.after for each in ranked("x", index.search("eerst daarna", 10), index, False)
    }
    assert after["Eerst"] == Span(6 + len(long) + 2, len(document.text))
    assert after["Daarn"] is None


def test_the_sentence_before_may_stand_in_the_passage_before() -> None:
    long = " ".join(["woord"] * 150)
    text = f"Eerst {long}. Daarna {long}."
    assert before_of(page("a.txt", text), "Daarna") == f"Eerst {long}."
    assert before_of(page("a.txt", text), "Eerst") == ""


def test_no_sentence_before_comes_from_across_a_number() -> None:
    text = "Ik vind van wel. 2. Dat vind ik niet. Dat was het."
    first, number, second = Span(0, 16), Span(17, 20), Span(20, len(text))
    numbered = (Block(first, "comment"), Block(number, "boilerplate"), Block(second, "comment"))
    apart = Document("a.txt", text, numbered)
    assert before_of(apart, "Dat vind") == ""
    assert before_of(apart, "Dat was") == "Dat vind ik niet."


@pytest.mark.parametrize(
    ("first", "second", "before"),
    [("Jos", "Jos", "Ik vind van wel."), ("Jos", "Niels", ""), ("Jos", "", ""), ("", "Niels", "")],
)
def test_a_sentence_before_has_the_same_speaker(first: str, second: str, before: str) -> None:
    text = "Ik vind van wel. Dat vind ik ook."
    blocks = (Block(Span(0, 16), "comment", first), Block(Span(17, len(text)), "comment", second))
    assert before_of(Document("a.txt", text, blocks), "Dat vind") == before


def test_nothing_is_cited_across_masked_words() -> None:
    text = "Het wijkteam helpt inwoners van de stad. Mail ████████. Dat is voor hen gratis."
    index = index_of(page("a.txt", text))
    [last] = [
        each
        for each in ranked("Wat is gratis?", index.search("gratis", 5), index, False)
        if "gratis" in each.text
    ]
    assert with_antecedent(last).of(text) == "Dat is voor hen gratis."
    plain = "Het wijkteam helpt inwoners van de stad. Dat is voor hen gratis."
    index = index_of(page("a.txt", plain))
    [last] = [
        each
        for each in ranked("Wat is gratis?", index.search("gratis", 5), index, False)
        if "gratis" in each.text
    ]
    assert with_antecedent(last).of(plain) == plain
