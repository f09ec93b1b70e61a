"""Questions with the words that answer them."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.errors import UsageError
from index.types import Span

Split = Literal["dev", "test"]
QUESTIONS = Path(__file__).parent / "questions"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Characters of a source that answer a question."""

    source: str
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """A question. `facts` must all be stated, each in one of its wordings; without evidence, a right answer
    is a refusal."""

    id: str
    kind: str
    language: str
    question: str
    role: str
    facts: tuple[tuple[str, ...], ...]
    evidence: tuple[GoldSpan, ...]
    subject: str

    @property
    def answerable(self) -> bool:
        """Whether the sources answer it."""
        return bool(self.evidence)

    @property
    def split(self) -> Split:
        """Half of the questions, by a hash of evidence or subject: paraphrases stay together."""
        key = f"{self.evidence[0].source}:{self.evidence[0].span.start}" if self.evidence else self.subject
        return "dev" if hashlib.sha256(key.encode()).digest()[0] % 2 == 0 else "test"


def load_cases(path: Path, seeds: Path) -> list[Case]:
    """Read cases and prove that every quote stands where its span says.

    Raises `UsageError` with the line of the first that does not.
    """
    texts = {file.name: file.read_bytes().decode("utf-8") for file in seeds.iterdir()}
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        evidence = tuple(
            GoldSpan(each["source"], Span(each["start"], each["end"]), each["quote"])
            for each in row["evidence"]
        )
        for gold in evidence:
            if gold.span.of(texts.get(gold.source, "")) != gold.quote:
                raise UsageError(f"{path}, line {number}: {gold.source} does not say '{gold.quote}' there.")
        cases.append(
            Case(
                id=row["id"],
                kind=row["kind"],
                language=row["language"],
                question=row["question"],
                role=row["role"],
                facts=tuple(tuple(alternatives) for alternatives in row["facts"]),
                evidence=evidence,
                subject=row.get("subject", ""),
            )
        )
    return cases
