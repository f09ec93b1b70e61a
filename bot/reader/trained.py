"""The packaged reader: a small encoder with its adapter and heads, and what it makes of texts."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from safetensors import safe_open

from bot.reader.network import Network, Outputs, encode, tokens_of
from bot.reader.reading import Reading
from index.adapted import adapt, load_checked
from index.embed import fastest_dtype, quieten
from index.errors import ModelUnavailableError, first_line
from index.types import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from transformers import BatchEncoding

NAME = "wijkwijzer-reader"
WEIGHTS = Path(__file__).parent / "reader.safetensors"
SHA256 = "856cbe579bbba84e78017ca99f5e333266a371acc16b731dddffaf30e73c8d49"
# So many tokens go through the network at a time: twice as many were no faster.
BATCH_TOKENS = 1600
# Of names, numbers and reasons; a longer answer is the sentence itself.
MAX_ANSWER_TOKENS = 40
_LAYERS = "encoder."


def load_reader(
    base: Path, weights: Path = WEIGHTS, expected: str = SHA256, like: "SentenceTransformer | None" = None
) -> "TrainedReader":
    """Load the encoder of a folder and change it by the reader's weights.

    `like` is a loaded model with the same tokenizer and the same embeddings of words, which are then shared:
    they take most of the memory. Raises `ModelUnavailableError` where weights are missing or changed.
    """
    changes = load_checked(weights, expected)
    try:
        encoder, tokenizer = _opened(base) if like is None else _copied(like)
        layers = adapt(_layers(base), changes)
        encoder.encoder.load_state_dict({name.removeprefix(_LAYERS): layers[name] for name in layers})
    except Exception as error:  # the libraries raise many kinds for a folder that is cut short
        raise ModelUnavailableError(
            f"The reader's model '{base}' cannot be loaded: {first_line(error)} Run `wijkwijzer prepare`."
        ) from error
    network = Network(encoder, encoder.config.hidden_size)
    heads = {name: weight for name, weight in changes.items() if not name.startswith(_LAYERS)}
    network.load_state_dict(heads, strict=False)
    network.train(mode=False)
    return TrainedReader(network, tokenizer)


def _opened(base: Path) -> tuple[Any, Any]:
    from transformers import AutoModel, AutoTokenizer

    quieten()
    dtype = fastest_dtype()
    model = AutoModel.from_pretrained(base, local_files_only=True, dtype=dtype, add_pooling_layer=False)
    return model, AutoTokenizer.from_pretrained(base, local_files_only=True)


def _copied(like: "SentenceTransformer") -> tuple[Any, Any]:
    """Return a model of its own but for the embeddings: what is in the memo is shared by the copy."""
    first: Any = like[0]
    embeddings = first.model.embeddings
    return deepcopy(first.model, memo={id(embeddings): embeddings}), first.tokenizer


def _layers(base: Path) -> dict[str, Any]:
    with safe_open(base / "model.safetensors", framework="pt") as file:
        names = [name for name in file.keys() if name.startswith(_LAYERS)]  # noqa: SIM118  (no dict)
        return {name: file.get_tensor(name).float() for name in names}


class TrainedReader:
    """Reads with a network; what it says of a text differs by 0.02 at most with what stands beside it."""

    def __init__(self, network: Callable[["BatchEncoding"], Outputs], tokenizer: Any) -> None:
        self._network = network
        self._tokenizer = tokenizer

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        """Return what each text has to say to the question."""
        readings: dict[int, Reading] = {}
        for rows, encoded, outputs in self._batches([(question, text) for text in texts]):
            for at, row in enumerate(rows):
                span, sure = _likeliest(outputs.span[at], tokens_of(encoded, at))
                readings[row] = Reading(float(outputs.answers[at]), _words(span, texts[row]), sure)
        return [readings[row] for row in range(len(texts))]

    def supports(self, text: str, sentences: Sequence[str]) -> list[float]:
        """Return log odds that the text says what each sentence says."""
        odds: dict[int, float] = {}
        for rows, _, outputs in self._batches([(sentence, text) for sentence in sentences]):
            odds.update(zip(rows, outputs.supports.tolist(), strict=True))
        return [odds[row] for row in range(len(sentences))]

    def _batches(
        self, pairs: Sequence[tuple[str, str]]
    ) -> Iterator[tuple[list[int], "BatchEncoding", Outputs]]:
        """Yield rows of pairs that are about equally long, as tokens, and the network's scores."""
        lengths = encode(self._tokenizer, pairs)["attention_mask"].sum(dim=1).tolist() if pairs else []
        order = sorted(range(len(pairs)), key=lambda row: -lengths[row])
        while order:
            size = max(1, BATCH_TOKENS // lengths[order[0]])
            rows, order = order[:size], order[size:]
            encoded = encode(self._tokenizer, [pairs[row] for row in rows])
            with torch.inference_mode():
                yield rows, encoded, self._network(encoded)


def _words(span: Span, text: str) -> Span:
    """Return a stretch of tokens from its first word on: a token begins with the space before it."""
    said = span.of(text)
    return Span(span.end - len(said.lstrip()), span.end)


def _likeliest(scores: "torch.Tensor", tokens: Sequence[tuple[int, Span]]) -> tuple[Span, float]:
    """Return the stretch with the highest sum of the scores of its first and last token, and its probability.

    Empty where the very first token, which stands for no answer, scores higher (Devlin et al. 2019). The
    probability is that of its first token among all, times that of its last.
    """
    places = [place for place, _ in tokens]
    sums = scores[places, 0].unsqueeze(1) + scores[places, 1].unsqueeze(0)
    allowed = torch.ones_like(sums).triu().tril(MAX_ANSWER_TOKENS - 1).bool()
    sums = sums.masked_fill(~allowed, -torch.inf)
    best = int(sums.argmax())
    if not tokens or float(sums.flatten()[best]) <= float(scores[0].sum()):
        return Span(0, 0), 0.0
    (first, begins), (last, ends) = tokens[best // len(tokens)], tokens[best % len(tokens)]
    chances = scores.log_softmax(dim=0)
    return Span(begins.start, ends.end), float((chances[first, 0] + chances[last, 1]).exp())
