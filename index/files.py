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


def write_manifest(folder: Path, facts: Mapping[str, object]) -> str:
    """Record the facts and every file below `folder`, push all of it to the disk.

    Returns the manifest's own sha256.
    """
    names = _listed(folder)
    files = {name: [(folder / name).stat().st_size, sha256(folder / name)] for name in names}
    written = json.dumps({"facts": dict(facts), "files": files}, indent=1, ensure_ascii=False)
    (folder / MANIFEST).write_text(written + "\n", encoding="utf-8")
    for path in [*folder.rglob("*"), folder]:
        sync(path)
    return sha256(folder / MANIFEST)


def sync(path: Path) -> None:
    """Push a file, or a folder's list of names, to the disk, so that a power cut leaves it there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(path: Path) -> None:
    """Make a folder and those above it, each on the disk before anything is written into it."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(exist_ok=True)
        sync(path.parent)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in the place of another, or of none, in one step that a power cut cannot halve."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    sync(path.parent)


def read_manifest(folder: Path) -> Manifest:
    """Read a folder's manifest; raises `DamagedError` where there is none that can be read."""
    path = folder / MANIFEST
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in read["files"].items()}
        return Manifest(facts=dict(read["facts"]), files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedError(f"'{path}' is missing or damaged") from error


def _wrong(path: Path, size: int, digest: str) -> str:
    """Return what is wrong with a file; nothing where it is as it was recorded."""
    try:
        if path.stat().st_size != size:
            return f"'{path}' has {path.stat().st_size:,} bytes instead of {size:,}"
        if sha256(path) != digest:
            return f"'{path}' was changed: its sha256 is not the recorded one"
    except FileNotFoundError:
        return f"'{path}' is missing"
    except OSError as error:
        return f"'{path}' cannot be read: {error.strerror or error}"
    return ""


def damage(folder: Path, manifest: Manifest) -> list[str]:
    """Hash every file that the manifest names; return what is wrong with those that differ."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        found = pool.map(lambda name: _wrong(folder / name, *manifest.files[name]), manifest.files)
        return [wrong for wrong in found if wrong]


def verify(folder: Path) -> Manifest:
    """Hash every file that the manifest names; raises `DamagedError` where one differs."""
    manifest = read_manifest(folder)
    if found := damage(folder, manifest):
        raise DamagedError("; ".join(found))
    return manifest


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target` that becomes `target` at the end, or vanishes with an error.

    Where `target` has come into being meanwhile, that one stays and ours is dropped.
    """
    make_folder(target.parent)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        yield aside
        if not target.exists():
            aside.rename(target)
            sync(target.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
