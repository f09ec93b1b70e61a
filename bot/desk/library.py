"""The files that staff uploaded: each is what its name says, and is there wholly or not at all."""

import logging
import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from bot.database import Database
from bot.desk.audit import Deed, write
from bot.desk.problems import DeskError
from index import corpus
from index.errors import UnreadableError
from index.files import make_folder, sync
from index.formats import FORMATS, check_kind, format_of

_log = logging.getLogger(__name__)

UPLOADS = "uploads"
# What file systems take is counted in bytes, and the name that a file has while it is written is longer.
MAX_NAME_BYTES = 200
_CHUNK = 1 << 20
SUFFIXES = (*(suffix for known in FORMATS for suffix in known.suffixes), *corpus.SUFFIXES)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that staff uploaded."""

    name: str
    size: int
    """Bytes."""
    written: int
    """When, in nanoseconds since 1970, as the index keeps it."""


class Library:
    """The folder of uploads below a home folder; they are read beside, and before, the sources' own files."""

    def __init__(self, home: Path) -> None:
        self.folder = home / UPLOADS
        self._writing = Lock()

    def uploads(self) -> list[Upload]:
        """Return the files by name."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if path.is_file() and not path.name.startswith(".")]
        return [_upload(path) for path in sorted(found)]

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return any(each.name == name for each in self.uploads())

    def put(self, stated: str, content: BinaryIO, database: Database, by: str, at: str) -> str:
        """Keep a file, in the place of one of the same name; returns its name.

        Raises `DeskError` for a name that cannot be, a file that is too large or is not what its name says,
        and where it cannot be written; what was there then stays.
        """
        name = checked_name(stated)
        with self._writing, self._failing():
            make_folder(self.folder)
            for left in self.folder.glob(".*"):  # by a server that was killed
                left.unlink()
            aside = self.folder / f".{name}.{os.getpid()}"
            try:
                _write(content, aside, name)
                self._record(database, Deed(at, by, "upload", name, str(aside.stat().st_size)), aside)
            finally:
                aside.unlink(missing_ok=True)
        return name

    def _record(self, database: Database, deed: Deed, aside: Path) -> None:
        """Move the file into place with its line in the log: without the line it stays out."""
        with database.transaction() as connection:
            write(connection, deed)
            aside.replace(self.folder / deed.subject)
            sync(self.folder)

    def remove(self, name: str, database: Database, by: str, at: str) -> None:
        """Delete a file; raises `DeskError` where there is none of this name."""
        with self._writing, self._failing():
            if not self.has(name):
                raise DeskError("cannot.no_upload", name=name)
            with database.transaction() as connection:
                write(connection, Deed(at, by, "remove_upload", name, ""))
                (self.folder / name).unlink()
                sync(self.folder)

    @contextmanager
    def _failing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            _log.warning("'%s' cannot be written: %s.", self.folder, error.strerror or error)
            raise DeskError("cannot.write_uploads", folder=self.folder) from error


def _upload(path: Path) -> Upload:
    found = path.stat()
    return Upload(path.name, found.st_size, found.st_mtime_ns)


def checked_name(stated: str) -> str:
    """Return the name of a file; raises `DeskError` for a path, a hidden name or a kind that is not read."""
    name = unicodedata.normalize("NFC", stated)
    if not name or any(unicodedata.category(each)[0] == "C" or each in '/\\:*?"<>|' for each in name):
        raise DeskError("cannot.no_file_name", name=stated)
    if name.startswith((".", "~$")) or name != name.strip():
        raise DeskError("cannot.hidden_name", name=name)
    if len(name.encode()) > MAX_NAME_BYTES:
        raise DeskError("cannot.long_name", begin=name[:40])
    if Path(name).suffix.lower() not in SUFFIXES:
        raise DeskError("cannot.read_kind", name=name, kinds=", ".join(SUFFIXES))
    return name


def _write(content: BinaryIO, aside: Path, name: str) -> None:
    """Write a file to the disk, as far as it may be kept under its name."""
    known = format_of(Path(name).suffix)
    most = known.max_bytes if known else corpus.MAX_BYTES
    size = 0
    with aside.open("wb") as file:
        while chunk := content.read(_CHUNK):
            if size == 0:
                _check_kind(chunk, known.name if known else "corpus", name)
            size += len(chunk)
            if size > most:
                raise DeskError("cannot.too_large", name=name, most=most)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    if size == 0:
        raise DeskError("cannot.empty_file", name=name)


def _check_kind(begin: bytes, expected: str, name: str) -> None:
    try:
        check_kind(begin, expected)
    except UnreadableError as error:
        raise DeskError("cannot.other_kind", name=name, suffix=Path(name).suffix) from error
