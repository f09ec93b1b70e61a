"""Documents and passages as JSON lines in mapped files: each is decoded when it is asked for."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np

from index.sources import Sources
from index.types import Block, Document, Passage, Span

_T = TypeVar("_T")

# A question is read in the sentences of a few documents, each many times; a law takes 20 ms to decode.
KEPT_DOCUMENTS = 16


def _starts(path: Path) -> Path:
    return path.with_suffix(".starts.npy")


def write_lines(path: Path, records: Iterable[Document | Passage]) -> None:
    """Write one JSON object a line, in ASCII: no text can break it, not even a lone surrogate.

    Beside it is written where each line begins.
    """
    starts = [0]
    with path.open("wb") as file:
        for record in records:
            starts.append(starts[-1] + file.write(json.dumps(asdict(record)).encode("ascii") + b"\n"))
    np.save(_starts(path), np.array(starts, dtype=np.int64), allow_pickle=False)


class Lines(Sequence[_T]):
    """The records of a file, which is mapped into memory."""

    def __init__(self, path: Path, decode: Callable[[dict[str, Any]], _T]) -> None:
        self._starts = np.load(_starts(path), mmap_mode="r", allow_pickle=False)
        # An empty file cannot be mapped.
        self._bytes = np.memmap(path, mode="r") if len(self._starts) > 1 else np.empty(0, dtype=np.uint8)
        self._decode = decode

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> _T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[_T]: ...
    def __getitem__(self, at: int | slice) -> _T | Sequence[_T]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        line = self._bytes[self._starts[number] : self._starts[number + 1]]
        return self._decode(json.loads(line.tobytes()))


class Documents(Mapping[str, Document]):
    """The documents of a file by their names; those that were read last are kept."""

    def __init__(self, sources: Sources, lines: Sequence[Document]) -> None:
        self._sources = sources
        self._read: Callable[[int], Document] = lru_cache(maxsize=KEPT_DOCUMENTS)(lines.__getitem__)

    def __getitem__(self, source: str) -> Document:
        return self._read(self._sources.number(source))

    def __iter__(self) -> Iterator[str]:
        return iter(self._sources.names)

    def __len__(self) -> int:
        return len(self._sources.names)


def document_lines(path: Path) -> Lines[Document]:
    """Map documents that were written, equal to what they were."""
    return Lines(path, _document)


def passage_lines(path: Path) -> Lines[Passage]:
    """Map passages that were written, equal to what they were."""
    return Lines(path, _passage)


def _document(row: dict[str, Any]) -> Document:
    return Document(
        **{
            **row,
            "blocks": tuple(Block(**{**block, "span": Span(**block["span"])}) for block in row["blocks"]),
            "pages": tuple(row["pages"]),
            "warnings": tuple(row["warnings"]),
        }
    )


def _passage(row: dict[str, Any]) -> Passage:
    return Passage(
        **{
            **row,
            "span": Span(**row["span"]),
            "sentences": tuple(Span(**sentence) for sentence in row["sentences"]),
        }
    )
