"""Trains the reader. `python -m eval.train_reader [FOLDER]`

One LoRA adapter (Hu et al. 2021) and three heads: whether a text answers a question (each by itself, and the
right one among those of its question), where (the null span of Devlin et al. 2019), and whether a text says
what a sentence says.
"""

import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import fmean
from typing import Any

import torch
from peft import LoraConfig, get_peft_model, get_peft_model_state_dict, set_peft_model_state_dict
from safetensors.torch import save_file
from torch.nn import functional
from tqdm import tqdm

from bot.models import embedder_base, stay_offline
from bot.reader.network import Network, Outputs, encode, tokens_of
from bot.reader.trained import WEIGHTS
from bot.settings import home_folder, load_settings
from eval.curriculum import STAGES, STEPS, drawn, rates
from eval.examples import Example, Group
from eval.half import HalfPrecision
from eval.supporting import Claim
from index.adapted import RANK, SCALE, TARGETS
from index.embed import fastest_dtype, quieten
from index.files import sha256

LEARNING_RATE = 8e-4
# Layers from here on are adapted: the lower ones know words, whatever is asked of them.
FIRST_LAYER = 3
SPAN_SHARE, ANSWERS_SHARE, FIRST_SHARE, SUPPORT_SHARE = 1.0, 0.7, 0.5, 0.7
# So many tokens go through the model at a time; larger batches fall out of the processor's cache.
CHUNK_TOKENS = 1000
_NOWHERE, _UNKNOWN = 0, -100


def _first(groups: Sequence[Group], logits: torch.Tensor) -> tuple[torch.Tensor, float]:
    """Return the mean cross entropy of each group's first text, and how often that is thought likeliest."""
    losses, right, at = [], 0, 0
    for group in groups:
        own = logits[at : at + len(group.texts)]
        if group.texts:
            losses.append(-own.log_softmax(dim=0)[0])
            right += int(own.argmax()) == 0
        at += len(group.texts) + len(group.others)
    return (torch.stack(losses).mean(), right / len(losses)) if losses else (torch.zeros(()), 0.0)


def _span_targets(encoded: Any, examples: Sequence[Example | None]) -> torch.Tensor:
    """Return the first and last token of each answer, shape (examples, 2)."""
    targets = []
    for row, each in enumerate(examples):
        if each is None:
            targets.append((_UNKNOWN, _UNKNOWN))
            continue
        if not each.answers:
            targets.append((_NOWHERE, _NOWHERE))
            continue
        span = each.span
        inside = [token for token, place in tokens_of(encoded, row) if span and place.overlaps(span)]
        targets.append((inside[0], inside[-1]) if inside else (_UNKNOWN, _UNKNOWN))
    return torch.tensor(targets)


