"""The table and the picture of how an index grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

HEAD = (
    "| passages | dense search | recall@10 | build: vectors, words, writing | bytes a passage | open "
    "| query p50 / p95 | of it dense | of it words | own memory | with mapped files |\n" + "|---" * 11 + "|"
)


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds that half of the queries, and 95% of them, take at most."""

    p50: float
    p95: float

    @classmethod
    def of(cls, seconds: Sequence[float]) -> "Times":
        """Take the times of single queries."""
        p50, p95 = np.percentile(seconds, (50, 95))
        return cls(float(p50), float(p95))

    def __str__(self) -> str:
        return f"{1000 * self.p50:.1f} / {1000 * self.p95:.1f} ms"


@dataclass(frozen=True, slots=True)
class Row:
    """What was measured of one index: seconds, bytes, GB."""

    passages: int
    cells: str
    recall: float
    dense_seconds: float
    lexical_seconds: float
    publish_seconds: float
    bytes_each: float
    open_seconds: float
    whole: Times
    dense: Times
    lexical: Times
    own_memory: float
    most_memory: float

    def line(self) -> str:
        """Return a line of the table under `HEAD`."""
        built = ", ".join(
            f"{seconds:.1f}" for seconds in (self.dense_seconds, self.lexical_seconds, self.publish_seconds)
        )
        cells = (
            f"{self.passages:,}",
            self.cells,
            f"{self.recall:.3f}",
            f"{built} s",
            f"{self.bytes_each:,.0f}",
            f"{self.open_seconds:.1f} s",
            self.whole,
            self.dense,
            self.lexical,
            f"{self.own_memory:.2f} GB",
            f"{self.most_memory:.2f} GB",
        )
        return f"| {' | '.join(map(str, cells))} |"


def draw(rows: Sequence[Row], file: Path) -> None:
    """Draw time, memory and building time against the number of passages, both axes logarithmic."""
    from matplotlib.figure import Figure

    sizes = [row.passages for row in rows]
    panels = {
        "a query, ms": {
            "p95, all": [1000 * row.whole.p95 for row in rows],
            "p50, all": [1000 * row.whole.p50 for row in rows],
            "p95, dense": [1000 * row.dense.p95 for row in rows],
            "p95, words": [1000 * row.lexical.p95 for row in rows],
        },
        "memory and disk, GB": {
            "on the disk": [row.bytes_each * row.passages / 1e9 for row in rows],
            "in memory, with mapped files": [row.most_memory for row in rows],
            "of its own": [row.own_memory for row in rows],
        },
        "building without embedding, s": {
            "vectors": [row.dense_seconds for row in rows],
            "words": [row.lexical_seconds for row in rows],
            "writing and hashing": [row.publish_seconds for row in rows],
            "opening": [row.open_seconds for row in rows],
        },
    }
    figure = Figure(figsize=(13, 4), layout="constrained")
    for axes, (title, lines) in zip(figure.subplots(1, len(panels)), panels.items(), strict=True):
        for (label, values), marker in zip(lines.items(), "osD^", strict=False):
            axes.loglog(sizes, values, marker=marker, label=label)
        axes.set_title(title)
        axes.set_xlabel("passages")
        axes.grid(which="major", alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(file, dpi=110)
