from datetime import date

import pytest

from index.types import Document
from index.versions import Asked, Versions, asked_day, since


def law(source: str, begin: str, end: str = "", work: str = "wet", as_of: str = "") -> Document:
    return Document(source, "", (), work=work, valid_from=begin, valid_to=end, date=as_of)


@pytest.mark.parametrize(
    ("question", "day", "words"),
    [
        ("Wat stond er in 2024 in artikel 7?", date(2024, 12, 31), "in 2024"),
        ("Wat gold op 1 juli 2024?", date(2024, 7, 1), "1 juli 2024"),
        ("Wat gold er vóór 2026?", date(2025, 12, 31), "vóór 2026"),
        ("En voor 1 januari 2015?", date(2014, 12, 31), "voor 1 januari 2015"),
        ("Wat veranderde in maart 2023?", date(2023, 3, 31), "maart 2023"),
        ("Hoe was het vóór maart 2023?", date(2023, 2, 28), "vóór maart 2023"),
        ("Wat zegt de versie van 2024?", date(2024, 12, 31), "versie van 2024"),
    ],
)
def test_days_that_questions_ask_about(question: str, day: date, words: str) -> None:
    assert asked_day(question) == Asked(day, words)


@pytest.mark.parametrize(
    "question",
    ["Wat zegt de Wmo 2015 over een pgb?", "Is 2000 euro veel?", "Voor 2 kinderen?", "Op 31-06-2020?", ""],
)
def test_the_year_in_a_name_is_no_day(question: str) -> None:
    assert asked_day(question) is None


TWO = (law("oud", "2024-01-01"), law("nieuw", "2026-01-01"), law("los", "2020-01-01", work="andere"))


@pytest.mark.parametrize(
    ("day", "left_out"),
    [
        (date(2026, 11, 23), {"oud"}),
        (date(2026, 1, 1), {"oud"}),
        (date(2025, 12, 31), {"nieuw"}),
        (date(2023, 1, 1), {"nieuw"}),
    ],
)
def test_of_two_versions_one_is_in_force(day: date, left_out: set[str]) -> None:
    assert Versions(TWO).others(day) == left_out


def test_a_version_that_has_ended_gives_way_to_one_that_runs() -> None:
    versions = Versions([law("a", "2020-01-01"), law("b", "2022-01-01", "2022-12-31")])
    assert versions.others(date(2022, 6, 1)) == {"a"}
    assert versions.others(date(2023, 6, 1)) == {"b"}


def test_what_is_known_to_be_in_force_on_a_day_counts_from_it() -> None:
    dated = law("c", "", as_of="2017-05-10")
    assert since(dated) == "2017-05-10"
    assert Versions([dated, law("d", "2020-01-01")]).others(date(2018, 1, 1)) == {"d"}


def test_copies_of_one_version_both_stay() -> None:
    assert (
        Versions([law("a.md", "2024-01-01"), law("a.jsonl", "2024-01-01")]).others(date(2026, 1, 1)) == set()
    )


def test_a_version_without_any_day_is_not_preferred() -> None:
    versions = Versions([law("ooit", ""), law("nieuw", "2026-01-01")])
    assert versions.others(date(2026, 2, 1)) == {"ooit"}


@pytest.mark.parametrize(("source", "last"), [("oud", "2025-12-31"), ("nieuw", ""), ("los", "")])
def test_a_version_ends_the_day_before_the_next(source: str, last: str) -> None:
    [document] = [each for each in TWO if each.source == source]
    assert Versions(TWO).last_day(document) == last


def test_a_stated_end_is_the_end() -> None:
    assert Versions(TWO).last_day(law("oud", "2024-01-01", "2024-06-30")) == "2024-06-30"
