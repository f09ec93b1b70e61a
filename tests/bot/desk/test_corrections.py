from pathlib import Path

import pytest

from bot.database import Database
from bot.desk import audit
from bot.desk.corrections import Corrections
from bot.desk.problems import DeskError
from index.corrections import Correction

AT, LATER = "2026-11-27T12:00:00+00:00", "2026-11-28T12:00:00+00:00"
TITLE = Correction("bus.txt", "title", "De bus")
ROLE = Correction("bus.txt", "role", "comment", 4, "Hij rijdt.")


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def corrections(database: Database) -> Corrections:
    return Corrections(database)


def test_without_a_desk_nothing_is_in_force_and_no_file_is_made(
    corrections: Corrections, tmp_path: Path
) -> None:
    assert corrections.in_force() == ()
    assert corrections.public(["utrecht.nl"]).entries == ("utrecht.nl",)
    assert list(tmp_path.iterdir()) == []


def test_corrections_are_kept_with_who_and_when(corrections: Corrections, database: Database) -> None:
    corrections.add([TITLE, ROLE], "eva", AT)
    assert corrections.in_force() == (TITLE, ROLE)
    latest = corrections.entries()[0]
    assert (latest.correction, latest.name, latest.at, latest.undone_at) == (ROLE, "eva", AT, "")
    assert corrections.entries("tram.txt") == []
    assert [(each.action, each.subject, each.detail) for each in audit.latest(database)] == [
        ("correct_role", "bus.txt", "comment"),
        ("correct_title", "bus.txt", "De bus"),
    ]


def test_of_the_same_thing_the_later_holds_and_the_earlier_again_after_an_undo(
    corrections: Corrections,
) -> None:
    second = Correction("bus.txt", "title", "Bussen")
    corrections.add([TITLE], "eva", AT)
    corrections.add([second], "rik", LATER)
    assert corrections.in_force() == (second,)
    corrections.undo(2, "eva", LATER)
    assert corrections.in_force() == (TITLE,)


def test_an_undo_is_a_new_line_and_deletes_nothing(corrections: Corrections, database: Database) -> None:
    corrections.add([TITLE], "eva", AT)
    corrections.undo(1, "rik", LATER)
    [entry] = corrections.entries()
    assert (entry.name, entry.at, entry.undone_by, entry.undone_at) == ("eva", AT, "rik", LATER)
    assert corrections.in_force() == ()
    with database.transaction() as connection:
        assert connection.execute("SELECT count(*) FROM correction").fetchone()[0] == 2
    assert audit.latest(database)[0].action == "undo_correction"


@pytest.mark.parametrize("number", [1, 2, 3])
def test_what_is_not_in_force_cannot_be_undone(
    corrections: Corrections, database: Database, number: int
) -> None:
    corrections.add([TITLE], "eva", AT)
    corrections.undo(1, "eva", AT)
    with pytest.raises(DeskError, match=f"undo number={number}"):
        corrections.undo(number, "eva", AT)
    assert len(audit.latest(database)) == 2


def test_where_one_is_wrong_none_is_kept(corrections: Corrections) -> None:
    with pytest.raises(DeskError, match="correct value='gisteren'"):
        corrections.add([TITLE, Correction("bus.txt", "date", "gisteren")], "eva", AT)
    assert corrections.entries() == []


def test_contacts_are_joined_to_the_settings(corrections: Corrections, database: Database) -> None:
    corrections.allow("+31 (0)30 286 00 00", "eva", AT)
    corrections.allow("Loket@Utrecht.nl", "eva", AT)
    assert corrections.public(["breda.nl"]).entries == ("0302860000", "breda.nl", "loket@utrecht.nl")
    assert corrections.in_force() == ()
    corrections.undo(1, "eva", LATER)
    assert corrections.public([]).entries == ("loket@utrecht.nl",)
    assert [each.subject for each in audit.latest(database)] == [
        "0302860000",
        "loket@utrecht.nl",
        "0302860000",
    ]


def test_what_is_no_contact_is_refused(corrections: Corrections) -> None:
    with pytest.raises(DeskError, match="show_contact stated='het loket'"):
        corrections.allow("het loket", "eva", AT)
    assert corrections.entries() == []
