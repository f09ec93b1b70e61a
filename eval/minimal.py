"""How many honest paraphrases the checks let pass, and false ones they stop. `python -m eval.minimal`

Minimal pairs on the seeds' sentences: a right paraphrase, and the same with one thing changed that the source
does not say. Halves by sentence: thresholds and word lists were chosen on the dev half alone.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.models import open_reader, stay_offline
from bot.reader.reading import Support
from bot.settings import home_folder, load_settings
from bot.verify import verify
from eval.articles import rows
from eval.cases import QUESTIONS
from eval.gold import SEEDS
from eval.statistics import exact
from index.read import read_sources
from index.types import Document, Span

PAIRS = QUESTIONS / "pairs.jsonl"


@dataclass(frozen=True, slots=True)
class Pair:
    """A quote, a sentence that says what it says, and one that does not."""

    quote: str
    said_by: str
    kind: str
    right: str
    wrong: str
    half: Literal["dev", "test"]


def pairs() -> list[Pair]:
    """Return all pairs; those on one sentence are in one half."""
    documents = {document.source: document for document in read_sources([SEEDS])[0]}
    return [_pair(row, documents[row["source"]]) for row in rows(PAIRS)]


def _pair(row: dict[str, str | int], document: Document) -> Pair:
    span = Span(int(row["start"]), int(row["end"]))
    [block] = [each for each in document.blocks if each.span.start <= span.start < each.span.end]
    said_by = {"comment": f"een lezer {block.speaker}", "quote": block.speaker}.get(block.role, "")
    digest = hashlib.md5(f"{document.source}{span.start}".encode(), usedforsecurity=False).hexdigest()
    return Pair(
        span.of(document.text),
        said_by,
        str(row["kind"]),
        str(row["right"]),
        str(row["wrong"]),
        "dev" if int(digest, 16) % 2 else "test",
    )


def _share(part: int, whole: int) -> str:
    low, high = exact(part, whole)
    return f"{part / whole:.3f} [{low:.2f}, {high:.2f}] of {whole}"


def figures(every: Sequence[Pair], support: Support | None) -> list[str]:
    """Return the shares that pass and are stopped, and what stopped or let pass the rest."""
    rights = {(pair.quote, pair.right): pair for pair in every}.values()
    refusals = Counter(verify(each.right, each.quote, support, each.said_by).check for each in rights)
    stopped = [(each, verify(each.wrong, each.quote, support, each.said_by)) for each in every]
    passed = Counter(each.kind for each, verdict in stopped if verdict.passed)
    return [
        f"right paraphrases that pass: {_share(refusals.pop('', 0), len(rights))}",
        f"  refused by: {', '.join(f'{name} {count}' for name, count in refusals.most_common())}",
        f"false ones that are stopped: {_share(len(every) - sum(passed.values()), len(every))}",
        f"  let pass: {', '.join(f'{name} {count}' for name, count in passed.most_common())}",
    ]


def main() -> None:
    """Print the figures of both halves, by the words alone and with the reader."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    every = pairs()
    for name, support in (("strict", None), ("with the reader", open_reader(settings))):
        for half in ("dev", "test"):
            print(f"{name}, {half}:")
            for line in figures([pair for pair in every if pair.half == half], support):
                print(f"  {line}")


if __name__ == "__main__":
    main()
