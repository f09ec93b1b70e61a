"""How good retrieval is, part by part. `python -m eval.retrieval [weights]`

A document ranks as its best passage does. The queries of a task are halved: settings were chosen on one half
(`weights` prints what there was to choose from), and the table is of the other.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.models import embedder_base, open_encoder, stay_offline
from bot.settings import Settings, home_folder, load_settings
from eval.ranking import DEPTH, Worth, worth
from eval.statistics import Sample, figure
from eval.tasks import Query, Task, kamer, laws, xquad
from eval.vectors import remembered
from index.context import room, with_short_context
from index.embed import Encoder, load_encoder
from index.fusion import LEXICAL_WEIGHT, fused_scores
from index.lexical import LexicalSearch, Weights
from index.passages import cut
from index.store import CANDIDATES, context, head_and_text
from index.types import Document, FloatArray, Passage

WEIGHTS = (0.03, 0.05, 0.07, 0.09, 0.1, 0.12, 0.15, 0.2, 0.3)
# What is searched besides a question's own words, an addition at a time; the last is the product's.
LEXICAL = {
    "BM25, own words": Weights(meant=0, parts=0, other_names=0),
    "BM25, + parts of compounds": Weights(meant=0, other_names=0),
    "BM25, + what was meant": Weights(other_names=0),
    "BM25": Weights(),
}
# Cormack, Clarke and Büttcher, 'Reciprocal Rank Fusion outperforms Condorcet', SIGIR 2009, found 60 best.
RANK_CONSTANT = 60


@dataclass(frozen=True, slots=True)
class Corpus:
    """The passages of a task's documents, in order."""

    sources: tuple[str, ...]
    """Of the documents."""
    starts: NDArray[np.int64]
    """Where each document's passages begin."""
    contexts: tuple[str, ...]
    """As they are embedded."""
    heads: tuple[str, ...]
    texts: tuple[str, ...]
    """As the lexical search reads them."""

    @classmethod
    def of(cls, documents: Sequence[Document], encoder: Encoder, passage_tokens: int) -> "Corpus":
        """Cut documents as a build does; one without a sentence has no passage and cannot be found."""
        limit, context_tokens = room(encoder.max_tokens, passage_tokens)
        sources: list[str] = []
        starts: list[int] = []
        passages: list[Passage] = []
        for document in documents:
            if found := cut(document, encoder.count_tokens, limit):
                sources.append(document.source)
                starts.append(len(passages))
                passages += found
        short = [with_short_context(each, encoder.count_tokens, context_tokens) for each in passages]
        heads, texts = zip(*map(head_and_text, passages), strict=True)
        return cls(tuple(sources), np.array(starts, dtype=np.int64), tuple(map(context, short)), heads, texts)

    def ranked(self, scores: FloatArray) -> list[str]:
        """Return the best documents by the scores of their best passages; equal ones in order."""
        best = np.maximum.reduceat(scores, self.starts)
        return [self.sources[row] for row in np.argsort(-best, kind="stable")[:DEPTH]]


def reported(query: Query) -> bool:
    """Tell whether a query is of the half that no setting was chosen on."""
    return hashlib.sha256(query.text.encode()).digest()[0] % 2 == 1


def reciprocal_rank_fusion(cosines: FloatArray, bm25: FloatArray) -> FloatArray:
    """Return the sum over both rankings of 1 / (60 + rank), of the first `CANDIDATES` of each."""
    fused = np.zeros_like(cosines)
    for scores in (cosines, bm25):
        best = np.argsort(-scores, kind="stable")[:CANDIDATES]
        best = best[scores[best] > 0]
        fused[best] += 1 / (RANK_CONSTANT + np.arange(1, len(best) + 1))
    return fused


