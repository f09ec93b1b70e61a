import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot import database as module
from bot.backup import back_up, restore
from bot.database import Database, connected, migrate, migrations
from index.errors import StoreUnavailableError, UsageError
from tests.bot.test_database import add, days


def unchanged(connection: sqlite3.Connection) -> None:
    """What is done to a copy before it is put in place: nothing."""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(tmp_path / "home")
    add(made, "1")
    return made


@pytest.fixture
def copied(database: Database, tmp_path: Path) -> Path:
    back_up(database, tmp_path / "copy #1?.sqlite")
    return tmp_path / "copy #1?.sqlite"


def test_a_backup_is_one_file_for_its_owner_alone_and_comes_back(database: Database, copied: Path) -> None:
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert [each for each in copied.parent.iterdir() if each.is_file()] == [copied]
    add(database, "2")
    restore(database, copied, unchanged)
    assert days(database) == ["1"]
    assert [each.name for each in database.file.parent.glob(".*")] == []


def test_a_backup_comes_back_from_where_nothing_can_be_written(database: Database, copied: Path) -> None:
    folder = copied.parent / "read-only"
    folder.mkdir()
    moved = copied.rename(folder / "copy.sqlite")
    folder.chmod(0o500)
    try:
        restore(database, moved, unchanged)
        assert [each.name for each in folder.iterdir()] == ["copy.sqlite"]
    finally:
        folder.chmod(0o700)


def test_what_finish_does_is_restored_with_the_rest(database: Database, copied: Path) -> None:
    def finish(connection: sqlite3.Connection) -> None:
        connection.execute("UPDATE rating SET day = '7'")

    restore(database, copied, finish)
    assert days(database) == ["7"]


