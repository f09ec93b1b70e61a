"""Does a message cry for help? A logistic regression on its embedding, beside the patterns of routing.toml.

Patterns see only what they list; most people in need put it in another way. It can only add whom to call.
"""

import math
from pathlib import Path
from typing import Protocol

import numpy as np

from index.adapted import load_checked
from index.embed import Encoder
from index.sentences import split_sentences
from index.types import FloatArray, Span

WEIGHTS = Path(__file__).parent / "alarm.safetensors"
SHA256 = "a72e6d5229040b8deebfa9b011d92839bc0fa7e4efb7f732f7c69294ca813e30"
# Of 867 ordinary questions two are as likely to be one, and of 200 unseen messages with 50 cries for help 47
# of these and seven others.
THRESHOLD = 0.3
# A cry may stand in the middle of something else; of a longer message so many sentences are looked at.
MAX_SENTENCES = 12


class Alarm(Protocol):
    """Anything that tells how probable it is that somebody may be in danger."""

    def danger(self, message: str) -> float:
        """Return a probability."""
        ...


class TrainedAlarm:
    """The packaged weights on the packaged embedder's vectors."""

    def __init__(self, encoder: Encoder, weights: FloatArray, constant: float) -> None:
        """`weights` has the shape (dimension,); the encoder's vectors have length 1."""
        self._encoder = encoder
        self._weights = weights
        self._constant = constant

    def danger(self, message: str) -> float:
        """Return the probability of the whole message or the likeliest of its sentences."""
        sentences = split_sentences(message, Span(0, len(message)))[:MAX_SENTENCES]
        texts = [message, *(span.of(message) for span in sentences if len(sentences) > 1)]
        odds = self._encoder.encode_queries(texts) @ self._weights + self._constant
        return 1 / (1 + math.exp(-float(np.max(odds))))


def load_alarm(encoder: Encoder, file: Path = WEIGHTS, expected: str = SHA256) -> TrainedAlarm:
    """Load the weights for the encoder they were trained with.

    Raises `ModelUnavailableError` where they are missing or changed.
    """
    tensors = load_checked(file, expected)
    return TrainedAlarm(encoder, tensors["weights"].numpy(), float(tensors["constant"]))
