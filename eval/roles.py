"""Compare the roles and speakers that reading gives with the labels that were made by hand.

`python -m eval.roles [--page NAME]`: with a name, the text where they differ is printed instead.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import get_args

from eval.gold import FOLDERS, PAGES, GoldPage, load_pages
from eval.statistics import Share, share
from index.errors import UsageError
from index.read import read_sources
from index.types import Block, Document, Role, Span

SPOKEN: tuple[Role, ...] = ("quote", "comment")
ABSENT = Block(Span(0, 0), "boilerplate")
"""What no block covers was left out of the text: it was taken for boilerplate."""
WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a sign of a page, with the block that it got by hand and the one that reading gave it."""

    span: Span
    gold: Block
    given: Block


def _words(text: str, blocks: Sequence[Block]) -> list[tuple[Span, Block]]:
    covering = [ABSENT] * len(text)
    for block in blocks:
        covering[block.span.start : block.span.end] = [block] * (block.span.end - block.span.start)
    return [(Span(*word.span()), covering[word.start()]) for word in WORD.finditer(text)]


def align(page: GoldPage, document: Document) -> list[Word]:
    """Return the page's words; those that the document does not have count as left out."""
    gold, given = _words(page.text, page.blocks), _words(document.text, document.blocks)
    matcher = SequenceMatcher(
        None,
        [span.of(page.text) for span, _ in gold],
        [span.of(document.text) for span, _ in given],
        autojunk=False,
    )
    found = [ABSENT] * len(gold)
    for match in matcher.get_matching_blocks():
        found[match.a : match.a + match.size] = [block for _, block in given[match.b : match.b + match.size]]
    return [Word(span, block, got) for (span, block), got in zip(gold, found, strict=True)]


def confusion(words: Sequence[Word]) -> Counter[tuple[Role, Role]]:
    """Count characters by their role by hand and their role by reading."""
    counts: Counter[tuple[Role, Role]] = Counter()
    for word in words:
        counts[word.gold.role, word.given.role] += word.span.end - word.span.start
    return counts


def precision_recall_f1(counts: Counter[tuple[Role, Role]], role: Role) -> tuple[float, float, float]:
    """Return the three for a role, over characters; 0 where nothing was there to divide by."""
    right = counts[role, role]
    given = sum(n for (_, got), n in counts.items() if got == role)
    labelled = sum(n for (gold, _), n in counts.items() if gold == role)
    return right / max(given, 1), right / max(labelled, 1), 2 * right / max(given + labelled, 1)


def macro_f1(counts: Counter[tuple[Role, Role]]) -> float:
    """Return the mean F1 of the roles that the labels have."""
    roles = {gold for gold, _ in counts}
    return sum(precision_recall_f1(counts, role)[2] for role in roles) / max(len(roles), 1)


def agrees(word: Word) -> bool:
    """Tell whether the role is right and, of what somebody says, the speaker, in capitals or not."""
    if word.gold.role not in SPOKEN:
        return word.gold.role == word.given.role
    gold, given = word.gold, word.given
    return (gold.role, gold.speaker.casefold()) == (given.role, given.speaker.casefold())


def speaker_share(words: Sequence[Word]) -> Share:
    """Return the characters of quotes and comments with the right role and speaker, of all of them."""
    said = [word for word in words if word.gold.role in SPOKEN]
    right = sum(word.span.end - word.span.start for word in said if agrees(word))
    return Share(right, sum(word.span.end - word.span.start for word in said))


def differences(page: GoldPage, words: Sequence[Word]) -> Iterator[str]:
    """Yield each stretch whose role or speaker differs: the label, what reading gave, the text."""
    for (gold, given, right), group in groupby(words, lambda word: (word.gold, word.given, agrees(word))):
        run = list(group)
        if not right:
            text = " ".join(page.text[run[0].span.start : run[-1].span.end].split())
            yield f"{_name(gold)} | {_name(given)} | {text}"


def _name(block: Block) -> str:
    return f"{block.role} ({block.speaker})" if block.speaker else block.role


def report(folder: str, read: Sequence[tuple[GoldPage, Document]]) -> list[str]:
    """Return the figures of a folder's pages, a line each."""
    words = [word for page, document in read for word in align(page, document)]
    counts = confusion(words)
    said = speaker_share(words)
    lines = [f"{folder}: {len(read)} pages, {counts.total()} characters"]
    lines.append(f"  {'role':<12} {'precision':>9} {'recall':>9} {'F1':>9} {'characters':>11}")
    for role in get_args(Role):
        figures = " ".join(f"{figure:9.3f}" for figure in precision_recall_f1(counts, role))
        labelled = sum(n for (gold, _), n in counts.items() if gold == role)
        lines.append(f"  {role:<12} {figures} {labelled:11d}")
    lines.append(f"  macro F1 {macro_f1(counts):.3f}")
    lines.append(f"  speaker, of characters said {said.hits / max(said.n, 1):.3f} ({said.hits} of {said.n})")
    for field in ("title", "publisher", "date"):
        exact = share([getattr(page, field) == getattr(document, field) for page, document in read])
        lines.append(f"  {field:<9} {exact}")
    return lines


def _read(pages: Sequence[GoldPage]) -> list[tuple[GoldPage, Document]]:
    read = []
    for page in pages:
        try:
            read.append((page, read_sources([page.file])[0][0]))
        except UsageError as error:
            print(f"not scored: {error}")
    return read


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures of each folder, or where one page differs."""
    parser = argparse.ArgumentParser(prog="python -m eval.roles", description=main.__doc__)
    parser.add_argument("--page", metavar="NAME", help="a page's file name without its suffix")
    name = parser.parse_args(arguments).page
    folders = {folder: load_pages(folder) for folder in FOLDERS}
    if name is None:
        for folder, pages in folders.items():
            if pages:
                print("\n".join(report(folder, _read(pages))))
        return
    named = [page for pages in folders.values() for page in pages if page.file.stem == name]
    if not named:
        parser.error(f"there is no labelled page '{name}' in {PAGES}")
    for page, document in _read(named):
        print("\n".join(differences(page, align(page, document))))


if __name__ == "__main__":
    main()
