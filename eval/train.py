"""Trains the embedder's adapter on Dutch questions and passages. `python -m eval.train [FOLDER]`

LoRA (Hu et al. 2021) on the upper two thirds of the layers, a contrastive loss over the batch (InfoNCE, van
den Oord et al. 2018) whose pairs share a topic, so that a batch holds its own hard negatives.
"""

import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import fmean

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict
from safetensors.torch import save_file
from torch.nn import functional
from tqdm import trange

from bot.models import embedder_base, stay_offline
from bot.settings import home_folder, load_settings
from eval.half import HalfPrecision
from eval.pairs import Pair, Source, batches, sources
from index.adapted import ADAPTER, RANK, SCALE, TARGETS
from index.embed import load_encoder, quieten
from index.files import sha256

STEPS = 300
PAIRS = 48
LEARNING_RATE = 5e-4
WARM_UP = 0.08
TEMPERATURE = 0.03
# A passage finds its question less often than a question its passage, and less is asked of it.
QUESTION_SHARE = 0.7
# Layers from here on are adapted: half of the backward pass for as low a loss.
FIRST_LAYER = 4
QUESTION_TOKENS, PASSAGE_TOKENS = 96, 176
# So many texts go through the model at a time; larger ones fall out of the processor's cache.
CHUNK = 24


class Trainer:
    """The model with its adapter: half precision for speed, the adapter's weights kept in full."""

    def __init__(self, folder: Path, learning_rate: float = LEARNING_RATE) -> None:
        from transformers import AutoModel, AutoTokenizer

        quieten()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        # The fused attention has a slow backward pass on processors.
        base = AutoModel.from_pretrained(
            folder, dtype=torch.bfloat16, attn_implementation="eager", add_pooling_layer=False
        )
        layers = list(range(FIRST_LAYER, base.config.num_hidden_layers))
        config = LoraConfig(
            r=RANK, lora_alpha=int(SCALE * RANK), target_modules=list(TARGETS), layers_to_transform=layers
        )
        self.model = get_peft_model(base, config, autocast_adapter_dtype=False)
        self._optimizer = HalfPrecision(self.model.parameters(), learning_rate)

    def vectors(self, texts: Sequence[str], prompt: str, tokens: int) -> torch.Tensor:
        """Return unit vectors, shape (texts, dimension), the mean over each text's tokens."""
        ids = self.tokenizer([prompt + text for text in texts], truncation=True, max_length=tokens)[
            "input_ids"
        ]
        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        found: dict[int, torch.Tensor] = {}
        for start in range(0, len(order), CHUNK):
            chunk = order[start : start + CHUNK]
            batch = self.tokenizer.pad({"input_ids": [ids[row] for row in chunk]}, return_tensors="pt")
            states = self.model(**batch).last_hidden_state.float()
            mask = batch["attention_mask"].unsqueeze(-1).float()
            means = (states * mask).sum(dim=1) / mask.sum(dim=1)
            found.update(zip(chunk, functional.normalize(means, dim=-1), strict=True))
        return torch.stack([found[row] for row in range(len(texts))])

    def step(self, batch: Sequence[Pair], rate: float) -> float:
        """Learn from a batch at a share of the learning rate; return the loss before."""
        questions = self.vectors([pair.question for pair in batch], "query: ", QUESTION_TOKENS)
        passages = self.vectors([pair.passage for pair in batch], "passage: ", PASSAGE_TOKENS)
        loss = contrast(questions @ passages.T / TEMPERATURE, [pair.answer for pair in batch])
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step(rate)
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Write the adapter's weights in half precision."""
        state = get_peft_model_state_dict(self.model)
        save_file(
            {name.removeprefix("base_model.model."): weight.contiguous() for name, weight in state.items()},
            path,
        )


def contrast(scores: torch.Tensor, answers: Sequence[str]) -> torch.Tensor:
    """Return InfoNCE over scores of shape (questions, passages), pair i being question i and passage i."""
    same = torch.tensor([[a == b and i != j for j, b in enumerate(answers)] for i, a in enumerate(answers)])
    scores = scores.masked_fill(same, -1e4)
    right = torch.arange(len(answers))
    by_question = functional.cross_entropy(scores, right)
    return QUESTION_SHARE * by_question + (1 - QUESTION_SHARE) * functional.cross_entropy(scores.T, right)


def rate_at(step: int, steps: int) -> float:
    """Return the share of the learning rate: a linear warm-up, then half a cosine down to zero."""
    warm = min(1.0, (step + 1) / max(1.0, steps * WARM_UP))
    return warm * (0.5 + 0.5 * math.cos(math.pi * step / steps))


def train(
    trainer: Trainer, kinds: Sequence[Source], steps: int, batch: int = PAIRS
) -> dict[str, list[float]]:
    """Train for so many batches, each of one kind; return the losses by kind."""
    chance = random.Random(0)
    streams = {kind.name: batches(kind.pairs, batch, chance) for kind in kinds}
    losses: dict[str, list[float]] = {kind.name: [] for kind in kinds}
    names, shares = [kind.name for kind in kinds], [kind.share for kind in kinds]
    with trange(steps, desc="Training", unit=" batches") as bar:
        for step in bar:
            (name,) = chance.choices(names, shares)
            losses[name].append(trainer.step(next(streams[name]), rate_at(step, steps)))
            bar.set_postfix({name: f"{losses[name][-1]:.2f}"})
    return losses


def main() -> None:
    """Train, write the adapter to the folder that is named, by default the package's own, and tell of it."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("The adapter is trained on real questions: set WIJKWIJZER_DATA to the measuring data.")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ADAPTER.parent
    torch.manual_seed(0)
    base = embedder_base(settings)
    kinds = sources(settings.data, load_encoder(base, name="base").count_tokens, settings.passage_tokens)
    trainer = Trainer(base)
    losses = train(trainer, kinds, STEPS)
    folder.mkdir(parents=True, exist_ok=True)
    trainer.save(folder / ADAPTER.name)
    for name, each in losses.items():
        begun, ended = fmean(each[:5]), fmean(each[-5:])
        print(f"{name}: {len(each)} batches, loss {begun:.2f} at first, {ended:.2f} at last")
    print(f"Its sha256, for index/adapted.py: {sha256(folder / ADAPTER.name)}")


if __name__ == "__main__":
    main()
