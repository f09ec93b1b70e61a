import platform
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answer import Bot
from bot.database import FILE
from bot.desk.desk import Desk
from bot.desk.health import Memory, Size, health, memory, verified
from bot.settings import Settings
from index.build import build
from index.errors import IndexUnavailableError
from index.status import Checked, status
from index.store import Index
from tests.bot.desk.conftest import Clock
from tests.conftest import HashingEncoder, ScriptedGenerator


@pytest.fixture
def built(desk: Desk, tmp_path: Path) -> Desk:
    """A desk whose index is on the disk, as a server's is."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "breda.txt").write_text("Breda kent een netwerk. Het bestaat al jaren.", encoding="utf-8")
    home = tmp_path / "home"
    build(home, [sources], HashingEncoder(), 160)
    bot = Bot(Index.open(home, HashingEncoder()), ScriptedGenerator(), 10)
    return replace(desk, home=home, bot_now=lambda: bot)


def test_the_index_is_told_by_what_serves_and_what_its_folder_says(built: Desk, clock: Clock) -> None:
    found = health(built, clock.now).index
    facts = status(built.home)
    assert (found.generation, found.built) == ("000001", facts["built"])
    assert (found.documents, found.passages, found.encoder) == (1, facts["passages"], HashingEncoder().name)


def test_a_generation_that_was_collected_does_not_say_when_it_was_built(built: Desk, clock: Clock) -> None:
    shutil.rmtree(built.home / "generations")
    found = health(built, clock.now).index
    assert (found.generation, found.built, found.documents) == ("000001", "", 1)


def test_sizes_are_those_on_the_disk_each_generation_by_itself(built: Desk, clock: Clock) -> None:
    folder = built.home / "generations" / "000001"
    (built.home / FILE).write_bytes(b"x" * 1234)
    (built.home / "uploads" / "deep").mkdir(parents=True)
    (built.home / "uploads" / "deep" / "a.pdf").write_bytes(b"x" * 99)
    sizes = {each.name: each.bytes for each in health(built, clock.now).sizes}
    assert sizes[FILE] == 1234
    assert sizes["uploads"] == 99
    files = [each for each in folder.rglob("*") if each.is_file()]
    assert sizes["generations/000001"] == sum(each.stat().st_size for each in files)
    assert "generations" not in sizes


def test_free_space_is_told_before_the_folders_are_there(desk: Desk, tmp_path: Path, clock: Clock) -> None:
    settings = Settings(cache=tmp_path / "not" / "yet")
    found = health(replace(desk, home=tmp_path / "home", settings=settings), clock.now)
    free = shutil.disk_usage(tmp_path).free
    assert found.free_home == pytest.approx(free, rel=0.2)
    assert found.free_cache == pytest.approx(free, rel=0.2)
    assert found.sizes == ()


def test_the_line_the_time_and_the_versions_are_told(desk: Desk, clock: Clock) -> None:
    desk.line.enter()
    desk.line.enter()
    started = clock.now
    clock.move(timedelta(hours=3))
    found = health(desk, started)
    assert (found.waiting, found.places, found.up) == (2, desk.line.places, timedelta(hours=3))
    assert dict(found.versions)["Python"] == platform.python_version()
    assert dict(found.versions)["wijkwijzer"]


def test_the_memory_is_what_the_system_says(tmp_path: Path) -> None:
    status_file = tmp_path / "status"
    status_file.write_text("Name:\tpython\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\nThreads:\t3\n")
    assert memory(status_file) == Memory(now=1_048_576, peak=2_097_152)
    status_file.write_text("Name:\tpython\n")
    assert memory(status_file) is None
    assert memory(tmp_path / "nowhere") is None


def test_the_memory_of_this_process_is_more_than_a_megabyte() -> None:
    found = memory()
    assert found is not None
    assert 1_000_000 < found.now <= found.peak


def test_every_file_is_hashed_again(built: Desk) -> None:
    folder = built.home / "generations" / "000001"
    files = [each for each in folder.rglob("*") if each.is_file()]
    # All but the manifest, which the pointer has the sha256 of.
    assert verified(built.home) == (Checked("000001", len(files) - 1, ""),)
    passages = folder / "passages.jsonl"
    passages.write_bytes(passages.read_bytes().replace(b"netwerk", b"network"))
    [found] = verified(built.home)
    assert "passages.jsonl' was changed" in found.damage


def test_without_an_index_there_is_nothing_to_verify(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError):
        verified(tmp_path)


def test_what_vanishes_while_it_is_measured_has_no_size(
    desk: Desk, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").write_bytes(b"xyz")
    (tmp_path / "gone").write_bytes(b"xyz")
    real: Callable[[Path], bool] = Path.is_file

    def vanishing(path: Path) -> bool:
        found = real(path)
        if path.name == "gone":
            path.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "is_file", vanishing)
    sizes = {each.name: each for each in health(replace(desk, home=tmp_path), clock.now).sizes}
    assert (sizes["here"], sizes["gone"]) == (Size("here", 3), Size("gone", 0))