@dataclass(frozen=True, slots=True)
class Scored:
    """Some queries of a task with the scores of every passage, shape (queries, passages), by search."""

    corpus: Corpus
    queries: Sequence[Query]
    scores: Mapping[str, FloatArray]
    rarest: float
    """The idf of a word that one passage has."""

    def fused(self, cosines: str, bm25: str, weight: float) -> FloatArray:
        """Return the product's own fusion of two searches."""
        return fused_scores(self.scores[cosines], self.scores[bm25], self.rarest, weight)

    def values(self, scores: FloatArray) -> list[Worth]:
        """Return what the ranking of each query is worth."""
        ranked = [self.corpus.ranked(row) for row in scores]
        return [worth(found, query.relevant) for found, query in zip(ranked, self.queries, strict=True)]


def scored(task: Task, corpus: Corpus, encoders: Mapping[str, Encoder], cache: Path, half: bool) -> Scored:
    """Score the queries of one half with every search by itself."""
    queries = [query for query in task.queries if reported(query) == half]
    texts = [query.text for query in task.queries]
    chosen = [row for row, query in enumerate(task.queries) if reported(query) == half]
    lexical = LexicalSearch.build(corpus.texts, corpus.heads)
    scores = {
        name: np.stack([lexical.scores(query.text, kinds) for query in queries])
        for name, kinds in LEXICAL.items()
    }
    for name, encoder in encoders.items():
        passages = remembered("passage", corpus.contexts, encoder, cache)
        scores[name] = remembered("query", texts, encoder, cache)[chosen] @ passages.T
    return Scored(corpus, queries, scores, lexical.rarest)


def table(part: Scored) -> Iterator[str]:
    """Yield a row of the table for every search and for what they give together."""
    systems = dict(part.scores)
    for name in ("dense", "dense, adapter"):
        fused = [reciprocal_rank_fusion(*both) for both in zip(systems[name], systems["BM25"], strict=True)]
        systems[f"BM25 + {name}, by rank"] = np.stack(fused)
        systems[f"BM25 + {name}"] = part.fused(name, "BM25", LEXICAL_WEIGHT)
    for name, scores in systems.items():
        values = part.values(scores)
        columns = (
            [each.ndcg for each in values],
            [each.recall for each in values],
            [each.reciprocal_rank for each in values],
        )
        yield f"| {name} | {' | '.join(map(_cell, columns))} |"


def _cell(values: Sequence[float]) -> str:
    found = figure(Sample(tuple(values), tuple(map(str, range(len(values))))))
    return "" if found is None else f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"


def weights(part: Scored) -> str:
    """Return a row of nDCG@10 for every weight of BM25."""
    cells = []
    for weight in WEIGHTS:
        gains = [each.ndcg for each in part.values(part.fused("dense, adapter", "BM25", weight))]
        cells.append(f"{np.mean(gains):.4f}")
    return f"| {' | '.join(cells)} |"


def main() -> None:
    """Print the tables, a task as soon as it is measured."""
    settings: Settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("Retrieval is measured on real questions: set WIJKWIJZER_DATA to the measuring data.")
    choosing = sys.argv[1:] == ["weights"]
    encoders = {
        "dense": load_encoder(embedder_base(settings), name="base"),
        "dense, adapter": open_encoder(settings),
    }
    if choosing:
        print(f"| task | {' | '.join(map(str, WEIGHTS))} |\n|{'---|' * (len(WEIGHTS) + 1)}")
    for tasks in (xquad, kamer, laws):
        corpus: Corpus | None = None
        for task in tasks(settings.data):
            corpus = corpus or Corpus.of(task.documents, encoders["dense"], settings.passage_tokens)
            part = scored(task, corpus, encoders, settings.cache, half=not choosing)
            if choosing:
                print(f"| {task.name} ({len(part.queries)}) {weights(part)}", flush=True)
                continue
            print(f"\n{task.name}: {len(part.queries)} queries, {len(task.documents)} documents\n")
            print("| search | nDCG@10 | recall@10 | MRR@10 |\n|---|---|---|---|")
            print(*table(part), sep="\n", flush=True)


if __name__ == "__main__":
    main()