class Trainer:
    """The network with its adapter, and how it learns from a batch."""

    def __init__(self, folder: Path, learning_rate: float = LEARNING_RATE) -> None:
        from transformers import AutoModel, AutoTokenizer

        quieten()
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        # The fused attention has a slow backward pass on processors.
        base = AutoModel.from_pretrained(
            folder, dtype=fastest_dtype(), attn_implementation="eager", add_pooling_layer=False
        )
        layers = list(range(FIRST_LAYER, base.config.num_hidden_layers))
        config = LoraConfig(
            r=RANK, lora_alpha=int(SCALE * RANK), target_modules=list(TARGETS), layers_to_transform=layers
        )
        adapted = get_peft_model(base, config, autocast_adapter_dtype=False)
        self.network = Network(adapted, base.config.hidden_size)
        self._learning_rate = learning_rate
        self._optimizer = HalfPrecision(self.network.parameters(), learning_rate)

    def _chunks(self, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[list[int], Any, Outputs]]:
        """Yield rows of pairs that are about equally long, as tokens, and what the network says of them."""
        ids = encode(self.tokenizer, pairs)["attention_mask"].sum(dim=1).tolist()
        order = sorted(range(len(pairs)), key=lambda row: -ids[row])
        while order:
            size = max(1, CHUNK_TOKENS // ids[order[0]])
            rows, order = order[:size], order[size:]
            encoded = encode(self.tokenizer, [pairs[row] for row in rows])
            yield rows, encoded, self.network(encoded)

    def _losses(self, groups: Sequence[Group], batch: Sequence[Claim]) -> tuple[torch.Tensor, float, float]:
        texts = [each for group in groups for each in (*group.texts, *group.others)]
        pairs = [(each.question, each.text) for each in texts] + [
            (each.sentence, each.text) for each in batch
        ]
        answers, supports = [torch.zeros(())] * len(pairs), [torch.zeros(())] * len(pairs)
        spans = torch.zeros(())
        for rows, encoded, outputs in self._chunks(pairs):
            for at, row in enumerate(rows):
                answers[row], supports[row] = outputs.answers[at], outputs.supports[at]
            targets = _span_targets(encoded, [texts[row] if row < len(texts) else None for row in rows])
            spans = spans + functional.cross_entropy(
                outputs.span, targets, ignore_index=_UNKNOWN, reduction="sum"
            )
        logits = torch.stack(answers[: len(texts)])
        labels = torch.tensor([float(each.answers) for each in texts])
        binary = functional.binary_cross_entropy_with_logits(logits, labels)
        claimed = torch.stack(supports[len(texts) :])
        supported = torch.tensor([float(each.supported) for each in batch])
        support = functional.binary_cross_entropy_with_logits(claimed, supported)
        first, found = _first(groups, logits)
        loss = SPAN_SHARE * spans / (2 * len(texts)) + ANSWERS_SHARE * binary + FIRST_SHARE * first
        right = float(((claimed > 0) == supported.bool()).float().mean())
        return loss + SUPPORT_SHARE * support, found, right

    def step(
        self, groups: Sequence[Group], batch: Sequence[Claim], share: float
    ) -> tuple[float, float, float]:
        """Learn at a share of the learning rate; return the loss before, and what shares were right."""
        loss, first, right = self._losses(groups, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        self._optimizer.step(share)
        return float(loss.detach()), first, right

    def weights(self) -> dict[str, torch.Tensor]:
        """Return copies of the adapter's and the heads' weights as they are now, in half precision."""
        state = get_peft_model_state_dict(self.network.encoder)
        weights = {name.removeprefix("base_model.model."): weight for name, weight in state.items()}
        weights |= {
            name: weight
            for name, weight in self.network.state_dict().items()
            if not name.startswith("encoder.")
        }
        return {name: weight.detach().bfloat16().clone() for name, weight in weights.items()}

    def go_on_from(self, weights: dict[str, torch.Tensor]) -> None:
        """Take weights as `weights` returns them, and learn from there on."""
        heads = {name: each for name, each in weights.items() if not name.startswith("encoder.")}
        layers = {f"base_model.model.{name}": each for name, each in weights.items() if name not in heads}
        set_peft_model_state_dict(self.network.encoder, layers)
        self.network.load_state_dict(heads, strict=False)
        self._optimizer = HalfPrecision(self.network.parameters(), self._learning_rate)


def between(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the mean of two sets of weights: what was learned last, without forgetting what was known.

    Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
    """
    return {name: ((one[name].float() + other[name].float()) / 2).bfloat16() for name in one}


def main() -> None:
    """Train, write the weights to the folder that is named, by default the package's own, and tell of it."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    if settings.data is None:
        sys.exit("The reader is trained on real questions: set WIJKWIJZER_DATA to the measuring data.")
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else WEIGHTS.parent
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    trainer = Trainer(embedder_base(settings))
    learned = zip(drawn(settings.data, seed=0), rates(), strict=True)
    seen: list[tuple[float, float, float]] = []
    with tqdm(total=STEPS, desc="Training", unit=" batches") as bar:
        for stage in STAGES:
            before = trainer.weights()
            for (groups, batch), share in islice(learned, stage.batches):
                seen.append(trainer.step(groups, batch, share))
                loss, first, right = (fmean(each) for each in zip(*seen[-20:], strict=True))
                bar.set_postfix(loss=f"{loss:.2f}", first=f"{first:.2f}", supported=f"{right:.2f}")
                bar.update()
            if stage.averaged:
                trainer.go_on_from(between(before, trainer.weights()))
    save_file(trainer.weights(), folder / WEIGHTS.name)
    print(f"Its sha256, for bot/reader/trained.py: {sha256(folder / WEIGHTS.name)}")


if __name__ == "__main__":
    main()
