import math
from dataclasses import fields, replace

import pytest

from bot.evidence import (
    CONFIDENCE_CONSTANT,
    CONFIDENCE_SLOPE,
    SECOND_SENTENCE_RATIO,
    Evidence,
    Missing,
    Signals,
    Weights,
    asks_readers,
    chosen,
    confidence,
    coverage,
    covered,
    missing,
    named,
    ranked,
    with_antecedent,
    without_comments,
)
from index.types import Block, Document, Passage, Span
from tests.bot.conftest import index_of, page

PASSAGE = Passage("a.txt", Span(0, 9), "Een. Twee", (Span(0, 4), Span(5, 9)), "article")


def signals(cosine: float = 0.0) -> Signals:
    return Signals(cosine, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def evidence(
    text: str = "Een.", score: float = 0.0, before: Span | None = None, cosine: float = 0.0
) -> Evidence:
    return Evidence(PASSAGE, Span(20, 20 + len(text)), text, before, signals(cosine), score)


@pytest.mark.parametrize(
    ("term", "found", "expected"),
    [
        ("wijkteam", {"wijkteam"}, True),
        ("wijkteam", {"wijkteamgeneralist"}, True),
        ("wijkteamgeneralist", {"wijkteam"}, True),
        ("wet", {"wet"}, True),
        ("wet", {"wetgev"}, False),
        ("wetgev", {"wet"}, False),
        ("breda", {"almer", "almelo"}, False),
        ("breda", set(), False),
    ],
)
def test_a_term_is_covered_by_itself_or_by_a_compound(term: str, found: set[str], expected: bool) -> None:
    assert covered(term, frozenset(found)) is expected


def test_coverage_weighs_terms_by_their_rarity() -> None:
    rarity = {"breda": 3.0, "wijkteam": 1.0}
    assert coverage(["breda", "wijkteam"], "De wijkteams", rarity) == 0.25
    assert coverage(["breda", "wijkteam"], "Breda", rarity) == 0.75
    assert coverage(["breda", "wijkteam"], "Breda en zijn wijkteams", rarity) == 1.0
    assert coverage(["breda", "wijkteam"], "niets daarvan", rarity) == 0.0


def test_a_question_without_terms_is_covered() -> None:
    assert coverage([], "De gemeente", {}) == 1.0
    assert coverage(["gemeent"], "iets anders", {"gemeent": 0.0}) == 1.0


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Wat doet Breda met de Wmo?", ["Breda", "Wmo"]),
        ("Breda doet wat met wijkteams?", []),  # the first word has a capital anyway
        ("SCP zegt wat?", ["SCP"]),
        ("“Almere” of Almelo?", ["Almelo"]),
        ("wat wil Silke van Arum", ["Silke", "Arum"]),
        ("Wat zegt De Kanteling?", ["Kanteling"]),
        ("wat doen gemeenten?", []),
    ],
)
def test_names_are_capitalised_words_but_the_first(question: str, names: list[str]) -> None:
    assert named(question) == names


def test_what_no_source_has_is_missing() -> None:
    known = frozenset({"breda", "gemeent", "2015"})
    assert missing("Wat deed Zwolle in 2015 en Breda in 1987?", known, "nl") == Missing(
        ("Zwolle",), ("1987",)
    )
    assert missing("Wat deed de gemeente Breda in 2015?", known, "nl") == Missing((), ())


def test_an_english_question_may_have_translated_names() -> None:
    assert missing("What did The Hague do in 1987?", frozenset(), "en") == Missing((), ("1987",))


def test_single_digits_are_no_missing_numbers() -> None:
    assert missing("Noem 3 dingen en 12 namen", frozenset(), "nl").numbers == ("12",)


def test_weights_sum_each_signal_once() -> None:
    powers = [10.0**i for i in range(7)]
    assert [field.name for field in fields(Weights)] == [field.name for field in fields(Signals)]
    assert Weights(*powers).sum(Signals(1, 2, 3, 4, 5, 6, 7)) == 7654321


@pytest.mark.parametrize("language", ["nl", "en"])
def test_confidence_is_logistic_in_the_cosine(language: str) -> None:
    even = -CONFIDENCE_CONSTANT[language] / CONFIDENCE_SLOPE
    assert confidence(evidence(cosine=even), language) == pytest.approx(0.5)
    odds_of_three = even + math.log(3) / CONFIDENCE_SLOPE
    assert confidence(evidence(cosine=odds_of_three), language) == pytest.approx(0.75)


def test_a_second_sentence_comes_along_where_it_is_nearly_as_probable() -> None:
    best, third = evidence(score=5.0), evidence(score=4.99)
    near = evidence(score=5.0 + math.log(SECOND_SENTENCE_RATIO) + 0.01)
    far = evidence(score=5.0 + math.log(SECOND_SENTENCE_RATIO) - 0.01)
    assert chosen([best, near, third]) == [best, near]
    assert chosen([best, far]) == [best]
    assert chosen([best]) == [best]
    assert chosen([]) == []


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
    assert [each.text for each in without_comments(both, "nl")] == kept


def test_comments_alone_may_answer() -> None:
    assert [each.text for each in without_comments([comment(0.9)], "nl")] == ["Lezer."]


def before_of(document: Document, beginning: str) -> str:
    index = index_of(document)
    found = ranked("vraag", index.search("vraag", 10), index, False)
    [each] = [each for each in found if each.text.startswith(beginning)]
    return spoken(document, each)[1]


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


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("Is de boete € 1.500?", ()),
        ("Is de boete 1.500,00 euro?", ()),
        ("Is de boete € 1.600?", ("1.600",)),
        ("Gold dat op 01-01-2015 al?", ()),
        ("Gold dat op 1 januari 2016 al?", ("2016",)),
        ("Wat zegt art. 18b?", ()),
        ("Wat zeggen de artikelen 18b en 19?", ("19",)),
    ],
)
def test_numbers_are_known_however_they_are_written(question: str, numbers: tuple[str, ...]) -> None:
    known = frozenset({"boet", "1500", "2015-01-01", "artikel 18b"})
    assert missing(question, known, "nl").numbers == numbers
