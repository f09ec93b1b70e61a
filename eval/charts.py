"""Lines on two axes, as points for an SVG: what the report draws without anything from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 340
LEFT, RIGHT, TOP, BOTTOM = 52, 24, 14, 52
# The axis of seconds ends at one of these.
_ROUND = (0.1, 0.2, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600)


Curve = tuple[str, Sequence[tuple[float, float]]]
"""A system's name and its points."""


@dataclass(frozen=True, slots=True)
class Line:
    """A system's curve, in pixels."""

    name: str
    points: str
    end: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Tick:
    """A value on an axis, and where it is, in pixels."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves with their axes."""

    lines: tuple[Line, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def _x(value: float, most: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * min(value / most, 1), 1)


def _y(value: float) -> float:
    return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - value), 1)


def chart(curves: Sequence[Curve], most: float = 1.0, unit: str = "{:.0%}") -> Chart | None:
    """Draw curves of (x, y) with x up to `most`, written as `unit` says, and y a share.

    None where there is no point at all.
    """
    drawn = [(name, points) for name, points in curves if points]
    if not drawn:
        return None
    lines = []
    for name, points in drawn:
        pixels = [(_x(x, most), _y(y)) for x, y in points]
        lines.append(Line(name, " ".join(f"{x},{y}" for x, y in pixels), pixels[-1]))
    quarters = (0.0, 0.25, 0.5, 0.75, 1.0)
    return Chart(
        tuple(lines),
        tuple(Tick(_x(each * most, most), unit.format(each * most)) for each in quarters),
        tuple(Tick(_y(each), f"{each:.0%}") for each in quarters),
    )


def within(seconds: Sequence[float], most: float) -> list[tuple[float, float]]:
    """Return the share of times up to each of them, as steps from 0 to `most`; later ones are not reached."""
    points = [(0.0, 0.0)]
    for count, each in enumerate(sorted(time for time in seconds if time <= most), 1):
        before = points[-1][1]
        points += [(each, before), (each, count / len(seconds))]
    return [*points, (most, points[-1][1])] if seconds else []


def axis(values: Sequence[float]) -> float:
    """Return a round number that no value exceeds, or the largest value itself."""
    most = max(values, default=1.0)
    return next((each for each in _ROUND if most <= each), most)
