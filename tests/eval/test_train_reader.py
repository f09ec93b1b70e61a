import math
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from bot.reader.network import Outputs, encode, tokens_of
from bot.reader.trained import TrainedReader, load_reader
from eval.examples import Example, Group
from eval.supporting import Claim
from eval.train_reader import Trainer, between
from index.errors import ModelUnavailableError
from index.files import sha256
from index.types import Span


def groups() -> list[Group]:
    """Question wn is answered by w(n + 30), which it has no word in common with."""
    made = []
    for n in range(8):
        texts = [f"w{20 + (n + k) % 8 + 10} w5{k}" for k in range(3)]
        right = Example(f"w{n}", texts[0], True, Span(0, 3))
        made.append(Group((right, *(Example(f"w{n}", text, False) for text in texts[1:]))))
    return made


CLAIMS = [Claim(f"w{n}", f"w{n} w{n + 30}", True) for n in range(6)] + [
    Claim(f"w{n}", f"w{n + 40}", False) for n in range(6)
]


def trained(tiny_model: Path, steps: int) -> tuple[Trainer, list[float]]:
    torch.manual_seed(0)
    trainer = Trainer(tiny_model, learning_rate=0.008)
    return trainer, [trainer.step(groups(), CLAIMS, 1.0)[0] for _ in range(steps)]


def test_training_finds_what_answers_and_what_supports(tiny_model: Path) -> None:
    _, losses = trained(tiny_model, 30)
    assert sum(losses[-3:]) < 0.6 * sum(losses[:3])


def test_the_saved_weights_read_as_the_trained_network(tiny_model: Path, tmp_path: Path) -> None:
    trainer, _ = trained(tiny_model, 10)
    file = tmp_path / "reader.safetensors"
    save_file(trainer.weights(), file)
    reader = load_reader(tiny_model, file, sha256(file))
    pairs = [("w1", "w31 w50"), ("w2", "w40"), ("w3 w4", "w34 w51 w52")]
    with torch.no_grad():
        trainer.network.train(mode=False)
        outputs = trainer.network(encode(trainer.tokenizer, pairs))
    for row, (first, second) in enumerate(pairs):
        [reading] = reader.read(first, [second])
        assert reading.answers == pytest.approx(float(outputs.answers[row]), abs=0.15)
        assert reader.supports(second, [first])[0] == pytest.approx(float(outputs.supports[row]), abs=0.15)


def test_what_goes_on_from_weights_has_them_and_learns_from_there(tiny_model: Path) -> None:
    known, _ = trained(tiny_model, 20)
    torch.manual_seed(1)
    other = Trainer(tiny_model, learning_rate=0.008)
    other.go_on_from(known.weights())
    ours, theirs = known.weights(), other.weights()
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)
    losses = [other.step(groups(), CLAIMS, 1.0)[0] for _ in range(10)]
    assert losses[0] < 0.8 * trained(tiny_model, 1)[1][0]
    assert min(losses[1:]) < losses[0]


def test_how_sure_a_reader_is_of_where_the_answer_stands(tiny_model: Path) -> None:
    tokenizer = Trainer(tiny_model).tokenizer
    scores = torch.zeros((1, len(tokenizer("w1", "w31 w50")["input_ids"]), 2))
    first = next(
        token for token, place in tokens_of(encode(tokenizer, [("w1", "w31 w50")]), 0) if place.start == 0
    )
    scores[0, first, 0], scores[0, first + 1, 1] = math.log(3), math.log(2)

    def network(encoded: object) -> Outputs:
        return Outputs(scores, torch.zeros(1), torch.zeros(1))

    others = scores.shape[1] - 1
    [reading] = TrainedReader(network, tokenizer).read("w1", ["w31 w50"])
    assert reading.span == Span(0, 7)
    assert reading.sure == pytest.approx(3 / (3 + others) * 2 / (2 + others))
    # What stands for nowhere is likelier than both together.
    scores[0, 0, :] = math.log(3)
    [reading] = TrainedReader(network, tokenizer).read("w1", ["w31 w50"])
    assert (reading.span, reading.sure) == (Span(0, 0), 0.0)


@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_damaged_weights_are_refused_before_they_are_read(
    tiny_model: Path, tmp_path: Path, damage: str
) -> None:
    trainer, _ = trained(tiny_model, 1)
    file = tmp_path / "reader.safetensors"
    save_file(trainer.weights(), file)
    expected, content = sha256(file), file.read_bytes()
    file.unlink()
    if damage == "flipped":
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ModelUnavailableError, match="missing or was changed"):
        load_reader(tiny_model, file, expected)
    file.write_bytes(content)
    with pytest.raises(ModelUnavailableError, match="cannot be loaded"):
        load_reader(tmp_path / "nowhere", file, expected)


def test_what_is_kept_lies_between_the_weights_before_the_last_batches_and_after() -> None:
    one = {"a": torch.tensor([1.0, 3.0]).bfloat16()}
    other = {"a": torch.tensor([2.0, -3.0]).bfloat16()}
    assert between(one, other)["a"].tolist() == [1.5, 0.0]
