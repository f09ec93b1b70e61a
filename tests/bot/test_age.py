from datetime import date

import pytest

from bot.age import age_notices
from prompts import load
from tests.bot.conftest import page

TODAY = date(2026, 11, 1)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (["2014-07-01"], "1 juli 2014"),
        (["2023-01-05", "2012-03-02"], "2 maart 2012 en 5 januari 2023"),
        (["2012-03-02", "2013-04-05", "2014-12-31"], "2 maart 2012, 5 april 2013 en 31 december 2014"),
        (["2012-03-02", "2012-03-02", ""], "2 maart 2012"),
    ],
)
def test_old_sources_are_dated(days: list[str], said: str) -> None:
    expected = f"Let op: dit is geschreven op {said}. Het kan intussen anders zijn."
    assert age_notices([page("a.txt", "Zo is het.", date=day) for day in days], TODAY, load("nl")) == (
        expected,
    )


@pytest.mark.parametrize("days", [[""], ["2022-11-02"], ["2026-10-31", ""]])
def test_recent_sources_are_not(days: list[str]) -> None:
    assert age_notices([page("a.txt", "Zo is het.", date=day) for day in days], TODAY, load("nl")) == ()


def test_the_day_after_four_years_counts() -> None:
    [notice] = age_notices([page("a.txt", "Zo is het.", date="2022-10-31")], TODAY, load("en"))
    assert "31 October 2022" in notice


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("Medio 2012 keek het SCP.", "2012"),
        ("In 2012 was het zo, vanaf 2015 anders.", "2015"),
        ("In 2012 dacht men aan 2040.", "2012"),
        ("In 2024 was het zo.", ""),
        ("Er zijn 2000 mensen en 1234 stoelen.", "2000"),
        ("Nummer 20123.", ""),
    ],
)
def test_an_undated_source_is_as_old_as_the_last_year_it_names(text: str, year: str) -> None:
    notices = age_notices([page("a.txt", text)], TODAY, load("nl"))
    expected = "Het laatste jaar dat erin staat is {}; het kan intussen anders zijn."
    assert [notice.split(". ", 1)[1] for notice in notices] == ([expected.format(year)] if year else [])


def test_the_source_whose_date_is_unknown_is_named() -> None:
    documents = [
        page("a.txt", "In 2015 was het zo.", title="Later"),
        page("b.txt", "In 2012 was het zo.", title="Eerder"),
    ]
    [notice] = age_notices(documents, TODAY, load("nl"))
    assert notice == load("nl").get("answer.undated", title="Eerder", year="2012")
    [notice] = age_notices([page("a.txt", "In 2015 was het zo.")], TODAY, load("en"))
    assert notice == load("en").get("answer.undated", title="untitled", year="2015")
