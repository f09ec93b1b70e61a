"""Many questions at once: a batch of questions to answers, and BEIR queries to a TREC run."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.answer import Bot
from bot.dialogue import QuestionError, presentable
from bot.personal import without_placeholders
from bot.rows import Asked, BadLine, answer_row, read_batch
from bot.types import Answer
from index.errors import UsageError
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.store import Index
from prompts import Language, load

# What a follow-up leans on was said shortly before it.
MAX_REPLAYED = 4


def _open_lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be read: {error.strerror}. Name a file of JSON lines.") from error


def replayed(bot: Bot, questions: Sequence[str], language: Language) -> list[Answer]:
    """Return what the bot answers to the last of earlier questions, each after those before it."""
    answers: list[Answer] = []
    for question in questions[-MAX_REPLAYED:]:
        with suppress(QuestionError):
            answers.append(bot.answer(question, answers, language))
    return answers


def answered(bot: Bot, asked: Asked, language: Language) -> dict[str, Any]:
    """Answer a row; a question that cannot be one gets a refusal that says why, so that no row is lost."""
    try:
        answer = bot.answer(asked.question, replayed(bot, asked.history, language), language)
    except QuestionError as error:
        answer = Answer(
            presentable(asked.question, bot.public),
            "refusal",
            language,
            notices=(load(language).get("answer.refusal"), str(error)),
            reason="invalid_question",
        )
    return answer_row(answer, asked.id)


def answer_batch(bot: Bot, questions: Path, answers: Path, language: Language) -> list[BadLine]:
    """Answer every line of `questions` into `answers`, each written as soon as it is there.

    A lone surrogate is written as its JSON escape, which UTF-8 has no other form for.

    Returns the lines that hold no question. Raises `UsageError` where a file cannot be read or written.
    """
    from tqdm import tqdm

    rows = list(read_batch(iter(_open_lines(questions))))
    try:
        with answers.open("w", encoding="utf-8", errors="backslashreplace") as out:
            for row in tqdm(rows, desc="Answering", unit=" questions"):
                if isinstance(row, Asked):
                    out.write(json.dumps(answered(bot, row, language), ensure_ascii=False) + "\n")
                    out.flush()
    except OSError as error:
        raise UsageError(f"'{answers}' cannot be written: {error.strerror}.") from error
    return [row for row in rows if isinstance(row, BadLine)]


def best_documents(index: Index, query: str, k: int) -> list[tuple[str, float]]:
    """Return up to `k` documents with the score of their best passage, best first."""
    wanted = k
    while True:
        best: dict[str, float] = {}
        for hit in index.search(query, wanted):
            best.setdefault(hit.passage.source, hit.score)
        if len(best) >= k or wanted >= len(index.passages):
            return list(best.items())[:k]
        wanted *= 4


def _queries(path: Path) -> Iterator[tuple[str, str] | BadLine]:
    for number, line in enumerate(_open_lines(path), 1):
        if line.strip():
            try:
                row = json.loads(line)
                if not isinstance(row["text"], str):
                    raise TypeError
                yield str(row["_id"]), row["text"]
            except (ValueError, KeyError, TypeError, RecursionError):
                yield BadLine(number, 'it is no JSON object with "_id" and "text"')


def _field(text: str) -> str:
    return "%20".join(text.split())


def write_trec_run(
    index: Index, queries: Path, run: Path, k: int, public: PublicContacts = HELPLINES_ONLY
) -> list[BadLine]:
    """Search BEIR queries, without personal data, and write `query Q0 document rank score tag` lines.

    White space in ids becomes %20.

    Returns the lines that hold no query. Raises `UsageError` where a file cannot be read or written.
    """
    from tqdm import tqdm

    rows = list(_queries(queries))
    try:
        with run.open("w", encoding="utf-8", errors="backslashreplace") as out:
            for row in tqdm(rows, desc="Searching", unit=" queries"):
                if isinstance(row, BadLine):
                    continue
                query_id, text = row
                asked = without_placeholders(presentable(text, public))
                for rank, (source, score) in enumerate(best_documents(index, asked, k), 1):
                    out.write(f"{_field(query_id)} Q0 {_field(source)} {rank} {score:.6f} wijkwijzer\n")
    except OSError as error:
        raise UsageError(f"'{run}' cannot be written: {error.strerror}.") from error
    return [row for row in rows if isinstance(row, BadLine)]
