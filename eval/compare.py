"""Two runs on the same questions: what differs, whether chance explains it, and on which questions.

A figure that is about answered questions is compared on those that both answered: it is no difference of the
figures that each has by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from eval.score import COLUMNS, Column, Scored, Scores, is_main
from eval.statistics import Difference, difference
from index.errors import UsageError


@dataclass(frozen=True, slots=True)
class Pair:
    """A case that both runs answer."""

    a: Scored
    b: Scored


@dataclass(frozen=True, slots=True)
class Comparison:
    """What A has that B has not."""

    pairs: tuple[Pair, ...]
    differences: tuple[tuple[Column, Difference], ...]
    good: Difference
    """In the share of questions that are answered right or refused rightly, other wordings and questions from
    elsewhere left out: there are many of them, and they are easy."""
    won: tuple[Pair, ...]
    """Where A is good and B is not."""
    lost: tuple[Pair, ...]


def _pairs(a: Scores, b: Scores) -> list[Pair]:
    other = {each.case.id: each for each in b.scored}
    return [Pair(each, other[each.case.id]) for each in a.scored if each.case.id in other]


def _differences(pairs: Sequence[Pair]) -> Iterator[tuple[Column, Difference]]:
    """Yield the differences of all means; of percentiles there is no paired one."""
    for column in COLUMNS:
        both = [
            pair
            for pair in pairs
            if column.of(pair.a) and column.metric in pair.a.values and column.metric in pair.b.values
        ]
        ours = [pair.a.values[column.metric] for pair in both]
        theirs = [pair.b.values[column.metric] for pair in both]
        found = difference(ours, theirs, [pair.a.place.group for pair in both])
        if found is not None and column.summary == "mean":
            yield column, found


def compare(a: Scores, b: Scores) -> Comparison:
    """Compare what both answer; raises `UsageError` where they have no question in common."""
    pairs = _pairs(a, b)
    judged = [pair for pair in pairs if pair.a.verdict and pair.b.verdict and is_main(pair.a)]
    good = difference(
        [float(pair.a.good) for pair in judged],
        [float(pair.b.good) for pair in judged],
        [pair.a.place.group for pair in judged],
    )
    if good is None:
        raise UsageError(
            f"'{a.run.path}' and '{b.run.path}' have no question in common. Compare runs of one set."
        )
    return Comparison(
        tuple(pairs),
        tuple(_differences(pairs)),
        good,
        won=tuple(pair for pair in judged if pair.a.good and not pair.b.good),
        lost=tuple(pair for pair in judged if pair.b.good and not pair.a.good),
    )
