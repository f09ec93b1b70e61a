"""BEIR corpora, one `{"_id", "title", "text"}` a line, and laws, an article a line; read line by line."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from index.errors import UnreadableError
from index.formats import TEXT, check_kind
from index.lawrows import Row, is_law_row, law_documents
from index.plaintext import decode
from index.types import Block, Document, Span

SUFFIXES = (".jsonl",)
# All texts are in memory while they are embedded, which takes two cores days for 2 GB.
MAX_BYTES = 2_000_000_000
# A line is a document, and no longer than one may be.
MAX_LINE_BYTES = TEXT.max_bytes
# So many bad lines are told one by one; a file that is no corpus at all would have millions.
MAX_TOLD_LINES = 1000
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that did not become a document, and why; number 0 stands for all that are not told singly."""

    number: int
    reason: str


def read_corpus(path: Path, name: str) -> Iterator[Document | BadLine]:
    """Yield the documents of a corpus, and its bad lines, and then its laws, called after the file's `name`.

    Raises `OSError` where it cannot be read, `UnreadableError` where it is another kind of file.
    """
    bad = 0
    articles: list[Row] = []
    with path.open("rb") as file:
        check_kind(file.read(2048), "corpus")
        file.seek(0)
        for number, line in enumerate(_lines(file), 1):
            if not line.strip():
                continue
            try:
                row, warnings = _row(line.strip())
                if is_law_row(row):
                    articles.append(row)
                else:
                    yield _document(row, warnings)
            except UnreadableError as error:
                bad += 1
                if bad <= MAX_TOLD_LINES:
                    yield BadLine(number, str(error))
    if bad > MAX_TOLD_LINES:
        yield BadLine(0, f"{bad - MAX_TOLD_LINES:,} more of its lines are no documents")
    yield from law_documents(name, articles)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines; one that is too long is cut behind the limit, and the rest of it is not kept."""
    while line := file.readline(MAX_LINE_BYTES + 1):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(_CHUNK_BYTES)


def _row(line: bytes) -> tuple[Any, tuple[str, ...]]:
    if len(line) > MAX_LINE_BYTES:
        raise UnreadableError(f"it has more than {MAX_LINE_BYTES:,} bytes")
    text, warnings = decode(line)
    try:
        row = json.loads(text)
        json.dumps(row, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableError("it has half of a character (a lone surrogate)") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is not JSON: {error}") from error
    return row, warnings


def _document(row: Any, warnings: tuple[str, ...]) -> Document:
    body = row.get("text") if isinstance(row, dict) else None
    if not isinstance(body, str) or not isinstance(row.get("_id"), str | int):
        raise UnreadableError('it has no "_id" and "text"')
    if not body.strip():
        raise UnreadableError("its text is empty")
    title = row.get("title")
    return Document(
        source=str(row["_id"]),
        text=body,
        blocks=(Block(Span(0, len(body)), "article"),),
        title=title if isinstance(title, str) else "",
        warnings=warnings,
    )
