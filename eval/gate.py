"""The figures that a change must not spoil: `thresholds.toml`, on the dev half."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from eval.cases import what_is_wrong
from eval.score import COLUMNS, Scores, figures
from index.errors import UsageError, WijkwijzerError

THRESHOLDS = Path(__file__).parent / "thresholds.toml"


class BelowThresholdError(WijkwijzerError):
    """The answers are worse than they were."""

    exit_code = 1


@dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Threshold:
    """What a figure must reach, or must not exceed."""

    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("it has 'at_least' or 'at_most', one of them")

    def holds(self, value: float) -> bool:
        """Tell whether a figure is good enough."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most

    def __str__(self) -> str:
        return f"at least {self.at_least:g}" if self.at_least is not None else f"at most {self.at_most:g}"


_TABLE = TypeAdapter(dict[str, Threshold])


def read_thresholds(path: Path = THRESHOLDS) -> Mapping[str, Threshold]:
    """Read thresholds by figure; raises `UsageError` for what is none, or of no figure."""
    try:
        table = _TABLE.validate_python(tomllib.loads(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        raise UsageError(f"A threshold in '{path}' is wrong: {what_is_wrong(error)}.") from error
    except (OSError, ValueError) as error:
        raise UsageError(f"The thresholds '{path}' cannot be read: {error}") from error
    if not table:
        raise UsageError(f"There is no threshold in '{path}'.")
    if unknown := sorted(table.keys() - {column.name for column in COLUMNS}):
        raise UsageError(f"'{path}' has a threshold for '{unknown[0]}', which is no figure.")
    return table


def check(scores: Scores, thresholds: Mapping[str, Threshold]) -> list[str]:
    """Return a line for every threshold that holds.

    Raises `BelowThresholdError` with all that do not, and for a figure that the run does not have: what was
    not measured has not held.
    """
    found = {column.name: figure.value for column, figure in figures(scores)}
    held, broken = [], []
    for name, threshold in thresholds.items():
        if name not in found:
            broken.append(f"{name}: not measured in this run, should be {threshold}")
        elif threshold.holds(found[name]):
            held.append(f"{name}: {found[name]:.3f}, {threshold}")
        else:
            broken.append(f"{name}: {found[name]:.3f}, should be {threshold}")
    if broken:
        raise BelowThresholdError("The answers are below the thresholds:\n" + "\n".join(broken))
    return held
