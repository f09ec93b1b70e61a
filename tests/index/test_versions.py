from datetime import date

import pytest

from index.types import Document
from index.versions import Asked, Versions, asked_day

TODAY = date(2026, 11, 23)
NAMES = frozenset({("wmo", "2015")})


def law(source: str, valid_from: str = "", work: str = "jeugdwet", **facts: str) -> Document:
    return Document(source, "Het.", (), valid_from=valid_from, work=work, **facts)


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
    ],
)
def test_other_numbers_are_no_time(question: str) -> None:
    assert asked_day(question, TODAY, NAMES) is None


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("Wat regelt de Wmo 2015?", None),
        ("de Wet maatschappelijke ondersteuning 2015", None),
        ("Wat regelt de Wmo 2016?", date(2016, 12, 31)),
        ("Wat regelt de Jeugdwet 2015?", date(2015, 12, 31)),
    ],
)
def test_years_in_names_of_laws_are_no_time(question: str, day: date | None) -> None:
    titles = ("Wet maatschappelijke ondersteuning 2015", "Jeugdwet", "2024", "")
    versions = Versions([law(title, work=title or "x", title=title) for title in titles])
    asked = versions.asked(question, TODAY)
    assert (asked.day if asked else None) == day


OLD, NEW, NEXT = law("old", "2024-01-01"), law("new", "2026-01-01"), law("next", "2027-01-01")


@pytest.mark.parametrize(
    ("day", "stays"),
    [
        ("2024-01-01", "old"),
        ("2025-12-31", "old"),
        ("2026-01-01", "new"),
        ("2026-11-23", "new"),
        ("2027-01-01", "next"),
        ("2030-01-01", "next"),
        ("2019-05-05", "old"),
    ],
)
def test_the_version_in_force_stays(day: str, stays: str) -> None:
    left_out = Versions([NEXT, OLD, NEW]).others(date.fromisoformat(day))
    assert {"old", "new", "next"} - left_out == {stays}


def test_a_version_that_has_ended_gives_way_to_one_that_runs() -> None:
    ended = law("ended", "2025-01-01", valid_to="2025-06-30")
    versions = Versions([law("old", "2024-01-01"), ended])
    assert versions.others(date(2025, 3, 1)) == {"old"}
    assert versions.others(date(2025, 9, 1)) == {"ended"}


def test_where_all_have_ended_the_last_one_stays() -> None:
    first = law("first", "2020-01-01", valid_to="2020-12-31")
    second = law("second", "2021-01-01", valid_to="2021-12-31")
    assert Versions([first, second]).others(TODAY) == {"first"}


def test_two_forms_of_one_version_both_stay() -> None:
    versions = Versions([law("a.md", "2024-01-01"), law("a.jsonl", "2024-01-01"), NEW])
    assert versions.others(date(2024, 5, 5)) == {"new"}
    assert versions.others(TODAY) == {"a.md", "a.jsonl"}


def test_documents_that_are_no_versions_stay() -> None:
    other = law("other", "2020-01-01", work="wmo")
    page = Document("page", "Het.", (), date="2019-01-01")
    assert Versions([OLD, NEW, other, page, page]).others(TODAY) == {"old"}


def test_a_version_of_which_no_day_is_known_comes_first() -> None:
    undated = law("undated")
    versions = Versions([undated, law("known", date="2017-05-10")])
    assert versions.others(TODAY) == {"undated"}
    assert versions.others(date(2016, 1, 1)) == {"known"}
    assert versions.several(undated)
    assert not Versions([undated]).several(undated)


def test_a_version_ends_where_it_says_or_the_next_one_begins() -> None:
    versions = Versions([OLD, NEW, ended := law("ended", "2025-01-01", valid_to="2025-06-30")])
    assert versions.last_day(OLD) == "2024-12-31"
    assert versions.last_day(ended) == "2025-06-30"
    assert versions.last_day(NEW) == ""
