import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rows import Asked, BadLine, answer_row, hit_row, read_batch
from bot.show import answer_text
from bot.types import Answer, Sentence
from index.types import Hit, Passage, Span
from tests.bot.conftest import citation, quoted

HIT = Hit(
    Passage("b.txt", Span(3, 8), "Breda", (Span(3, 8),), "comment", "Jos", "Titel", "Kop", 4),
    row=7,
    rank=2,
    score=0.0312345678,
    dense=0.5,
    lexical=1.5,
)


def test_an_answer_is_written_with_the_numbers_of_its_citations() -> None:
    first, second = citation("Breda\nkent  het."), citation("Almere ook.")
    sentences = (quoted(first), Sentence("Almere kent het.", "checked", (second,)))
    answer = Answer("vraag", "answer", "nl", sentences, ("Vooraf.",))
    assert answer_text(answer) == "Vooraf.\nBreda kent het. [1]\nAlmere kent het. [2]"


def test_a_refusal_is_its_notices() -> None:
    assert answer_text(Answer("vraag", "refusal", "nl", notices=("Geen antwoord.", "Wel dit:"))) == (
        "Geen antwoord.\nWel dit:"
    )


def test_a_row_is_as_the_contract_has_it() -> None:
    cited = citation(role="comment", speaker="Jos", page=3)
    answer = Answer(
        "vraag",
        "answer",
        "nl",
        (quoted(cited),),
        confidence=0.123456,
        hits=(HIT,),
        timings={"search": 0.01234567},
    )
    quote = {
        "source": "breda.txt",
        "title": "Zorg in Breda",
        "publisher": "De Krant",
        "date": "2021-08-30",
        "page": 3,
        "role": "comment",
        "speaker": "Jos",
        "start": 10,
        "end": 33,
        "quote": "Breda kent een netwerk.",
        "heading": "",
        "valid_from": "",
        "valid_to": "",
        "answer": None,
    }
    row = answer_row(answer, "v1")
    assert row == {
        "id": "v1",
        "question": "vraag",
        "answer": "Een lezer (Jos) schrijft: “Breda kent een netwerk.” [1]",
        "kind": "answer",
        "abstained": False,
        "reason": "",
        "confidence": 0.1235,
        "language": "nl",
        "sentences": [{"text": "Breda kent een netwerk.", "support": "quote", "citations": (quote,)}],
        "notices": ["Een lezer (Jos) schrijft:"],
        "nearest": [],
        "hits": [hit_row(HIT)],
        "timings": {"search": 0.0123},
    }
    assert json.loads(json.dumps(row))["sentences"][0]["citations"] == [quote]


def test_a_refused_row_has_its_nearest_passages() -> None:
    row = answer_row(
        Answer("vraag", "refusal", "en", notices=("No.",), nearest=(citation(),), reason="weak_evidence")
    )
    assert (row["id"], row["abstained"], row["reason"], row["sentences"]) == ("", True, "weak_evidence", [])
    assert [near["quote"] for near in row["nearest"]] == ["Breda kent een netwerk."]


def test_a_hit_is_as_the_contract_has_it() -> None:
    assert hit_row(HIT) == {
        "rank": 2,
        "score": 0.031235,
        "source": "b.txt",
        "title": "Titel",
        "role": "comment",
        "speaker": "Jos",
        "start": 3,
        "end": 8,
        "text": "Breda",
    }


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"id": "a", "question": "Wat?"}', Asked("a", "Wat?", ())),
        (b'\xef\xbb\xbf{"id": 7, "question": "Wat?", "history": null}\r', Asked(7, "Wat?", ())),
        ('{"id": "é", "question": "Één?"}'.encode(), Asked("é", "Één?", ())),
        (
            b'{"id": 1, "question": "En nu?", "history": ["Wat?", {"question": "Wie?", "answer": "Jos."}]}',
            Asked(1, "En nu?", ("Wat?", "Wie?")),
        ),
        (
            b'{"id": 1, "question": "En?", "history": [{"question": "Wie?"}]}',
            Asked(1, "En?", ("Wie?",)),
        ),
        (b'{"id": 1, "question": "", "meer": [1]}', Asked(1, "", ())),
    ],
)
def test_a_line_of_a_batch(line: bytes, expected: Asked) -> None:
    assert list(read_batch(iter([line]))) == [expected]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[1, 2]", "it is not a JSON object"),
        (b'"Wat?"', "it is not a JSON object"),
        (b"null", "it is not a JSON object"),
        (b'{"question": "Wat?"}', "it has no 'id'"),
        (b'{"id": true, "question": "Wat?"}', "it has no 'id'"),
        (b'{"id": 1.5, "question": "Wat?"}', "it has no 'id'"),
        (b'{"id": 1}', "it has no 'question'"),
        (b'{"id": 1, "question": 5}', "it has no 'question'"),
        (b'{"id": 1, "question": "Wat?", "history": "Wie?"}', "'history' is not a list"),
        (b'{"id": 1, "question": "Wat?", "history": [5]}', "a turn of 'history' has no 'question'"),
        (b'{"id": 1, "question": "Wat?", "history": [{}]}', "a turn of 'history' has no 'question'"),
        (b"{", "Expecting property name"),
        (b"\xff\xfe{", "'utf-8' codec can't decode"),
    ],
)
def test_a_line_that_is_no_question_is_named_with_its_reason(line: bytes, reason: str) -> None:
    good = b'{"id": 1, "question": "Wat?"}'
    asked, bad, last = read_batch(iter([good, b"", b"  \r", line, good]))
    assert asked == last == Asked(1, "Wat?", ())
    assert isinstance(bad, BadLine)
    assert bad.number == 4
    assert bad.reason.startswith(reason)


def test_a_line_that_is_nested_too_deeply_is_named() -> None:
    [bad] = read_batch(iter([b"[" * 200_000]))
    assert isinstance(bad, BadLine)
    assert bad.number == 1
    assert "recursion" in bad.reason or bad.reason == "it is nested too deeply"


@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))))
def test_every_line_that_is_not_blank_is_accounted_for(lines: list[bytes]) -> None:
    assert len(list(read_batch(iter(lines)))) == sum(bool(line.strip()) for line in lines)
