"""Figures as text: what `wijkwijzer eval` prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.compare import Comparison
from eval.entailment import Label
from eval.judge import Agreement
from eval.score import Scores, figures, kinds
from eval.statistics import Difference, Figure, exact
from prompts import load


def shown(figure: Figure) -> str:
    """Return a figure with its interval and of how many."""
    return f"{figure.value:.2f} [{figure.low:.2f}, {figure.high:.2f}] (n = {figure.n})"


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
    return "\n".join(lines)


def as_row(scores: Scores) -> dict[str, Any]:
    """Return the same as JSON."""
    return {
        "system": scores.run.name,
        "split": scores.part,
        "questions": len(scores.scored),
        "figures": {column.name: asdict(figure) for column, figure in figures(scores)},
        "kinds": {kind: asdict(figure) for kind, figure in kinds(scores)},
        "peak_memory_gb": memory(scores),
    }


def _difference(found: Difference) -> str:
    return f"{found.value:+.2f} [{found.low:+.2f}, {found.high:+.2f}], p = {found.p:.4f} (n = {found.n})"


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


def entailment_table(passed: Mapping[Label, tuple[int, int]]) -> str:
    """Return the same as text. Of entailments all should pass, of the others none."""
    rows = [
        (label, f"{row['follows']:.3f} [{row['low']:.3f}, {row['high']:.3f}] (n = {row['n']:.0f})")
        for label, row in entailment_row(passed).items()
    ]
    return "\n".join(["taken to follow from its text, by label:", *_aligned(rows)])
