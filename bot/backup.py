"""Copies of the database: made while others write, and put back only if they are sound."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.database import Database, aside, connected, copy, is_damage, migrate, migrations, version
from index.errors import StoreUnavailableError, UsageError
from index.files import make_folder, sync


def back_up(database: Database, target: Path) -> None:
    """Write a whole copy of one moment into a new file, which nobody but its owner may read.

    Raises `UsageError` where there is nothing to copy, or there already is such a file.
    """
    if not database.file.exists():
        raise UsageError(f"There is no '{database.file}' yet, and so nothing to back up.")
    if target.exists():
        raise UsageError(f"'{target}' is there already. Name a file that is not.")
    with database.reading():
        pass  # a file of an older version is brought up to date, a damaged one is told
    try:
        with aside(target) as place:
            with closing(connected(database.file)) as ours, closing(sqlite3.connect(place)) as theirs:
                copy(ours, theirs)
                # One file, which can be read where nothing can be written.
                theirs.execute("PRAGMA journal_mode = DELETE")
            place.rename(target)
        sync(target.parent)
    except (sqlite3.Error, OSError) as error:
        raise StoreUnavailableError(f"The backup '{target}' cannot be written: {error}.") from error


def restore(database: Database, source: Path, finish: Callable[[sqlite3.Connection], None]) -> None:
    """Put a backup in the place of what is there, in one step, after `finish` has changed the copy.

    Raises `UsageError` where it is no sound copy of such a file: what was there then stays.
    """
    file = database.file
    if not source.is_file():
        raise UsageError(f"There is no file '{source}'.")
    if file.exists() and source.samefile(file):
        raise UsageError(f"'{source}' is what serves now. Name a backup of it.")
    try:
        make_folder(file.parent)
        with aside(file) as place:
            _copy_sound(source, place)
            with closing(connected(place)) as connection:
                migrate(connection, place)
                connection.execute("BEGIN")
                finish(connection)
                connection.commit()
            _put(place, file)
    except (sqlite3.Error, OSError) as error:
        raise StoreUnavailableError(
            f"'{source}' cannot be put in the place of '{file}': {error}. "
            "Stop what holds it, or make room, and try again."
        ) from error


def _copy_sound(source: Path, place: Path) -> None:
    try:
        read_only = f"{source.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(read_only, uri=True)) as theirs, closing(connected(place)) as ours:
            copy(theirs, ours)
            # SQLite itself takes what is missing of a last page for zeros.
            if source.stat().st_size % theirs.execute("PRAGMA page_size").fetchone()[0]:
                raise UsageError(f"'{source}' was cut short. Nothing was restored.")
            if wrong := _wrong(ours):
                raise UsageError(f"'{source}' is no sound backup: {wrong}. Nothing was restored.")
    except sqlite3.DatabaseError as error:
        if not is_damage(error):
            raise
        raise UsageError(
            f"'{source}' is no backup of Wijkwijzer's: {error}. Nothing was restored."
        ) from error


def _wrong(connection: sqlite3.Connection) -> str:
    """Return what is wrong with a copy; nothing where it is sound and has the tables of its step alone."""
    verdict = str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    if verdict != "ok":
        return verdict
    step, newest = version(connection), migrations()[-1][0]
    if step > newest:
        return f"it was written by a newer version, with step {step} of {newest}"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as model:
        migrate(model, Path(":memory:"), last=step)
        if step == 0 or _tables(connection) != _tables(model):
            return "its tables are others than this program makes"
    return ""


def _tables(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite^_%' ESCAPE '^' "
        "ORDER BY type, name"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def _put(place: Path, file: Path) -> None:
    """Copy into the file where that is one, so that whoever has it open goes on with what was restored.

    A damaged one is kept beside it, under another name.
    """
    if file.exists():
        try:
            with closing(connected(place)) as restored, closing(connected(file)) as served:
                copy(restored, served)
        except sqlite3.DatabaseError as error:
            if not is_damage(error):
                raise
            shutil.copy2(file, file.with_name(f"{file.name}.damaged"))
        else:
            return
    for last in ("-wal", "-shm"):
        file.with_name(file.name + last).unlink(missing_ok=True)
    place.replace(file)
    sync(file.parent)
