"""Pages that were labelled by hand: every stretch of their text with its role and speaker."""

import json
from dataclasses import dataclass
from pathlib import Path

from index.types import Block, Span

PAGES = Path(__file__).parent / "pages"
SEEDS = Path(__file__).parent.parent / "seeds"
FOLDERS = ("seeds", "dev", "test")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page as it was labelled: all its text, in blocks, and what it states about itself."""

    file: Path
    text: str
    """The text of the stretches, a line break between two."""
    blocks: tuple[Block, ...]
    title: str
    publisher: str
    date: str


def load_page(labels: Path) -> GoldPage:
    """Read the labels of a page; the page has the same name and stands beside them or among the seeds."""
    lines = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines()]
    stated, stretches = lines[0]["page"], lines[1:]
    folder = SEEDS if labels.parent == PAGES / "seeds" else labels.parent
    file = next(path for path in folder.glob(f"{labels.stem}.*") if path.suffix != ".jsonl")
    blocks: list[Block] = []
    start = 0
    for each in stretches:
        span = Span(start, start + len(each["text"]))
        blocks.append(Block(span, each["role"], each["speaker"]))
        start = span.end + 1
    text = "\n".join(each["text"] for each in stretches)
    return GoldPage(file, text, tuple(blocks), stated["title"], stated["publisher"], stated["date"])


def load_pages(folder: str) -> list[GoldPage]:
    """Return the labelled pages of a folder, in the order of their names."""
    return [load_page(labels) for labels in sorted((PAGES / folder).glob("*.jsonl"))]
