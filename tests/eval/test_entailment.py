from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from eval.entailment import NliModel, OwnChecks, load_nli, shares
from index.errors import ModelUnavailableError

TEXT = "De gemeente Breda kent al jarenlang een netwerk waarin ongeveer twintig organisaties participeren."


@pytest.mark.parametrize(
    ("claim", "follows"),
    [
        (TEXT, True),
        ("ongeveer twintig organisaties", False),
        (f"{TEXT} En meer.", False),
        ("De gemeente Breda kent een netwerk waarin ongeveer twintig organisaties participeren.", True),
        ("De gemeente Breda kent een netwerk waarin ongeveer dertig organisaties participeren.", False),
        ("De gemeente Breda kent geen netwerk waarin ongeveer twintig organisaties participeren.", False),
        ("", False),
    ],
)
def test_own_checks_let_pass_what_the_text_says(claim: str, follows: bool) -> None:
    assert OwnChecks().entails(TEXT, claim) is follows


WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "ja", "nee"]


def save(folder: Path, labels: dict[int, str]) -> Path:
    """A classifier that says label 1 where the claim says 'ja', and label 0 elsewhere."""
    folder.mkdir()
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab=str(folder / "vocab.txt"))
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    network = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(WORDS),
            hidden_size=8,
            num_hidden_layers=1,
            num_attention_heads=1,
            intermediate_size=8,
            max_position_embeddings=32,
            id2label=labels,
            label2id={label: row for row, label in labels.items()},
        )
    )
    network.train(mode=False)
    encoded = [tokenizer("nee", claim, return_tensors="pt") for claim in ("nee", "ja")]
    with torch.no_grad():
        no, yes = (network.bert(**each).pooler_output[0] for each in encoded)
        towards = yes - no
        network.classifier.weight.zero_()
        network.classifier.weight[1] = towards
        network.classifier.bias.zero_()
        network.classifier.bias[1] = -float(towards @ (yes + no)) / 2
    network.save_pretrained(folder)
    return folder


def test_a_models_likeliest_label_decides(tmp_path: Path) -> None:
    model = load_nli(save(tmp_path / "nli", {0: "contradiction", 1: "ENTAILMENT", 2: "neutral"}))
    assert model.entails("nee", "ja")
    assert not model.entails("nee", "nee")
    swapped = load_nli(save(tmp_path / "swapped", {0: "entailment", 1: "neutral"}))
    assert not swapped.entails("nee", "ja")


def test_a_model_without_a_label_for_entailment_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match="has the labels label_0, label_1, and none is") as caught:
        load_nli(save(tmp_path / "other", {0: "LABEL_0", 1: "LABEL_1"}))
    assert caught.value.exit_code == 4
    assert "Name a model of natural language inference." in str(caught.value)


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"The NLI model .* cannot be loaded") as caught:
        load_nli(tmp_path)
    assert caught.value.exit_code == 4
    assert "Name a transformers folder or a hub id of a sequence classifier." in str(caught.value)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"The NLI model '.*nowhere' cannot be loaded") as caught:
        load_nli(tmp_path / "nowhere")
    assert caught.value.exit_code == 4
    assert "Name a transformers folder" in str(caught.value)


def test_weights_that_are_cut_short_are_named(tmp_path: Path) -> None:
    weights = save(tmp_path / "nli", {0: "neutral", 1: "entailment"}) / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    with pytest.raises(ModelUnavailableError, match=r"cannot be loaded: .*header") as caught:
        load_nli(weights.parent)
    assert caught.value.exit_code == 4


def test_what_follows_is_counted_by_label() -> None:
    pairs = [(TEXT, TEXT, "entailment"), (TEXT, "Dit is nieuw.", "entailment"), (TEXT, "Nee.", "neutral")]
    assert shares(pairs, OwnChecks()) == {"entailment": (1, 2), "neutral": (0, 1)}  # type: ignore[arg-type]


def test_the_text_comes_before_the_claim(tmp_path: Path) -> None:
    (tmp_path / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    asked: list[list[int]] = []

    class Network:
        config = SimpleNamespace(max_position_embeddings=32)

        def __call__(self, input_ids: torch.Tensor, **_: torch.Tensor) -> SimpleNamespace:
            asked.append(input_ids[0].tolist())
            return SimpleNamespace(logits=torch.tensor([[0.1, 0.3, 0.2]]))

    tokenizer = BertTokenizerFast(vocab=str(tmp_path / "vocab.txt"))
    decided = [NliModel(Network(), tokenizer, row).entails("ja", "nee") for row in range(3)]  # type: ignore[arg-type]
    # Only the row with the largest of the three is the likeliest.
    assert decided == [False, True, False]
    assert asked == [[WORDS.index(word) for word in ("[CLS]", "ja", "[SEP]", "nee", "[SEP]")]] * 3


def test_of_no_pairs_there_are_no_shares() -> None:
    assert shares([], OwnChecks()) == {}


def test_a_model_without_a_trained_classifier_is_named(tmp_path: Path) -> None:
    folder = save(tmp_path / "nli", {0: "contradiction", 1: "entailment"})
    weights = load_file(folder / "model.safetensors")
    kept = {name: weight for name, weight in weights.items() if not name.startswith("classifier")}
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelUnavailableError, match=r"no trained classifier: classifier\.bias, classifier"):
        load_nli(folder)


def test_a_text_longer_than_the_model_reads_is_cut(tmp_path: Path) -> None:
    model = load_nli(save(tmp_path / "nli", {0: "contradiction", 1: "entailment"}))
    assert not model.entails("nee " * 100, "nee")
