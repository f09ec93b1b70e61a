"""How long passages should be, and whether they should overlap. `python -m eval.passages [SIZE/OVERLAP ...]`

Prints a row for each size (tokens) and overlap (sentences of the passage before it). A document ranks as its
best passage does; the interval is of the difference in nDCG@10 to `passage_tokens` without overlap.
"""

import json
import math
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from bot.models import open_encoder, stay_offline
from bot.settings import Settings, home_folder, load_settings
from eval.cases import Case
from eval.sets import SEEDS, questions
from index.dense import DenseSearch, SentenceVectors
from index.embed import Encoder
from index.lexical import LexicalSearch
from index.passages import cut
from index.read import read_sources
from index.sources import Sources
from index.store import Index, context
from index.types import Block, Document, FloatArray, Passage, Span

CONFIGURATIONS = [(48, 0), (96, 0), (96, 1), (160, 1), (160, 2), (256, 0), (400, 0)]
# As many as the whole table can be measured with in an hour on two cores.
KAMER_QUESTIONS, KAMER_DOCUMENTS = 300, 400
DEPTH = 10
# Passages to look among for the first `DEPTH` documents.
PASSAGES = 100
# What an answer could be chosen from: three passages of 160 tokens.
BUDGET_TOKENS = 480
RESAMPLES = 10_000


@dataclass(frozen=True, slots=True)
class Task:
    """Questions, each with the one document that answers it."""

    name: str
    documents: Sequence[Document]
    questions: Sequence[tuple[str, str]]


