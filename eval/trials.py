"""What all trials of faults share: a corpus in editions, each naming itself, fresh processes, and results."""

import json
import logging
import multiprocessing
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import ParamSpec, TypeVar

from eval.hashing import HashingEncoder
from index.build import Report, build
from index.store import Index

DOCUMENTS = 100
PASSAGE_TOKENS = 160
_EDITION = re.compile(r"uitgave (\d+)")

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(slots=True)
class Result:
    """What became of a number of trials."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def check(self, good: bool, outcome: str, failure: str = "") -> None:
        """Count an outcome, or note the failure."""
        if good:
            self.outcomes[outcome] += 1
        else:
            self.failures.append(failure or outcome)


def question(number: int) -> str:
    """Return a question that the document of this number answers."""
    return f"Helpt wijkteam {number} bij schulden, opvoeding en eenzaamheid?"


def write(folder: Path, edition: int, documents: int = DOCUMENTS, name: str = "team") -> Path:
    """Write the corpus of an edition."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{edition}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(documents):
            helps = f"Wijkteam {number} helpt bij schulden, opvoeding en eenzaamheid, zegt uitgave {edition}."
            text = f"{helps} Bellen kan elke dag, staat in uitgave {edition}."
            file.write(json.dumps({"_id": f"{name}{number}", "text": text}) + "\n")
    return path


def publish(home: Path, corpus: Path) -> Report:
    """Build an index of a corpus below `home`."""
    return build(home, [corpus], HashingEncoder(), PASSAGE_TOKENS)


def edition_of(texts: Iterable[str]) -> int:
    """Return the one edition that all texts are of; raises `ValueError` where there are two, or none."""
    editions = {int(found) for text in texts for found in _EDITION.findall(text)}
    if len(editions) != 1:
        raise ValueError(f"editions {sorted(editions)} in one index or answer")
    return editions.pop()


@contextmanager
def warnings_of_index() -> Iterator[list[str]]:
    """Give a list that what the index warns of is added to, and nothing of it to the terminal."""
    said: list[str] = []
    logger, handler = logging.getLogger("index"), logging.Handler(logging.WARNING)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger.addHandler(handler)
    try:
        yield said
    finally:
        logger.removeHandler(handler)


def served(home: Path) -> int:
    """Open the index as a server does and return its edition.

    Raises `ValueError` where what it holds and finds is not all of one edition, or where it warns.
    """
    with warnings_of_index() as said:
        index = Index.open(home, HashingEncoder())
    hits = index.search(question(7), 10)
    edition = edition_of(
        [
            *(document.text for document in index.documents.values()),
            *(passage.text for passage in index.passages),
            *(hit.passage.text for hit in hits),
        ]
    )
    if said or not hits:
        raise ValueError(f"{len(hits)} hits, and it warns: {said}")
    return edition


def processes() -> ForkServerContext:
    """Return how to make processes that are fresh but have the libraries loaded, none of which is torch."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["eval.builds", "eval.preloaded"])
    return context


def freshly(work: Callable[_P, _T], *arguments: _P.args, **named: _P.kwargs) -> _T:
    """Do `work` in a process of its own; returns what it returns and raises what it raises."""
    with ProcessPoolExecutor(1, mp_context=processes()) as pool:
        return pool.submit(work, *arguments, **named).result()
