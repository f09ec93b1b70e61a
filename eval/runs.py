"""A run: what one system answered to sets of questions, in one file of JSON lines.

The first line says what answered what (`{"run": ...}`), then comes an answer a line in the contract's form,
and the last line says that it is whole (`{"end": ...}`). Answers alone, of any system, are a run that tells
nothing else of itself.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Len
from pydantic import AwareDatetime, ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from eval.answers import ANSWER, GivenAnswer
from eval.cases import what_is_wrong
from eval.splits import Split
from index.errors import UsageError

Part = Literal["all", "dev", "test"]
_ROW = ConfigDict(extra="forbid", strict=True)


@checked_dataclass(frozen=True, config=_ROW)
class AnsweredSet:
    """A set of questions as it was when it was answered."""

    name: str
    digest: str


@checked_dataclass(frozen=True, config=_ROW)
class Header:
    """What answered what."""

    system: str
    sets: Annotated[tuple[AnsweredSet, ...], Len(min_length=1)]
    sources: str = ""
    """The sha256 of the texts that the questions were put to; empty where the system does not tell."""
    part: Part = "all"
    settings: Mapping[str, str] | None = None
    models: Mapping[str, str] | None = None
    """Names with the first digits of their weights' sha256."""
    index: Mapping[str, str] | None = None
    version: str = ""
    code: str = ""
    """The first digits of the sha256 of all that the product is made of."""
    machine: str = ""
    format: Literal[1] = 1

    def other_than(self, other: "Header") -> str:
        """Return what two headers differ in, by name; empty where they agree. The machine may be another."""
        names = ("system", "sets", "sources", "part", "settings", "models", "index", "version", "code")
        return ", ".join(name for name in names if getattr(self, name) != getattr(other, name))


@checked_dataclass(frozen=True, config=_ROW)
class End:
    """What the answers took together."""

    answered: int
    peak_memory_bytes: int | None = None
    at: AwareDatetime | None = None
    """When the last one was given; runs of older versions do not say."""


HEADER = TypeAdapter(Header)
END = TypeAdapter(End)


@dataclass(frozen=True, slots=True)
class Run:
    """A run file as it was read."""

    path: Path
    header: Header | None
    answers: Mapping[str, GivenAnswer]
    end: End | None

    @property
    def name(self) -> str:
        """What to call it in a table."""
        return self.header.system if self.header else self.path.stem

    @property
    def is_whole(self) -> bool:
        """Whether nothing says that it broke off. Answers alone cannot tell: there, ids are compared."""
        return self.header is None or self.end is not None


def in_part(split: Split, part: Part) -> bool:
    """Tell whether a half is asked for."""
    return part in ("all", split)


@dataclass
class _Reading:
    """What was read of a run so far."""

    header: Header | None = None
    end: End | None = None
    answers: dict[str, GivenAnswer] = field(default_factory=dict)

    def take(self, number: int, line: bytes) -> str:
        """Take a line in; returns what is wrong with it, in its place in the run."""
        if self.end is not None:
            return "there is more after the line that ends the run"
        if number == 1 and (told := _inside(line, "run")) is not None:
            self.header = HEADER.validate_json(told)
        elif (told := _inside(line, "end")) is not None:
            self.end = END.validate_json(told)
        else:
            answer = ANSWER.validate_json(line)
            if answer.id in self.answers:
                return f"there are two answers to '{answer.id}'"
            self.answers[answer.id] = answer
        return ""


def read_run(path: Path) -> Run:
    """Read a run or a file of answers; a run that broke off is read up to there.

    Raises `UsageError` with the line of what is no answer, or is there twice.
    """
    try:
        lines = path.read_bytes().removeprefix(BOM_UTF8).split(b"\n")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}. Name a run.") from error
    torn = b"" if _is_json(lines[-1]) else lines.pop()
    reading = _Reading()
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                wrong = reading.take(number, line)
            except ValidationError as error:
                raise UsageError(f"'{path}', line {number} is no answer: {what_is_wrong(error)}.") from error
            if wrong:
                raise UsageError(f"'{path}', line {number}: {wrong}.")
    run = Run(path, reading.header, reading.answers, reading.end)
    if torn.strip() and (run.header is None or run.end is not None):
        raise UsageError(f"'{path}', line {len(lines) + 1} is no answer: it breaks off.")
    if run.end is not None and run.end.answered != len(run.answers):
        raise UsageError(f"'{path}' has {len(run.answers)} answers, but ends by saying {run.end.answered}.")
    return run


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _inside(line: bytes, name: str) -> str | None:
    """Return what a line holds below its only name, as JSON."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return json.dumps(row[name]) if isinstance(row, dict) and row.keys() == {name} else None
