"""What is kept beside the index, in one SQLite file: ratings, and all that belongs to the staff desk."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from filelock import FileLock

from index.errors import StoreUnavailableError
from index.files import make_folder, sync

FILE = "wijkwijzer.sqlite"
# Another process may be writing at the same time.
BUSY_SECONDS = 5
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


@lru_cache(maxsize=1)
def migrations() -> tuple[tuple[int, str], ...]:
    """Return the steps that make the tables what they are, in order, each with the number in its name."""
    found = (each for each in files("bot").joinpath("migrations").iterdir() if each.name.endswith(".sql"))
    return tuple(sorted((int(each.name[:4]), each.read_text(encoding="utf-8")) for each in found))


def is_damage(error: sqlite3.Error) -> bool:
    """Tell a file that is broken, or never was SQLite's, from one that cannot be used for now."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED


class Database:
    """One file below a home folder, made with the first use of it, which nobody else on the machine may read.

    Whoever reads does not wait for whoever writes (write-ahead log), and what was committed survives a
    power failure. Everything raises `StoreUnavailableError` where the file cannot be used. Inside a block
    that has a connection, no other may be asked for: the two would wait for each other.
    """

    def __init__(self, home: Path) -> None:
        self.file = home / FILE

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Give a connection whose changes are all kept, or none where the block raises. Rows have names."""
        with self._opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.rollback()
                raise
            connection.commit()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a connection that sees one moment, waits for nobody, and whose changes are not kept."""
        with self._opened() as connection:
            connection.execute("BEGIN")
            yield connection

    def compact(self) -> None:
        """Write the file anew and empty the log beside it: what was deleted is in neither any more.

        Raises `StoreUnavailableError` while others still see what was there before.
        """
        with self._opened() as connection:
            # What it writes meanwhile is in memory alone.
            connection.execute("PRAGMA temp_store = MEMORY")
            connection.execute("VACUUM")
            [(busy, _, _)] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            if busy:
                raise sqlite3.OperationalError("others are reading it")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            _make(self.file)
            with closing(connected(self.file)) as connection:
                migrate(connection, self.file)
                yield connection
        except sqlite3.DatabaseError as error:
            if is_damage(error):
                raise StoreUnavailableError(
                    f"'{self.file}' is damaged: {error}. "
                    "Put a backup in its place: wijkwijzer data restore FILE"
                ) from error
            if isinstance(error, sqlite3.OperationalError):
                raise StoreUnavailableError(
                    f"'{self.file}' cannot be used: {error}. Make room, or let no other program hold it."
                ) from error
            raise


def connected(file: Path) -> sqlite3.Connection:
    """Return a connection with the promises of `Database`; transactions are begun by whoever needs one."""
    connection = sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # What is deleted is overwritten, not only let go of.
        connection.execute("PRAGMA secure_delete = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


@contextmanager
def aside(file: Path) -> Iterator[Path]:
    """Give a new empty file beside another, for the owner alone; what is left of it at the end vanishes.

    The files that SQLite puts beside it get its mode.
    """
    place = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        _unlink(place)
        os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield place
    finally:
        _unlink(place)


def _unlink(place: Path) -> None:
    for last in ("", "-wal", "-shm", "-journal"):
        place.with_name(place.name + last).unlink(missing_ok=True)


def _make(file: Path) -> None:
    """Make the file with all its tables if it is not there: whoever comes at the same time waits."""
    try:
        if file.exists():
            return
        make_folder(file.parent)
        with FileLock(file.with_suffix(".lock")):
            if file.exists():
                return
            with aside(file) as place:
                with closing(connected(place)) as connection:
                    migrate(connection, place)
                place.replace(file)
            sync(file.parent)
    except OSError as error:
        raise StoreUnavailableError(
            f"'{file}' cannot be made: {error.strerror or error}. Make room, or allow writing there."
        ) from error


def migrate(connection: sqlite3.Connection, file: Path, last: int | None = None) -> None:
    """Take the steps that a file has not taken, up to the last, each wholly or not at all."""
    steps = [step for step in migrations() if last is None or step[0] <= last]
    done = version(connection)
    if done > migrations()[-1][0]:
        raise StoreUnavailableError(
            f"'{file}' was written by a newer version of Wijkwijzer. Install that, or restore a backup."
        )
    for number, script in steps:
        if done < number:
            _take(connection, number, script)


def _take(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    # Looked at again inside the transaction: another process may have taken the step meanwhile.
    if version(connection) < number:
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {number}")
    connection.commit()


def version(connection: sqlite3.Connection) -> int:
    """Return the number of the last step that a file has taken, 0 for a new one."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """Yield a script's statements: `executescript` would commit before the first of them."""
    collected = ""
    for line in script.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected
            collected = ""
    yield collected


def copy(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    """Copy a whole database in one step, which others see wholly or not at all.

    Raises `sqlite3.OperationalError` where another program holds the target for longer than some seconds.
    """

    def gave_up(status: int, remaining: int, total: int) -> None:
        del remaining, total
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):  # it has waited BUSY_SECONDS by then
            raise sqlite3.OperationalError("another program holds it")

    progress: Callable[[int, int, int], object] = gave_up
    source.backup(target, progress=progress)
