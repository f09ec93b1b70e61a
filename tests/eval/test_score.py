"""The report of an answer file that was written by hand."""

import json
from pathlib import Path

import pytest

from eval.cases import Case, load_cases
from eval.metrics import GivenAnswer
from eval.score import CASES, SEEDS, main, read_answers, report


def row(case: Case, *, refused: bool) -> dict[str, object]:
    """A perfect answer to a case, its evidence quoted, or a refusal."""
    sentences = [
        {
            "text": gold.quote,
            "support": "quote",
            "citations": [{"source": gold.source, "start": gold.span.start, "end": gold.span.end}],
        }
        for gold in case.evidence
    ]
    return {
        "id": case.id,
        "abstained": refused or not sentences,
        "sentences": [] if refused else sentences,
        "timings": {"total": 2.0},
    }


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("\n".join(json.dumps(each) for each in rows), encoding="utf-8")
    return path


def test_perfect_answers_are_all_right(tmp_path: Path) -> None:
    cases = load_cases(CASES, SEEDS)
    answers = read_answers(write(tmp_path / "a.jsonl", [row(case, refused=False) for case in cases]))
    lines = report(cases, answers, "dev")
    known = sum(case.answerable and case.split == "dev" for case in cases)
    unknown = sum(not case.answerable and case.split == "dev" for case in cases)
    assert lines[0] == f"dev: {known} answerable questions, {unknown} unanswerable"
    assert lines[1].endswith(f"1.00 [0.95, 1.00] ({known} of {known})")
    assert lines[3].endswith(f"({known} of {known})")
    assert lines[4].endswith(f"({unknown} of {unknown})")
    assert lines[6].endswith(f"(0 of {known})")
    assert lines[8].split() == ["citation", "precision,", "mean", "over", "the", "answered", "1.00"]
    assert lines[9].endswith("p50 2.00, p95 2.00")


def test_refusing_everything_is_right_about_nothing(tmp_path: Path) -> None:
    cases = load_cases(CASES, SEEDS)
    answers: dict[str, GivenAnswer] = read_answers(
        write(tmp_path / "a.jsonl", [row(case, refused=True) for case in cases])
    )
    lines = report(cases, answers, "test")
    known = sum(case.answerable and case.split == "test" for case in cases)
    assert lines[1].endswith(f"(0 of {known})")
    assert lines[2].endswith("n = 0")
    assert lines[6].endswith(f"({known} of {known})")
    assert len(lines) == 8


def test_a_file_of_answers_is_scored_without_running_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = load_cases(CASES, SEEDS)
    main([str(write(tmp_path / "a.jsonl", [row(case, refused=False) for case in cases]))])
    printed = capsys.readouterr().out
    assert printed.count("answerable questions") == 2
