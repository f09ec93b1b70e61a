"""Evaluations that were published to the desk: what an answer is worth, read without what measured it.

`wijkwijzer eval publish` leaves two files below the home folder: `evaluations/NAME.json`, in the form of
`Evaluation`, and `evaluations/NAME.html`, the whole report.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Ge, Len
from pydantic import AwareDatetime, ConfigDict, FiniteFloat, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from index.errors import StoreUnavailableError, UsageError
from index.files import make_folder, replace_file

FOLDER = "evaluations"
_NAME = re.compile(r"[\w-][\w.-]{0,63}")
_ROW = ConfigDict(extra="forbid", strict=True)

Split = Literal["test", "dev", "all"]
# What a municipality looks at first; `metric.<name>` in prompts/ says each.
HEADLINE = (
    "right",
    "right_if_answered",
    "refused",
    "hallucinated",
    "hallucinated_near_miss",
    "cited_right",
    "role_right",
    "seconds_p50",
    "seconds_p95",
)


@checked_dataclass(frozen=True, config=_ROW)
class Figure:
    """A figure with its 95% interval, if it has one, and of how many questions it is."""

    value: FiniteFloat
    low: FiniteFloat | None
    high: FiniteFloat | None
    n: Annotated[int, Ge(1)]


@checked_dataclass(frozen=True, config=_ROW)
class Half:
    """The figures of a half of the questions, or of all."""

    split: Split
    questions: Annotated[int, Ge(1)]
    figures: Mapping[str, Figure]


@checked_dataclass(frozen=True, config=_ROW)
class Evaluation:
    """What a run's answers were worth, and what gave them."""

    at: AwareDatetime
    """When the last question was answered."""
    halves: Annotated[tuple[Half, ...], Len(min_length=1)]
    """The one to look at first comes first."""
    questions: Mapping[str, str]
    """The sets of questions, each with its sha256: figures of others cannot be compared."""
    models: Mapping[str, str]
    """Embedder and generator, each with the first digits of its weights' sha256."""
    index: Mapping[str, str]
    """The facts of the index that answered; it is of the sources that the questions belong to."""
    version: str
    code: str
    """The first digits of the sha256 of all that the product is made of."""
    machine: str
    report_sha256: str
    format: Literal[1] = 1

    def half(self, split: Split) -> Half | None:
        """Return the figures of a half, if the run has them."""
        return next((each for each in self.halves if each.split == split), None)


@dataclass(frozen=True, slots=True)
class Published:
    """An evaluation with its name."""

    name: str
    evaluation: Evaluation


@dataclass(frozen=True, slots=True)
class Damaged:
    """A file that is no evaluation, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluations:
    """All that were published."""

    sound: tuple[Published, ...]
    """The latest first."""
    damaged: tuple[Damaged, ...]


EVALUATION = TypeAdapter(Evaluation)


def _file(home: Path, name: str, suffix: str) -> Path:
    return home / FOLDER / f"{name}{suffix}"


def publish(home: Path, name: str, evaluation: Evaluation, report: str) -> Path:
    """Write an evaluation and its report, each in one step; one of the same name is replaced.

    Returns the evaluation's file. Raises `UsageError` for a name that will not do, and
    `StoreUnavailableError` where it cannot be written.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"The name '{name}' will not do: letters, digits, dots, hyphens, underscores; 64 at most."
        )
    target = _file(home, name, ".json")
    try:
        make_folder(target.parent)
        replace_file(_file(home, name, ".html"), report.encode("utf-8", "backslashreplace"))
        replace_file(target, EVALUATION.dump_json(evaluation, indent=1) + b"\n")
    except OSError as error:
        raise StoreUnavailableError(f"'{target}' cannot be written: {error.strerror or error}.") from error
    return target


def digest(report: str) -> str:
    """Return the sha256 by which a report is known to belong to its evaluation."""
    return hashlib.sha256(report.encode("utf-8", "backslashreplace")).hexdigest()


def read_all(home: Path) -> Evaluations:
    """Read what was published; a file that is none is named beside the others."""
    sound, damaged = [], []
    for file in sorted((home / FOLDER).glob("*.json")):
        if file.name.startswith("."):
            continue
        try:
            if not _NAME.fullmatch(file.stem):
                raise ValueError("no evaluation has such a name")
            sound.append(Published(file.stem, EVALUATION.validate_json(file.read_bytes())))
        except (OSError, ValueError) as error:
            damaged.append(Damaged(file.name, _reason(error)))
    latest_first = sorted(sound, key=lambda each: (each.evaluation.at, each.name), reverse=True)
    return Evaluations(tuple(latest_first), tuple(damaged))


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        return f"{where}: {first['msg']}" if where else first["msg"]
    return getattr(error, "strerror", None) or str(error)


def read_report(home: Path, published: Published) -> str:
    """Return the report of an evaluation.

    Raises `StoreUnavailableError` where it is missing, or not the one that was published with it.
    """
    file = _file(home, published.name, ".html")
    try:
        report = file.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise StoreUnavailableError(
            f"The report '{file}' cannot be read: {error}. Publish it again: wijkwijzer eval publish RUN"
        ) from error
    if digest(report) != published.evaluation.report_sha256:
        raise StoreUnavailableError(
            f"The report '{file}' was changed since it was published. Publish it again: wijkwijzer eval "
            "publish RUN"
        )
    return report
