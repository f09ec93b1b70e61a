"""Messages to text, token by token."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from index.embed import quieten
from index.errors import ModelUnavailableError, first_line

if TYPE_CHECKING:
    import torch
    from transformers import Cache, PreTrainedModel, PreTrainedTokenizerBase

# A Dutch sentence has 10 to 40 tokens; a model that has not ended by then goes round in circles.
MAX_NEW_TOKENS = 60
# A model that follows instructions may write several.
MAX_COMPOSED_TOKENS = 4 * MAX_NEW_TOKENS


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model. Examples are pairs of user and assistant before the real question."""

    role: Literal["system", "user", "assistant"]
    content: str


# What a model needs to be told: examples to continue, nothing since it was trained to reply, or instructions.
Manner = Literal["completes", "trained", "instructed"]


class Generator(Protocol):
    """Anything that continues messages."""

    @property
    def manner(self) -> Manner:
        """How it wants to be told what to write."""
        ...

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the reply piece by piece. Closing the iterator stops the work."""
        ...


def as_pattern(messages: Sequence[Message]) -> tuple[str, str]:
    """Return messages as a text that a base model continues, cut before the last one.

    A base model follows examples, not instructions: system messages are left out.
    """
    parts = []
    for message in messages[:-1]:
        if message.role == "user":
            parts.append(message.content)
        elif message.role == "assistant":
            parts.append(f" {message.content}\n\n")
    return "".join(parts), messages[-1].content


def load_generator(
    model: str | Path,
    *,
    offline: bool = True,
    function_words: str = "",
    tokenizer: "PreTrainedTokenizerBase | None" = None,
    trained: bool = False,
) -> "TransformersGenerator":
    """Load a causal language model of transformers from a folder, or from a hub where `offline` is false.

    Its tokenizer may be given, where there is a faster way to load it. `trained` says that it was trained to
    reply to a text and a question. Raises `ModelUnavailableError` with the reason where it cannot be loaded.
    """
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    quieten()
    try:
        if tokenizer is None:
            tokenizer = AutoTokenizer.from_pretrained(str(model), local_files_only=offline)
        network = AutoModelForCausalLM.from_pretrained(
            str(model), local_files_only=offline, dtype=torch.bfloat16
        )
    except Exception as error:  # the libraries below raise many kinds for a folder that is cut short
        raise ModelUnavailableError(
            f"The generator '{model}' cannot be loaded: {first_line(error)} "
            "Set 'generator' to a transformers folder or a hub id, or leave it at 'packaged'."
        ) from error
    network.train(mode=False)
    return TransformersGenerator(network, tokenizer, function_words, trained=trained)


class TransformersGenerator:
    """A local model, greedy, so that the same question has the same answer.

    A model with a chat template gets the messages as a chat. One without is a base model: it gets them as
    a pattern, ends with the line, and may only write tokens that occur in the messages or the given function
    words. That halves the time a token takes, since most of it goes into the output layer's 262,144 rows,
    and keeps it to the words of the source.
    """

    def __init__(
        self,
        network: "PreTrainedModel",
        tokenizer: "PreTrainedTokenizerBase",
        function_words: str = "",
        *,
        trained: bool = False,
    ) -> None:
        self._network = network
        self._tokenizer = tokenizer
        self._function_words = function_words
        self._untold: Manner = "trained" if trained else "completes"
        self._prefix: tuple[str, Cache] | None = None

    @property
    def manner(self) -> Manner:
        """A model with a chat template follows instructions: a base model has none."""
        return "instructed" if self._tokenizer.chat_template else self._untold

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the reply piece by piece; nothing where the messages are longer than the model reads.

        Closing the iterator stops the work.
        """
        import torch

        with torch.inference_mode():
            if self.manner == "instructed":
                yield from self._stream_chat(messages)
            else:
                yield from self._stream_pattern(messages)

    def _stream_chat(self, messages: Sequence[Message]) -> Iterator[str]:
        from transformers import DynamicCache

        chat = [{"role": message.role, "content": message.content} for message in messages]
        rendered = self._tokenizer.apply_chat_template(chat, tokenize=False, add_generation_prompt=True)
        ids = self._ids(str(rendered), special=False)
        cache = DynamicCache(config=self._network.config)
        yield from self._greedy(ids, cache, "\n\n", None, MAX_COMPOSED_TOKENS)

    def _stream_pattern(self, messages: Sequence[Message]) -> Iterator[str]:
        pattern, question = as_pattern(messages)
        sources = (*(message.content for message in messages), self._function_words, "\n.")
        allowed = self._tokenizer([*sources, *(f" {source}" for source in sources)], add_special_tokens=False)
        ids = {token for each in allowed["input_ids"] for token in each} | set(self._ends())
        yield from self._greedy(
            self._ids(question, special=not pattern),
            self._prefix_cache(pattern),
            "\n",
            sorted(ids),
            MAX_NEW_TOKENS,
        )

    def _prefix_cache(self, pattern: str) -> "Cache":
        """Return a fresh copy of the examples' attention state, computed once."""
        from copy import deepcopy

        from transformers import DynamicCache

        if self._prefix is None or self._prefix[0] != pattern:
            cache = DynamicCache(config=self._network.config)
            if pattern:
                ids = self._ids(pattern, special=True)
                self._network(input_ids=ids, past_key_values=cache, use_cache=True, logits_to_keep=1)
            self._prefix = (pattern, cache)
        return deepcopy(self._prefix[1])

    def _ids(self, text: str, *, special: bool) -> "torch.Tensor":
        encoded = self._tokenizer(text, return_tensors="pt", add_special_tokens=special)
        ids: torch.Tensor = encoded["input_ids"]
        return ids

    def _ends(self) -> list[int]:
        configured = self._network.generation_config.eos_token_id
        ends = configured if isinstance(configured, list) else [configured]
        return [end for end in (*ends, self._tokenizer.eos_token_id) if isinstance(end, int)]

    def _greedy(
        self, ids: "torch.Tensor", cache: "Cache", stop: str, allowed: list[int] | None, most: int
    ) -> Iterator[str]:
        import torch

        read = cache.get_seq_length() + ids.shape[1]
        if read + most > getattr(self._network.config, "max_position_embeddings", math.inf):
            return
        head = self._network.get_output_embeddings().weight  # type: ignore[no-untyped-call]
        choices = None if allowed is None else torch.tensor(allowed)
        rows = head if choices is None else head[choices]
        written: list[int] = []
        shown = ""
        for _ in range(most):
            hidden = self._network.base_model(input_ids=ids, past_key_values=cache, use_cache=True)
            best = int((hidden.last_hidden_state[0, -1] @ rows.T).argmax())
            token = best if choices is None else int(choices[best])
            if token in self._ends():
                return
            written.append(token)
            text = str(self._tokenizer.decode(written, skip_special_tokens=True))
            if stop in text:
                yield text[len(shown) : text.index(stop)]
                return
            # A character of several tokens is undecodable until its last one has come.
            if not text.endswith("\ufffd"):
                yield text[len(shown) :]
                shown = text
            ids = torch.tensor([[token]])
