import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.dutch import STOP_WORDS, fold, stem, terms, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Eén CAFÉ", "een cafe"),
        ("geïllustreerd", "geillustreerd"),
        ("de Ĳssel", "de ijssel"),  # the ligature of i and j
        ("ﬁets", "fiets"),  # the ligature of f and i
        ("Straße", "strasse"),
        ("m²", "m2"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("De gemeente betaalt.", ["de", "gemeente", "betaalt"]),
        ("3.500 euro, 12,5 procent", ["3.500", "euro", "12,5", "procent"]),
        ("artikel 2.3.5.", ["artikel", "2.3.5"]),
        ("08-2021", ["08", "2021"]),
        ("Wmo-loket_nu", ["wmo", "loket", "nu"]),
        ("de 3D’s", ["de", "3", "d", "s"]),
        ("!? …", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("singular", "plural"),
    [
        ("gemeente", "gemeenten"),
        ("wijkteam", "wijkteams"),
        ("voorziening", "voorzieningen"),
        ("burger", "burgers"),
    ],
)
def test_singular_and_plural_have_one_stem(singular: str, plural: str) -> None:
    assert stem(singular) == stem(plural)


def test_words_without_a_suffix_are_their_own_stem() -> None:
    assert [stem(word) for word in ("zorg", "wijkteam", "burger", "kat")] == [
        "zorg",
        "wijkteam",
        "burger",
        "kat",
    ]


def test_a_doubled_consonant_is_undoubled() -> None:
    assert stem("katten") == "kat"


def test_terms_keep_order_repeats_and_numbers_and_leave_stop_words_out() -> None:
    assert terms("De burgers en de wijkteams: 3.500 burgers!") == ["burger", "wijkteam", "3.500", "burger"]


def test_what_a_question_is_made_of_is_no_term() -> None:
    assert terms("Hoeveel burgers zijn er eigenlijk precies?") == ["burger"]
    assert terms("Wat betekent dat?") == []
    assert terms("How much zorg is there for the burger?") == ["zorg", stem("there"), "burger"]


def test_stop_words_are_folded_so_that_they_can_match() -> None:
    assert {fold(word) for word in STOP_WORDS} == STOP_WORDS


@given(st.text(alphabet="aábcdeéëfghiïjklmnoöpqrstuüvwxyz 0123456789.,-", max_size=60))
def test_case_and_diacritics_make_no_difference(text: str) -> None:
    plain = text.translate(str.maketrans("áéëïöü", "aeeiou"))
    assert words(text) == words(text.upper()) == words(plain)
    assert terms(text) == terms(text.upper()) == terms(plain)
