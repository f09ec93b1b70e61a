import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.sentences import split_sentences
from index.types import Span


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De Wmo is een wet. Zij geldt sinds 2015.", ["De Wmo is een wet.", "Zij geldt sinds 2015."]),
        ("Wie betaalt dat? De gemeente! Echt.", ["Wie betaalt dat?", "De gemeente!", "Echt."]),
        ("Volgens mevr. Jansen kan het. Dat klopt.", ["Volgens mevr. Jansen kan het.", "Dat klopt."]),
        ("Zij spraken met dhr. De Vries. Hij knikte.", ["Zij spraken met dhr. De Vries.", "Hij knikte."]),
        ("Het gaat m.i. Wmo-breed mis. Jammer.", ["Het gaat m.i. Wmo-breed mis.", "Jammer."]),
        (
            "Het kost 3.500 euro (incl. BTW). Dat is veel.",
            ["Het kost 3.500 euro (incl. BTW).", "Dat is veel."],
        ),
        ("Zie art. 2.3.5 van de wet. Dat is kort.", ["Zie art. 2.3.5 van de wet.", "Dat is kort."]),
        ("Op 3. Januari begon het.", ["Op 3. Januari begon het."]),
        ("Hij stopte. ... Toen ging het door.", ["Hij stopte. ...", "Toen ging het door."]),
        ("Zij kwam. en ging weer weg.", ["Zij kwam. en ging weer weg."]),
        ("Zonder punt aan het eind", ["Zonder punt aan het eind"]),
        ("Regel één\nloopt door. Regel twee.", ["Regel één\nloopt door.", "Regel twee."]),
        ("", []),
        (" \n\t\u00a0 ", []),
    ],
)
def test_boundaries(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_quotation_of_several_sentences_is_several_sentences() -> None:
    text = "Zij zei: ‘Dat kan niet. Wij doen het niet.’ Toen ging zij weg."
    assert sentences(text) == ["Zij zei: ‘Dat kan niet.", "Wij doen het niet.’", "Toen ging zij weg."]


@pytest.mark.parametrize("mark", ["‘", "“", '"', "'", "„"])
def test_an_opening_mark_belongs_to_the_sentence_that_it_opens(mark: str) -> None:
    assert sentences(f"Het is af. {mark}Nee, dat is het niet.") == [
        "Het is af.",
        f"{mark}Nee, dat is het niet.",
    ]


def test_an_apostrophe_inside_a_word_is_no_quotation_mark() -> None:
    text = "De 3D’s en foto's kwamen in 2015. Dat was veel."
    assert sentences(text) == ["De 3D’s en foto's kwamen in 2015.", "Dat was veel."]


def test_only_the_span_is_split_and_offsets_are_those_of_the_whole_text() -> None:
    text = "Kop. Eerste zin. Tweede zin. Voet."
    spans = split_sentences(text, Span(5, 28))
    assert spans == [Span(5, 16), Span(17, 28)]
    assert [span.of(text) for span in spans] == ["Eerste zin.", "Tweede zin."]


def test_english_is_split_with_its_own_abbreviations() -> None:
    text = "Mr. Smith came to Dr. Jones. They talked."
    spans = split_sentences(text, Span(0, len(text)), language="en")
    assert [span.of(text) for span in spans] == ["Mr. Smith came to Dr. Jones.", "They talked."]


# Pieces at which a splitter that loses count of characters would slip.
_WORDS = ("De wet", "gemeente", "Wmo", "mevr. ", "m.i. ", "5. ", "😉")
_MARKS = (". ", "? ", "! ", "…", "...", "‘", "’ ", " ‘", '"', "“", "” ", " («", "(", ")")
_SPACE = ("\n", "\r\n", "\u2028", "\x85", "\u00a0", "\x1c", "\t", " ")
_PIECES = st.sampled_from(_WORDS + _MARKS + _SPACE)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(_PIECES).map("".join)), st.data())
def test_every_character_that_is_not_space_lies_in_exactly_one_sentence_in_order(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found = split_sentences(text, Span(start, end))
    covered = [i for span in found for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert [i for i in covered if not text[i].isspace()] == [
        i for i in range(start, end) if not text[i].isspace()
    ]
    assert all(start <= span.start < span.end <= end for span in found)
    assert all(span.of(text) == span.of(text).strip() for span in found)
