"""Folders that are complete or not there: written aside, hashed, renamed into place."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "manifest.json"


class DamagedError(Exception):
    """A file of a folder is not what its manifest says; the message names it."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds: facts about it, and the size and sha256 of every file."""

    facts: Mapping[str, object]
    files: Mapping[str, tuple[int, str]]


def sha256(path: Path) -> str:
    """Return a file's sha256 in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != MANIFEST)


def write_manifest(folder: Path, facts: Mapping[str, object]) -> None:
    """Record the facts and every file below `folder`, and push all of it to the disk."""
    names = _listed(folder)
    files = {name: [(folder / name).stat().st_size, sha256(folder / name)] for name in names}
    written = json.dumps({"facts": dict(facts), "files": files}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(written + "\n", encoding="utf-8")
    for name in [*names, MANIFEST, "."]:
        _sync(folder / name)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest; raises `DamagedError` where there is none that can be read."""
    path = folder / MANIFEST
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in read["files"].items()}
        return Manifest(facts=dict(read["facts"]), files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"'{path}' is missing or damaged") from error


def _digest(path: Path) -> str:
    try:
        return sha256(path)
    except OSError as error:
        raise DamagedError(f"'{path}' cannot be read: {error.strerror or error}") from error


def verify(folder: Path) -> Manifest:
    """Hash every file that the manifest names; raises `DamagedError` at the first that differs."""
    manifest = read_manifest(folder)
    for name, (size, _) in manifest.files.items():
        path = folder / name
        if not path.is_file():
            raise DamagedError(f"'{path}' is missing")
        if path.stat().st_size != size:
            raise DamagedError(f"'{path}' has {path.stat().st_size:,} bytes instead of {size:,}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        digests = pool.map(lambda name: _digest(folder / name), manifest.files)
        for (name, (_, expected)), digest in zip(manifest.files.items(), digests, strict=True):
            if digest != expected:
                raise DamagedError(f"'{folder / name}' was changed: its sha256 is not the recorded one")
    return manifest


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target` that becomes `target` at the end, or vanishes with an error.

    Where `target` has come into being meanwhile, that one stays and ours is dropped.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
        if not target.exists():
            aside.rename(target)
            _sync(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
