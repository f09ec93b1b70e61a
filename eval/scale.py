"""How an index grows from a thousand passages to a million. `python -m eval.scale [passages ...]`

Each index is opened and searched by a process of its own that has no embedder: the vectors of the questions
are ready. The questions are those on law articles, `eval/questions/laws.jsonl`.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import faiss
import numpy as np

from bot.models import open_encoder, stay_offline
from bot.settings import home_folder, load_settings
from eval.growth import HEAD, Row, Times, draw
from eval.pile import Pile
from eval.tasks import laws
from eval.trials import freshly
from eval.vectors import remembered
from index.cells import recall
from index.dense import DenseSearch, SentenceVectors
from index.generations import FORMAT, current_generation
from index.lexical import LexicalSearch
from index.publish import publish
from index.reuse import DIGEST_BYTES, SAMPLE_QUESTIONS
from index.sources import Sources
from index.store import Index, head_and_text
from index.types import FloatArray

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PICTURE = Path(".ci") / "scale.png"
# Questions that are asked before time is taken: with the first ones the index comes from the disk.
FIRST = 50
DEPTH = 10
# The first such word makes a search list the words that may be meant: it belongs to the memory in use.
MISSPELT = "ondersteunign"

_T = TypeVar("_T")


class Ready:
    """An encoder of nothing but the questions that it has the vectors of."""

    name, max_tokens = "ready", 512

    def __init__(self, questions: Sequence[str], vectors: FloatArray) -> None:
        self.dimension = vectors.shape[1]
        self._rows = {question: row for row, question in enumerate(questions)}
        self._vectors = vectors

    @property
    def sentences(self) -> "Ready":
        """Questions have one vector here."""
        return self

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Return what is ready."""
        return self._vectors[[self._rows[text] for text in texts]]

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        """Raise: passages were embedded before."""
        raise NotImplementedError

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Raise: passages were cut before."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions with their vectors and the cosines of the passages that an exact search finds."""

    questions: Sequence[str]
    vectors: FloatArray
    nearest: FloatArray


@dataclass(frozen=True, slots=True)
class Searched:
    """What a process that searches tells: seconds, and GB of memory."""

    opened: float
    whole: Times
    dense: Times
    lexical: Times
    recall: float
    own: float
    most: float


def timed(work: Callable[[], _T]) -> tuple[_T, float]:
    """Do `work`; returns what it returns and the seconds it took."""
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _memory(kind: str) -> float:
    """Return how many GB this process has: 'RssAnon' of its own now, 'VmHWM' with mapped files at most."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(f"{kind}:"))) / 1e6


def search(home: Path, asked: Asked) -> Searched:
    """Open an index and ask all questions: the whole search, and then its two parts apart."""
    index, opened = timed(lambda: Index.open(home, Ready(asked.questions, asked.vectors)))
    index.lexical.scores(MISSPELT)
    for question in asked.questions[:FIRST]:
        index.search(question, DEPTH)
    whole = [timed(partial(index.search, each, DEPTH))[1] for each in asked.questions]
    dense = [timed(partial(index.dense.search, each, DEPTH)) for each in asked.vectors]
    lexical = [timed(partial(index.lexical.scores, each))[1] for each in asked.questions]
    shares = [recall(found[1], nearest) for (found, _), nearest in zip(dense, asked.nearest, strict=True)]
    return Searched(
        opened,
        Times.of(whole),
        Times.of([seconds for _, seconds in dense]),
        Times.of(lexical),
        float(np.mean(shares)),
        _memory("RssAnon"),
        _memory("VmHWM"),
    )


def _nearest(vectors: FloatArray, questions: FloatArray) -> FloatArray:
    exact = faiss.IndexFlatIP(vectors.shape[1])
    exact.add(vectors)
    cosines: FloatArray = exact.search(questions, DEPTH)[0]
    return cosines


def measure(pile: Pile, questions: Sequence[str], vectors: FloatArray, samples: FloatArray) -> Row:
    """Build an index of a pile and search it; `samples` is what its cells are fitted on."""
    count = len(pile.passages)
    dense, dense_seconds = timed(lambda: DenseSearch.build(pile.vectors, lambda: samples))
    heads, texts = zip(*map(head_and_text, pile.passages), strict=True)
    lexical, lexical_seconds = timed(lambda: LexicalSearch.build(texts, heads))
    sentences = [len(passage.sentences) for passage in pile.passages]
    index = Index(
        sources=Sources.of(pile.documents, pile.passages),
        documents=pile.documents,
        passages=pile.passages,
        dense=dense,
        # Nobody asks for them here, but they have their place on the disk.
        sentences=SentenceVectors.build(
            np.repeat(pile.vectors.astype(np.float16), sentences, axis=0), sentences
        ),
        lexical=lexical,
        digests=np.zeros((count + sum(sentences), DIGEST_BYTES), dtype=np.uint8),
        encoder=Ready(questions, vectors),
    )
    with TemporaryDirectory() as scratch:
        home = Path(scratch)
        _, publish_seconds = timed(lambda: publish(home, index, {"format": FORMAT, "encoder": "ready"}))
        files = [path for path in current_generation(home).rglob("*") if path.is_file()]
        asked = Asked(questions, vectors, _nearest(pile.vectors, vectors))
        found = freshly(search, home, asked)
        size = sum(path.stat().st_size for path in files)
    facts = dense.facts
    return Row(
        passages=count,
        cells="{probed:,} of {cells:,} cells".format(**facts) if "cells" in facts else "exact",
        recall=found.recall,
        dense_seconds=dense_seconds,
        lexical_seconds=lexical_seconds,
        publish_seconds=publish_seconds,
        bytes_each=size / count,
        open_seconds=found.opened,
        whole=found.whole,
        dense=found.dense,
        lexical=found.lexical,
        own_memory=found.own,
        most_memory=found.most,
    )


def main() -> None:
    """Print a row a size as soon as it is measured, then draw them."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("Growth is measured on real passages: set WIJKWIJZER_DATA to the measuring data.")
    encoder = open_encoder(settings)
    questions = list(dict.fromkeys(query.text for query in laws(settings.data)[0].queries))
    vectors = remembered("query", questions, encoder, settings.cache)
    pile = Pile.read(settings.data, encoder, settings.passage_tokens, settings.cache)
    drawn = np.random.default_rng(0).choice(len(pile.passages), SAMPLE_QUESTIONS, replace=False)
    firsts = [pile.passages[row] for row in drawn]
    sentences = [each.text[: each.sentences[0].end - each.span.start] for each in firsts]
    samples = remembered("query", sentences, encoder, settings.cache)
    del encoder
    print(HEAD, flush=True)
    rows = []
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        rows.append(measure(pile.grown(size), questions, vectors, samples))
        print(rows[-1].line(), flush=True)
    draw(rows, PICTURE)


if __name__ == "__main__":
    main()
