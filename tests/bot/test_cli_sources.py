"""What staff corrected, allowed and uploaded at the desk is in what the command line builds."""

from io import BytesIO
from pathlib import Path

import pytest

from bot.database import Database
from bot.desk.corrections import Corrections
from bot.desk.library import Library
from index.corrections import Correction
from index.store import Index
from tests.bot.conftest import Cli
from tests.conftest import HashingEncoder

AT = "2026-11-27T12:00:00+00:00"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "bus.txt").write_text("De bus\n\nDe bus rijdt elke dag. Bel 030 286 00 00 voor een kaartje.\n")
    (folder / "tram.txt").write_text("De tram\n\nDe tram rijdt nooit naar het zwembad.\n")
    return folder


def built(cli: Cli) -> Index:
    return Index.open(cli.home, HashingEncoder())


def test_corrections_survive_every_build(cli: Cli, folder: Path) -> None:
    corrections = Corrections(Database(cli.home))
    corrections.add(
        [Correction("bus.txt", "title", "Alles over de bus"), Correction("tram.txt", "left_out")], "eva", AT
    )
    corrections.allow("030 286 00 00", "eva", AT)
    for _ in range(2):
        ran = cli("index", "build", folder)
        assert (ran.code, "Left out: tram.txt: it was left out at the desk" in ran.err) == (0, True)
    index = built(cli)
    assert [each.title for each in index.documents.values()] == ["Alles over de bus"]
    assert "030 286 00 00" in index.documents["bus.txt"].text
    assert cli("index", "add", folder / "bus.txt").code == 0
    assert built(cli).documents["bus.txt"].title == "Alles over de bus"
    # What was allowed is no personal data in a question either.
    assert "030 286 00 00" in cli("ask", "Waarvoor is 030 286 00 00, een kaartje voor de bus?", "--json").out


def test_uploads_are_read_in_the_place_of_files_of_the_same_name(cli: Cli, folder: Path) -> None:
    content = b"De bus\n\nDe bus rijdt alleen op zondag naar het station.\n"
    Library(cli.home).put("bus.txt", BytesIO(content), Database(cli.home), "eva", AT)
    assert cli("index", "build", folder, "--strict").code == 0
    index = built(cli)
    assert list(index.documents) == ["bus.txt", "tram.txt"]
    assert "zondag" in index.documents["bus.txt"].text


def test_after_something_was_allowed_nothing_is_added_to_an_index_that_masks_it(
    cli: Cli, folder: Path
) -> None:
    cli("index", "build", folder)
    Corrections(Database(cli.home)).allow("030 286 00 00", "eva", AT)
    ran = cli("index", "add", folder / "bus.txt")
    assert (ran.code, "build the index again" in ran.err) == (2, True)


def test_without_a_desk_no_store_is_made(cli: Cli, folder: Path) -> None:
    cli("index", "build", folder)
    assert sorted(path.name for path in cli.home.iterdir()) == ["build.lock", "current", "generations"]
