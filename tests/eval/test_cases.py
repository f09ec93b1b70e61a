"""The questions are what they claim to be: every quote stands where its span says, and halves do not leak."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from eval.cases import load_cases
from eval.score import CASES, SEEDS
from index.errors import UsageError


def test_every_question_on_the_seeds_is_proved() -> None:
    cases = load_cases(CASES, SEEDS)
    assert len({case.id for case in cases}) == len(cases)
    assert sum(case.answerable for case in cases) >= 40
    assert sum(not case.answerable for case in cases) >= 40
    for case in cases:
        assert case.question.strip() == case.question
        quotes = " ".join(gold.quote for gold in case.evidence).casefold()
        assert all(any(wording in quotes for wording in wordings) for wordings in case.facts), case.id
        assert bool(case.facts) == case.answerable == bool(case.role)


def test_questions_with_the_same_first_evidence_share_a_half() -> None:
    halves = defaultdict(set)
    for case in load_cases(CASES, SEEDS):
        key = (case.evidence[0].source, case.evidence[0].span.start) if case.evidence else case.subject
        halves[key].add(case.split)
    assert all(len(splits) == 1 for splits in halves.values())
    assert {split for splits in halves.values() for split in splits} == {"dev", "test"}


def test_a_span_that_is_off_by_one_is_named_with_its_line(tmp_path: Path) -> None:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    row = json.loads(lines[1])
    row["evidence"][0]["start"] += 1
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text(lines[0] + "\n" + json.dumps(row) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"wrong\.jsonl, line 2: 002_2d98b5cdfa587961\.txt does not say"):
        load_cases(wrong, SEEDS)
