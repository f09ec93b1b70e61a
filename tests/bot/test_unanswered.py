"""Why what was found does not answer, from the signals alone."""

from dataclasses import replace

import pytest

from bot.coverage import Missing
from bot.evidence import Evidence
from bot.signals import Signals
from bot.types import Reason
from bot.unanswered import why_not
from index.types import Role
from tests.bot.conftest import evidence_of, index_of, page

INDEX = index_of(
    page("a.txt", "Het wijkteam helpt."), *(page(f"{n}.txt", f"Taak {n} geldt.") for n in range(9))
)
NOTHING_LACKING = Missing((), ())


def found(role: Role = "article", cosine: float = 0.0, coverage: float = 0.0) -> Evidence:
    first = evidence_of(INDEX)[0]
    signals = Signals(passage_cosine=cosine, passage_coverage=coverage)
    return replace(first, passage=replace(first.passage, role=role), signals=signals)


@pytest.mark.parametrize(
    ("question", "evidence", "reason"),
    [
        ("Wat eet een koe?", [], "nothing_found"),
        ("Wat eet een koe?", [found(cosine=0.39, coverage=0.19)], "outside_subject"),
        # Any of the three is near enough: a German question has no word of a Dutch passage.
        ("Was frisst eine Kuh?", [found(cosine=0.4)], "weak_evidence"),
        ("Wat eet een koe?", [found(coverage=0.2)], "weak_evidence"),
        ("Welke taak heeft een koe?", [found()], "weak_evidence"),
        # One passage of ten has it: what the sources are about is in more of them.
        ("Eet een wijkteam?", [found()], "outside_subject"),
        ("Welke taak?", [found("comment", coverage=0.5)], "only_opinions"),
        ("Welke taak?", [found("comment", coverage=0.4)], "weak_evidence"),
        ("Welke taak?", [found("comment", coverage=0.9), found(coverage=0.5)], "weak_evidence"),
    ],
)
def test_the_reason_is_what_can_be_seen(question: str, evidence: list[Evidence], reason: Reason) -> None:
    assert why_not(question, evidence, NOTHING_LACKING, INDEX) == reason


def test_what_is_named_and_nowhere_comes_first() -> None:
    best = [found(cosine=0.9, coverage=0.9)]
    assert why_not("Wat doet Zwolle?", best, Missing(("Zwolle",), ("1987",)), INDEX) == "name_missing"
    assert why_not("Wat was er in 1987?", best, Missing((), ("1987",)), INDEX) == "number_missing"
