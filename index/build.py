"""From files to a new generation of the index, published in one step."""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index.dense import DenseSearch, SentenceVectors
from index.embed import Encoder
from index.errors import IndexUnavailableError, UsageError
from index.files import write_manifest, written_aside
from index.lexical import LexicalSearch
from index.passages import cut
from index.read import Skipped, left_out, read_sources
from index.store import CURRENT, FORMAT, GENERATIONS, Index, context, current_generation, sentence_contexts
from index.types import Document, Passage

# An embedder sees title and heading before the passage; this many of its tokens are kept for them.
CONTEXT_TOKENS = 64
KEPT_GENERATIONS = 2


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    generation: str
    documents: int
    passages: int
    skipped: tuple[Skipped, ...]
    warnings: tuple[str, ...] = ()
    """What the reader says of documents that are in the index, each with its name."""


def build_index(
    documents: Sequence[Document], encoder: Encoder, passage_tokens: int, *, progress: bool = False
) -> Index:
    """Cut, embed and index documents in memory.

    Raises `UsageError` where none of them holds text that can be cited.
    """
    limit = max(1, min(passage_tokens, encoder.max_tokens - CONTEXT_TOKENS))
    passages: list[Passage] = []
    for document in documents:
        passages.extend(cut(document, encoder.count_tokens, limit))
    if not passages:
        raise UsageError(
            "The documents hold no text that can be cited. Add documents with sentences in them."
        )
    contexts = [context(passage) for passage in passages]
    each = [sentence_contexts(passage) for passage in passages]
    vectors = encoder.encode_passages(
        [*contexts, *(sentence for sentences in each for sentence in sentences)], progress=progress
    )
    return Index(
        documents={document.source: document for document in documents},
        passages=tuple(passages),
        dense=DenseSearch.build(vectors[: len(contexts)]),
        sentences=SentenceVectors.build(vectors[len(contexts) :], [len(sentences) for sentences in each]),
        lexical=LexicalSearch.build(contexts),
        encoder=encoder,
    )


def publish(home: Path, index: Index, facts: dict[str, object]) -> str:
    """Write `index` aside as a new generation below `home`, point to it atomically, drop old ones.

    Returns the generation's name. Raises `IndexUnavailableError` where the folder cannot be written; the
    old generation then still serves.
    """
    generations = home / GENERATIONS
    try:
        generations.mkdir(parents=True, exist_ok=True)
        last = max((int(path.name) for path in generations.iterdir() if path.name.isdigit()), default=0)
        name = f"{last + 1:06d}"
        with written_aside(generations / name) as aside:
            index.save(aside)
            write_manifest(aside, facts)
        _point_to(home, name)
        _collect(generations)
    except OSError as error:
        raise _unwritable(home, error) from error
    return name


def _unwritable(home: Path, error: OSError) -> IndexUnavailableError:
    return IndexUnavailableError(
        f"The index cannot be written to '{home}': {error.strerror or error}. "
        "Make room or choose another folder with --home; the index that was there still serves."
    )


@contextmanager
def _only_builder(home: Path) -> Iterator[None]:
    """Hold the lock that keeps a second builder out; it is refused at once, before it embeds anything."""
    lock = FileLock(home / "build.lock")
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexUnavailableError(
            f"Another process is building the index in '{home}'. Wait until it has finished."
        ) from error
    except OSError as error:
        raise _unwritable(home, error) from error
    try:
        yield
    finally:
        lock.release()


def _point_to(home: Path, name: str) -> None:
    aside = home / f".{CURRENT}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / CURRENT)


def _collect(generations: Path) -> None:
    finished = sorted(path for path in generations.iterdir() if path.name.isdigit())
    for path in finished[:-KEPT_GENERATIONS]:
        shutil.rmtree(path, ignore_errors=True)


def build(  # noqa: PLR0913  (two switches besides what is built where from what)
    home: Path,
    roots: list[Path],
    encoder: Encoder,
    passage_tokens: int,
    *,
    strict: bool = False,
    progress: bool = False,
) -> Report:
    """Read `roots` and publish an index of them below `home`.

    Raises `UsageError` where nothing could be read, or, if `strict`, where anything could not: the index that
    was there then still serves. Raises `IndexUnavailableError` where it cannot be written or another process
    is building there.
    """
    with _only_builder(home):
        documents, skipped = read_sources(roots)
        if strict and skipped:
            raise UsageError(
                f"{left_out(skipped)}\n{len(skipped)} could not be read, so nothing is published. "
                "Mend or remove them, or build without --strict."
            )
        index = build_index(documents, encoder, passage_tokens, progress=progress)
        roles = Counter(passage.role for passage in index.passages)
        facts: dict[str, object] = {
            "format": FORMAT,
            "encoder": encoder.name,
            "dimension": encoder.dimension,
            "passage_tokens": passage_tokens,
            "documents": len(documents),
            "passages": len(index.passages),
            "roles": dict(sorted(roles.items())),
            "sources": [str(root.resolve()) for root in roots],
            "skipped": [f"{skip.source}: {skip.reason}" for skip in skipped],
            "built": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        generation = publish(home, index, facts)
        warnings = (
            f"{document.source}: {warning}" for document in documents for warning in document.warnings
        )
        return Report(generation, len(documents), len(index.passages), tuple(skipped), tuple(warnings))


def has_index(home: Path) -> bool:
    """Tell whether there is a generation to open below `home`."""
    try:
        current_generation(home)
    except IndexUnavailableError:
        return False
    return True
