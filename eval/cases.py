"""Questions with the words that answer them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from bot.stated import says
from index.errors import UsageError
from index.types import Role, Span
from prompts import Language

QUESTIONS = Path(__file__).parent / "questions"
# A slip in a name must not become a question without evidence.
_ROW = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True, config=_ROW)
class GoldSpan:
    """Characters of a source that answer a question."""

    source: str
    start: int
    end: int
    quote: str

    @property
    def span(self) -> Span:
        """Where it stands in the source's canonical text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, config=_ROW)
class EarlierTurn:
    """What was asked before a follow-up, and what was answered, if the case says so."""

    question: str
    answer: str = ""


@dataclass(frozen=True, config=_ROW)
class Case:
    """A question. `facts` must all be stated, each in one of its wordings; without evidence, a right answer
    is a refusal, and `subject` names what is missing."""

    id: str
    kind: str
    language: Language
    question: str
    role: Role | Literal[""] = ""
    facts: tuple[tuple[str, ...], ...] = ()
    evidence: tuple[GoldSpan, ...] = ()
    subject: str = ""
    history: tuple[EarlierTurn, ...] = ()
    withheld: tuple[str, ...] = ()
    """Sources that are left out of the index for this question."""
    paraphrase_of: str = ""
    """The case that asks the same in other words."""

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return bool(self.evidence)


_CASE = TypeAdapter(Case)


def what_is_wrong(error: ValidationError) -> str:
    """Return the first thing that a row of JSON lacks or has wrong, and where."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"'{place}': {first['msg']}" if place else first["msg"]


def _complaints(case: Case, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with a case that its row alone does not show."""
    if bool(case.evidence) != bool(case.facts):
        yield "a question with evidence has facts, and one without has none"
    if not case.evidence and not case.subject:
        yield "a question without evidence has a 'subject', which keeps it with others about the same"
    for gold in case.evidence:
        if gold.source not in texts:
            yield f"there is no source '{gold.source}'"
        elif not 0 <= gold.start < gold.end <= len(texts[gold.source]):
            yield f"{gold.source} has no characters {gold.start}-{gold.end}"
        elif gold.span.of(texts[gold.source]) != gold.quote:
            yield f"{gold.source} does not say '{gold.quote}' at {gold.start}-{gold.end}"
    for source in case.withheld:
        if source not in texts:
            yield f"there is no source '{source}' to withhold"
    yield from _about_facts(case)


def _about_facts(case: Case) -> Iterator[str]:
    for wordings in case.facts:
        if not all(wording.strip() for wording in wordings):
            yield "a fact has an empty wording"
        if not any(says(gold.quote, wording) for gold in case.evidence for wording in wordings):
            yield f"no evidence says any of {', '.join(map(repr, wordings))}"


def load_cases(path: Path, texts: Mapping[str, str]) -> list[Case]:
    """Read cases and prove that every quote stands where its span says, and states the facts.

    `texts` are the sources' canonical texts by name. Raises `UsageError` with the line of the first case that
    is no case, is there twice, or cannot be proved.
    """
    cases: list[Case] = []
    ids: set[str] = set()
    for number, line in enumerate(lines_of(path), 1):
        try:
            case = _CASE.validate_json(line)
        except ValidationError as error:
            raise UsageError(f"{path}, line {number} is no case: {what_is_wrong(error)}.") from error
        if case.id in ids:
            raise UsageError(f"{path}, line {number}: there are two cases '{case.id}'.")
        for wrong in _complaints(case, texts):
            raise UsageError(f"{path}, line {number}, case '{case.id}': {wrong}.")
        ids.add(case.id)
        cases.append(case)
    if not cases:
        raise UsageError(f"There is no case in '{path}'.")
    for case in cases:
        if case.paraphrase_of and case.paraphrase_of not in ids:
            raise UsageError(
                f"{path}, case '{case.id}': there is no case '{case.paraphrase_of}' to rephrase."
            )
    return cases


def lines_of(path: Path) -> list[str]:
    """Return the lines of a file; raises `UsageError` where it cannot be read as UTF-8."""
    try:
        text = path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"'{path}' cannot be read: {error}. Name a file of JSON lines in UTF-8.") from error
    return text.split("\n") if text else []


def as_json(cases: Sequence[Case]) -> str:
    """Return cases as JSON lines, as `load_cases` reads them."""
    rows = (_CASE.dump_python(case, mode="json", exclude_defaults=True) for case in cases)
    return "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows)
