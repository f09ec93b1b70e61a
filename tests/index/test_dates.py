import re

import pytest

from index.dates import STAMP, iso_date, states_date


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("Gepubliceerd op: 30-08-2021", "2021-08-30"),
        ("3/5/2020", "2020-05-03"),
        ("2020-05-03T10:00", "2020-05-03"),
        ("zondag 3 mei 2020 om 14:05", "2020-05-03"),
        ("12 mrt. 2019", "2019-03-12"),
        ("1e januari 2015", "2015-01-01"),
        ("March 3, 2020", "2020-03-03"),
        ("maart 2018", ""),
        ("31 februari 2020", ""),
        ("32-01-2020", ""),
        ("", ""),
    ],
)
def test_whole_dates(stated: str, expected: str) -> None:
    assert iso_date(stated) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("3 mei 2020", True),
        ("Utrecht, 3 mei 2020", True),
        ("De Bode, woensdag 2 april 2014", True),
        ("Sociaal Vakblad | 11 mei 2016 | Redactie", True),
        ("12-03-2019 - Jan de Vries", True),
        ("Nummer 7, maart 2018", True),
        ("Jeugdwet per 1 januari 2015", False),
        ("Vanaf 1 mei 2020 is het loket dicht.", False),
        ("Wat is de Wmo?", False),
    ],
)
def test_a_line_of_facts_with_a_date(line: str, expected: bool) -> None:
    assert states_date(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5 mei 2015 om 10:22", True),
        ("op 12 mrt 2019, 14:03 uur", True),
        ("3 dagen geleden", True),
        ("· 2 jr. geleden", True),
        ("3 d", True),
        ("gisteren om 09:15", True),
        ("zojuist", True),
        ("12:08", True),
        ("Jan 12 mei 2019", False),
        ("de dag van gisteren", False),
        ("31", False),
    ],
)
def test_a_time_and_nothing_else(line: str, expected: bool) -> None:
    assert bool(re.fullmatch(STAMP, line, re.IGNORECASE)) is expected
