"""Evaluations for tests of the desk, with figures that are known."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.desk.evaluations import Evaluation, Figure, Half, digest

REPORT = "<!doctype html><title>Rapport</title><script>document.title = 'x'</script>"
RIGHT = Figure(0.6034, 0.46, 0.73, 58)
SLOW = Figure(4.0, 3.0, 8.0, 50)
ALONE = Figure(1.0, None, None, 1)


def half(**changes: Any) -> Half:
    return replace(
        Half("test", 103, {"right": RIGHT, "seconds_p95": SLOW, "role_right": ALONE, "recall": RIGHT}),
        **changes,
    )


def evaluation(day: int = 1, **changes: Any) -> Evaluation:
    """One that was made on a day of November 2026."""
    made = Evaluation(
        at=datetime(2026, 11, day, 9, 30, tzinfo=UTC),
        halves=(half(), half(split="dev", questions=189)),
        questions={"seeds": "a1" * 32},
        models={"embedder": "e5@68c716392e7d", "generator": "gemma@a5fd3b622"},
        index={"generation": "000001", "documents": "5", "passages": "120"},
        version="0.6.0",
        code="c0de" * 3,
        machine="x86_64, Python 3.11",
        report_sha256=digest(REPORT),
    )
    return replace(made, **changes)
