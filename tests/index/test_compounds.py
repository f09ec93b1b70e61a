import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.compounds import Compounds, commonness

NONE = Compounds(())


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("inkomensondersteuning", ("inkomen", "ondersteuning")),
        (
            "schuldhulpverleningstraject",
            ("schuldhulpverlening", "schuld", "hulpverlening", "hulp", "verlening", "traject"),
        ),
        ("gemeenteraad", ("gemeente", "raad")),
        ("kinderopvangtoeslag", ("kinderopvang", "kinder", "opvang", "toeslag")),
        ("keukentafelgesprek", ("keukentafel", "keuken", "tafel", "gesprek")),
        ("woningaanpassing", ("woning", "aanpassing")),
        ("ziekenhuis", ("ziek", "huis")),
        ("wijkteamgeneralisten", ("wijk", "team", "generalisten")),
    ],
)
def test_compounds_are_split(word: str, parts: tuple[str, ...]) -> None:
    assert NONE.parts(word) == parts


@pytest.mark.parametrize(
    "word",
    [
        "bestuur",
        "vriendschap",  # no ship
        "beslissing",
        "kanteling",
        "kinderen",
        "bestuurders",
        "amsterdam",
        "verordening",
        "organisaties",
        "verstrekking",
        "verantwoordelijkheid",
        "zorg",
        "",
        "2015",
        "b2b-zorgplan",
        "participatiewet2015",
    ],
)
def test_what_is_no_compound_stays_whole(word: str) -> None:
    assert NONE.parts(word) == ()


def test_words_that_a_collection_has_often_are_parts_there() -> None:
    assert NONE.parts("kwapwerkers") == ()
    theirs = Compounds.of({"kwapwerk": 9, "kwapper": 5, "loketten": 4, "2015": 80, "vier": 70})
    assert theirs.collection_words == {"kwapwerk", "kwapper"}
    assert theirs.parts("kwapwerkskwapper") == ("kwapwerk", "kwapper")


def test_how_common_a_word_is() -> None:
    assert commonness("de") > commonness("gemeente") > commonness("wijkteam") > commonness("xqzvw") == 0
    assert commonness("cooperatie") == commonness("cooperatie".upper().lower()) > 0
    # 'coöperatie' is in the list; folded words are asked for.
    assert commonness("coöperatie") == 0


@given(st.lists(st.sampled_from(["schuld", "hulp", "wijkteam", "gesprek", "plan"]), min_size=2, max_size=4))
def test_every_part_stands_in_the_word(words: list[str]) -> None:
    word = "s".join(words)
    for part in Compounds(["wijkteam"]).parts(word):
        assert part in word
        assert part != word


def test_what_is_too_long_to_be_a_word_is_not_split() -> None:
    compounds = Compounds([])
    for times, parts in ((2, 2), (4, 4), (5, 0), (100_000, 0)):
        assert compounds.parts("vergadering" * times) == ("vergadering",) * parts
