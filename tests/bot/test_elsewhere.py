import pytest

from bot.elsewhere import without_others
from bot.evidence import ranked
from tests.bot.conftest import index_of, page


def left(question: str, text: str) -> list[str]:
    index = index_of(page("a.txt", text))
    every = ranked(question, index.search(question, 5), index, False)
    return [each.text for each in sorted(without_others(question, every, index), key=lambda e: e.span.start)]


BREDA, ALMERE, NOWHERE = "In Breda zijn het er twintig.", "Almere heeft er acht.", "Het zijn er veel."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Hoeveel zijn het er in Almere?", f"{ALMERE} {BREDA}", [ALMERE]),
        ("hoeveel zijn het er in almere", f"{ALMERE} {BREDA}", [ALMERE]),
        ("Hoeveel zijn het er in Almere en Breda?", f"{ALMERE} {BREDA}", [ALMERE, BREDA]),
        ("Hoeveel zijn het er?", f"{ALMERE} {BREDA}", [ALMERE, BREDA]),
        ("Hoeveel zijn het er in Almere?", f"{NOWHERE} {BREDA}", [NOWHERE]),
        # What follows a sentence on Breda goes on about it, unless it names where.
        ("Hoeveel zijn het er in Almere?", f"{BREDA} {NOWHERE}", []),
        ("Hoeveel zijn het er in Breda?", f"{BREDA} {NOWHERE}", [BREDA, NOWHERE]),
    ],
)
def test_what_is_told_of_another_place_is_left_out(question: str, text: str, expected: list[str]) -> None:
    assert left(question, text) == expected


@pytest.mark.parametrize(
    ("question", "sentence", "kept"),
    [
        ("Hoeveel waren het er in 2020?", "In 2012 waren het er acht.", False),
        ("Hoeveel waren het er in 2012?", "In 2012 waren het er acht.", True),
        ("Hoeveel waren het er in 2020?", "Het waren er acht.", True),
        ("Hoeveel waren het er in 2020?", "Sinds 2015 zijn het er acht.", True),
        ("Hoeveel waren het er in 2020?", "Volgens de Wmo 2015 zijn het er acht.", True),
        ("Hoeveel zijn het er volgens de Wmo 2015?", "In 2012 waren het er acht.", True),
        ("Wat was er na 2020?", "In 2012 waren het er acht.", True),
        ("Hoeveel waren het er in 2014?", "Tussen 2012 en 2016 waren het er acht.", True),
        ("Hoeveel waren het er begin 2020?", "Eind 2012 waren het er acht, in 2013 negen.", False),
    ],
)
def test_what_is_told_of_another_year_is_left_out(question: str, sentence: str, kept: bool) -> None:
    assert left(question, sentence) == ([sentence] if kept else [])


@pytest.mark.parametrize(
    ("question", "sentence", "kept"),
    [
        ("Wat staat er in de derde evaluatie?", "Dat staat in de tweede evaluatie.", False),
        ("Wat staat er in de derde evaluatie?", "Dat staat in de tweede en de derde evaluatie.", True),
        ("Wat staat er in de derde evaluatie?", "Dat staat in een evaluatie.", True),
        # Of how many it is, is another question.
        ("Wat staat er in de tweede evaluatie?", "Er waren drie evaluaties.", True),
        ("Welke vijf taken kwamen erbij?", "Er kwamen drie nieuwe taken bij.", False),
        ("Welke 3 taken kwamen erbij?", "Er kwamen drie nieuwe taken bij.", True),
        ("Welke vijf taken kwamen erbij?", "Er kwamen drie wetten bij.", True),
        ("Welke taken kwamen erbij?", "Er kwamen drie nieuwe taken bij.", True),
        ("Wat zei men in 2012?", "In 2012 waren er tien gemeenten.", True),
    ],
)
def test_what_is_told_of_another_number_is_left_out(question: str, sentence: str, kept: bool) -> None:
    assert left(question, sentence) == ([sentence] if kept else [])
