"""A run: what one system answered to sets of questions, in one file of JSON lines.

The first line says what answered what (`{"run": ...}`), then comes an answer a line in the contract's form,
and the last line says that it is whole (`{"end": ...}`). Answers alone, of any system, are a run that tells
nothing else of itself.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
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
    sets: tuple[AnsweredSet, ...]
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
        names = ("system", "sets", "part", "settings", "models", "index", "version", "code")
        return ", ".join(name for name in names if getattr(self, name) != getattr(other, name))


@checked_dataclass(frozen=True, config=_ROW)
class End:
    """What the answers took together."""

    answered: int
    peak_memory_bytes: int | None = None


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


def read_run(path: Path) -> Run:
    """Read a run or a file of answers; one that broke off is read up to there.

    Raises `UsageError` with the line of what is no answer, or is there twice.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}. Name a run.") from error
    header: Header | None = None
    end: End | None = None
    answers: dict[str, GivenAnswer] = {}
    torn = lines.pop()  # empty where the last line was written whole
    for number, line in enumerate([*lines, torn] if _is_json(torn) else lines, 1):
        if not line.strip():
            continue
        try:
            if end is not None:
                raise UsageError(f"'{path}', line {number}: there is more after the line that ends the run.")
            if number == 1 and (told := _inside(line, "run")) is not None:
                header = HEADER.validate_json(told)
            elif (told := _inside(line, "end")) is not None:
                end = END.validate_json(told)
            else:
                answer = ANSWER.validate_json(line)
                if answer.id in answers:
                    raise UsageError(f"'{path}', line {number}: there are two answers to '{answer.id}'.")
                answers[answer.id] = answer
        except ValidationError as error:
            raise UsageError(f"'{path}', line {number} is no answer: {what_is_wrong(error)}.") from error
    if end is not None and end.answered != len(answers):
        raise UsageError(f"'{path}' has {len(answers)} answers, but ends by saying {end.answered}.")
    return Run(path, header, answers, end)


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def _inside(line: bytes, name: str) -> str | None:
    """Return what a line holds below its only name, as JSON."""
    try:
        row = json.loads(line)
    except ValueError:
        return None
    return json.dumps(row[name]) if isinstance(row, dict) and row.keys() == {name} else None
