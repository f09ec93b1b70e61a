"""Does a message cry for help? A logistic regression on what it is like, beside the patterns of routing.toml.

Patterns see only what they list; most people in need put it in another way. It can only add whom to call.
"""

import math
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.adapted import load_checked
from index.embed import Encoder
from index.sentences import split_sentences
from index.types import FloatArray, Span

WEIGHTS = Path(__file__).parent / "alarm.safetensors"
SHA256 = "bea346319a0ef675c8b2fb063eb5d1a5fc648234f5403fcbb68de065ecba22f0"
# In cross-validation, with the patterns, the highest at which 95% of the cries are heard.
THRESHOLD = 0.12
# How fast likeness falls with the cosine; chosen with the penalty of eval/train_alarm.py.
SHARPNESS = 8.0
# A cry may stand in the middle of something else; of a longer message so many sentences are looked at.
MAX_SENTENCES = 12


class Alarm(Protocol):
    """Anything that tells how probable it is that somebody may be in danger."""

    def danger(self, message: str) -> float:
        """Return a probability."""
        ...


def likeness(vectors: FloatArray, others: FloatArray) -> NDArray[np.float64]:
    """Return how like each of the others vectors of length 1 are: 1 where the same, near 0 where far."""
    cosines = vectors.astype(np.float64) @ others.astype(np.float64).T
    return np.asarray(np.exp(SHARPNESS * (cosines - 1)))


class TrainedAlarm:
    """The packaged weights on what a message's vector is like."""

    def __init__(self, encoder: Encoder, known: FloatArray, weights: FloatArray, constant: float) -> None:
        """`known` are vectors of messages, of length 1 as the encoder's, and `weights` has one for each."""
        self._encoder = encoder
        self._known = known
        self._weights = weights
        self._constant = constant

    def danger(self, message: str) -> float:
        """Return the probability of the whole message or the likeliest of its sentences."""
        sentences = split_sentences(message, Span(0, len(message)))[:MAX_SENTENCES]
        texts = [message, *(span.of(message) for span in sentences if len(sentences) > 1)]
        odds = likeness(self._encoder.encode_queries(texts), self._known) @ self._weights + self._constant
        return 1 / (1 + math.exp(-float(np.max(odds))))


def load_alarm(encoder: Encoder, file: Path = WEIGHTS, expected: str = SHA256) -> TrainedAlarm:
    """Load the weights for the encoder they were trained with.

    Raises `ModelUnavailableError` where they are missing or changed.
    """
    tensors = load_checked(file, expected)
    known, weights = tensors["known"].float().numpy(), tensors["weights"].numpy()
    return TrainedAlarm(encoder, known, weights, float(tensors["constant"]))