def test_a_finish_that_fails_leaves_what_was_there(database: Database, copied: Path) -> None:
    add(database, "2")

    def finish(connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM nowhere")

    with pytest.raises(StoreUnavailableError, match="no such table"):
        restore(database, copied, finish)
    assert days(database) == ["1", "2"]


def test_no_file_is_overwritten(database: Database, copied: Path) -> None:
    with pytest.raises(UsageError, match="is there already"):
        back_up(database, copied)


def test_there_is_nothing_to_back_up_before_there_is_something(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing to back up"):
        back_up(Database(tmp_path / "other"), tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_place_that_cannot_be_written_is_told(database: Database, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailableError, match="cannot be written: "):
        back_up(database, tmp_path / "nowhere" / "copy")


def test_a_backup_of_one_moment_is_made_while_others_write(database: Database, tmp_path: Path) -> None:
    """Two rows a transaction: a copy that saw half of one would have an odd number."""
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with database.transaction() as connection:
                for _ in range(2):
                    connection.execute(
                        "INSERT INTO rating VALUES (?, '1', 'answer', '', '', 1, '', '')", (str(number),)
                    )

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            back_up(database, tmp_path / f"{number}.sqlite")
    finally:
        stop.set()
        writer.join()
    counts = []
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.sqlite")) as copy:
            counts += copy.execute("SELECT count(*) FROM rating").fetchone()
    assert all(count % 2 == 1 for count in counts)  # the one of before, and pairs
    assert counts == sorted(counts)


def refused(database: Database, file: Path, said: str) -> None:
    add(database, "2")
    with pytest.raises(UsageError, match=said):
        restore(database, file, unchanged)
    assert days(database) == ["1", "2"]
    assert [each.name for each in database.file.parent.glob(".*")] == []


@pytest.mark.parametrize("content", [b"", b"x", b"Beste lezer, dit is een brief.\n" * 500, bytes(8192)])
def test_nonsense_is_not_restored(database: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "nonsense").write_bytes(content)
    refused(database, tmp_path / "nonsense", "Nothing was restored")


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_backup_is_not_restored(database: Database, copied: Path, part: float) -> None:
    content = copied.read_bytes()
    copied.write_bytes(content[: int(len(content) * part)])
    refused(database, copied, "Nothing was restored")


def test_a_backup_with_damaged_pages_is_not_restored(database: Database, copied: Path) -> None:
    content = bytearray(copied.read_bytes())
    content[4096:8192] = random.Random(8).randbytes(4096)
    copied.write_bytes(content)
    refused(database, copied, "Nothing was restored")


def test_another_programs_file_is_not_restored(database: Database, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.sqlite")) as other:
        other.execute("CREATE TABLE moz_places (url TEXT)")
        other.execute("PRAGMA user_version = 2")
    refused(database, tmp_path / "other.sqlite", "its tables are others")


def test_a_backup_that_somebody_put_a_trigger_into_is_not_restored(database: Database, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as changed:
        changed.execute(
            "CREATE TRIGGER door AFTER INSERT ON rating BEGIN "
            "INSERT INTO account VALUES ('mallory', 'editor', 'x'); END"
        )
        changed.commit()
    refused(database, copied, "its tables are others")


def test_a_backup_of_a_newer_version_is_not_restored(database: Database, copied: Path) -> None:
    with closing(sqlite3.connect(copied)) as changed:
        changed.execute(f"PRAGMA user_version = {migrations()[-1][0] + 1}")
    refused(database, copied, "newer version")


@pytest.mark.parametrize("name", ["nothing", "."])
def test_what_is_no_file_is_not_restored(database: Database, tmp_path: Path, name: str) -> None:
    refused(database, tmp_path / name, "There is no file")


def test_what_serves_is_no_backup_of_itself(database: Database) -> None:
    refused(database, database.file, "is what serves now")


@pytest.mark.parametrize("step", [number for number, _ in migrations()])
def test_a_backup_of_every_earlier_step_is_restored(database: Database, tmp_path: Path, step: int) -> None:
    old = tmp_path / "old.sqlite"
    with closing(connected(old)) as connection:
        migrate(connection, old, last=step)
        connection.execute("INSERT INTO rating VALUES ('old', '1', 'answer', '', '', 1, '', '')")
    restore(database, old, unchanged)
    assert days(database) == ["old"]


def test_a_backup_is_restored_where_there_is_nothing(copied: Path, tmp_path: Path) -> None:
    other = Database(tmp_path / "other" / "home")
    restore(other, copied, unchanged)
    assert days(other) == ["1"]
    assert stat.S_IMODE(other.file.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", [b"no database" * 1000, b"SQLite format 3\0" + bytes(5000)])
def test_a_backup_takes_the_place_of_a_damaged_file_which_is_kept(
    database: Database, copied: Path, content: bytes
) -> None:
    database.file.write_bytes(content)
    restore(database, copied, unchanged)
    assert days(database) == ["1"]
    assert stat.S_IMODE(database.file.stat().st_mode) == 0o600
    assert database.file.with_name(f"{database.file.name}.damaged").read_bytes() == content


def test_who_reads_meanwhile_goes_on_and_then_sees_what_was_restored(
    database: Database, copied: Path
) -> None:
    add(database, "2")
    with database.reading() as connection:
        assert len(connection.execute("SELECT * FROM rating").fetchall()) == 2
        restore(database, copied, unchanged)
        assert len(connection.execute("SELECT * FROM rating").fetchall()) == 2
    assert days(database) == ["1"]


def test_a_file_that_another_writes_into_is_not_replaced(
    database: Database, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with database.transaction() as connection:
        connection.execute("DELETE FROM rating")
        with pytest.raises(StoreUnavailableError, match="another program holds it"):
            restore(database, copied, unchanged)
    assert days(database) == []


def test_a_restore_that_is_killed_leaves_the_old_or_the_new(
    database: Database, copied: Path, tmp_path: Path
) -> None:
    """Another process restores over and over between two backups of different sizes, and is killed."""
    for number in range(300):
        add(database, str(number))
    large = tmp_path / "large.sqlite"
    back_up(database, large)
    script = f"""
from pathlib import Path
from bot.backup import restore
from bot.database import Database
database = Database(Path({str(database.file.parent)!r}))
while True:
    for file in {[str(copied), str(large)]!r}:
        restore(database, Path(file), lambda connection: None)
        print(file, flush=True)
"""
    for wait in (1, 2, 3):
        process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        for _ in range(wait):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert len(days(database)) in (1, 301)
        with database.reading() as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
