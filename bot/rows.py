"""The contract's JSON: answers and hits as rows, and questions from a batch file."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bot.show import answer_text, lead_ins
from bot.types import Answer
from index.types import Hit


@dataclass(frozen=True, slots=True)
class Asked:
    """A line of a batch."""

    id: str | int
    question: str
    history: tuple[str, ...]
    """Earlier questions, oldest first."""


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line of a batch that is no question, and why."""

    number: int
    reason: str


def hit_row(hit: Hit) -> dict[str, Any]:
    """Return a hit as the contract has it."""
    passage = hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "source": passage.source,
        "title": passage.title,
        "role": passage.role,
        "speaker": passage.speaker,
        "start": passage.span.start,
        "end": passage.span.end,
        "text": passage.text,
    }


def answer_row(answer: Answer, row_id: str | int = "") -> dict[str, Any]:
    """Return an answer as the contract has it."""
    return {
        "id": row_id,
        "question": answer.question,
        "answer": answer_text(answer),
        "kind": answer.kind,
        "abstained": answer.abstained,
        "reason": answer.reason,
        "confidence": round(answer.confidence, 4),
        "language": answer.language,
        "sentences": [asdict(sentence) for sentence in answer.sentences],
        "notices": [*answer.notices, *lead_ins(answer)],
        "nearest": [asdict(citation) for citation in answer.nearest],
        "hits": [hit_row(hit) for hit in answer.hits],
        "timings": {stage: round(seconds, 4) for stage, seconds in answer.timings.items()},
    }


def _questions(history: object) -> tuple[str, ...]:
    if not isinstance(history, list):
        raise TypeError("'history' is not a list")
    said = [turn.get("question") if isinstance(turn, dict) else turn for turn in history]
    questions = tuple(each for each in said if isinstance(each, str))
    if len(questions) < len(said):
        raise TypeError("a turn of 'history' has no 'question'")
    return questions


def read_batch(lines: Iterator[bytes]) -> Iterator[Asked | BadLine]:
    """Yield the questions of a batch, and the lines that hold none.

    A line is `{"id", "question", "history"?}`; `history` lists earlier questions, oldest first,
    as texts or as objects with a `question`; what was answered to them is asked of the bot.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            if not isinstance(row, dict):
                raise TypeError("it is not a JSON object")
            row_id, question = row.get("id"), row.get("question")
            if not isinstance(row_id, str | int) or isinstance(row_id, bool):
                raise TypeError("it has no 'id'")
            if not isinstance(question, str):
                raise TypeError("it has no 'question'")
            yield Asked(row_id, question, _questions(row.get("history") or []))
        except (ValueError, TypeError, RecursionError) as error:
            yield BadLine(number, str(error) or "it is nested too deeply")
