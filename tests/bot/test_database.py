import multiprocessing
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot import database as module
from bot.database import FILE, Database, connected, migrate, migrations, version
from index.errors import StoreUnavailableError


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {name for (name,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql <> ''")}


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "home")


def add(database: Database, day: str) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO rating VALUES (?, '1', 'answer', '', '', 1, '', '')", (day,))


def days(database: Database) -> list[str]:
    with database.reading() as connection:
        return [row["day"] for row in connection.execute("SELECT day FROM rating ORDER BY rowid")]


def test_what_is_written_is_there_and_nobody_else_may_read_it(database: Database) -> None:
    add(database, "2026-11-27")
    assert days(database) == ["2026-11-27"]
    with database.transaction():
        for file in database.file.parent.glob(f"{FILE}*"):
            assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert {file.name for file in database.file.parent.iterdir()} == {FILE, "wijkwijzer.lock"}


def test_a_block_that_raises_leaves_nothing(database: Database) -> None:
    def half() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO rating VALUES ('x', '1', 'answer', '', '', 1, '', '')")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        half()
    assert days(database) == []


def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    with database.reading() as connection:
        connection.execute("INSERT INTO rating VALUES ('x', '1', 'answer', '', '', 1, '', '')")
    assert days(database) == []


def test_who_reads_does_not_wait_for_who_writes(database: Database) -> None:
    add(database, "1")
    with database.transaction() as connection:
        connection.execute("DELETE FROM rating")
        assert days(database) == ["1"]
    assert days(database) == []


def test_errors_of_the_block_are_its_own(database: Database) -> None:
    with pytest.raises(FileNotFoundError), database.transaction():
        Path("/no/such/file").read_text()
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as connection:
        connection.execute("INSERT INTO rating VALUES ('x', '1', 'answer', '', '', 7, '', '')")
    with pytest.raises(sqlite3.ProgrammingError), database.transaction() as connection:
        connection.execute("SELECT ?", ())


def test_a_file_that_another_holds_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    add(database, "1")
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.05)
    with closing(connected(database.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailableError, match="cannot be used: database is locked"):
            add(database, "2")
    assert days(database) == ["1"]


def test_a_home_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(StoreUnavailableError, match="cannot be made: "):
        add(Database(tmp_path / "home"), "1")


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_told_with_what_helps(database: Database, content: bytes) -> None:
    database.file.parent.mkdir()
    database.file.write_bytes(content)
    with pytest.raises(StoreUnavailableError, match=r"is damaged: .*wijkwijzer data restore FILE"):
        days(database)


def test_a_flipped_page_is_told(database: Database) -> None:
    for number in range(200):
        add(database, str(number))
    content = bytearray(database.file.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    database.file.write_bytes(content)
    with pytest.raises(StoreUnavailableError, match="is damaged: "):
        add(database, "x")


def test_the_steps_have_numbers_of_their_own() -> None:
    numbers = [number for number, _ in migrations()]
    assert numbers[:3] == [1, 2, 3]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("step", [0, *(number for number, _ in migrations())])
def test_a_file_of_every_earlier_step_is_brought_up_to_date(
    tmp_path: Path, database: Database, step: int
) -> None:
    database.file.parent.mkdir()
    with closing(connected(database.file)) as connection:
        migrate(connection, database.file, last=step)
        assert version(connection) == step
        if step:
            connection.execute("INSERT INTO rating VALUES ('old', '1', 'answer', '', '', 1, '', '')")
    assert days(database) == (["old"] if step else [])
    fresh = Database(tmp_path / "fresh")
    assert days(fresh) == []
    assert tables(database.file) == tables(fresh.file)


def test_a_file_of_a_newer_version_is_left_alone(database: Database) -> None:
    add(database, "1")
    with closing(connected(database.file)) as connection:
        connection.execute(f"PRAGMA user_version = {migrations()[-1][0] + 1}")
    with pytest.raises(StoreUnavailableError, match="newer version"):
        days(database)


def test_a_step_that_fails_is_not_half_taken(
    tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(database, "1")
    before, steps = tables(database.file), migrations()
    broken = (steps[-1][0] + 1, "CREATE TABLE half (x) STRICT;\nCREATE TABLE half (x INTEGER) STRICT;")
    monkeypatch.setattr(module, "migrations", lambda: (*steps, broken))
    with pytest.raises(StoreUnavailableError):
        days(database)
    assert tables(database.file) == before


def test_a_statement_without_an_end_is_run_too(tmp_path: Path) -> None:
    with closing(connected(tmp_path / "x.sqlite")) as connection:
        for statement in module._statements("CREATE TABLE a (x);\n-- a note\nCREATE TABLE b (x)"):
            connection.execute(statement)
    assert tables(tmp_path / "x.sqlite") == {"CREATE TABLE a (x)", "CREATE TABLE b (x)"}


def test_a_file_that_vanishes_is_made_again(database: Database) -> None:
    add(database, "1")
    database.file.unlink()
    add(database, "2")
    assert days(database) == ["2"]


def _one_of_many(home: str, step: int, number: int) -> None:
    add(Database(Path(home)), str(number))


@pytest.mark.parametrize("step", [None, 1])
def test_many_processes_may_begin_at_once(database: Database, step: int | None) -> None:
    if step is not None:
        database.file.parent.mkdir()
        with closing(connected(database.file)) as connection:
            migrate(connection, database.file, last=step)
    context = multiprocessing.get_context("spawn")
    home = str(database.file.parent)
    processes = [context.Process(target=_one_of_many, args=(home, step, number)) for number in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * 4
    assert sorted(days(database)) == [str(number) for number in range(4)]


def test_what_was_deleted_is_in_the_file_no_more(database: Database) -> None:
    add(database, "2026-11-27")
    add(database, "2026-11-28")
    with database.transaction() as connection:
        connection.execute("DELETE FROM rating WHERE day = '2026-11-27'")
    database.compact()
    files = [file.read_bytes() for file in database.file.parent.glob(f"{FILE}*")]
    assert not any(b"2026-11-27" in content for content in files)
    assert days(database) == ["2026-11-28"]


def test_a_file_that_is_read_is_not_written_anew(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.01)
    add(database, "2026-11-27")
    with database.reading() as connection:
        connection.execute("SELECT * FROM rating").fetchall()
        with pytest.raises(StoreUnavailableError, match="cannot be used"):
            database.compact()


def test_many_threads_may_begin_at_once(database: Database) -> None:
    threads = [threading.Thread(target=add, args=(database, str(number))) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(days(database)) == [str(number) for number in range(8)]
