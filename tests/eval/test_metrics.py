"""Metrics on answers that were scored by hand."""

import pytest

from eval.cases import Case, GoldSpan
from eval.metrics import (
    GivenAnswer,
    GivenCitation,
    Share,
    citation_precision,
    cites_right,
    share,
    states_all_facts,
)
from index.types import Span

CASE = Case(
    id="number-1",
    kind="number",
    language="nl",
    question="Hoeveel organisaties doen mee, en waar?",
    role="article",
    facts=(("twintig", "20"), ("breda",)),
    evidence=(GoldSpan("a.txt", Span(10, 20), "x" * 10), GoldSpan("b.txt", Span(0, 5), "x" * 5)),
    subject="",
)


def given(text: str, *citations: tuple[str, int, int]) -> GivenAnswer:
    cited = tuple(GivenCitation(source, Span(start, end)) for source, start, end in citations)
    return GivenAnswer(text, not text, cited, ("quote",) * len(cited), 0.1)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("In Breda zijn het er ongeveer TWINTIG.", True),
        ("Breda: 20", True),
        ("Breda telt er\ntwintig", True),
        ("Er zijn er twintig.", False),
        ("Breda.", False),
        ("", False),
    ],
)
def test_every_fact_must_be_stated_in_one_of_its_wordings(text: str, right: bool) -> None:
    assert states_all_facts(CASE, given(text)) is right


@pytest.mark.parametrize(
    ("citation", "right"),
    [
        (("a.txt", 19, 30), True),
        (("a.txt", 20, 30), False),
        (("a.txt", 0, 10), False),
        (("a.txt", 0, 11), True),
        (("b.txt", 4, 5), True),
        (("c.txt", 10, 20), False),
    ],
)
def test_a_citation_is_right_where_it_shares_a_character(citation: tuple[str, int, int], right: bool) -> None:
    assert cites_right(CASE, given("x", citation)) is right


def test_citation_precision_counts_each_citation() -> None:
    answer = given("x", ("a.txt", 12, 14), ("a.txt", 30, 40), ("b.txt", 0, 2), ("c.txt", 0, 2))
    assert citation_precision(CASE, answer) == 0.5


def test_interval_of_clopper_and_pearson() -> None:
    # 0 of 10: the upper bound solves (1 - p)^10 = 0.025, p = 1 - 0.025^(1/10) = 0.3085.
    low, high = Share(0, 10).interval()
    assert low == 0.0
    assert high == pytest.approx(0.3085, abs=1e-4)
    assert str(Share(0, 10)) == "0.00 [0.00, 0.31] (0 of 10)"
    # 5 of 10: symmetric about a half.
    low, high = share([True] * 5 + [False] * 5).interval()
    assert low + high == pytest.approx(1.0)
    assert str(Share(0, 0)) == "n = 0"
