from pathlib import Path

import pytest

from eval.gate import THRESHOLDS, BelowThresholdError, Threshold, check, read_thresholds
from eval.score import Scores
from index.errors import UsageError


def write(folder: Path, text: str) -> Path:
    path = folder / "thresholds.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_figures_that_reach_their_thresholds_pass(scores: Scores, tmp_path: Path) -> None:
    path = write(tmp_path, "right = {at_least = 0.33}\nhallucinated = {at_most = 0.5}\n")
    assert check(scores, read_thresholds(path)) == [
        "right: 0.333, at least 0.33",
        "hallucinated: 0.500, at most 0.5",
    ]


def test_every_figure_below_its_threshold_is_named(scores: Scores, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "right = {at_least = 0.34}\nhallucinated = {at_most = 0.49}\nquotes_exact = {at_least = 1}\n",
    )
    with pytest.raises(BelowThresholdError) as caught:
        check(scores, read_thresholds(path))
    assert str(caught.value).splitlines() == [
        "The answers are below the thresholds:",
        "right: 0.333, should be at least 0.34",
        "hallucinated: 0.500, should be at most 0.49",
    ]
    assert caught.value.exit_code == 1


def test_what_was_not_measured_has_not_held(scores: Scores) -> None:
    with pytest.raises(
        BelowThresholdError, match=r"stable: not measured in this run, should be at least 0\.5"
    ):
        check(scores, {"stable": Threshold(at_least=0.5)})


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wright = {at_least = 0.5}", "has a threshold for 'wright', which is no figure"),
        ("right = {least = 0.5}", "is wrong: 'right.least'"),
        ("right = {}", "it has 'at_least' or 'at_most', one of them"),
        ("right = {at_least = 0.1, at_most = 0.9}", "one of them"),
        ("right = 0.5", "is wrong: 'right'"),
        ("right = ", "cannot be read"),
        ("# nothing", "There is no threshold in"),
    ],
)
def test_what_is_no_threshold_is_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_thresholds(write(tmp_path, text))
    assert told in str(caught.value)
    assert "thresholds" in str(caught.value)


def test_thresholds_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_thresholds(tmp_path / "thresholds.toml")


def test_the_projects_own_thresholds_guard_what_must_never_slip() -> None:
    thresholds = read_thresholds(THRESHOLDS)
    assert thresholds["quotes_exact"] == Threshold(at_least=1)
    assert thresholds.keys() >= {"right", "hallucinated", "refused", "citation_recall", "role_right"}
