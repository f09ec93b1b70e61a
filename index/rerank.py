"""A model that reads question and passage together orders the best passages anew; none is packaged."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.embed import quieten
from index.errors import ModelUnavailableError, first_line
from index.types import FloatArray

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

# So many passages are read with a question: on two cores even a small model takes 20 ms for each.
RERANKED = 20
# A batch that a processor of few cores is fast with.
BATCH_TEXTS = 8


class Reranker(Protocol):
    """Tells how well each of some texts answers a question."""

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray:
        """Return a score for each text, shape (texts,); the higher, the better."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder of the sentence-transformers family with one score for a pair."""

    def __init__(self, model: "CrossEncoder") -> None:
        self._model = model

    def scores(self, question: str, texts: Sequence[str]) -> FloatArray:
        """Return the model's scores; what is longer than it reads is cut."""
        pairs = [(question, text) for text in texts]
        scores = self._model.predict(pairs, batch_size=BATCH_TEXTS, show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32)


def load_reranker(model: str | Path, *, offline: bool = True) -> CrossEncoderReranker:
    """Load a cross-encoder from a folder, or from a hub where `offline` is false.

    Raises `ModelUnavailableError` with the reason where it cannot be loaded or gives no single score.
    """
    from sentence_transformers import CrossEncoder

    quieten()
    try:
        loaded = CrossEncoder(str(model), device="cpu", local_files_only=offline)
        labels = loaded.num_labels
    except Exception as error:  # the libraries below raise many kinds for a folder that is cut short
        raise ModelUnavailableError(
            f"The reranker '{model}' cannot be loaded: {first_line(error)} "
            "Set 'reranker' to the folder or hub id of a cross-encoder, or leave it empty."
        ) from error
    if labels != 1:
        raise ModelUnavailableError(
            f"The reranker '{model}' gives {labels} numbers for a question and a passage, and one is needed. "
            "Set 'reranker' to a cross-encoder that was trained to rank, or leave it empty."
        )
    return CrossEncoderReranker(loaded)
