import pytest

from index.dutch import stem
from index.spelling import Spelling

RARITY = {"organisatie": 2.0, "participatie": 2.0, "mantelzorger": 3.0, "mantelzorg": 1.0, "gouden": 1.0}
WORDS = [
    "organisatie", "participatie", "mantelzorger", "mantelzorgen", "gouden", "2015", "zorg", "bijstand",
    "wijkteamgeneralisten", "begeleiding", "mogelijkheden",
]  # fmt: skip
SPELLING = Spelling({stem(word) for word in WORDS}, WORDS, lambda term: RARITY.get(term, 5.0))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("orgnisatie", "organisatie"),
        ("organsiatie", "organisatie"),
        ("particpatie", "participatie"),
        ("prticpatie", "participatie"),
        ("bijstnd", "bijstand"),
        ("begeleidign", "begeleid"),  # in the ending, which is no part of the stem
        ("mogelijkhedn", "mogelijk"),
        ("wijkteamgeneralistne", "wijkteamgeneralist"),  # that no list of Dutch words has
    ],
)
def test_slips_lead_to_the_word_that_was_meant(word: str, meant: str) -> None:
    assert SPELLING.meant(word) == meant


def test_of_equally_near_words_the_more_frequent_one() -> None:
    assert SPELLING.meant("mantelzorgex") == "mantelzorg"


@pytest.mark.parametrize(
    "word",
    [
        "gouda",  # a real name, whatever is near it
        "gaudex",  # two slips are too many in a short word
        "zorgg",  # too short
        "fietsen",  # a real word that the collection lacks
        "20155",
        "xorganisatie",  # slips in the first letter are not looked for
        "qqqqqqqqq",
    ],
)
def test_what_is_no_slip_stays(word: str) -> None:
    assert SPELLING.meant(word) is None
