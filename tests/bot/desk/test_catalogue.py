from pathlib import Path

from bot.desk.catalogue import Facts, Row, Standing, pending_uploads, rows, standings
from bot.desk.corrections import Entry
from bot.desk.library import Upload
from index.corrections import Correction
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.store import Index
from tests.bot.desk.shelf import stocked
from tests.conftest import HashingEncoder

TITLE = Correction("bus.txt", "title", "De bus")
OTHER = Correction("bus.txt", "title", "Bussen")


def entry(number: int, made: Correction | None, contact: str = "", undone: str = "") -> Entry:
    return Entry(number, "2026-11-27", "eva", made, contact, undone, "rik" if undone else "")


def told(found: list[Standing]) -> list[tuple[int, str, bool]]:
    return [(each.entry.number, each.state, each.pending) for each in found]


def indexed(*corrections: Correction, contacts: tuple[str, ...] = ()) -> Facts:
    return Facts(corrections=frozenset(each.digest for each in corrections), public_contacts=contacts)


def test_what_the_index_has_not_got_yet_is_pending() -> None:
    entries = [entry(1, TITLE)]
    assert told(standings(entries, [TITLE], HELPLINES_ONLY, indexed())) == [(1, "in_force", True)]
    assert told(standings(entries, [TITLE], HELPLINES_ONLY, indexed(TITLE))) == [(1, "in_force", False)]


def test_what_was_undone_is_pending_until_the_index_is_rid_of_it() -> None:
    entries = [entry(1, TITLE, undone="2026-11-28")]
    assert told(standings(entries, [], HELPLINES_ONLY, indexed(TITLE))) == [(1, "undone", True)]
    assert told(standings(entries, [], HELPLINES_ONLY, indexed())) == [(1, "undone", False)]


def test_what_a_later_line_replaced_comes_after_what_holds() -> None:
    entries = [entry(3, OTHER), entry(2, TITLE), entry(1, OTHER, undone="2026-11-28")]
    assert told(standings(entries, [OTHER], HELPLINES_ONLY, indexed(TITLE))) == [
        (3, "in_force", True),
        (2, "replaced", True),
        (1, "undone", False),
    ]


def test_of_lines_that_say_the_same_one_speaks() -> None:
    entries = [entry(3, TITLE, undone="2026-11-28"), entry(2, TITLE), entry(1, TITLE)]
    assert told(standings(entries, [TITLE], HELPLINES_ONLY, indexed())) == [
        (2, "in_force", True),
        (3, "undone", False),
        (1, "replaced", False),
    ]


def test_contacts_are_pending_likewise() -> None:
    entries = [entry(2, None, "breda.nl"), entry(1, None, "utrecht.nl", undone="2026-11-28")]
    found = standings(entries, [], PublicContacts.of(["breda.nl"]), indexed(contacts=("utrecht.nl",)))
    assert told(found) == [(2, "in_force", True), (1, "undone", True)]


def test_uploads_are_pending_where_they_are_other_files_than_were_read() -> None:
    facts = Facts(uploads={"same.txt": 1, "changed.txt": 1, "gone.txt": 1})
    uploads = [Upload("same.txt", 5, 1), Upload("changed.txt", 5, 2), Upload("new.txt", 5, 3)]
    assert pending_uploads(uploads, facts) == {"changed.txt", "gone.txt", "new.txt"}


def test_documents_are_told_with_roles_and_passages_and_found_by_name_or_title(tmp_path: Path) -> None:
    stocked(tmp_path)
    index = Index.open(tmp_path, HashingEncoder())
    assert rows(index)[1] == Row(
        "vervoer.txt", "Vervoer", "", "", (("article", 1), ("heading", 1)), passages=1, warnings=()
    )
    assert [each.source for each in rows(index, "BREDA")] == ["breda.txt"]
    assert [each.source for each in rows(index, "vervoer")] == ["vervoer.txt"]
    assert rows(index, "tulpen") == []


def test_the_facts_of_a_generation_are_read_and_empty_where_it_is_gone(tmp_path: Path) -> None:
    stocked(tmp_path)
    facts = Facts.read(tmp_path, "000001")
    assert (facts.skipped, facts.corrections, facts.uploads) == ((), frozenset(), {})
    assert facts.built
    assert Facts.read(tmp_path, "000009") == Facts()
    assert Facts.read(tmp_path, "") == Facts()
