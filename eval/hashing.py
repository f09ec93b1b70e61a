"""An encoder that needs no model: for tests, and for what is tried hundreds of times."""

import hashlib
from collections.abc import Sequence

import numpy as np

from index.dutch import terms
from index.types import FloatArray


class HashingEncoder:
    """Words hashed into a vector: texts with common words are near."""

    name = "hashing"
    dimension = 64
    max_tokens = 512

    @property
    def sentences(self) -> "HashingEncoder":
        """Sentences are embedded as passages are."""
        return self

    def _encode(self, texts: Sequence[str]) -> FloatArray:
        vectors = np.full((len(texts), self.dimension), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                vectors[row, hashlib.sha256(term.encode()).digest()[0] % self.dimension] += 1
        unit: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Embed questions."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:  # noqa: ARG002
        """Embed passages."""
        return self._encode(texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many words each text has."""
        return [len(text.split()) for text in texts]
