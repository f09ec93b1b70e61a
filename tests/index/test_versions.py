from datetime import date

import pytest

from index.types import Document
from index.versions import Versions

TODAY = date(2026, 11, 23)


def law(source: str, valid_from: str = "", work: str = "jeugdwet", **facts: str) -> Document:
    return Document(source, "Het.", (), valid_from=valid_from, work=work, **facts)


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
        ("2019-05-05", "new"),
    ],
)
def test_the_version_in_force_stays(day: str, stays: str) -> None:
    left_out = Versions([NEXT, OLD, NEW]).others(date.fromisoformat(day), TODAY)
    assert {"old", "new", "next"} - left_out == {stays}


def test_a_version_that_has_ended_gives_way_to_one_that_runs() -> None:
    ended = law("ended", "2025-01-01", valid_to="2025-06-30")
    versions = Versions([law("old", "2024-01-01"), ended])
    assert versions.others(date(2025, 3, 1), TODAY) == {"old"}
    assert versions.others(date(2025, 9, 1), TODAY) == {"ended"}


def test_where_all_have_ended_the_last_one_stays() -> None:
    first = law("first", "2020-01-01", valid_to="2020-12-31")
    second = law("second", "2021-01-01", valid_to="2021-12-31")
    assert Versions([first, second]).others(TODAY, TODAY) == {"first"}


def test_two_forms_of_one_version_both_stay() -> None:
    versions = Versions([law("a.md", "2024-01-01"), law("a.jsonl", "2024-01-01"), NEW])
    assert versions.others(date(2024, 5, 5), TODAY) == {"new"}
    assert versions.others(TODAY, TODAY) == {"a.md", "a.jsonl"}


def test_documents_that_are_no_versions_stay() -> None:
    other = law("other", "2020-01-01", work="wmo")
    page = Document("page", "Het.", (), date="2019-01-01")
    assert Versions([OLD, NEW, other, page, page]).others(TODAY, TODAY) == {"old"}


def test_a_version_of_which_no_day_is_known_comes_first() -> None:
    undated = law("undated")
    versions = Versions([undated, law("known", date="2017-05-10")])
    assert versions.others(TODAY, TODAY) == {"undated"}
    assert versions.others(date(2016, 1, 1), TODAY) == {"known"}
    assert versions.several(undated)
    assert not Versions([undated]).several(undated)


def test_a_version_ends_where_it_says_or_the_next_one_begins() -> None:
    versions = Versions([OLD, NEW, ended := law("ended", "2025-01-01", valid_to="2025-06-30")])
    assert versions.last_day(OLD) == "2024-12-31"
    assert versions.last_day(ended) == "2025-06-30"
    assert versions.last_day(NEW) == ""
