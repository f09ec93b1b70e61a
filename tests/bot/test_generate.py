from collections.abc import Callable, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors
from transformers import (
    Gemma3ForCausalLM,
    Gemma3TextConfig,
    GPT2Config,
    GPT2LMHeadModel,
    PreTrainedModel,
    PreTrainedTokenizerFast,
)

from bot.generate import MAX_NEW_TOKENS, Message, TransformersGenerator, as_pattern, load_generator
from index.errors import ModelUnavailableError

MESSAGES = (
    Message("system", "Wees kort."),
    Message("user", "Tekst: abc\nVraag: a?\nAntwoord:"),
    Message("assistant", "abc."),
    Message("user", "Tekst: cab\nVraag: c?\nAntwoord:"),
)
END = "<eos>"


def bytes_tokenizer(template: str | None = None) -> PreTrainedTokenizerFast:
    """One token a byte, so that a character may need several; texts begin with the token that ends them."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = {END: 0} | {character: i for i, character in enumerate(alphabet, 1)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.TemplateProcessing(single=f"{END} $A", special_tokens=[(END, 0)])
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token=END)
    fast.chat_template = template
    return fast


TOKENIZER = bytes_tokenizer()


def gpt2() -> PreTrainedModel:
    torch.manual_seed(1)
    config = GPT2Config(
        vocab_size=257, n_positions=512, n_embd=16, n_layer=2, n_head=2, eos_token_id=0, bos_token_id=0
    )
    return GPT2LMHeadModel(config).eval()


def gemma() -> PreTrainedModel:
    """Shorter windows than the prompt, as in the packaged model."""
    torch.manual_seed(2)
    config = Gemma3TextConfig(
        vocab_size=257,
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=8,
        sliding_window=16,
        layer_types=["sliding_attention", "full_attention"],
        eos_token_id=0,
        bos_token_id=0,
        pad_token_id=0,
    )
    return Gemma3ForCausalLM(config).eval()


NETWORKS = pytest.mark.parametrize("network", [gpt2, gemma])


class Rigged:
    """Wants to write the given tokens, whatever it reads; each may name a second choice."""

    def __init__(self, *wanted: str | tuple[str, str], end: int | list[int] | None = None) -> None:
        self.config = GPT2Config(n_layer=1)
        self.generation_config = SimpleNamespace(eos_token_id=end)
        self.wanted = list(wanted)
        self.read: list[list[int]] = []
        self.prefixes = 0

    def __call__(self, **arguments: Any) -> None:
        self.prefixes += 1

    def get_output_embeddings(self) -> SimpleNamespace:
        return SimpleNamespace(weight=torch.eye(257))

    def base_model(self, input_ids: torch.Tensor, **arguments: Any) -> SimpleNamespace:
        self.read.append(input_ids[0].tolist())
        step = self.wanted[(len(self.read) - 1) % len(self.wanted)]
        first, second = step if isinstance(step, tuple) else (step, step)
        hidden = torch.zeros(1, 1, 257)
        hidden[0, 0, TOKENIZER.convert_tokens_to_ids(second)] = 1.0
        hidden[0, 0, TOKENIZER.convert_tokens_to_ids(first)] = 2.0
        return SimpleNamespace(last_hidden_state=hidden)


def tokens(text: str) -> list[str]:
    return list(TOKENIZER.tokenize(text))


def written(network: Any, messages: Sequence[Message] = MESSAGES, **options: Any) -> list[str]:
    return list(TransformersGenerator(network, TOKENIZER, **options).stream(messages))


def by_hand(network: PreTrainedModel, text: str, allowed: set[int]) -> str:
    """Greedy decoding without any cache, over all rows of the output layer."""
    ids = TOKENIZER(text)["input_ids"]
    start = len(ids)
    for _ in range(MAX_NEW_TOKENS):
        with torch.inference_mode():
            logits = network(input_ids=torch.tensor([ids])).logits[0, -1]
        best = max(allowed, key=lambda token: logits[token].item())
        if best == 0:
            break
        ids.append(best)
        if TOKENIZER.decode([best]) == "\n":
            ids.pop()
            break
    return str(TOKENIZER.decode(ids[start:]))


def test_examples_become_a_pattern_without_the_instruction() -> None:
    assert as_pattern(MESSAGES) == (
        "Tekst: abc\nVraag: a?\nAntwoord: abc.\n\n",
        "Tekst: cab\nVraag: c?\nAntwoord:",
    )
    assert as_pattern(MESSAGES[-1:]) == ("", "Tekst: cab\nVraag: c?\nAntwoord:")


@NETWORKS
def test_the_cached_prefix_and_the_chosen_rows_change_nothing(network: Callable[[], PreTrainedModel]) -> None:
    model = network()
    told = "".join(message.content for message in MESSAGES)
    allowed = set(TOKENIZER(f"{told} bcd\n.")["input_ids"]) | {0}
    expected = by_hand(model, "".join(as_pattern(MESSAGES)), allowed)
    generator = TransformersGenerator(model, TOKENIZER, "bcd")
    assert expected
    assert "".join(generator.stream(MESSAGES)) == expected
    assert "".join(generator.stream(MESSAGES)) == expected  # from the kept prefix


@NETWORKS
def test_another_question_after_the_same_examples_reads_its_own_text(
    network: Callable[[], PreTrainedModel],
) -> None:
    other = (*MESSAGES[:-1], Message("user", "Tekst: bca bca\nVraag: b?\nAntwoord:"))
    generator = TransformersGenerator(network(), TOKENIZER)
    fresh = TransformersGenerator(network(), TOKENIZER)
    list(generator.stream(MESSAGES))
    assert list(generator.stream(other)) == list(fresh.stream(other))


def test_the_examples_are_read_once() -> None:
    network = Rigged(*tokens("ab\n"))
    generator = TransformersGenerator(network, TOKENIZER)  # type: ignore[arg-type]
    for _ in range(3):
        list(generator.stream(MESSAGES))
    assert network.prefixes == 1
    question = TOKENIZER(MESSAGES[-1].content, add_special_tokens=False)["input_ids"]
    assert [len(ids) for ids in network.read] == [len(question), 1, 1] * 3
    list(generator.stream([Message("user", "Tekst: x"), Message("assistant", "x"), MESSAGES[-1]]))
    assert network.prefixes == 2


def test_without_examples_nothing_is_read_beforehand() -> None:
    network = Rigged(*tokens("a\n"))
    assert written(network, MESSAGES[-1:]) == ["a", ""]
    assert network.prefixes == 0
    assert network.read[0] == TOKENIZER(MESSAGES[-1].content)["input_ids"]


def test_a_base_model_ends_with_the_line() -> None:
    assert "".join(written(Rigged(*tokens("abc. cab\nTekst:")))) == "abc. cab"


@pytest.mark.parametrize("end", [None, 0, [0, 5]])
def test_the_end_token_ends_the_reply(end: int | list[int] | None) -> None:
    assert written(Rigged(*tokens("ab"), END, *tokens("c"), end=end)) == ["a", "b"]


def test_an_end_that_only_the_model_names_ends_the_reply() -> None:
    [other] = TOKENIZER("Z", add_special_tokens=False)["input_ids"]
    assert written(Rigged(*tokens("abZc"), end=[other])) == ["a", "b"]


def test_a_model_that_goes_round_in_circles_is_cut_off() -> None:
    assert "".join(written(Rigged(*tokens("ab")))) == "ab" * (MAX_NEW_TOKENS // 2)


def test_a_base_model_only_writes_what_occurs_in_the_messages() -> None:
    network = Rigged(("Z", "a"), ("Q", "b"), *tokens("\n"))
    assert "".join(written(network)) == "ab"


def test_function_words_may_be_written_too() -> None:
    network = Rigged(("Z", "a"), ("Q", "b"), *tokens("\n"))
    assert "".join(written(network, function_words="Z")) == "Zb"


def test_a_character_of_several_tokens_comes_whole() -> None:
    messages = [Message("user", "één 😀")]
    assert len(tokens("é")) == 2
    assert len(tokens("😀")) == 4
    assert written(Rigged(*tokens("é😀n\n")), messages) == ["é", "😀", "n", ""]


def test_a_chat_model_gets_a_chat_and_may_write_any_token_until_a_blank_line() -> None:
    template = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[assistant]"
    network = Rigged(*tokens("Zq\nW\n\nV"))
    generator = TransformersGenerator(network, bytes_tokenizer(template))  # type: ignore[arg-type]
    assert "".join(generator.stream(MESSAGES)).rstrip("\n") == "Zq\nW"
    shown = "".join(f"[{message.role}]{message.content}" for message in MESSAGES)
    assert TOKENIZER.decode(network.read[0]) == f"{shown}[assistant]"
    assert network.prefixes == 0


def test_closing_the_stream_stops_the_work() -> None:
    network = Rigged(*tokens("ab"))
    stream = TransformersGenerator(network, TOKENIZER).stream(MESSAGES)  # type: ignore[arg-type]
    assert next(iter(stream)) == "a"
    stream.close()  # type: ignore[attr-defined]
    assert len(network.read) == 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    gpt2().to(torch.bfloat16).save_pretrained(tmp_path / "model")
    TOKENIZER.save_pretrained(tmp_path / "model")
    return tmp_path / "model"


def test_a_folder_is_loaded_with_its_own_tokenizer_or_a_given_one(folder: Path) -> None:
    own = "".join(load_generator(folder, function_words="xyz").stream(MESSAGES))
    given = "".join(load_generator(folder, function_words="xyz", tokenizer=TOKENIZER).stream(MESSAGES))
    assert own == given != ""


def test_a_folder_that_was_cut_short_says_so(folder: Path) -> None:
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:1000])
    with pytest.raises(ModelUnavailableError, match=r"The generator '.*model' cannot be loaded: .+ Set 'gen"):
        load_generator(folder)


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_folder_that_misses_a_file_says_so(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(ModelUnavailableError, match="cannot be loaded"):
        load_generator(folder)
