"""How well sentences are found: `python -m eval.sentences` scores index/sentences.py on texts split by hand.

The texts in eval/sentences were written and split for this, dev for work on the rules and test for the
figures. Each sentence of a quotation counts as one; a list item belongs to the sentence that it goes on with.
"""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError
from index.sentences import split_sentences
from index.types import Span

FOLDER = Path(__file__).parent / "sentences"
SPLITS = ("dev", "test")
TIMED_CHARACTERS = 1_000_000

Splitter = Callable[[str, Span], Sequence[Span]]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A text and its sentences."""

    text: str
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of the boundaries inside texts, and the share of texts without an error."""

    precision: float
    recall: float
    f1: float
    exact: float


def load_snippets(path: Path) -> list[Snippet]:
    """Read snippets; raises `UsageError` with the line whose sentences are not its text, in order."""
    snippets = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        spans, end = [], 0
        for sentence in row["sentences"]:
            start = row["text"].find(sentence, end)
            if start < 0 or row["text"][end:start].strip():
                raise UsageError(f"{path}, line {number}: '{sentence}' does not follow there.")
            end = start + len(sentence)
            spans.append(Span(start, end))
        if row["text"][end:].strip():
            raise UsageError(f"{path}, line {number}: '{row['text'][end:]}' is in no sentence.")
        snippets.append(Snippet(row["text"], tuple(spans)))
    return snippets


def score(snippets: Sequence[Snippet], split: Splitter) -> Score:
    """Compare where sentences end: the end of a text, which every splitter finds, is not counted."""
    found = given = both = exact = 0
    for snippet in snippets:
        right = {sentence.end for sentence in snippet.sentences[:-1]}
        ours = {sentence.end for sentence in split(snippet.text, Span(0, len(snippet.text)))[:-1]}
        found, given, both = found + len(ours), given + len(right), both + len(ours & right)
        exact += ours == right
    precision, recall = both / max(1, found), both / max(1, given)
    return Score(precision, recall, 2 * both / max(1, found + given), exact / len(snippets))


def main() -> None:
    """Print the table and the speed."""
    print("| texts | n | precision | recall | F1 | without an error |")
    print("|---|---|---|---|---|---|")
    for name in SPLITS:
        snippets = load_snippets(FOLDER / f"{name}.jsonl")
        result = score(snippets, split_sentences)
        figures = (result.precision, result.recall, result.f1, result.exact)
        print(f"| {name} | {len(snippets)} | {' | '.join(f'{figure:.3f}' for figure in figures)} |")
    page = "\n\n".join(snippet.text for name in SPLITS for snippet in load_snippets(FOLDER / f"{name}.jsonl"))
    pages = TIMED_CHARACTERS // len(page)
    start = time.process_time()
    for _ in range(pages):
        split_sentences(page, Span(0, len(page)))
    print(f"{pages * len(page.encode()) / 1e6 / (time.process_time() - start):.1f} MB a second")


if __name__ == "__main__":
    main()
