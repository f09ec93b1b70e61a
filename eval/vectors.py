"""Vectors of measuring texts, embedded once and kept: a table is made again in minutes instead of an hour."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.embed import Encoder
from index.types import FloatArray

FOLDER = "measured"


def remembered(kind: str, texts: Sequence[str], encoder: Encoder, cache: Path) -> FloatArray:
    """Return the vectors of 'query' or 'passage' texts, shape (texts, dimension), from the cache if there."""
    embed: Callable[[Sequence[str]], FloatArray] = (
        encoder.encode_queries
        if kind == "query"
        else lambda some: encoder.encode_passages(some, progress=True)
    )
    digest = hashlib.blake2b("\0".join([encoder.name, kind, *texts]).encode(), digest_size=16).hexdigest()
    file = cache / FOLDER / f"{digest}.npy"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".part.npy")
        np.save(aside, embed(texts), allow_pickle=False)
        aside.rename(file)
    return np.asarray(np.load(file, allow_pickle=False), dtype=np.float32)
