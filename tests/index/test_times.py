from datetime import date

import pytest

from index.times import Asked, asked_day

TODAY = date(2026, 11, 23)
NAMES = frozenset({("wmo", "2015")})


@pytest.mark.parametrize(
    ("question", "day", "said"),
    [
        ("Wat gold op 1 juli 2024?", "2024-07-01", "1 juli 2024"),
        ("Wat gold op 01-07-2024?", "2024-07-01", "01-07-2024"),
        ("Wat gold er vóór 1 juli 2024?", "2024-06-30", "vóór 1 juli 2024"),
        ("Wat gold tot 1 januari 2025?", "2024-12-31", "tot 1 januari 2025"),
        ("Wat gold in juli 2024?", "2024-07-31", "juli 2024"),
        ("Wat gold in februari 2024?", "2024-02-29", "februari 2024"),
        ("Wat gold vóór maart 2024?", "2024-02-29", "vóór maart 2024"),
        ("Wat gold er in 2024?", "2024-12-31", "in 2024"),
        ("Wat gold in het jaar 2024?", "2024-12-31", "in het jaar 2024"),
        ("Wat gold vóór 2026?", "2025-12-31", "vóór 2026"),
        ("What applied before 2026?", "2025-12-31", "before 2026"),
        ("Wat geldt in 2026?", "2026-11-23", "in 2026"),
        ("Wat geldt in november 2026?", "2026-11-23", "november 2026"),
        ("Wat gold vorig jaar?", "2025-12-31", "vorig jaar"),
        ("De bijstandsnorm voor 2024", "2024-12-31", "voor 2024"),
        ("De normen voor het jaar 2024", "2024-12-31", "voor het jaar 2024"),
        ("Wat was de norm voor juli 2024?", "2024-07-31", "juli 2024"),
        ("Wat gold er voor 2024?", "2023-12-31", "voor 2024"),
        ("Hoe ging het in de periode voor 2015?", "2014-12-31", "voor 2015"),
        ("Wat gold voor 1 juli 2024?", "2024-06-30", "voor 1 juli 2024"),
        ("Wat verandert er vanaf 2027?", "2027-01-01", "vanaf 2027"),
        ("Wat verandert er vanaf 1 juli 2027?", "2027-07-01", "vanaf 1 juli 2027"),
        ("Ik ben geboren in 1985, wat gold er in 2024?", "2024-12-31", "in 2024"),
        ("Bijstandsnorm 2017", "2017-12-31", "2017"),
        ("2015 en de jeugdhulp", "2015-12-31", "2015"),
        ("De Wmo 2015 van 2017", "2017-12-31", "2017"),
        ("Participatiewet 2015", "2015-12-31", "2015"),
        ("Wat stond er in 2024 in de Wmo 2015?", "2024-12-31", "in 2024"),
        ("Wat stond er in de Wmo 2015 in 2017?", "2017-12-31", "in 2017"),
    ],
)
def test_a_question_about_a_time_asks_about_a_day(question: str, day: str, said: str) -> None:
    assert asked_day(question, TODAY, NAMES) == Asked(date.fromisoformat(day), said)


@pytest.mark.parametrize(
    "question",
    [
        "Wat is de Wmo 2015?",
        "Wie krijgt 2000 euro?",
        "Kost het 2.024,50?",
        "Wat is jeugdhulp?",
        "artikel 2017.1",
        "Ik ben geboren in 1985, heb ik recht op bijstand?",
        "Mijn zoon is op 3 mei 2009 geboren, krijgt hij jeugdhulp?",
        "Ik ben in 2003 getrouwd en nu alleen",
        "Mijn diploma van 1998 telt dat?",
        "I was born in 1985",
        "Mag ik 2000 per maand bijverdienen?",
        "Ik verdien 1950 en heb twee kinderen",
        "met een inkomen van 2000, krijg ik toeslag?",
        "Een gemeente met 2000 gezinnen",
        "Ik heb sinds 2019 een uitkering",
        "Wat is er sinds 1 januari 2015 veranderd?",
        "Vanaf maart 2020 ben ik werkloos",
    ],
)
def test_other_numbers_are_no_time(question: str) -> None:
    assert asked_day(question, TODAY, NAMES) is None
