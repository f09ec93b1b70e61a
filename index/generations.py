"""Which generations there are: a pointer names each with the sha256 of its manifest, the newest first."""

import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from index.errors import IndexUnavailableError
from index.files import MANIFEST, DamagedError, Manifest, replace_file, sha256, verify

GENERATIONS, CURRENT, STAGED = "generations", "current", "staged"
# What the layout of a generation is called; another one is refused instead of misread.
FORMAT = 5
REBUILD = "Build it again: wijkwijzer index build FOLDER"

_LINE = re.compile(r"(\d{6,9}) ([0-9a-f]{64})\n")
_log = logging.getLogger(__name__)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation as the pointer names it."""

    folder: Path
    manifest_sha256: str

    def check(self) -> None:
        """Raise `DamagedError` where the manifest is not the one that the pointer tells of."""
        pointer, manifest = self.folder.parent.with_name(CURRENT), self.folder / MANIFEST
        if not self.folder.is_dir():
            raise DamagedError(f"'{pointer}' names a generation '{self.folder.name}' that is not there")
        if not manifest.is_file():
            raise DamagedError(f"'{manifest}' is missing or damaged")
        if sha256(manifest) != self.manifest_sha256:
            raise DamagedError(f"'{manifest}' was changed: its sha256 is not the one in '{pointer}'")

    def verified(self) -> Manifest:
        """Hash every file, the manifest first; raises `DamagedError` with the name of a damaged one.

        Raises `IndexUnavailableError` where another version of the program has written it.
        """
        self.check()
        manifest = verify(self.folder)
        if manifest.facts.get("format") != FORMAT:
            raise IndexUnavailableError(
                f"The index in '{self.folder}' has the format {manifest.facts.get('format')}, and this "
                f"version reads {FORMAT}. {REBUILD}"
            )
        return manifest


def _written(generations: Sequence[Generation]) -> str:
    return "".join(f"{each.folder.name} {each.manifest_sha256}\n" for each in generations)


@dataclass(frozen=True, slots=True)
class Pointer:
    """What the pointer below a home folder says."""

    generations: tuple[Generation, ...]
    """At least one, the newest first."""
    damage: str
    """What is wrong with the pointer itself, if anything: lines of it can still be read."""

    @classmethod
    def read(cls, home: Path) -> "Pointer":
        """Read it; raises `IndexUnavailableError` where it is not there or names nothing."""
        path = home / CURRENT
        try:
            text = path.read_bytes().decode("utf-8", "replace")
        except OSError as error:
            raise IndexUnavailableError(
                f"There is no index in '{home}'. Build one: wijkwijzer index build FOLDER"
            ) from error
        found = tuple(Generation(home / GENERATIONS / name, digest) for name, digest in _LINE.findall(text))
        if not found:
            raise IndexUnavailableError(
                f"The index in '{home}' is damaged, or of an older version: '{path}' does not name a "
                f"generation and the sha256 of its manifest. {REBUILD}"
            )
        return cls(found, "" if text == _written(found) else f"'{path}' is not as it was written")


def point_to(home: Path, generations: Sequence[Generation]) -> None:
    """Let these generations be those that there are, the first of them the one that serves."""
    replace_file(home / CURRENT, _written(generations).encode("ascii"))


def last_staged(home: Path) -> Generation | None:
    """Return the generation that was staged last, whatever became of it; nothing where none was."""
    try:
        found = _LINE.fullmatch((home / STAGED).read_text(encoding="ascii"))
    except (OSError, UnicodeDecodeError):
        return None
    return Generation(home / GENERATIONS / found[1], found[2]) if found else None


def waiting(home: Path) -> Generation | None:
    """Return the generation that waits beside those that the pointer names, to go live or to be discarded."""
    staged = last_staged(home)
    if staged is None or not staged.folder.is_dir():
        return None
    return None if staged in recorded(home) else staged


def recorded(home: Path) -> tuple[Generation, ...]:
    """Return the generations that the pointer names, as far as it can be read."""
    try:
        return Pointer.read(home).generations
    except IndexUnavailableError:
        return ()


def stage(home: Path, generation: Generation) -> None:
    """Let a generation be the one that waits."""
    replace_file(home / STAGED, _written([generation]).encode("ascii"))


def current_generation(home: Path) -> Path:
    """Return the folder of the newest generation that is there, unread.

    Raises `IndexUnavailableError` where there is none.
    """
    named = Pointer.read(home).generations
    for each in named:
        if each.folder.is_dir():
            return each.folder
    raise IndexUnavailableError(
        f"The index in '{home}' is damaged: '{home / CURRENT}' names a generation "
        f"'{named[0].folder.name}' that is not there. {REBUILD}"
    )


def verified_current(home: Path) -> tuple[Path, Manifest]:
    """Return the newest generation, every file hashed; raises `IndexUnavailableError` for a damaged one."""
    pointer = Pointer.read(home)
    newest = pointer.generations[0]
    try:
        if pointer.damage:  # what can still be read of it may not be the newest
            raise DamagedError(pointer.damage)
        return newest.folder, newest.verified()
    except DamagedError as error:
        raise IndexUnavailableError(f"The index is damaged: {error}. {REBUILD}") from error


def open_sound(home: Path, load: Callable[[Path, Manifest], _T]) -> _T:
    """Return what `load` reads from the newest generation of which every file is as it was written.

    That a newer one is damaged is logged as a warning, with the file's name and what to do. Raises
    `IndexUnavailableError` where no generation is sound, and whatever `load` raises.
    """
    while True:
        pointer = Pointer.read(home)
        found = [pointer.damage] if pointer.damage else []
        for generation in pointer.generations:
            try:
                opened = load(generation.folder, generation.verified())
            # FAISS raises a RuntimeError for a file that was collected after it had been hashed.
            except (DamagedError, OSError, RuntimeError) as error:
                found.append(str(error))
                continue
            if found:
                _log.warning(
                    "The index in '%s' is damaged: %s. Generation %s serves in the meantime. %s",
                    home,
                    "; ".join(found),
                    generation.folder.name,
                    REBUILD,
                )
            return opened
        # A builder may have collected what was being read: then there is a newer pointer.
        if Pointer.read(home) == pointer:
            raise IndexUnavailableError(f"The index is damaged: {'; '.join(found)}. {REBUILD}")
