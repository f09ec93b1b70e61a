"""Which documents there are, and which passages are of which."""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.types import Document, Passage

NAMES, FIRST_ROWS = "sources.json", "first_rows.npy"


@dataclass(frozen=True, slots=True)
class Sources:
    """The documents of an index in the order of their names, as its passages are."""

    names: Sequence[str]
    first_rows: NDArray[np.int64]
    """Of each document, and last how many passages there are: shape (documents + 1,)."""
    laws: Sequence[str]
    """The names of those of which there may be several versions."""

    @classmethod
    def of(cls, documents: Mapping[str, Document], passages: Iterable[Passage]) -> "Sources":
        """List documents that are in the order of their names, and whose passages are in theirs."""
        counts = Counter(passage.source for passage in passages)
        first_rows = np.cumsum([0, *(counts[name] for name in documents)], dtype=np.int64)
        return cls(list(documents), first_rows, [name for name, each in documents.items() if each.work])

    def _has(self, name: str) -> bool:
        number = bisect_left(self.names, name)
        return number < len(self.names) and self.names[number] == name

    def number(self, name: str) -> int:
        """Return the place of a document; raises `KeyError` where there is none of this name."""
        if not self._has(name):
            raise KeyError(name)
        return bisect_left(self.names, name)

    def rows(self, name: str) -> range:
        """Return the rows of a document's passages."""
        number = self.number(name)
        return range(int(self.first_rows[number]), int(self.first_rows[number + 1]))

    def rows_of(self, names: Collection[str]) -> NDArray[np.int64]:
        """Return the rows of the passages of several documents; a name that is not there has none."""
        there = [self.rows(name) for name in names if self._has(name)]
        rows = [np.arange(each.start, each.stop) for each in there]
        return np.concatenate(rows) if rows else np.empty(0, dtype=np.int64)

    def save(self, folder: Path) -> None:
        """Write names and rows to `folder`."""
        listed = json.dumps({"names": list(self.names), "laws": list(self.laws)})
        (folder / NAMES).write_text(listed, encoding="ascii")
        np.save(folder / FIRST_ROWS, self.first_rows, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> "Sources":
        """Read the names; the rows are mapped into memory."""
        listed = json.loads((folder / NAMES).read_text(encoding="ascii"))
        return cls(
            listed["names"], np.load(folder / FIRST_ROWS, mmap_mode="r", allow_pickle=False), listed["laws"]
        )
