"""What the next generation takes over from the one that serves: no text is embedded twice."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.context import room, with_short_context
from index.dense import DenseSearch, SentenceVectors
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.files import MANIFEST
from index.generations import REBUILD, verified_current
from index.records import read_documents, read_passages
from index.store import DOCUMENTS, PASSAGES, context, load_digests, sentence_contexts
from index.types import Document, Passage
from index.unfinished import Unfinished, encode

# 128 bits: among a million texts, two with one digest have a chance of 1 in 10^27.
DIGEST_BYTES = 16

_Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stored:
    """The generation that serves, as the builder of the next one needs it."""

    folder: Path
    documents: Mapping[str, Document]
    encoder: str
    passage_tokens: int
    sources: tuple[str, ...]
    """The paths that the documents were read from."""
    public_contacts: tuple[str, ...]
    skipped: tuple[str, ...]
    """What was left out there: 'name: reason'."""
    facts: Mapping[str, object]

    @classmethod
    def open(cls, home: Path) -> "Stored":
        """Read it, every file's hash checked; raises `IndexUnavailableError` where that cannot be done."""
        folder, manifest = verified_current(home)
        facts: Mapping[str, Any] = manifest.facts
        try:
            return cls(
                folder=folder,
                documents={document.source: document for document in read_documents(folder / DOCUMENTS)},
                encoder=facts["encoder"],
                passage_tokens=facts["passage_tokens"],
                sources=tuple(facts["sources"]),
                public_contacts=tuple(facts["public_contacts"]),
                skipped=tuple(facts["skipped"]),
                facts=facts,
            )
        except (KeyError, TypeError) as error:
            raise IndexUnavailableError(
                f"The index is damaged: '{folder / MANIFEST}' misses {error}. {REBUILD}"
            ) from error

    def same(
        self, facts: Mapping[str, object], documents: Mapping[str, Document], passages: Sequence[Passage]
    ) -> bool:
        """Tell whether it holds exactly these, whenever it was built."""
        return (
            {name: fact for name, fact in self.facts.items() if name != "built"} == facts
            and self.documents == documents
            and read_passages(self.folder / PASSAGES) == tuple(passages)
        )


def digests(texts: Iterable[str]) -> list[bytes]:
    """Return a BLAKE2b digest of every text."""
    return [
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
        for text in texts
    ]


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of a generation's vectors by the digest of the text that was embedded.

    A sentence's vector never serves for a passage: it is kept in half precision.
    """

    passages: Mapping[bytes, int]
    sentences: Mapping[bytes, int]
    passage_vectors: DenseSearch
    sentence_vectors: SentenceVectors

    @classmethod
    def load(cls, folder: Path) -> "Known":
        """Read them from a generation whose hashes have been checked."""
        dense, sentences = DenseSearch.load(folder), SentenceVectors.load(folder)
        read = [row.tobytes() for row in load_digests(folder)]
        count = len(read) - len(sentences)
        return cls(
            passages={digest: row for row, digest in enumerate(read[:count])},
            sentences={digest: row for row, digest in enumerate(read[count:])},
            passage_vectors=dense,
            sentence_vectors=sentences,
        )


@dataclass(frozen=True, slots=True)
class Embedded:
    """Passages with the vectors of their texts and of those of their sentences."""

    passages: Sequence[Passage]
    dense: DenseSearch
    sentences: SentenceVectors
    digests: NDArray[np.uint8]
    """Of the texts of the passages and then of the sentences, shape (texts, DIGEST_BYTES)."""
    fresh: int
    """How many texts the encoder was asked for."""
    resumed: int
    """How many a build that was interrupted had embedded."""


def _take_over(
    target: NDArray[Any],
    wanted: Sequence[bytes],
    rows: Mapping[bytes, int],
    vectors: Callable[[_Rows], NDArray[Any]],
) -> None:
    found = [(at, rows[digest]) for at, digest in enumerate(wanted) if digest in rows]
    if found:
        at, taken = np.array(found, dtype=np.int64).T
        target[at] = vectors(np.ascontiguousarray(taken))


def embed(
    passages: Sequence[Passage],
    encoder: Encoder,
    passage_tokens: int,
    known: Known | None = None,
    kept: Unfinished | None = None,
    *,
    progress: bool = False,
) -> Embedded:
    """Embed passages of up to `passage_tokens` and their sentences, each once.

    None is embedded that is `known`, or that was `kept` by a build that was interrupted; what is embedded
    is kept there in its turn. The vectors are those that embedding everything gives, as long as the encoder's
    vector of a text does not depend on the texts beside it.
    """
    _, context_tokens = room(encoder.max_tokens, passage_tokens)
    short = [with_short_context(passage, encoder.count_tokens, context_tokens) for passage in passages]
    contexts = [context(passage) for passage in short]
    each = [sentence_contexts(passage) for passage in short]
    texts = [*contexts, *chain.from_iterable(each)]
    keys = digests(texts)
    of_passages, of_sentences = keys[: len(contexts)], keys[len(contexts) :]
    had = (known.passages, known.sentences) if known else ({}, {})
    fresh = {
        key: text
        for row, (key, text) in enumerate(zip(keys, texts, strict=True))
        if key not in had[row >= len(contexts)]
    }
    vectors, resumed = encode(fresh, encoder, kept, progress=progress)
    row_of = {key: row for row, key in enumerate(fresh)}
    dense = np.empty((len(of_passages), encoder.dimension), dtype=np.float32)
    sentences = np.empty((len(of_sentences), encoder.dimension), dtype=np.float16)
    if known:
        _take_over(dense, of_passages, known.passages, known.passage_vectors.vectors)
        _take_over(sentences, of_sentences, known.sentences, known.sentence_vectors.vectors)
    _take_over(dense, of_passages, row_of, vectors.__getitem__)
    _take_over(sentences, of_sentences, row_of, vectors.__getitem__)
    return Embedded(
        passages=passages,
        dense=DenseSearch.build(dense),
        sentences=SentenceVectors.build(sentences, [len(own) for own in each]),
        digests=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, DIGEST_BYTES),
        fresh=len(fresh) - resumed,
        resumed=resumed,
    )
