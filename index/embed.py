"""Texts to unit vectors."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from index.errors import ModelUnavailableError, first_line
from index.types import FloatArray

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

# Of batches of 4 to 64 texts, those of 8 and 16 were fastest on two cores.
BATCH_TEXTS = 16
# So many texts are tokenized at a time: what a tokenizer returns is a hundred times as large as the text.
CHUNK_TEXTS = 1024
# What an adapter changes: it leaves the embeddings of words alone.
_LAYERS = "encoder."


class Encoder(Protocol):
    """An embedding model. Vectors have shape (texts, dimension), float32, each of length 1.

    A text's vector is the same, to 1e-5, whatever texts stand beside it: a build takes vectors over.
    """

    name: str
    """Names the model and its exact weights; an index opens only with the name it was built with."""
    dimension: int
    max_tokens: int
    """Of a passage, prompt and special tokens not counted."""

    @property
    def sentences(self) -> "Encoder":
        """The model for single sentences and the questions that they may answer, of the same dimension.

        It is this one, unless it was trained to find passages: what brings a question nearer to the passages
        of its subject brings it nearer to sentences that do not answer it.
        """
        ...

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Embed questions."""
        ...

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        """Embed passages; raises `ValueError` for one of more than `max_tokens`, which would be cut."""
        ...

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without prompt and special tokens."""
        ...


def quieten() -> None:
    """Keep transformers' own progress bars and load reports off the terminal: errors still come through."""
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _unit(vectors: object) -> FloatArray:
    """Return vectors of length 1 in float32: those of a bfloat16 model are off by up to 0.3%."""
    array = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(array, axis=-1, keepdims=True)
    unit: FloatArray = array / np.maximum(lengths, np.finfo(np.float32).tiny)
    return unit


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the rows of texts of equal length, the longest first, `BATCH_TEXTS` at most at a time.

    Without padding a text's vector is the same beside whatever other texts: bfloat16 rounds sums over a
    padded batch otherwise, by up to 0.0015.
    """
    longest_first = sorted(range(len(lengths)), key=lambda row: -lengths[row])
    for _, group in groupby(longest_first, key=lengths.__getitem__):
        rows = list(group)
        for start in range(0, len(rows), BATCH_TEXTS):
            yield rows[start : start + BATCH_TEXTS]


def load_encoder(
    model: str | Path, *, name: str, sentences: Path | None = None, offline: bool = True
) -> "SentenceTransformerEncoder":
    """Load a sentence-transformers model from a folder, or from a hub where `offline` is false.

    `sentences` is the folder of the same model with other weights, for sentences. Raises
    `ModelUnavailableError` with the reason where it cannot be loaded.
    """
    try:
        transformer = _load(str(model), offline)
        for_sentences = _with_weights_of(sentences, transformer) if sentences else None
    except Exception as error:  # the libraries below raise many kinds for a folder that is cut short
        raise ModelUnavailableError(
            f"The embedder '{model}' cannot be loaded: {first_line(error)} "
            "Set 'embedder' to a sentence-transformers folder or a hub id, or leave it at 'packaged'."
        ) from error
    return SentenceTransformerEncoder(transformer, name, for_sentences)


def _load(model: str, offline: bool) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer

    quieten()
    kwargs = {"dtype": fastest_dtype()}
    return SentenceTransformer(model, device="cpu", local_files_only=offline, model_kwargs=kwargs)


def fastest_dtype() -> "torch.dtype":
    """Return in what this processor multiplies fastest.

    bfloat16 halves the time where there are instructions for it, and doubles it where it must be emulated;
    training then takes four times as long.
    """
    import torch

    return torch.bfloat16 if torch.ops.mkldnn._is_mkldnn_bf16_supported() else torch.float32


def _with_weights_of(folder: Path, loaded: "SentenceTransformer") -> "SentenceTransformer":
    """Return the model of a folder, with the tokenizer and the embeddings of words of one that is `loaded`.

    The tokenizer takes longest to read, and the embeddings most memory.
    """
    from safetensors import safe_open
    from sentence_transformers import SentenceTransformer

    first: Any = loaded[0]
    embeddings = first.model.embeddings
    # What is in the memo is shared by the copy.
    other = deepcopy(first, memo={id(each): each for each in (first.processor, embeddings)})
    with safe_open(folder / "model.safetensors", framework="pt") as file:
        layers = [name for name in file.keys() if name.startswith(_LAYERS)]  # noqa: SIM118  (no dict)
        weights = {name.removeprefix(_LAYERS): file.get_tensor(name) for name in layers}
    other.model.encoder.load_state_dict(weights)
    prompts = {name: prompt or "" for name, prompt in loaded.prompts.items()}
    return SentenceTransformer(modules=[other, *list(loaded)[1:]], device="cpu", prompts=prompts)


class SentenceTransformerEncoder:
    """Any model of the sentence-transformers family, with the prompts that its own folder names."""

    def __init__(
        self, transformer: "SentenceTransformer", name: str, sentences: "SentenceTransformer | None" = None
    ) -> None:
        self.name = name
        self.transformer = transformer
        self.sentences: SentenceTransformerEncoder = (
            SentenceTransformerEncoder(sentences, f"{name}, sentences") if sentences else self
        )
        self.max_tokens = int(transformer.max_seq_length or 512) - self._overhead()
        self.dimension = int(transformer.get_embedding_dimension() or 0)

    def _overhead(self) -> int:
        """Return how many tokens the model's special tokens and its longest prompt have."""
        encoded = self.transformer.tokenizer(["", *self.transformer.prompts.values()])
        return max(len(ids) for ids in encoded["input_ids"])

    def _refuse_what_would_be_cut(self, texts: Sequence[str]) -> None:
        for text, tokens in zip(texts, self.count_tokens(texts), strict=True):
            if tokens > self.max_tokens:
                raise ValueError(
                    f"a text of {tokens} tokens, where '{self.name}' reads {self.max_tokens}: {text[:60]!r}"
                )

    def encode_queries(self, texts: Sequence[str]) -> FloatArray:
        """Embed questions."""
        return self._encode(texts, self.transformer.encode_query, progress=False)

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        """Embed passages, the longest first, so that the time left is never underestimated."""
        self._refuse_what_would_be_cut(texts)
        return self._encode(texts, self.transformer.encode_document, progress=progress)

    def _encode(self, texts: Sequence[str], encode: Callable[..., object], *, progress: bool) -> FloatArray:
        from tqdm import tqdm

        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        with tqdm(total=len(texts), desc="Embedding", unit=" texts", disable=not (progress and texts)) as bar:
            for batch in _batches(self.count_tokens(texts)):
                encoded = encode([texts[i] for i in batch], batch_size=BATCH_TEXTS, show_progress_bar=False)
                vectors[batch] = _unit(encoded)
                bar.update(len(batch))
        return vectors

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without prompt and special tokens."""
        counts: list[int] = []
        for start in range(0, len(texts), CHUNK_TEXTS):
            chunk = list(texts[start : start + CHUNK_TEXTS])
            encoded = self.transformer.tokenizer(chunk, add_special_tokens=False)
            counts.extend(len(ids) for ids in encoded["input_ids"])
        return counts
