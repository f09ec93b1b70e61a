"""As many passages as one wants: law articles with their vectors, and beyond them copies with noise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import faiss
import numpy as np

from eval.articles import pile_articles
from eval.tasks import law_documents
from eval.vectors import remembered
from index.context import room, with_short_context
from index.embed import Encoder
from index.passages import cut
from index.store import context
from index.types import Document, FloatArray, Passage

# So many are embedded once, in a quarter of an hour.
REAL = 40_000


@dataclass(frozen=True, slots=True)
class Pile:
    """Passages, the vectors of their contexts, and their documents in the order of their names."""

    documents: dict[str, Document]
    passages: Sequence[Passage]
    vectors: FloatArray

    @classmethod
    def read(cls, data: Path, encoder: Encoder, passage_tokens: int, cache: Path) -> "Pile":
        """Cut the first articles of the pile of acts and embed them, or take their vectors from the cache."""
        limit, context_tokens = room(encoder.max_tokens, passage_tokens)
        documents: dict[str, Document] = {}
        passages: list[Passage] = []
        for document in law_documents(pile_articles(data)):
            if len(passages) >= REAL:
                break
            if found := cut(document, encoder.count_tokens, limit):
                documents[document.source] = document
                passages += found
        passages = passages[:REAL]
        short = (with_short_context(each, encoder.count_tokens, context_tokens) for each in passages)
        return cls(documents, passages, remembered("passage", [*map(context, short)], encoder, cache))

    def grown(self, size: int) -> "Pile":
        """Return the first passages, and copies of all of them where there are fewer, under other names."""
        vectors = noisy(self.vectors, size)
        documents: dict[str, Document] = {}
        passages: list[Passage] = []
        for copy in range(-(-size // len(self.passages))):
            for passage in self.passages[: size - len(passages)]:
                source = f"{copy:03d}/{passage.source}"
                passages.append(replace(passage, source=source))
                if source not in documents:
                    documents[source] = replace(self.documents[passage.source], source=source)
        order = sorted(range(size), key=lambda row: passages[row].source)
        return Pile(
            dict(sorted(documents.items())), [passages[row] for row in order], vectors[np.array(order)]
        )


def noisy(vectors: FloatArray, size: int) -> FloatArray:
    """Return unit vectors, shape (size, dimension): these, and then copies of them with noise.

    The noise is normal, half as long as these are from their nearest other one on average.
    """
    count, dimension = vectors.shape
    if size <= count:
        return vectors[:size]
    chance = np.random.default_rng(0)
    exact = faiss.IndexFlatIP(dimension)
    exact.add(vectors)
    sample = vectors[chance.choice(count, size=min(count, 1000), replace=False)]
    cosines = exact.search(sample, 2)[0][:, 1]
    length = 0.5 * float(np.sqrt(np.maximum(0, 2 - 2 * cosines)).mean())
    grown = np.empty((size, dimension), dtype=np.float32)
    grown[:count] = vectors
    for start in range(count, size, count):
        part = vectors[: size - start]
        noise = chance.standard_normal(part.shape, dtype=np.float32)
        moved = part + noise * np.float32(length / dimension**0.5)
        grown[start : start + count] = moved / np.linalg.norm(moved, axis=1, keepdims=True)
    return grown
