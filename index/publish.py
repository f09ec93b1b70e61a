"""A generation of the index is published in one step, at once or later, by one builder at a time."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexUnavailableError, UsageError, first_line
from index.files import DamagedError, make_folder, write_manifest, written_aside
from index.generations import GENERATIONS, Generation, last_staged, point_to, recorded, stage, waiting
from index.store import Index

KEPT_GENERATIONS = 2


def publish(home: Path, index: Index, facts: dict[str, object]) -> str:
    """Write `index` aside as a new generation below `home`, point to it atomically, drop old ones.

    Returns the generation's name. One that waits goes on waiting. Raises `IndexUnavailableError` where the
    folder cannot be written; the old generation then still serves.
    """
    with _writing(home):
        written, waits = _written(home, index, facts), waiting(home)
        kept = [written, *islice(_sound(home), KEPT_GENERATIONS - 1)]
        point_to(home, kept)
        _keep_only(home, [*kept, waits] if waits else kept)
    return written.folder.name


def publish_later(home: Path, index: Index, facts: dict[str, object]) -> str:
    """Write `index` as a new generation that no pointer names: it waits, in the place of one that did.

    Returns its name; raises as `publish`.
    """
    with _writing(home):
        written = _written(home, index, facts)
        stage(home, written)
        _keep_only(home, [*recorded(home), written])
    return written.folder.name


def go_live(home: Path, name: str) -> None:
    """Let the generation that waits serve, every file of it hashed first; the one before is kept.

    Raises `UsageError` where another one waits, or none, `IndexUnavailableError` where it is damaged, cannot
    be pointed to, or another process is building.
    """
    with only_builder(home), _writing(home):
        chosen = _sound_one(_waiting(home, name))
        kept = [chosen, *islice(_sound(home), KEPT_GENERATIONS - 1)]
        point_to(home, kept)
        _keep_only(home, kept)


def discard(home: Path, name: str) -> None:
    """Remove the generation that waits, in one step; raises as `go_live`."""
    with only_builder(home), _writing(home):
        chosen = _waiting(home, name)
        chosen.folder.rename(chosen.folder.with_name(f".{name}.discarded"))
        _remove(chosen.folder.parent.glob(".*"))


def roll_back(home: Path, name: str) -> None:
    """Let the generation before, called `name`, serve again; the one that served is kept in its turn.

    Raises `UsageError` where another one is the one before, `IndexUnavailableError` as `go_live`.
    """
    with only_builder(home), _writing(home):
        kept = recorded(home)
        if len(kept) < 2 or kept[1].folder.name != name:
            raise UsageError(f"Generation {name} is not the one before. Look again at which are kept.")
        point_to(home, [_sound_one(kept[1]), kept[0], *kept[2:]])


def _waiting(home: Path, name: str) -> Generation:
    found = waiting(home)
    if found is None or found.folder.name != name:
        raise UsageError(f"Generation {name} does not wait to go live. Look again at what waits.")
    return found


def _sound_one(generation: Generation) -> Generation:
    try:
        generation.verified()
    except DamagedError as error:
        raise IndexUnavailableError(f"It cannot serve, it is damaged: {error}. Index anew.") from error
    return generation


@contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(home, error) from error


def _written(home: Path, index: Index, facts: dict[str, object]) -> Generation:
    """Write a generation under the next number, all of it on the disk; what builders left is removed.

    A number is used once, also where its generation was discarded.
    """
    generations = home / GENERATIONS
    make_folder(generations)
    _remove(generations.glob(".*"))
    staged = last_staged(home)
    names = [path.name for path in generations.iterdir()] + ([staged.folder.name] if staged else [])
    last = max((int(name) for name in names if name.isdigit()), default=0)
    with written_aside(generations / f"{last + 1:06d}") as aside:
        _write(index, aside)
        digest = write_manifest(aside, facts)
    return Generation(generations / f"{last + 1:06d}", digest)


def _write(index: Index, folder: Path) -> None:
    """Write and read again: FAISS and numpy close a file without asking whether its end still found room."""
    try:
        index.save(folder)
        Index.load(folder, index.encoder)
    except (RuntimeError, ValueError, EOFError) as error:
        raise OSError(f"what was written cannot be read back ({first_line(error)})") from error


def _sound(home: Path) -> Iterator[Generation]:
    """Yield the generations that the pointer names and that could serve, the newest first."""
    for generation in recorded(home):
        with suppress(DamagedError, IndexUnavailableError):
            generation.verified()
            yield generation


def _keep_only(home: Path, kept: Iterable[Generation]) -> None:
    """Remove all generations but these."""
    folders = {generation.folder for generation in kept}
    _remove(path for path in (home / GENERATIONS).iterdir() if path not in folders)


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
