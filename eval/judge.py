"""A large model's opinion of the answers, from an OpenAI-compatible endpoint: an option, never in a score.

Questions, evidence and answers leave the machine for the endpoint that is named, and only then.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from eval.cases import lines_of, what_is_wrong
from eval.score import Scored
from index.errors import ModelUnavailableError, UsageError, first_line
from prompts import Language, load

TIMEOUT_SECONDS = 120
# On the scale from 0 to 4: from here on an answer counts as correct when it is compared with the facts.
CORRECT = 3


@checked_dataclass(frozen=True, config=ConfigDict(extra="ignore"))
class Opinion:
    """What the model said of an answer, both from 0 to 4."""

    correct: int = Field(ge=0, le=4)
    helpful: int = Field(ge=0, le=4)


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Judged:
    """The opinion of one answer."""

    id: str
    model: str
    opinion: Opinion


_OPINION = TypeAdapter(Opinion)
_JUDGED = TypeAdapter(Judged)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A server that speaks OpenAI's chat completions."""

    url: str
    """Up to and including the version: `http://localhost:8000/v1`."""
    model: str
    key: str = ""

    def reply(self, system: str, user: str) -> str:
        """Return the model's reply; raises `ModelUnavailableError` where there is none."""
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        try:
            answer = httpx.post(
                f"{self.url.rstrip('/')}/chat/completions",
                json={"model": self.model, "messages": messages, "temperature": 0},
                headers=headers,
                timeout=TIMEOUT_SECONDS,
            )
            answer.raise_for_status()
            return str(answer.json()["choices"][0]["message"]["content"])
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, IndexError, TypeError) as error:
            raise ModelUnavailableError(
                f"The judge at '{self.url}' gave no reply: {first_line(error)} "
                "Check --url (it ends with the version, such as /v1), --model and the key."
            ) from error


def _asked(scored: Scored, language: Language) -> tuple[str, str]:
    texts = load(language)
    evidence = " … ".join(gold.quote for gold in scored.case.evidence) or texts.get("judge.no_evidence")
    said = scored.answer.text or " ".join(scored.answer.notices) or texts.get("answer.refusal")
    question = " ".join([*(turn.question for turn in scored.case.history), scored.case.question])
    user = texts.get("judge.user", question=question, evidence=evidence, answer=said)
    return texts.get("judge.system"), user


def judge(endpoint: Endpoint, scored: Sequence[Scored], language: Language) -> Iterator[Judged]:
    """Yield the opinion of each answer; raises `ModelUnavailableError` where the endpoint gives none."""
    for each in scored:
        said = endpoint.reply(*_asked(each, language))
        start, end = said.find("{"), said.rfind("}")
        try:
            yield Judged(each.case.id, endpoint.model, _OPINION.validate_json(said[start : end + 1]))
        except ValidationError as error:
            raise ModelUnavailableError(
                f"The judge's reply to '{each.case.id}' is no judgement ({what_is_wrong(error)}): "
                f"'{said[:200]}'. Choose a model that follows instructions."
            ) from error


def write(path: Path, opinions: Iterator[Judged]) -> int:
    """Write opinions as JSON lines, each as soon as it is there; returns how many.

    Raises `UsageError` where they cannot be written.
    """
    count = 0
    try:
        with path.open("w", encoding="utf-8") as out:
            for each in opinions:
                out.write(json.dumps(_JUDGED.dump_python(each, mode="json"), ensure_ascii=False) + "\n")
                out.flush()
                count += 1
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}.") from error
    return count


def read(path: Path) -> Mapping[str, Judged]:
    """Read opinions by case; raises `UsageError` with the line of what is none."""
    opinions = {}
    for number, line in enumerate(lines_of(path), 1):
        try:
            judged = _JUDGED.validate_json(line)
        except ValidationError as error:
            raise UsageError(f"'{path}', line {number} is no judgement: {what_is_wrong(error)}.") from error
        opinions[judged.id] = judged
    return opinions


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a judge and the facts agree on which answers are good."""

    n: int
    same: float
    """The share of answers that both call good or both do not."""
    kappa: float | None
    """Cohen's kappa: (same - by chance) / (1 - by chance); None where chance alone would always agree."""
    correct: float
    helpful: float
    """Mean opinions, from 0 to 4."""


def agreement(scored: Sequence[Scored], opinions: Mapping[str, Judged]) -> Agreement | None:
    """Compare (Cohen, 'A coefficient of agreement for nominal scales', 1960); None without an answer."""
    both = [(each.good, opinions[each.case.id].opinion) for each in scored if each.case.id in opinions]
    if not both:
        return None
    n = len(both)
    ours = sum(good for good, _ in both) / n
    theirs = sum(opinion.correct >= CORRECT for _, opinion in both) / n
    same = sum(good == (opinion.correct >= CORRECT) for good, opinion in both) / n
    chance = ours * theirs + (1 - ours) * (1 - theirs)
    return Agreement(
        n,
        same,
        None if chance == 1 else (same - chance) / (1 - chance),
        sum(opinion.correct for _, opinion in both) / n,
        sum(opinion.helpful for _, opinion in both) / n,
    )
