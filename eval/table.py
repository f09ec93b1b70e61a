"""Figures as text: what `wijkwijzer eval` prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.calibration import calibration
from eval.compare import Comparison
from eval.cutoffs import Cutoff, cutoffs
from eval.entailment import Label
from eval.judge import Agreement
from eval.score import Scores, figures, kinds, risk_coverage
from eval.statistics import Difference, Figure, exact
from prompts import load


def shown(figure: Figure) -> str:
    """Return a figure with its interval, if there is one, and of how many."""
    return f"{figure.value:.2f}{_interval(figure, '.2f')} (n = {figure.n})"


def _interval(figure: Figure | Difference, form: str) -> str:
    if figure.low is None or figure.high is None:
        return ""
    return f" [{figure.low:{form}}, {figure.high:{form}}]"


def _aligned(rows: Sequence[tuple[str, str]]) -> list[str]:
    width = max(len(name) for name, _ in rows)
    return [f"  {name:<{width}}  {value}" for name, value in rows]


def memory(scores: Scores) -> float | None:
    """Return the peak of the process that answered, in GB; None where the run does not tell."""
    end = scores.run.end
    return end.peak_memory_bytes / 1e9 if end and end.peak_memory_bytes else None


def _sets(scores: Scores) -> Iterator[str]:
    """Yield how many questions there are of each set, and how many of them the sources do not answer."""
    for name in dict.fromkeys(each.set_name for each in scores.scored):
        here = [each.case.answerable for each in scores.scored if each.set_name == name]
        yield f"{name} {len(here)} ({here.count(False)} unanswerable)"


def as_table(scores: Scores) -> str:
    """Return all figures of a run, a line each, and its kinds of questions, weakest first."""
    texts = load("en")
    lines = [f"{scores.run.name}, {scores.part}: {', '.join(_sets(scores))}"]
    rows = [(texts.get(f"metric.{column.name}"), shown(figure)) for column, figure in figures(scores)]
    if (peak := memory(scores)) is not None:
        rows.append((texts.get("metric.memory"), f"{peak:.2f}"))
    lines += _aligned(rows)
    if by_kind := kinds(scores):
        lines += ["answered right or refused rightly, by kind of question, weakest first:"]
        lines += _aligned([(kind, shown(figure)) for kind, figure in by_kind])
    if every := list(cutoffs(scores)):
        lines += [
            "answering only from a confidence on, so that at most a share of the unanswerable is answered:"
        ]
        lines += _aligned(
            [(f"at most {each.limit:.2f}: from {each.confidence:.2f} on", _cutoff(each)) for each in every]
        )
    if told := calibration(scores):
        lines += [
            f"confidence: Brier {told.brier:.3f}, calibration error {told.error:.3f}; answerable of those"
        ]
        lines += _aligned(
            [
                (f"{each.low:.1f} to {each.high:.1f}, mean {each.confidence:.2f}", str(each.answerable))
                for each in told.bins
            ]
        )
    return "\n".join(lines)


def _cutoff(each: Cutoff) -> str:
    answered = f"answered {each.hallucinated}, of near misses {each.near_misses}"
    return f"{answered}; refused though answerable {each.refused}"


def as_row(scores: Scores) -> dict[str, Any]:
    """Return the same as JSON."""
    return {
        "system": scores.run.name,
        "split": scores.part,
        "questions": len(scores.scored),
        "figures": {column.name: asdict(figure) for column, figure in figures(scores)},
        "kinds": {kind: asdict(figure) for kind, figure in kinds(scores)},
        "risk_coverage": [asdict(point) for point in risk_coverage(scores)],
        "cutoffs": [asdict(each) for each in cutoffs(scores)],
        "calibration": asdict(told) if (told := calibration(scores)) else None,
        "peak_memory_gb": memory(scores),
    }


def _difference(found: Difference) -> str:
    return f"{found.value:+.2f}{_interval(found, '+.2f')}, p = {found.p:.4f} (n = {found.n})"


def comparison_table(comparison: Comparison) -> str:
    """Return the differences of two runs, a line each, and the questions won and lost."""
    texts = load("en")
    rows = [(texts.get("report.good"), _difference(comparison.good))]
    rows += [
        (texts.get(f"metric.{column.name}"), _difference(found)) for column, found in comparison.differences
    ]
    lines = [f"A minus B, on {len(comparison.pairs)} questions:", *_aligned(rows)]
    for told, pairs in (("won", comparison.won), ("lost", comparison.lost)):
        lines.append(f"{told} by A: {len(pairs)}")
        lines += [f"  {pair.a.case.id}  {pair.a.case.question}" for pair in pairs]
    return "\n".join(lines)


def comparison_row(comparison: Comparison) -> dict[str, Any]:
    """Return the same as JSON."""
    return {
        "questions": len(comparison.pairs),
        "good": asdict(comparison.good),
        "differences": {column.name: asdict(found) for column, found in comparison.differences},
        "won": [pair.a.case.id for pair in comparison.won],
        "lost": [pair.a.case.id for pair in comparison.lost],
    }


def agreement_line(agreement: Agreement | None) -> str:
    """Return what a judge thought, and how far it agrees with the facts."""
    if agreement is None:
        return "No answer was judged."
    kappa = "not defined" if agreement.kappa is None else f"{agreement.kappa:.2f}"
    return (
        f"{agreement.n} answers: correct {agreement.correct:.2f}, helpful {agreement.helpful:.2f} (0 to 4); "
        f"agrees with the facts on {agreement.same:.2f}, kappa {kappa}"
    )


def entailment_row(passed: Mapping[Label, tuple[int, int]]) -> dict[str, dict[str, float]]:
    """Return, as JSON, what share of the pairs of each label was taken to follow, with its exact interval."""
    found: dict[str, dict[str, float]] = {}
    for label, (count, n) in passed.items():
        low, high = exact(count, n)
        found[label] = {"follows": count / n, "low": low, "high": high, "n": n}
    return found


def _stopped(passed: Mapping[Label, tuple[int, int]], labels: Sequence[Label]) -> tuple[int, int]:
    found = [passed[label] for label in labels if label in passed]
    return sum(n - count for count, n in found), sum(n for _, n in found)


def entailment_table(passed: Mapping[Label, tuple[int, int]]) -> str:
    """Return how often each is told right: what follows is let pass, what does not is stopped."""
    counts = {
        "entailment, let pass": passed.get("entailment", (0, 0)),
        "contradiction, stopped": _stopped(passed, ("contradiction",)),
        "not entailed, stopped": _stopped(passed, ("neutral", "contradiction")),
    }
    rows = []
    for name, (hits, n) in counts.items():
        if n:
            low, high = exact(hits, n)
            rows.append((name, f"{hits / n:.3f} [{low:.3f}, {high:.3f}] (n = {n})"))
    return "\n".join(["accuracy:", *_aligned(rows)])
