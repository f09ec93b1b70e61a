"""Trains the packaged generator to answer from a quote in a short sentence. `python -m eval.train_generator`

A LoRA adapter (Hu et al. 2021) on the upper layers. The loss is of the reply's tokens alone, over the tokens
that occur in the training texts: the output layer's 262,144 rows would cost more than all else.
"""

import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file
from torch.nn import functional
from tqdm import trange

from bot.gemma import ADAPTER, RANK, TARGETS, load_tokenizer
from bot.models import generator_base, stay_offline
from bot.settings import home_folder, load_settings
from eval.half import HalfPrecision
from eval.replies import Replied, replies
from eval.train import rate_at
from index.adapted import SCALE
from index.embed import quieten
from index.files import sha256
from prompts import load

EPOCHS = 3
REPLIES = 16
LEARNING_RATE = 8e-4
# Layers from here on are adapted: half of the backward pass.
FIRST_LAYER = 8
# So many texts go through the model at a time, about equally long ones.
CHUNK = 4
_UNKNOWN = -100


class Trainer:
    """The generator with its adapter, and how it learns from a batch."""

    def __init__(self, folder: Path, told: Sequence[Replied], learning_rate: float = LEARNING_RATE) -> None:
        from transformers import AutoModelForCausalLM

        quieten()
        self._tokenizer = load_tokenizer(folder)
        base = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.bfloat16, attn_implementation="eager")
        self._head = base.get_output_embeddings().weight.detach()  # type: ignore[no-untyped-call]
        layers = list(range(FIRST_LAYER, base.config.num_hidden_layers))
        config = LoraConfig(
            r=RANK, lora_alpha=int(SCALE * RANK), target_modules=list(TARGETS), layers_to_transform=layers
        )
        self.network = get_peft_model(base, config, autocast_adapter_dtype=False)
        # Without the output layer, of which only a few rows are needed.
        self._body = base.base_model
        self._optimizer = HalfPrecision(self.network.parameters(), learning_rate)
        texts = load("nl")
        self._rows = {
            each: self._encoded(
                texts.get("draft.user", text=each.text, question=each.question),
                f" {each.reply}\n" if each.reply else "\n",
            )
            for each in told
        }
        known = {token for prompt, reply in self._rows.values() for token in (*prompt, *reply)}
        words = self._tokenizer(texts.get("draft.function_words"), add_special_tokens=False)["input_ids"]
        self._tokens = torch.tensor(sorted({*known, *words}))

    def _encoded(self, prompt: str, reply: str) -> tuple[list[int], list[int]]:
        asked = self._tokenizer(prompt)["input_ids"]
        written = self._tokenizer(reply, add_special_tokens=False)["input_ids"]
        return asked, written

    def _loss(self, chunk: Sequence[Replied]) -> torch.Tensor:
        """Return the sum of the reply tokens' cross entropies."""
        encoded = [self._rows[each] for each in chunk]
        longest = max(len(prompt) + len(reply) for prompt, reply in encoded)
        ids = torch.zeros((len(chunk), longest), dtype=torch.long)
        targets = torch.full((len(chunk), longest), _UNKNOWN)
        for row, (prompt, reply) in enumerate(encoded):
            ids[row, : len(prompt) + len(reply)] = torch.tensor([*prompt, *reply])
            # What stands before a token foretells it.
            end = len(prompt) + len(reply) - 1
            targets[row, len(prompt) - 1 : end] = torch.searchsorted(self._tokens, torch.tensor(reply))
        mask = torch.arange(longest) < torch.tensor([[len(p) + len(r)] for p, r in encoded])
        states = self._body(input_ids=ids, attention_mask=mask.long(), use_cache=False).last_hidden_state
        told = targets != _UNKNOWN
        logits = states[told] @ self._head[self._tokens].T
        return functional.cross_entropy(logits.float(), targets[told], reduction="sum")

    def step(self, batch: Sequence[Replied], share: float) -> float:
        """Learn from a batch at a share of the learning rate; return the mean loss of a token before."""
        tokens = sum(len(self._rows[each][1]) for each in batch)
        ordered = sorted(batch, key=lambda each: len(self._rows[each][0]))
        total = 0.0
        for start in range(0, len(ordered), CHUNK):
            loss = self._loss(ordered[start : start + CHUNK]) / tokens
            loss.backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        self._optimizer.step(share)
        return total

    def save(self, path: Path) -> None:
        """Write the adapter's weights in half precision, by the names of the layers that they change."""
        state = get_peft_model_state_dict(self.network)
        weights = {name.removeprefix("base_model.model.model."): weight for name, weight in state.items()}
        save_file({name: weight.detach().bfloat16().contiguous() for name, weight in weights.items()}, path)


def batches(told: Sequence[Replied], seed: int) -> Iterator[list[Replied]]:
    """Yield batches without end, each text once an epoch, the same for the same seed."""
    chance = random.Random(seed)
    while True:
        order = chance.sample(list(told), len(told))
        for start in range(0, len(order) - REPLIES + 1, REPLIES):
            yield order[start : start + REPLIES]


def main() -> None:
    """Train, write the weights to the folder that is named, by default the package's own, and tell of it."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ADAPTER.parent
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    told = list(replies(held_out=False))
    trainer = Trainer(generator_base(settings), told)
    steps = EPOCHS * (len(told) // REPLIES)
    stream = batches(told, seed=0)
    seen: list[float] = []
    with trange(steps, desc="Training", unit=" batches") as bar:
        for step in bar:
            seen.append(trainer.step(next(stream), rate_at(step, steps)))
            bar.set_postfix(loss=f"{fmean(seen[-20:]):.3f}")
    trainer.save(folder / ADAPTER.name)
    print(f"Its sha256, for bot/gemma.py: {sha256(folder / ADAPTER.name)}")


if __name__ == "__main__":
    main()
