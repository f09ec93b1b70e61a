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
from index.progress import Progress, Stage, untold
from index.records import Documents, document_lines, passage_lines
from index.sources import Sources
from index.store import DOCUMENTS, PASSAGES, context, load_digests, sentence_contexts
from index.types import Document, FloatArray, Passage
from index.unfinished import Unfinished, encode

# 128 bits: among a million texts, two with one digest have a chance of 1 in 10^27.
DIGEST_BYTES = 16
# Their mean recall is known to within half a point.
SAMPLE_QUESTIONS = 500

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
    corrections: Mapping[str, Sequence[str]]
    """Digests of what was set right about each source."""
    over: Mapping[str, int]
    """When each file was written that was read in the place of others, in nanoseconds."""
    facts: Mapping[str, object]

    @classmethod
    def open(cls, home: Path) -> "Stored":
        """Read it, every file's hash checked; raises `IndexUnavailableError` where that cannot be done."""
        folder, manifest = verified_current(home)
        facts: Mapping[str, Any] = manifest.facts
        try:
            return cls(
                folder=folder,
                documents=Documents(Sources.load(folder), document_lines(folder / DOCUMENTS)),
                encoder=facts["encoder"],
                passage_tokens=facts["passage_tokens"],
                sources=tuple(facts["sources"]),
                public_contacts=tuple(facts["public_contacts"]),
                skipped=tuple(facts["skipped"]),
                corrections=facts.get("corrections", {}),
                over=facts.get("over", {}),
                facts=facts,
            )
        except (KeyError, TypeError) as error:
            raise IndexUnavailableError(
                f"The index is damaged: '{folder / MANIFEST}' misses {error}. {REBUILD}"
            ) from error

    def same(
        self, facts: Mapping[str, object], documents: Mapping[str, Document], passages: Sequence[Passage]
    ) -> bool:
        """Tell whether it holds exactly these, whenever it was built and however it is searched."""
        return (
            {name: self.facts.get(name) for name in facts} == facts
            and self.documents == documents
            and tuple(passage_lines(self.folder / PASSAGES)) == tuple(passages)
        )


def digests(texts: Iterable[str]) -> list[bytes]:
    """Return a BLAKE2b digest of every text."""
    return [
        hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=DIGEST_BYTES).digest()
        for text in texts
    ]


@dataclass(frozen=True, slots=True)
class KnownVectors:
    """The rows of vectors by the digest of the text that was embedded."""

    rows: Mapping[bytes, int]
    vectors: Callable[[_Rows], NDArray[Any]]


_NONE = KnownVectors({}, lambda rows: np.empty((len(rows), 0), dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Known:
    """What a generation has embedded. A sentence's vector never serves for a passage."""

    passages: KnownVectors = _NONE
    sentences: KnownVectors = _NONE

    @classmethod
    def load(cls, folder: Path) -> "Known":
        """Read it from a generation whose hashes have been checked."""
        dense, sentences = DenseSearch.load(folder), SentenceVectors.load(folder)
        read = [row.tobytes() for row in load_digests(folder)]
        count = len(read) - len(sentences)
        return cls(
            KnownVectors({digest: row for row, digest in enumerate(read[:count])}, dense.vectors),
            KnownVectors({digest: row for row, digest in enumerate(read[count:])}, sentences.vectors),
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


@dataclass(frozen=True, slots=True)
class _Vectors:
    keys: Sequence[bytes]
    rows: FloatArray
    fresh: int
    resumed: int


def _vectors(
    texts: Sequence[str],
    encoder: Encoder,
    known: KnownVectors,
    kept: Unfinished | None,
    *,
    stage: Stage,
    progress: Progress,
) -> _Vectors:
    """Return the vectors of texts, shape (texts, dimension), each embedded once at most."""
    keys = digests(texts)
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known.rows}
    vectors, resumed = encode(new, encoder, kept, stage=stage, progress=progress)
    rows = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    _take_over(rows, keys, known.rows, known.vectors)
    _take_over(rows, keys, {key: row for row, key in enumerate(new)}, vectors.__getitem__)
    return _Vectors(keys, rows, len(new) - resumed, resumed)


def _sample_questions(passages: Sequence[Passage], encoder: Encoder) -> FloatArray:
    """Embed the first sentences of some passages as if they were asked: near to what questions are."""
    count = min(SAMPLE_QUESTIONS, len(passages))
    drawn = [passages[row] for row in np.random.default_rng(0).choice(len(passages), count, replace=False)]
    return encoder.encode_queries(
        [passage.text[: passage.sentences[0].end - passage.span.start] for passage in drawn]
    )


def embed(
    passages: Sequence[Passage],
    encoder: Encoder,
    passage_tokens: int,
    known: Known | None = None,
    home: Path | None = None,
    *,
    progress: Progress = untold,
) -> Embedded:
    """Embed passages of up to `passage_tokens` and their sentences, each once.

    None is embedded that is `known`, or that was kept below `home` by a build that was interrupted; what is
    embedded is kept there in its turn. The vectors are those that embedding everything gives, as long as the
    encoder's vector of a text does not depend on the texts beside it.
    """
    _, context_tokens = room(encoder.max_tokens, passage_tokens)
    short = [with_short_context(passage, encoder.count_tokens, context_tokens) for passage in passages]
    each = [sentence_contexts(passage) for passage in short]
    known = known or Known()

    def kept(model: Encoder, kind: Stage) -> Unfinished | None:
        return Unfinished.of(home, model, kind) if home else None

    dense = _vectors(
        [context(passage) for passage in short],
        encoder,
        known.passages,
        kept(encoder, "passages"),
        stage="passages",
        progress=progress,
    )
    sentences = _vectors(
        list(chain.from_iterable(each)),
        encoder.sentences,
        known.sentences,
        kept(encoder.sentences, "sentences"),
        stage="sentences",
        progress=progress,
    )
    keys = [*dense.keys, *sentences.keys]
    return Embedded(
        passages=passages,
        dense=DenseSearch.build(dense.rows, lambda: _sample_questions(passages, encoder)),
        sentences=SentenceVectors.build(sentences.rows, [len(own) for own in each]),
        digests=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, DIGEST_BYTES),
        fresh=dense.fresh + sentences.fresh,
        resumed=dense.resumed + sentences.resumed,
    )
