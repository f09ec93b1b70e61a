"""A generation of the index is published in one step, by one builder at a time."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexUnavailableError, first_line
from index.files import DamagedError, make_folder, write_manifest, written_aside
from index.generations import GENERATIONS, Generation, Pointer, point_to
from index.store import Index

KEPT_GENERATIONS = 2


def publish(home: Path, index: Index, facts: dict[str, object]) -> str:
    """Write `index` aside as a new generation below `home`, point to it atomically, drop old ones.

    Returns the generation's name. Raises `IndexUnavailableError` where the folder cannot be written; the
    old generation then still serves.
    """
    generations = home / GENERATIONS
    try:
        make_folder(generations)
        _remove(generations.glob(".*"))
        last = max((int(path.name) for path in generations.iterdir() if path.name.isdigit()), default=0)
        with written_aside(generations / f"{last + 1:06d}") as aside:
            _write(index, aside)
            digest = write_manifest(aside, facts)
        kept = [Generation(generations / f"{last + 1:06d}", digest)]
        kept += islice(_sound(home), KEPT_GENERATIONS - 1)
        point_to(home, kept)
        folders = {generation.folder for generation in kept}
        _remove(path for path in generations.iterdir() if path not in folders)
    except OSError as error:
        raise unwritable(home, error) from error
    return kept[0].folder.name


def _write(index: Index, folder: Path) -> None:
    """Write and read again: FAISS and numpy close a file without asking whether its end still found room."""
    try:
        index.save(folder)
        Index.load(folder, index.encoder)
    except (RuntimeError, ValueError, EOFError) as error:
        raise OSError(f"what was written cannot be read back ({first_line(error)})") from error


def _sound(home: Path) -> Iterator[Generation]:
    """Yield the generations before this one that could serve in its place, the newest first."""
    try:
        recorded = Pointer.read(home).generations
    except IndexUnavailableError:
        return
    for generation in recorded:
        with suppress(DamagedError, IndexUnavailableError):
            generation.verified()
            yield generation


def _remove(folders: Iterable[Path]) -> None:
    """Remove old generations, or what builders that were killed left; the lock keeps living ones out."""
    for folder in list(folders):
        shutil.rmtree(folder, ignore_errors=True)


def unwritable(home: Path, error: OSError) -> IndexUnavailableError:
    """Return what to say where the home folder cannot be written."""
    return IndexUnavailableError(
        f"The index cannot be written to '{home}': {error.strerror or error}. "
        "Make room or choose another folder with --home; the index that was there still serves."
    )


@contextmanager
def only_builder(home: Path) -> Iterator[None]:
    """Hold the lock that keeps a second builder out; it is refused at once, before it embeds anything."""
    lock = FileLock(home / "build.lock")
    try:
        make_folder(home)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexUnavailableError(
            f"Another process is building the index in '{home}'. Wait until it has finished."
        ) from error
    except OSError as error:
        raise unwritable(home, error) from error
    try:
        yield
    finally:
        lock.release()
