import itertools
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import Gemma3ForCausalLM, Gemma3TextConfig

from bot.gemma import load_tokenizer
from bot.generate import Message, load_generator
from eval.replies import Replied, replies
from eval.train_generator import FIRST_LAYER, REPLIES, Trainer, batches
from index.adapted import adapt
from prompts import load

# Every reply is another word of the text: that it is the last one has to be learned.
WORDS = [f"w{n}" for n in range(40)]
TOLD = [Replied(f"w{n}", f"w{n + 10} w{n + 20} w{n + 30}", f"w{n + 30}") for n in range(8)]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A Gemma of ten small layers, with a tokenizer of whole words."""
    known = ["<pad>", "<eos>", "<bos>", "<unk>", "\n", "Tekst:", "Vraag:", "Antwoord:", *WORDS]
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(known)}, unk_token="<unk>"))
    tokenizer.normalizer = normalizers.Replace("\n", " \n ")
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "removed")
    tokenizer.add_special_tokens(["<pad>", "<eos>", "<bos>", "<unk>"])
    torch.manual_seed(0)
    config = Gemma3TextConfig(
        vocab_size=len(known),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=FIRST_LAYER + 2,
        num_attention_heads=2,
        num_key_value_heads=1,
        head_dim=16,
        max_position_embeddings=128,
    )
    Gemma3ForCausalLM(config).to(torch.bfloat16).save_pretrained(tmp_path)
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_training_teaches_to_reply_with_words_of_the_text(tiny: Path) -> None:
    torch.manual_seed(0)
    trainer = Trainer(tiny, TOLD, learning_rate=0.02)
    losses = [trainer.step(TOLD, 1.0) for _ in range(60)]
    # Not to nothing: the rows of an output layer that nobody trained are short.
    assert sum(losses[-3:]) < 0.92 * sum(losses[:3])


def test_the_saved_adapter_makes_the_generator_that_was_trained(tiny: Path, tmp_path: Path) -> None:
    torch.manual_seed(0)
    trainer = Trainer(tiny, TOLD, learning_rate=0.02)
    for _ in range(60):
        trainer.step(TOLD, 1.0)
    trainer.save(tmp_path / "adapter.safetensors")
    changes = {name: weight.float() for name, weight in load_file(tmp_path / "adapter.safetensors").items()}
    assert {int(name.split(".")[1]) for name in changes} == {FIRST_LAYER, FIRST_LAYER + 1}

    network = Gemma3ForCausalLM.from_pretrained(tiny, dtype=torch.float32)
    weights = dict(network.base_model.state_dict())
    network.base_model.load_state_dict(adapt(weights, changes))
    network.save_pretrained(tiny)
    generator = load_generator(tiny, tokenizer=load_tokenizer(tiny), trained=True)
    assert generator.manner == "trained"

    def reply(told: Replied) -> str:
        asked = load("nl").get("draft.user", text=told.text, question=told.question)
        return "".join(generator.stream([Message("user", asked)])).strip()

    assert sum(reply(each) == each.reply for each in TOLD) >= 6


def test_every_text_comes_once_an_epoch_and_in_the_same_order_for_the_same_seed() -> None:
    told = [Replied(str(n), "", "") for n in range(2 * REPLIES)]
    first, again, other = (list(itertools.islice(batches(told, seed), 4)) for seed in (0, 0, 1))
    assert first == again != other
    assert {each.question for batch in first[:2] for each in batch} == {each.question for each in told}
    assert all(len(batch) == REPLIES for batch in first)


def test_held_out_articles_are_not_trained_on() -> None:
    trained, held_out = list(replies(held_out=False)), list(replies(held_out=True))
    assert {each.text for each in trained}.isdisjoint(each.text for each in held_out)
    assert 0.05 < len(held_out) / len(trained) < 0.2
    longest = max((*trained, *held_out), key=lambda each: len(each.reply))
    assert len(longest.reply) <= 160
