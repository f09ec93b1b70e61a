"""The index: documents, aligned passages, both searches, and one generation of them on disk."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.characters import without_invisible
from index.clean import role_word
from index.dense import DenseSearch, SentenceVectors
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.files import Manifest
from index.fusion import fused_scores
from index.generations import open_sound
from index.lexical import LexicalSearch
from index.privacy import without_masks
from index.records import Documents, document_lines, passage_lines, write_lines
from index.rerank import RERANKED, Reranker
from index.sources import Sources
from index.types import Document, FloatArray, Hit, Passage, Span

DOCUMENTS, PASSAGES, DIGESTS = "documents.jsonl", "passages.jsonl", "digests.npy"
# Each search hands so many passages to the fusion, more where more are asked for.
CANDIDATES = 100


def _headed(passage: Passage, text: str) -> str:
    parts = (passage.title, passage.heading, role_word(passage.role), passage.speaker, text)
    return without_invisible(without_masks("\n".join(part for part in parts if part)))


def context(passage: Passage) -> str:
    """Return a passage as both searches read it: title, heading, role and speaker before its text.

    Masked and invisible characters are left out: a soft hyphen would make two words of one.
    """
    return _headed(passage, passage.text)


def head_and_text(passage: Passage) -> tuple[str, str]:
    """Return title and heading, and all else that `context` has: the fields of the lexical search."""
    head = _headed(replace(passage, role="article", speaker=""), "")
    return head, _headed(replace(passage, title="", heading=""), passage.text)


def sentence_contexts(passage: Passage) -> list[str]:
    """Return the passage's sentences as they are embedded, each under the same words.

    Who is quoted is left out: the name drew in questions about other things that person may have said (on
    the dev questions .58 of the unanswerable were refused with it, .64 without).
    """
    start = passage.span.start
    headed = replace(passage, speaker="") if passage.role == "quote" else passage
    return [
        _headed(headed, passage.text[sentence.start - start : sentence.end - start])
        for sentence in passage.sentences
    ]


def load_digests(folder: Path) -> NDArray[np.uint8]:
    """Return the digests of the embedded texts, of passages and then of sentences, a row each."""
    return np.asarray(np.load(folder / DIGESTS, mmap_mode="r", allow_pickle=False), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best of either search, in the passages' order, and each with both of its scores."""

    rows: NDArray[np.int64]
    cosines: FloatArray
    bm25: FloatArray
    fused: FloatArray

    @property
    def order(self) -> NDArray[np.int64]:
        """Their places, the best fused score first: a stable sort puts equal ones by row."""
        return np.argsort(-self.fused, kind="stable")