class RememberingEncoder:
    """Embeds no text twice: many passages are the same in several configurations."""

    def __init__(self, encoder: Encoder) -> None:
        self.name, self.dimension, self.max_tokens = encoder.name, encoder.dimension, encoder.max_tokens
        self.count_tokens = encoder.count_tokens
        self._encoder = encoder
        self._known: dict[tuple[str, str], FloatArray] = {}

    @property
    def sentences(self) -> "RememberingEncoder":
        """Sentences are not asked for."""
        return self

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Embed questions."""
        return self._remembered("query", texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        """Embed passages."""
        return self._remembered("passage", texts, progress)

    def _remembered(self, kind: str, texts: Sequence[str], progress: bool = False) -> FloatArray:
        new = [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]
        if kind == "query":
            vectors = self._encoder.encode_queries(new)
        else:
            vectors = self._encoder.encode_passages(new, progress=progress)
        self._known.update(zip(((kind, text) for text in new), vectors, strict=True))
        return np.stack([self._known[kind, text] for text in texts])


def _rows(path: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _document(source: str, text: str) -> Document:
    return Document(source, text, (Block(Span(0, len(text)), "article"),))


def retrieval_tasks(data: Path) -> Iterator[Task]:
    """Yield the tasks of others: Wikipedia paragraphs, and answers of ministers to members of parliament."""
    xquad = data / "xquad_nl"
    yield Task(
        "xquad",
        [_document(row["_id"], row["text"]) for row in _rows(xquad / "passages.jsonl")],
        [(row["question"], row["passage_id"]) for row in _rows(xquad / "qa.jsonl")],
    )
    rows = {row["answer"]: row for row in _rows(data / "be_kamer_qa" / "be_kamer_qa.jsonl")}
    clean = frozenset((data / "be_kamer_qa" / "eval_ids.txt").read_text(encoding="utf-8").split())
    chance = random.Random(0)
    asked = chance.sample([row for row in rows.values() if row["_id"] in clean], KAMER_QUESTIONS)
    known = {row["_id"] for row in asked}
    others = [row for row in rows.values() if row["_id"] not in known and row["answer"].strip()]
    kept = [*asked, *chance.sample(others, KAMER_DOCUMENTS - KAMER_QUESTIONS)]
    documents = [_document(row["_id"], row["answer"]) for row in kept]
    yield Task("kamer, title", documents, [(row["title"], row["_id"]) for row in asked])
    yield Task("kamer, question", documents, [(row["question"], row["_id"]) for row in asked])


def overlapping(passages: Sequence[Passage], document: Document, sentences: int) -> list[Passage]:
    """Begin each passage with the last `sentences` of the one before it, where nothing stands between."""
    longer = list(passages[:1])
    for before, passage in pairwise(passages):
        gap = document.text[before.span.end : passage.span.start]
        same = (before.role, before.speaker, before.heading) == (
            passage.role,
            passage.speaker,
            passage.heading,
        )
        if not sentences or not same or gap.strip():
            longer.append(passage)
            continue
        taken = before.sentences[-sentences:]
        span = Span(taken[0].start, passage.span.end)
        longer.append(
            replace(passage, span=span, text=span.of(document.text), sentences=(*taken, *passage.sentences))
        )
    return longer


def index_of(documents: Sequence[Document], encoder: Encoder, size: int, overlap: int) -> Index:
    """Return an index that finds passages; its sentences have no vectors, since none is asked for."""
    by_name = {each.source: each for each in sorted(documents, key=lambda each: each.source)}
    passages = [
        passage
        for document in by_name.values()
        for passage in overlapping(cut(document, encoder.count_tokens, size), document, overlap)
    ]
    contexts = [context(passage) for passage in passages]
    return Index(
        sources=Sources.of(by_name, passages),
        documents=by_name,
        passages=passages,
        dense=DenseSearch.build(encoder.encode_passages(contexts, progress=True)),
        sentences=SentenceVectors.build(np.zeros((0, encoder.dimension), dtype=np.float32), []),
        lexical=LexicalSearch.build(contexts),
        digests=np.zeros((0, 0), dtype=np.uint8),
        encoder=encoder,
    )


def gain(passages: Sequence[Passage], source: str) -> float:
    """Return nDCG@10 where one document is relevant: 1 / log2(1 + rank), 0 below rank 10."""
    ranked = list(dict.fromkeys(passage.source for passage in passages))[:DEPTH]
    return 1 / math.log2(2 + ranked.index(source)) if source in ranked else 0.0


def interval(gains: Sequence[float], baseline: Sequence[float]) -> tuple[float, float]:
    """Return the 95% interval of the mean difference of paired gains: percentiles of the bootstrap."""
    differences = np.asarray(gains) - np.asarray(baseline)
    rows = np.random.default_rng(0).integers(len(differences), size=(RESAMPLES, len(differences)))
    low, high = np.percentile(differences[rows].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)


def seed_recall(cases: Sequence[Case], index: Index) -> str:
    """Return the share of questions whose answer is in the first 3 and 10 passages, and in equal tokens."""
    outcomes = []
    for case in cases:
        hits = [hit.passage for hit in index.search(case.question, DEPTH)]
        right = [
            any(
                gold.source == hit.source
                and gold.span.start < hit.span.end
                and hit.span.start < gold.span.end
                for gold in case.evidence
            )
            for hit in hits
        ]
        read = np.cumsum(index.encoder.count_tokens([hit.text for hit in hits]))
        affordable = int(np.searchsorted(read, BUDGET_TOKENS, side="right"))
        outcomes.append([any(right[:3]), any(right), any(right[:affordable])])
    return " | ".join(f"{share:.3f}" for share in np.mean(outcomes, axis=0))


def main() -> None:
    """Print the table, a row as soon as it is measured."""
    settings: Settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("Passages are measured on real questions: set WIJKWIJZER_DATA to the measuring data.")
    asked = [tuple(map(int, each.split("/"))) for each in sys.argv[1:]] or CONFIGURATIONS
    encoder = RememberingEncoder(open_encoder(settings))
    tasks = list(retrieval_tasks(settings.data))
    asked_of_seeds = questions(["seeds"], settings.data, settings.cache)
    dev = [case for case in asked_of_seeds.cases if asked_of_seeds.places[case.id].split == "dev"]
    cases = [case for case in dev if case.answerable]
    seeds, _ = read_sources([SEEDS])
    baseline: dict[str, list[float]] = {}
    for size, overlap in [(settings.passage_tokens, 0), *asked]:
        cells = []
        for task in tasks:
            index = index_of(task.documents, encoder, size, overlap)
            encoder.encode_queries([question for question, _ in task.questions])
            fused, dense = [], []
            for question, source in task.questions:
                rows = index.dense.search(encoder.encode_queries([question])[0], PASSAGES)[0]
                dense.append(gain([index.passages[row] for row in rows], source))
                fused.append(gain([hit.passage for hit in index.search(question, PASSAGES)], source))
            low, high = interval(fused, baseline.setdefault(task.name, fused))
            recall = np.mean(np.asarray(fused) > 0)
            cells.append(
                f"{np.mean(fused):.3f} [{low:+.3f}, {high:+.3f}] | {recall:.3f} | {np.mean(dense):.3f}"
            )
        cells.append(seed_recall(cases, index_of(seeds, encoder, size, overlap)))
        print(f"| {size} | {overlap} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
