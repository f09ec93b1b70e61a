"""Figures over the runs, as points for small line charts. A table beside them says the same in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.evaluations import HEADLINE, Figure, Published, Split

WIDTH, HEIGHT, MARGIN = 320, 120, 10


@dataclass(frozen=True, slots=True)
class Dot:
    """A run's figure, in pixels; the interval is a line from `low` to `high`, where there is one."""

    x: float
    y: float
    low: float | None
    high: float | None
    run: Published
    figure: Figure


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure of several runs, the earliest first."""

    name: str
    most: float
    """What the top of the chart stands for; its bottom is 0."""
    dots: tuple[Dot, ...]

    @property
    def line(self) -> str:
        """The points of a polyline."""
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


def comparable(runs: Sequence[Published], split: Split) -> list[Published]:
    """Return the runs that have a half, of the same questions as the first of them."""
    having = [each for each in runs if each.evaluation.half(split)]
    return [each for each in having if each.evaluation.questions == having[0].evaluation.questions]


def trends(runs: Sequence[Published], split: Split) -> list[Trend]:
    """Return how the headline figures went, of all runs that can be compared with the latest.

    `runs` are the latest first. There is no trend of less than two runs.
    """
    earliest_first = comparable(runs, split)[::-1]
    return [trend for name in HEADLINE if (trend := _trend(name, earliest_first, split)) is not None]


def _trend(name: str, runs: Sequence[Published], split: Split) -> Trend | None:
    halves = [(each, half) for each in runs if (half := each.evaluation.half(split))]
    found = [(each, half.figures[name]) for each, half in halves if name in half.figures]
    if len(found) < 2:
        return None
    highest = max(value for _, each in found for value in (each.value, each.high or 0.0))
    most = highest if name.startswith("seconds") and highest > 0 else 1.0
    return Trend(
        name, most, tuple(_dot(at, len(found), run, each, most) for at, (run, each) in enumerate(found))
    )


def _dot(at: int, of: int, run: Published, figure: Figure, most: float) -> Dot:
    def y(value: float | None) -> float | None:
        if value is None:
            return None
        return round(MARGIN + (HEIGHT - 2 * MARGIN) * (1 - min(max(value / most, 0.0), 1.0)), 1)

    x = round(MARGIN + (WIDTH - 2 * MARGIN) * at / (of - 1), 1)
    return Dot(x, y(figure.value) or 0.0, y(figure.low), y(figure.high), run, figure)
