import math
from collections.abc import Sequence

import numpy as np
import pytest

import eval.passages
from eval.cases import Case, GoldSpan
from eval.passages import RememberingEncoder, gain, index_of, interval, overlapping, seed_recall
from index.passages import cut
from index.types import Block, Document, FloatArray, Passage, Span
from tests.conftest import HashingEncoder

TEXT = "Een twee. Drie vier. Vijf zes. Zeven acht."


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def page(text: str = TEXT, source: str = "page.txt") -> Document:
    return Document(source, text, (Block(Span(0, len(text)), "article"),))


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        (0, ["Een twee. Drie vier.", "Vijf zes. Zeven acht."]),
        (1, ["Een twee. Drie vier.", "Drie vier. Vijf zes. Zeven acht."]),
        (2, ["Een twee. Drie vier.", TEXT]),
    ],
)
def test_a_passage_begins_with_the_last_sentences_of_the_one_before(
    sentences: int, expected: list[str]
) -> None:
    found = overlapping(cut(page(), count_words, 4), page(), sentences)
    assert [passage.text for passage in found] == expected
    assert [passage.sentences[-1] for passage in found] == [Span(10, 20), Span(31, 42)]
    assert found[1].sentences[0].start == found[1].span.start


def test_nothing_is_taken_over_from_another_heading_or_across_other_text() -> None:
    text = "Een twee.\nMenu\nDrie vier.\nKop\nVijf zes."
    blocks = (
        Block(Span(0, 9), "article"),
        Block(Span(10, 14), "boilerplate"),
        Block(Span(15, 25), "article"),
        Block(Span(26, 29), "heading"),
        Block(Span(30, 39), "article"),
    )
    document = Document("page.txt", text, blocks)
    passages = cut(document, count_words, 9)
    assert overlapping(passages, document, 2) == passages


def test_gain_is_that_of_the_first_passage_of_the_document() -> None:
    def of(source: str) -> Passage:
        return Passage(source, Span(0, 1), "x", (Span(0, 1),), "article")

    ranked = [of("a"), of("a"), of("b"), of("b"), of("c")]
    assert gain(ranked, "a") == 1
    assert gain(ranked, "b") == pytest.approx(1 / math.log2(3))
    assert gain(ranked, "c") == pytest.approx(1 / 2)
    assert gain(ranked, "d") == 0
    assert gain([of(str(number)) for number in range(11)], "10") == 0


def test_interval_of_paired_differences() -> None:
    assert interval([0.5, 0.75], [0.25, 0.5]) == (0.25, 0.25)
    low, high = interval([1.0, 0.0] * 50, [0.0, 1.0] * 50)
    # The standard error of the mean of 100 differences of 1 and -1 is 0.1.
    assert low == pytest.approx(-0.196, abs=0.02)
    assert high == pytest.approx(0.196, abs=0.02)


def test_no_text_is_embedded_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    inner = HashingEncoder()
    asked: list[list[str]] = []

    def remember(texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        asked.append(list(texts))
        return inner._encode(texts)

    monkeypatch.setattr(inner, "encode_passages", remember)
    encoder = RememberingEncoder(inner)
    first = encoder.encode_passages(["wet", "hulp", "wet"])
    again = encoder.encode_passages(["hulp", "loket"])
    assert asked == [["wet", "hulp"], ["loket"]]
    np.testing.assert_array_equal(first[[0, 1]], first[[2, 1]])
    np.testing.assert_array_equal(again[0], first[1])
    np.testing.assert_array_equal(encoder.encode_queries(["wet"])[0], inner.encode_queries(["wet"])[0])


def test_seed_recall_looks_among_the_first_passages_and_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [page("Hulp is gratis.", "a"), page("De regiotaxi rijdt.", "b")]

    def case(source: str, start: int) -> Case:
        gold = GoldSpan(source, start, start + 4, "")
        return Case("1", "fact", "nl", "Rijdt de regiotaxi?", "article", (), (gold,), "")

    index = index_of(documents, HashingEncoder(), 9, 0)
    # The first is answered in b; the second would be behind the end of b, the third in a document not there.
    cases = [case("b", 3), case("b", 19), case("c", 3)]
    assert seed_recall(cases, index) == "0.333 | 0.333 | 0.333"
    monkeypatch.setattr(eval.passages, "BUDGET_TOKENS", 2)
    assert seed_recall(cases, index) == "0.333 | 0.333 | 0.000"
