"""One page with the figures of one or more runs, and every question with its answer. It needs no network."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eval.charts import Chart, axis, chart, within
from eval.compare import Comparison, compare
from eval.context import Excerpt, excerpts
from eval.judge import Judged, agreement
from eval.metrics import meets, missing_facts
from eval.runs import Part
from eval.score import PARTS, Column, Scored, Scores, figures, kinds, part_of, risk_coverage
from eval.statistics import Figure
from eval.table import memory
from prompts import Language, TextError, Texts, load

PAGE = Path(__file__).parent / "page"


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of every system, or of every system on one kind of question."""

    name: str
    better: str
    cells: tuple[Figure | None, ...]


@dataclass(frozen=True, slots=True)
class Against:
    """What the first system has that another has not."""

    system: str
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Section:
    """The figures of a half of the questions, or of all."""

    part: Part
    questions: int
    answerable: int
    headline: tuple[Row, ...]
    memory: tuple[float | None, ...]
    kinds: tuple[Row, ...]
    risk: Chart | None
    latency: Chart | None
    against: tuple[Against, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with everything that is known of the first system's answer, and the others' answers."""

    scored: Scored
    kind: str
    verdict: str
    reasons: tuple[str, ...]
    excerpts: tuple[Excerpt, ...]
    others: tuple[tuple[str, Scored], ...]


def label(texts: Texts, name: str, own: str) -> str:
    """Return what something is called; what only somebody else's files name keeps its own name."""
    try:
        return texts.get(name)
    except TextError:
        return own


def kind_label(kind: str, texts: Texts) -> str:
    """Return what a kind of question is called."""
    return label(texts, f"kind.{kind.replace(', ', '_').replace('-', '_').lower()}", kind)


def system_labels(runs: Sequence[Scores], texts: Texts) -> list[str]:
    """Return what the systems are called; runs of the same one are told apart by their files."""
    names = [label(texts, f"report.system_{each.run.name}", each.run.name) for each in runs]
    return [
        f"{name} ({each.run.path.stem})" if names.count(name) > 1 else name
        for name, each in zip(names, runs, strict=True)
    ]


def _headline(runs: Sequence[Scores], texts: Texts) -> Iterator[Row]:
    found: list[dict[str, tuple[Column, Figure]]] = [
        {column.name: (column, figure) for column, figure in figures(each)} for each in runs
    ]
    for name in dict.fromkeys(name for each in found for name in each):
        column = next(each[name][0] for each in found if name in each)
        cells = tuple(each[name][1] if name in each else None for each in found)
        yield Row(texts.get(f"metric.{name}"), column.better, cells)


def _kinds(runs: Sequence[Scores], texts: Texts) -> Iterator[Row]:
    first, *others = (dict(kinds(each)) for each in runs)
    for kind, figure in first.items():
        yield Row(kind_label(kind, texts), "high", (figure, *(each.get(kind) for each in others)))


def _section(runs: Sequence[Scores], part: Part, texts: Texts) -> Section | None:
    here = [part_of(each, part) for each in runs]
    if not all(each.scored for each in here):
        return None
    names = system_labels(here, texts)
    seconds = [[row.values["seconds"] for row in each.scored if "seconds" in row.values] for each in here]
    # One slow moment of the machine must not make a line of all others.
    most = axis([float(np.percentile(times, 95)) for times in seconds if times])
    risk = [[(point.coverage, point.risk) for point in risk_coverage(each)] for each in here]
    return Section(
        part,
        len(here[0].scored),
        sum(each.case.answerable for each in here[0].scored),
        tuple(_headline(here, texts)),
        tuple(memory(each) for each in here),
        tuple(_kinds(here, texts)),
        chart(list(zip(names, risk, strict=True))),
        chart(
            [(name, within(times, most)) for name, times in zip(names, seconds, strict=True)], most, "{:g}"
        ),
        tuple(
            Against(name, compare(here[0], other)) for name, other in zip(names[1:], here[1:], strict=True)
        ),
    )


def reasons(scored: Scored, texts: Texts) -> Iterator[str]:
    """Yield, in words, why an answer is not as it should be."""
    case, answer = scored.case, scored.answer
    if scored.verdict in ("refused", "invented"):
        yield texts.get(f"report.why_{scored.verdict}")
    if scored.verdict == "wrong":
        either = f" {texts.get('report.or')} "
        lacking = "; ".join(either.join(wordings) for wordings in missing_facts(case, answer))
        yield texts.get("report.why_missing", facts=lacking)
    if scored.verdict is None:
        yield texts.get("report.why_no_fact")
    if case.answerable and scored.values.get("citation_recall") == 0:
        yield texts.get("report.why_elsewhere")
    if scored.values.get("role_right") == 0:
        yield texts.get("report.why_role", role=texts.get(f"page.role_{case.role}").lower())
    hits = answer.hits
    if case.answerable and hits is not None:
        found = any(meets(hit.source, hit.span, gold) for hit in hits for gold in case.evidence)
        if not found:
            yield texts.get("report.why_not_found")


def _questions(runs: Sequence[Scores], sources: Mapping[str, str], texts: Texts) -> Iterator[Question]:
    names = system_labels(runs, texts)[1:]
    others = [
        (name, {row.case.id: row for row in each.scored}) for name, each in zip(names, runs[1:], strict=True)
    ]
    for scored in runs[0].scored:
        yield Question(
            scored,
            kind_label(scored.case.kind, texts),
            scored.verdict or "none",
            tuple(reasons(scored, texts)),
            tuple(excerpts(scored.case, scored.answer, sources)),
            tuple((name, rows[scored.case.id]) for name, rows in others if scored.case.id in rows),
        )


def report(
    runs: Sequence[Scores],
    sources: Mapping[str, str],
    language: Language,
    opinions: Mapping[str, Judged] | None = None,
) -> str:
    """Return the page of one or more runs on the same questions; the first is the one that is looked into.

    `sources` are the canonical texts by name.
    """
    texts = load(language)
    environment = Environment(
        loader=FileSystemLoader(PAGE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    point = texts.get("report.decimal_point")
    environment.filters["role"] = lambda role: label(texts, f"page.role_{role}", role)
    environment.filters["number"] = lambda value, form=".2f": f"{value:{form}}".replace(".", point)
    sections = [section for part in PARTS if (section := _section(runs, part, texts))]
    # A run of one half has the same figures in 'all'.
    shown = sections if len(sections) == len(PARTS) else sections[:1]
    return environment.get_template("report.html").render(
        language=language,
        text=texts.get,
        headers=[each.run.header for each in runs],
        systems=system_labels(runs, texts),
        sections=shown,
        questions=list(_questions(runs, sources, texts)),
        agreement=agreement([each for each in runs[0].scored if each.verdict], opinions or {}),
        judge_model=next((each.model for each in (opinions or {}).values()), ""),
    )
