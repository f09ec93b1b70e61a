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


@pytest.mark.parametrize(
    "word", ["dhr", "art", "bijv", "mevr", "incl", "vgl", "prof", "Burg", "zgn", "mr.drs", "dhr./mevr"]
)
def test_behind_some_abbreviations_a_sentence_always_goes_on(word: str) -> None:
    assert sentences(f"Dat is {word}. Jansen. Zo is het.") == [f"Dat is {word}. Jansen.", "Zo is het."]


@pytest.mark.parametrize(
    "word", ["enz", "etc", "jl", "e.d", "a.s", "z.s.m", "N.V", "Wmo", "pgb", "ING", "BV", "wmo.nl"]
)
def test_behind_others_it_ends_before_a_capital_only(word: str) -> None:
    assert sentences(f"Dat is {word}. Zo is het.") == [f"Dat is {word}.", "Zo is het."]
    assert sentences(f"Dat is {word}. zo is het.") == [f"Dat is {word}. zo is het."]


@pytest.mark.parametrize("word", ["o.a", "m.b.t", "D.w.z", "J.P", "A", "i.v.m"])
def test_single_letters_with_stops_go_on(word: str) -> None:
    assert sentences(f"Zie {word}. Vrieze. Klaar.") == [f"Zie {word}. Vrieze.", "Klaar."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het kost max. € 19. Meer niet.", ["Het kost max. € 19.", "Meer niet."]),
        ("Twee uur max. Meer niet.", ["Twee uur max.", "Meer niet."]),
        ("Het is 2 okt. 2027. Klaar.", ["Het is 2 okt. 2027.", "Klaar."]),
        ("Er zijn 12. De rest volgt.", ["Er zijn 12.", "De rest volgt."]),
        ("Er was 3. 804.000 euro. Klaar.", ["Er was 3. 804.000 euro.", "Klaar."]),
        ("Dat was 1.234,56 euro. Nu 3,5 procent.", ["Dat was 1.234,56 euro.", "Nu 3,5 procent."]),
        ("Zie art. 2.3.5, derde lid, Wmo 2015. Klaar.", ["Zie art. 2.3.5, derde lid, Wmo 2015.", "Klaar."]),
    ],
)
def test_numbers(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. De aanvraag. 2. Het besluit.", ["1. De aanvraag.", "2. Het besluit."]),
        ("a. U belt. b. U komt. 10. U wacht.", ["a. U belt.", "b. U komt.", "10. U wacht."]),
        ("2. en 3. Voor beide geldt het. Ja.", ["2. en 3. Voor beide geldt het.", "Ja."]),
        ("Er zijn stappen: 1. Bellen; 2. Komen. Klaar.", ["Er zijn stappen: 1. Bellen; 2. Komen.", "Klaar."]),
        ("Er waren er: 35. De rest kwam niet.", ["Er waren er: 35.", "De rest kwam niet."]),
        ("Het kan:\na. met een brief;\nb. met een mail.", ["Het kan:\na. met een brief;\nb. met een mail."]),
        (
            "Het geldt voor\n2. De aanvraag.\n 3. Het besluit.",
            ["Het geldt voor", "2. De aanvraag.", "3. Het besluit."],
        ),
        (
            "| 1 |\n| 3. Beren tellen mee. |\n**art. 4** Niet.",
            ["| 1 |\n| 3. Beren tellen mee. |\n**art. 4** Niet."],
        ),
        ("1°. een ouder;\n2°. een kind.", ["1°. een ouder;\n2°. een kind."]),
        ("Dat staat onder b. Daar staat meer.", ["Dat staat onder b.", "Daar staat meer."]),
    ],
)
def test_lists(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Het helpt.Dat is nieuw.", ["Het helpt.", "Dat is nieuw."]),
        ("Klopt dat?Ja (soms).PZ Antwerpen ook.", ["Klopt dat?", "Ja (soms).", "PZ Antwerpen ook."]),
        ("Kijk op www.Regelhulp.nl of J.H.Jansen.", ["Kijk op www.Regelhulp.nl of J.H.Jansen."]),
        ("Het is 2.3.Nee", ["Het is 2.3.", "Nee"]),
        ("Wie?\n\nDe kop\n \nDe tekst", ["Wie?", "De kop", "De tekst"]),
        ("Zie art.\n\nDe wet.", ["Zie art.", "De wet."]),
        ("Het regent. 's Avonds niet. ’t Is droog.", ["Het regent.", "'s Avonds niet.", "’t Is droog."]),
        ("‘Wat nu?’ vraagt hij. Wat nu? vraagt zij.", ["‘Wat nu?’ vraagt hij.", "Wat nu? vraagt zij."]),
        ("Dat kan. (Soms niet.) - Of toch?", ["Dat kan.", "(Soms niet.)", "- Of toch?"]),
        ("Zin een.\n\n***\n\nZin twee.", ["Zin een.\n\n***", "Zin twee."]),
        ("Mooi! 😉 )", ["Mooi! 😉 )"]),
    ],
)
def test_where_no_space_or_no_mark_stands(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize("filler", [". ", "\n ", ".", "‘.", "!? ", "a.", "\n1. "])
def test_a_million_marks_are_split_and_none_is_lost(filler: str) -> None:
    text = filler * 200_000 + "Zin."
    kept = "".join(
        "".join(sentence.of(text).split()) for sentence in split_sentences(text, Span(0, len(text)))
    )
    assert kept == "".join(text.split())


# Pieces at which a splitter that loses count of characters would slip.
_WORDS = ("De wet", "gemeente", "Wmo", "mevr. ", "m.i. ", "5. ", "😉")
_MARKS = (". ", "? ", "! ", "…", "...", "‘", "’ ", " ‘", '"', "“", "” ", " («", "(", ")")
_SPACE = ("\n", "\r\n", "\u2028", "\x85", "\u00a0", "\x1c", "\t", " ")
_PIECES = st.sampled_from(_WORDS + _MARKS + _SPACE)


@settings(max_examples=300)
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
