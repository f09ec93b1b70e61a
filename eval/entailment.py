"""Does a sentence follow from the words it cites? The project's own checks say so, or a model that is set."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from bot.reader.reading import Support
from bot.verify import verify
from index.embed import quieten
from index.errors import ModelUnavailableError, first_line
from index.sentences import split_sentences
from index.types import Span

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

MAX_TOKENS = 512
Label = Literal["entailment", "neutral", "contradiction"]


class Entailment(Protocol):
    """Anything that tells whether a claim follows from a text."""

    def entails(self, text: str, claim: str) -> bool:
        """Tell whether nothing in `claim` goes beyond `text`."""
        ...


class OwnChecks:
    """The checks that every sentence of an answer has passed: verbatim, or `bot.verify`."""

    def __init__(self, support: Support | None = None) -> None:
        self._support = support

    def entails(self, text: str, claim: str) -> bool:
        """Tell whether a claim is some whole sentences of the text, or passes all checks against it."""
        return _quotes(text, claim) or verify(claim, text, self._support).passed


def _quotes(text: str, claim: str) -> bool:
    """Tell whether a claim begins and ends where sentences do: a part of one may mean the opposite."""
    sentences = split_sentences(text, Span(0, len(text)))
    at = text.find(claim) if claim.strip() else -1
    starts, ends = {each.start for each in sentences} | {0}, {each.end for each in sentences} | {len(text)}
    while at >= 0:
        if at in starts and at + len(claim) in ends:
            return True
        at = text.find(claim, at + 1)
    return False


class NliModel:
    """A sequence classifier of transformers with the labels of natural language inference."""

    def __init__(self, network: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase", row: int) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._entailment = row
        # Some tokenizers do not know how much their model reads; of RoBERTa's positions two are set aside.
        positions = getattr(network.config, "max_position_embeddings", MAX_TOKENS + 2) - 2
        self._tokens = min(tokenizer.model_max_length, positions)

    def entails(self, text: str, claim: str) -> bool:
        """Tell whether entailment is the likeliest of the labels."""
        import torch

        encoded = self._tokenizer(text, claim, return_tensors="pt", truncation=True, max_length=self._tokens)
        with torch.inference_mode():
            logits = self._network(**encoded).logits[0]
        return int(logits.argmax()) == self._entailment


def load_nli(model: str | Path, *, offline: bool = True) -> NliModel:
    """Load a model from a folder, or from a hub where `offline` is false.

    Raises `ModelUnavailableError` where it cannot be loaded or has no label for entailment.
    """
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    quieten()
    try:
        tokenizer = AutoTokenizer.from_pretrained(str(model), local_files_only=offline)
        network, loaded = AutoModelForSequenceClassification.from_pretrained(
            str(model), local_files_only=offline, output_loading_info=True
        )
    except Exception as error:  # the libraries below raise many kinds for a folder that is cut short
        raise ModelUnavailableError(
            f"The NLI model '{model}' cannot be loaded: {first_line(error)} "
            "Name a transformers folder or a hub id of a sequence classifier."
        ) from error
    labels = {str(label).casefold(): int(row) for row, label in network.config.id2label.items()}
    if loaded["missing_keys"]:
        raise ModelUnavailableError(
            f"The model '{model}' has no trained classifier: {', '.join(sorted(loaded['missing_keys']))} are "
            "not in its weights. Name a model of natural language inference."
        )
    if "entailment" not in labels:
        raise ModelUnavailableError(
            f"The model '{model}' has the labels {', '.join(sorted(labels))}, and none is 'entailment'. "
            "Name a model of natural language inference."
        )
    network.train(mode=False)
    return NliModel(network, tokenizer, labels["entailment"])


def shares(pairs: Sequence[tuple[str, str, Label]], entailment: Entailment) -> dict[Label, tuple[int, int]]:
    """Return, by label, how many claims were taken to follow from their text, and of how many."""
    counted: dict[Label, tuple[int, int]] = {}
    for text, claim, label in pairs:
        passed, n = counted.get(label, (0, 0))
        counted[label] = (passed + entailment.entails(text, claim), n + 1)
    return counted
