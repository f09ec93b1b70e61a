"""Documents and passages as JSON lines, and back."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from index.types import Block, Document, Passage, Span


def write_lines(path: Path, records: Sequence[Document | Passage]) -> None:
    """Write one JSON object a line, in ASCII: no text can break it, not even a lone surrogate."""
    with path.open("w", encoding="utf-8") as file:
        for record in records:
            file.write(json.dumps(asdict(record)) + "\n")


def read_documents(path: Path) -> tuple[Document, ...]:
    """Read documents back, equal to those that were written."""
    return tuple(
        Document(
            **{
                **row,
                "blocks": tuple(Block(**{**block, "span": Span(**block["span"])}) for block in row["blocks"]),
                "pages": tuple(row["pages"]),
                "warnings": tuple(row["warnings"]),
            }
        )
        for row in _rows(path)
    )


def read_passages(path: Path) -> tuple[Passage, ...]:
    """Read passages back, equal to those that were written."""
    return tuple(
        Passage(
            **{
                **row,
                "span": Span(**row["span"]),
                "sentences": tuple(Span(**sentence) for sentence in row["sentences"]),
            }
        )
        for row in _rows(path)
    )


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
