from io import BytesIO
from pathlib import Path

import pytest

from bot.database import Database
from bot.desk import audit
from bot.desk.library import Library, checked_name
from bot.desk.problems import DeskError
from index.formats import Format

AT = "2026-11-27T12:00:00+00:00"


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def put(library: Library, database: Database, name: str, content: bytes) -> str:
    return library.put(name, BytesIO(content), database, "eva", AT)


def held(library: Library) -> list[tuple[str, int]]:
    return [(each.name, each.size) for each in library.uploads()]


def test_a_file_is_kept_and_replaced_and_removed(library: Library, database: Database) -> None:
    assert library.uploads() == []
    assert put(library, database, "bus.txt", b"De bus rijdt.") == "bus.txt"
    assert held(library) == [("bus.txt", 13)]
    put(library, database, "bus.txt", b"De bus staat stil.")
    assert (library.folder / "bus.txt").read_bytes() == b"De bus staat stil."
    assert library.has("bus.txt")
    library.remove("bus.txt", database, "rik", AT)
    assert (held(library), library.has("bus.txt")) == ([], False)
    assert [(each.name, each.action, each.subject, each.detail) for each in audit.latest(database)] == [
        ("rik", "remove_upload", "bus.txt", ""),
        ("eva", "upload", "bus.txt", "18"),
        ("eva", "upload", "bus.txt", "13"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "../bus.txt",
        "/etc/passwd.txt",
        "a/b.txt",
        "a\\b.txt",
        "C:bus.txt",
        ".bus.txt",
        "~$bus.docx",
        "..",
        "bus\0.txt",
        "bus\n.txt",
        "exe\u202etxt.txt",
        " bus.txt",
        "bus.txt ",
        "bus",
        "bus.exe",
        "bus.txt.sh",
        f"{'é' * 101}.txt",
    ],
)
def test_a_name_that_is_hostile_or_not_read_is_refused(
    library: Library, database: Database, name: str
) -> None:
    with pytest.raises(DeskError):
        put(library, database, name, b"De bus rijdt.")
    assert not library.folder.exists()
    assert audit.latest(database) == []


@pytest.mark.parametrize("name", ["bus.txt", "Beleidsplan 2024 (concept).PDF", "café.md", "corpus.jsonl"])
def test_other_names_are_taken(name: str) -> None:
    assert checked_name(name) == name


def test_one_name_is_one_file_however_it_is_composed() -> None:
    assert checked_name("cafe\u0301.md") == "caf\u00e9.md"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("bus.pdf", b"De bus rijdt.", "other_kind name='bus.pdf' suffix='.pdf'"),
        ("bus.txt", b"%PDF-1.7 ...", "other_kind name='bus.txt' suffix='.txt'"),
        ("bus.docx", b"<html><p>bus", "other_kind name='bus.docx'"),
        ("bus.html", b"\x7fELF....", "other_kind name='bus.html'"),
        ("bus.jsonl", b"PK\x03\x04....", "other_kind name='bus.jsonl'"),
        ("bus.txt", b"", "empty_file name='bus.txt'"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_the_old_one_stays(
    library: Library, database: Database, name: str, content: bytes, said: str
) -> None:
    library.folder.mkdir()
    (library.folder / name).write_bytes(b"old")
    with pytest.raises(DeskError, match=said):
        put(library, database, name, content)
    assert held(library) == [(name, 3)]
    assert [path.name for path in library.folder.iterdir()] == [name]


def test_a_file_that_is_too_large_is_refused(
    library: Library, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Format("text", (".txt",), 5, seconds_per_megabyte=1)
    monkeypatch.setattr("bot.desk.library.format_of", lambda suffix: small)
    put(library, database, "bus.txt", b"12345")
    with pytest.raises(DeskError, match=r"cannot\.too_large name='bus\.txt' most=5"):
        put(library, database, "bus.txt", b"123456")
    assert held(library) == [("bus.txt", 5)]


def test_what_a_killed_server_left_is_cleared_away(library: Library, database: Database) -> None:
    library.folder.mkdir()
    (library.folder / ".bus.txt.4711").write_bytes(b"half")
    assert held(library) == []
    put(library, database, "tram.txt", b"De tram rijdt.")
    assert [path.name for path in library.folder.iterdir()] == ["tram.txt"]


def test_what_is_not_there_cannot_be_removed(library: Library, database: Database, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"x")
    for name in ("bus.txt", "../secret.txt"):
        with pytest.raises(DeskError, match="no_upload"):
            library.remove(name, database, "eva", AT)
    assert (tmp_path / "secret.txt").exists()


def test_a_disk_that_is_full_is_told(
    library: Library, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("bot.desk.library.os.fsync", no_room)
        with pytest.raises(DeskError, match="write_uploads"):
            put(library, database, "bus.txt", b"De bus rijdt.")
    assert held(library) == []
    assert audit.latest(database) == []