@dataclass(frozen=True, slots=True)
class Index:
    """One generation, most of it in mapped files. Row i of both searches is `passages[i]`."""

    sources: Sources
    documents: Mapping[str, Document]
    passages: Sequence[Passage]
    dense: DenseSearch
    sentences: SentenceVectors
    lexical: LexicalSearch
    digests: NDArray[np.uint8]
    """Of the embedded texts, so that a later build knows which vectors it may take over."""
    encoder: Encoder
    reranker: Reranker | None = None
    generation: str = ""

    @classmethod
    def open(cls, home: Path, encoder: Encoder, reranker: Reranker | None = None) -> "Index":
        """Open the newest sound generation below `home`, every file's hash checked first.

        That a newer one is damaged is logged. Raises `IndexUnavailableError` where none is sound, or
        `encoder` is another model than the one it was built with.
        """

        def load(folder: Path, manifest: Manifest) -> "Index":
            built_with = manifest.facts.get("encoder")
            if built_with != encoder.name:
                raise IndexUnavailableError(
                    f"The index was built with the embedder '{built_with}' and cannot be searched with "
                    f"'{encoder.name}'. Set 'embedder' back, or build it again: wijkwijzer index build FOLDER"
                )
            return cls.load(folder, encoder, reranker)

        return open_sound(home, load)

    @classmethod
    def load(cls, folder: Path, encoder: Encoder, reranker: Reranker | None = None) -> "Index":
        """Read from a folder whose hashes were checked what `save` has written."""
        sources = Sources.load(folder)
        return cls(
            sources=sources,
            documents=Documents(sources, document_lines(folder / DOCUMENTS)),
            passages=passage_lines(folder / PASSAGES),
            dense=DenseSearch.load(folder),
            sentences=SentenceVectors.load(folder),
            lexical=LexicalSearch.load(folder),
            digests=load_digests(folder),
            encoder=encoder,
            reranker=reranker,
            generation=folder.name,
        )

    def save(self, folder: Path) -> None:
        """Write all but the encoder to an empty folder."""
        self.sources.save(folder)
        write_lines(folder / DOCUMENTS, self.documents.values())
        write_lines(folder / PASSAGES, self.passages)
        self.dense.save(folder)
        self.sentences.save(folder)
        self.lexical.save(folder)
        np.save(folder / DIGESTS, self.digests, allow_pickle=False)

    def search(self, question: str, k: int, without: frozenset[str] = frozenset()) -> list[Hit]:
        """Return the best `k` passages of all documents but those `without`, best first; fewer if there are.

        The best of either search are candidates, and each is ranked by both of its scores. Where there is a
        reranker, it scores the best of these, all that come back among them.
        """
        found = self.candidates(question, k, without)
        scores, order = found.fused.copy(), found.order[: k if self.reranker is None else max(k, RERANKED)]
        if self.reranker is not None:
            texts = [context(self.passages[found.rows[place]]) for place in order]
            scores[order] = self.reranker.scores(question, texts)
            order = order[np.argsort(-scores[order], kind="stable")][:k]
        return [
            Hit(
                self.passages[found.rows[place]],
                row=int(found.rows[place]),
                rank=rank,
                score=float(scores[place]),
                dense=float(found.cosines[place]),
                lexical=float(found.bm25[place]),
            )
            for rank, place in enumerate(order, 1)
        ]

    def candidates(self, question: str, k: int, without: frozenset[str] = frozenset()) -> Candidates:
        """Return the passages that a search for the best `k` looks at: the best of either search."""
        most = max(k, CANDIDATES)
        query = self.encoder.encode_queries([question])[0]
        bm25 = self.lexical.scores(question)
        left_out = self.sources.rows_of(without)
        bm25[left_out] = 0
        near = self.dense.search(query, most, left_out)[0]
        rows = np.union1d(near, self.lexical.best(bm25, most))
        cosines = self.dense.vectors(rows) @ query
        return Candidates(rows, cosines, bm25[rows], fused_scores(cosines, bm25[rows], self.lexical.rarest))

    def rows_at(self, source: str, span: Span) -> range:
        """Return the rows of a document's passages that share a character with a stretch of it.

        Raises `KeyError` where there is no such document.
        """
        rows, passages = self.sources.rows(source), self.passages
        first = bisect_right(rows, span.start, key=lambda row: passages[row].span.end)
        last = bisect_left(rows, span.end, key=lambda row: passages[row].span.start)
        return rows[first:last]

    def hits_at(self, question: str, rows: Sequence[int]) -> list[Hit]:
        """Return the passages in these rows as hits, in that order; their score is their cosine."""
        query = self.encoder.encode_queries([question])[0]
        bm25 = self.lexical.scores(question)
        cosines = self.dense.vectors(np.array(rows, dtype=np.int64)) @ query if rows else ()
        return [
            Hit(self.passages[row], row, rank, float(cosine), float(cosine), float(bm25[row]))
            for rank, (row, cosine) in enumerate(zip(rows, cosines, strict=True), 1)
        ]

    def sentence_cosines(self, question: str, hits: Sequence[Hit]) -> list[FloatArray]:
        """Return, for each hit, the cosine of the question with each sentence of its passage."""
        query = self.encoder.sentences.encode_queries([question])[0]
        return [self.sentences.cosines(query, hit.row) for hit in hits]
