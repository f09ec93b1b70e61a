from datetime import date

import pytest

from bot.age import age_notices
from bot.types import Citation
from prompts import load

TODAY = date(2026, 11, 1)


def citation(day: str) -> Citation:
    return Citation("a.txt", "A", "", day, None, "article", "", 0, 1, "x")


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
    assert age_notices([citation(day) for day in days], TODAY, load("nl")) == (expected,)


@pytest.mark.parametrize("days", [[""], ["2022-11-02"], ["2026-10-31", ""]])
def test_recent_and_undated_sources_are_not(days: list[str]) -> None:
    assert age_notices([citation(day) for day in days], TODAY, load("nl")) == ()


def test_the_day_after_four_years_counts() -> None:
    [notice] = age_notices([citation("2022-10-31")], TODAY, load("en"))
    assert "31 October 2022" in notice
