"""Texts to vectors in steps, each kept on the disk, so that a build that was killed goes on where it was."""

import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import Encoder
from index.files import make_folder, replace_file
from index.progress import Progress, Stage, untold
from index.publish import unwritable
from index.types import FloatArray

UNFINISHED = "unfinished"
# So much is embedded and kept at a time: some 10 s on two cores, which is what a build that is killed loses.
# Less, and more of the batches of texts of equal length would be cut at its end.
STEP_TOKENS = 65_536


@dataclass(frozen=True, slots=True)
class Unfinished:
    """The vectors that builds below a home folder have embedded with one encoder and not yet published."""

    home: Path
    folder: Path

    @classmethod
    def of(cls, home: Path, encoder: Encoder, kind: str) -> "Unfinished":
        """Name the folder of one kind of texts; there need not be one."""
        name = hashlib.sha256(f"{encoder.name} {encoder.dimension} {kind}".encode()).hexdigest()
        return cls(home, home / UNFINISHED / name)

    def keep(self, digests: Sequence[bytes], vectors: FloatArray) -> None:
        """Write vectors, shape (texts, dimension), each with the digest of its text, under their own hash.

        Raises `IndexUnavailableError` where that cannot be done.
        """
        keys = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(len(digests), -1)
        chunk = np.empty(
            len(digests), dtype=[("digest", np.uint8, keys.shape[1:]), ("vector", "<f4", vectors.shape[1:])]
        )
        chunk["digest"], chunk["vector"] = keys, vectors
        buffer = BytesIO()
        np.save(buffer, chunk, allow_pickle=False)
        content = buffer.getvalue()
        try:
            make_folder(self.folder)
            replace_file(self.folder / f"{hashlib.sha256(content).hexdigest()}.npy", content)
        except OSError as error:
            raise unwritable(self.home, error) from error

    def take(self, rows: Mapping[bytes, int], vectors: FloatArray) -> NDArray[np.bool_]:
        """Fill in the vectors of texts whose digests and `rows` are given; tell which were there.

        What is damaged, or of no use to this build, is removed: builds that are killed leave no heap.
        """
        found = np.zeros(len(rows), dtype=np.bool_)
        for path in self.folder.glob("*.npy"):
            wanted = [(rows[digest], vector) for digest, vector in _read(path) if digest in rows]
            for row, vector in wanted:
                vectors[row], found[row] = vector, True
            if not wanted:
                with suppress(OSError):  # what cannot be removed now goes when the build is published
                    path.unlink()
        return found


def _read(path: Path) -> Iterator[tuple[bytes, FloatArray]]:
    """Yield digests and vectors of a file that is as it was written."""
    try:
        content = path.read_bytes()
    except OSError:
        return
    if hashlib.sha256(content).hexdigest() == path.stem:
        for digest, vector in np.load(BytesIO(content), allow_pickle=False):
            yield digest.tobytes(), vector


def forget(home: Path) -> None:
    """Remove what was kept: it is published now."""
    shutil.rmtree(home / UNFINISHED, ignore_errors=True)


def encode(
    texts: Mapping[bytes, str],
    encoder: Encoder,
    kept: Unfinished | None = None,
    *,
    stage: Stage = "passages",
    progress: Progress = untold,
) -> tuple[FloatArray, int]:
    """Embed texts, given under their digests, the longest first, so that the time left is not underestimated.

    Returns the vectors in the texts' order, shape (texts, dimension), and how many of them were `kept` by
    a build before. The steps of one that goes on are those it would have gone, so its vectors are the same.
    """
    digests, written = list(texts), list(texts.values())
    vectors = np.empty((len(texts), encoder.dimension), dtype=np.float32)
    rows = {digest: row for row, digest in enumerate(digests)}
    found = kept.take(rows, vectors) if kept else np.zeros(len(texts), dtype=np.bool_)
    lengths = encoder.count_tokens(written)
    left = [row for row in sorted(rows.values(), key=lambda row: -lengths[row]) if not found[row]]
    resumed = len(texts) - len(left)
    done = resumed
    progress(stage, done, len(texts))
    for step in _steps(left, lengths):
        vectors[step] = encoder.encode_passages([written[row] for row in step])
        if kept:
            kept.keep([digests[row] for row in step], vectors[step])
        done += len(step)
        progress(stage, done, len(texts))
    return vectors, resumed


def _steps(rows: Sequence[int], lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield rows, in their order, as many at a time as have `STEP_TOKENS` together."""
    step: list[int] = []
    tokens = 0
    for row in rows:
        step.append(row)
        tokens += lengths[row]
        if tokens >= STEP_TOKENS:
            yield step
            step, tokens = [], 0
    if step:
        yield step
