import pytest

from eval.compare import compare
from eval.metrics import Judge
from eval.runs import read_run
from eval.score import Scores, score
from eval.sets import CaseSet, Questions
from eval.table import comparison_row, comparison_table
from index.errors import UsageError
from tests.eval.conftest import CASES, EARLY, ROWS, WriteRun, quoting


@pytest.fixture
def better(write_run: WriteRun, questions: Questions, judge: Judge) -> Scores:
    """Right where the other run was wrong or refused, and refusing what it answered rightly."""
    rows = [
        quoting("twenty"),
        quoting("early", ("almelo.txt", EARLY)),
        quoting("years", ("breda.txt", "Het netwerk bestaat al jaren.")),
        quoting("groningen"),
        quoting("weather"),
    ]
    return score(read_run(write_run(rows, name="better", system="beter")), questions, judge)


def test_what_is_won_and_lost_is_named(better: Scores, scores: Scores) -> None:
    found = compare(better, scores)
    assert [pair.a.case.id for pair in found.won] == ["early", "years", "weather"]
    assert [pair.a.case.id for pair in found.lost] == ["twenty"]
    # Good: 4 of 5 against 2 of 5.
    assert (round(found.good.value, 3), found.good.n) == (0.4, 5)


def test_differences_are_of_the_questions_that_both_have_a_value_for(better: Scores, scores: Scores) -> None:
    found = {
        column.name: (round(each.value, 3), each.n) for column, each in compare(better, scores).differences
    }
    assert found["right"] == (round(2 / 3 - 1 / 3, 3), 3)
    # Only 'early' was answered by both.
    assert found["right_if_answered"] == (1.0, 1)
    assert found["hallucinated"] == (-0.5, 2)
    assert "seconds_p50" not in found


def test_a_run_does_not_differ_from_itself(scores: Scores) -> None:
    found = compare(scores, scores)
    assert (found.won, found.lost) == ((), ())
    assert {each.value for _, each in found.differences} == {0.0}
    assert {each.p for _, each in found.differences} == {1.0}


def test_the_other_way_round_is_the_opposite(better: Scores, scores: Scores) -> None:
    one, other = compare(better, scores), compare(scores, better)
    assert one.good.value == -other.good.value
    assert one.good.p == other.good.p
    assert [pair.a.case.id for pair in one.won] == [pair.a.case.id for pair in other.lost]


def test_runs_without_a_common_question_are_not_compared(
    write_run: WriteRun, questions: Questions, judge: Judge, scores: Scores
) -> None:
    fewer = Questions.of(questions.sources, [CaseSet("own", CASES[4:])])
    other = score(read_run(write_run(ROWS[4:], header=False, end=False)), fewer, judge)
    first = Scores(scores.run, "all", scores.scored[:1])
    with pytest.raises(UsageError, match="have no question in common"):
        compare(first, other)


def test_the_table_names_every_difference_and_question(better: Scores, scores: Scores) -> None:
    lines = comparison_table(compare(better, scores)).splitlines()
    assert lines[0] == "A minus B, on 5 questions:"
    assert "  +0.40 [" in lines[1]
    assert lines[lines.index("won by A: 3") + 1].split() == ["early", *["Waar", "zet", "Almelo", "op", "in?"]]
    assert lines[-2:] == ["lost by A: 1", f"  twenty  {CASES[0].question}"]
    row = comparison_row(compare(better, scores))
    assert (row["won"], row["lost"]) == (["early", "years", "weather"], ["twenty"])
    assert row["good"]["value"] == pytest.approx(0.4)
