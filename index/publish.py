"""A generation of the index is published in one step, by one builder at a time."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexUnavailableError
from index.files import write_manifest, written_aside
from index.store import CURRENT, GENERATIONS, Index

KEPT_GENERATIONS = 2


def publish(home: Path, index: Index, facts: dict[str, object]) -> str:
    """Write `index` aside as a new generation below `home`, point to it atomically, drop old ones.

    Returns the generation's name. Raises `IndexUnavailableError` where the folder cannot be written; the
    old generation then still serves.
    """
    generations = home / GENERATIONS
    try:
        generations.mkdir(parents=True, exist_ok=True)
        last = max((int(path.name) for path in generations.iterdir() if path.name.isdigit()), default=0)
        name = f"{last + 1:06d}"
        with written_aside(generations / name) as aside:
            index.save(aside)
            write_manifest(aside, facts)
        _point_to(home, name)
        _collect(generations)
    except OSError as error:
        raise _unwritable(home, error) from error
    return name


def _unwritable(home: Path, error: OSError) -> IndexUnavailableError:
    return IndexUnavailableError(
        f"The index cannot be written to '{home}': {error.strerror or error}. "
        "Make room or choose another folder with --home; the index that was there still serves."
    )


@contextmanager
def only_builder(home: Path) -> Iterator[None]:
    """Hold the lock that keeps a second builder out; it is refused at once, before it embeds anything."""
    lock = FileLock(home / "build.lock")
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexUnavailableError(
            f"Another process is building the index in '{home}'. Wait until it has finished."
        ) from error
    except OSError as error:
        raise _unwritable(home, error) from error
    try:
        yield
    finally:
        lock.release()


def _point_to(home: Path, name: str) -> None:
    aside = home / f".{CURRENT}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(home / CURRENT)


def _collect(generations: Path) -> None:
    """Remove old generations, and what builders that were killed left; the lock keeps living ones out."""
    finished = sorted(path for path in generations.iterdir() if path.name.isdigit())
    for path in [*finished[:-KEPT_GENERATIONS], *generations.glob(".*")]:
        shutil.rmtree(path, ignore_errors=True)
