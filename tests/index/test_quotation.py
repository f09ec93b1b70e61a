import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.quotation import opens_with_mark, quotations
from index.types import Span


def found(text: str, following: str = "") -> list[str]:
    return [each.of(text) for each in quotations(text, Span(0, len(text)), following)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zij zegt: 'Dat is zo.'", ["'Dat is zo.'"]),
        ("Zij zegt: ‘Dat is zo’, en meer.", ["‘Dat is zo’"]),
        ('“Een.” En „twee” en «drie» en "vier".', ["“Een.”", "„twee”", "«drie»", '"vier"']),
        ('de “Kanteling" van gisteren', ['“Kanteling"']),
        ("„Laag” en „hoog“", ["„Laag”", "„hoog“"]),
        ("‘ Blijkbaar ligt het anders.’", ["‘ Blijkbaar ligt het anders.’"]),
        ("(‘zo’) en [‘dat’]", ["‘zo’", "‘dat’"]),
        (
            "'Verschil zit ‘m in de schaal van de gemeente.'",
            ["'Verschil zit ‘m in de schaal van de gemeente.'"],
        ),
    ],
)
def test_pairs_of_marks(text: str, expected: list[str]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "'s Avonds is het loket dicht, 's ochtends open.",
        "De foto's van de auto's zijn 't waard.",
        "Zo'n wijkteam heeft ‘m niet",
        'Het is 5" lang',
        "De opening ' staat los van alles",
        "Hij zei: ‘en toen",
    ],
)
def test_apostrophes_and_stray_marks_quote_nothing(text: str) -> None:
    assert found(text) == []


def test_a_letter_behind_the_mark_closes_nothing() -> None:
    assert found("'De foto's hangen er nog.' Dat was het.") == ["'De foto's hangen er nog.'"]


def test_who_goes_on_in_the_next_paragraph_closes_nothing_here() -> None:
    text = "‘Kort.’ Hij gaat door. ‘Dat is een begin. En dan dit."
    assert found(text) == ["‘Kort.’"]
    assert found(text, "“") == ["‘Kort.’"]
    assert found(text, "‘") == ["‘Kort.’", "‘Dat is een begin. En dan dit."]


def test_a_mark_that_nothing_closes_for_long_swallows_nothing() -> None:
    text = "‘Begin " + "woord " * 600 + "einde’ en ‘zo’."
    assert found(text) == ["‘zo’"]


@pytest.mark.parametrize(("text", "mark"), [("‘Ja.’", "‘"), ("Ja ‘nee’", ""), ("'s Avonds", ""), ("", "")])
def test_the_mark_that_a_paragraph_begins_with(text: str, mark: str) -> None:
    assert opens_with_mark(text, Span(0, len(text))) == mark


@given(st.text(alphabet="ab '\"‘’“”„.:, \n", max_size=60), st.sampled_from(["", "‘", "'"]))
def test_quotations_are_in_order_and_apart(text: str, following: str) -> None:
    spans = quotations(text, Span(0, len(text)), following)
    ends = [0, *(each.end for each in spans)]
    assert all(end <= each.start < each.end <= len(text) for end, each in zip(ends, spans, strict=False))
