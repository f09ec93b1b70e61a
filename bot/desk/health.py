"""How the server is doing: index, disk, line, memory, versions. Nothing here takes long or reaches out."""

import platform
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from bot.desk.desk import Desk
from bot.endpoint import EndpointGenerator
from bot.settings import Settings
from index.files import DamagedError, read_manifest
from index.generations import GENERATIONS
from index.status import Checked, checked

PROCESS = Path("/proc/self/status")
_PACKAGES = (
    *("wijkwijzer", "torch", "transformers", "sentence-transformers", "faiss-cpu", "gradio", "fastapi"),
    *("uvicorn", "pydantic", "numpy"),
)


@dataclass(frozen=True, slots=True)
class IndexFacts:
    """The index that answers at the moment."""

    generation: str
    built: str
    """ISO 8601; empty where its folder has been collected."""
    documents: int
    passages: int
    encoder: str


@dataclass(frozen=True, slots=True)
class Size:
    """What something takes on the disk, or what is free there."""

    name: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Memory:
    """What the process takes, in bytes."""

    now: int
    peak: int


@dataclass(frozen=True, slots=True)
class Health:
    """All of it, at one moment."""

    index: IndexFacts
    free_home: int
    free_cache: int
    sizes: tuple[Size, ...]
    """Of what lies in the home folder, each generation by itself."""
    waiting: int
    places: int
    memory: Memory | None
    """None where the system does not tell."""
    up: timedelta
    versions: tuple[tuple[str, str], ...]


def health(desk: Desk, started: datetime) -> Health:
    """Look at everything that is looked at without being asked for."""
    return Health(
        index=_index(desk),
        free_home=_free(desk.home),
        free_cache=_free(desk.settings.cache),
        sizes=tuple(_sizes(desk.home)),
        waiting=desk.line.waiting(),
        places=desk.line.places,
        memory=memory(),
        up=desk.now() - started,
        versions=tuple(_versions()),
    )


def _index(desk: Desk) -> IndexFacts:
    index = desk.bot_now().index
    try:
        built = str(read_manifest(desk.home / GENERATIONS / index.generation).facts.get("built", ""))
    except DamagedError:  # another generation has come, or damage has; 'verify' tells which
        built = ""
    return IndexFacts(index.generation, built, len(index.documents), len(index.passages), index.encoder.name)


def _free(folder: Path) -> int:
    there = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return shutil.disk_usage(there).free


def _size(path: Path) -> int:
    """Return the bytes of a file, or of all files of a folder; what vanishes meanwhile has none."""
    total = 0
    for each in (path, *path.rglob("*")):
        try:
            total += each.stat().st_size if each.is_file() else 0
        except OSError:
            continue
    return total


def _sizes(home: Path) -> Iterator[Size]:
    for each in sorted(home.glob("*")):
        inside = sorted(each.glob("*")) if each.name == GENERATIONS else [each]
        yield from (Size(path.relative_to(home).as_posix(), _size(path)) for path in inside)


def memory(status: Path = PROCESS) -> Memory | None:
    """Return what this process takes, as Linux tells it in KiB; None on other systems."""
    try:
        told = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB$", status.read_text(encoding="ascii"), re.M))
    except OSError:
        return None
    return Memory(int(told["VmRSS"]) * 1024, int(told["VmHWM"]) * 1024) if len(told) == 2 else None


def _versions() -> Iterator[tuple[str, str]]:
    yield "Python", platform.python_version()
    yield "SQLite", sqlite3.sqlite_version
    for name in _PACKAGES:
        yield name, version(name)


def verified(home: Path) -> tuple[Checked, ...]:
    """Hash every file of the index again; raises `IndexUnavailableError` where there is none."""
    return tuple(checked(home))


def reach(settings: Settings) -> None:
    """Raise `ModelUnavailableError` where the generator's endpoint does not answer."""
    EndpointGenerator(settings.generator, settings.generator_model, settings.generator_key).check()
