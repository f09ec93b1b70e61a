"""What a shortened sentence may leave out, on sentences whose right answer anybody can tell."""

import pytest

from bot.clauses import spliced

COLLEGE = "Het college dat de aanvraag te laat ontvangt, weigert de betaling maar behandelt de aanvraag."
TEAMS = "De wijkteams die zij gingen formeren, waren toch met een andere focus bezig dan Werk & Inkomen."
WETHOUDER = (
    "Wethouder Els de Groot (Zorg), die er sinds 2014 is, wil ook meer geld voor de wijkteams in de wijk."
)
PEILING = "Eerder bleek uit een peiling dat de taken van het wijkteam bestaan uit hulp, zorg en begeleiding."


def same(word: str, source_word: str) -> bool:
    return word == source_word


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        (COLLEGE, COLLEGE),
        (COLLEGE, "Het college dat de aanvraag te laat ontvangt, weigert de betaling."),
        (WETHOUDER, "Wethouder Els de Groot wil meer geld voor wijkteams in de wijk."),
        ("Wethouder Els de Groot wil ook meer geld.", "Els de Groot wil meer geld."),
        ("De wet – de oude bijstandswet – geldt nog altijd.", "De wet geldt nog altijd."),
        ("De gemeente maakt een plan.", "Gemeente maakt plan."),
    ],
)
def test_insertions_adverbs_titles_and_added_clauses_can_be_left_out(quote: str, sentence: str) -> None:
    assert spliced(sentence, quote, same) == ""


@pytest.mark.parametrize(
    ("quote", "sentence", "reason"),
    [
        (COLLEGE, "Het college weigert de betaling.", "up to 'weigert'"),
        (COLLEGE, "Het college dat de aanvraag te laat ontvangt, weigert de aanvraag.", "up to 'aanvraag'"),
        (TEAMS, "De wijkteams gingen formeren.", "up to 'gingen'"),
        (TEAMS, "Zij waren bezig.", "up to 'waren'"),
        (WETHOUDER, "Wethouder Els de Groot wil meer.", "breaks off"),
        (WETHOUDER, "Wethouder Els de Groot wil meer geld.", "breaks off"),
        (PEILING, "De taken van het wijkteam bestaan uit hulp, zorg en begeleiding.", "up to"),
        (PEILING, "Het wijkteam bestaan uit hulp.", "up to"),
        (PEILING, "Uit een peiling bestaan hulp, zorg en begeleiding.", "up to"),
        ("De gemeente betaalt.", "Begeleiding betaalt.", "up to 'betaalt'"),
        ("De gemeente betaalt.", "", "breaks off"),
    ],
)
def test_pieces_of_several_clauses_are_no_sentence_of_the_source(
    quote: str, sentence: str, reason: str
) -> None:
    assert reason in spliced(sentence, quote, same)
