import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.database import FILE, Database
from bot.ratings import Rating, Ratings
from bot.types import Answer
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import citation, quoted

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
ANSWER = Answer("Hoe heet mijn buurman Jansen?", "answer", "nl", (quoted(citation()), quoted(citation("B."))))


def kept(home: Path) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(home / FILE)
    try:
        return list(connection.execute("SELECT * FROM rating"))
    finally:
        connection.close()


@pytest.fixture
def ratings(tmp_path: Path) -> Ratings:
    return Ratings(Database(tmp_path), HELPLINES_ONLY, lambda: NOON)


def test_a_rating_is_kept_with_its_day_and_sources_and_without_the_question(
    ratings: Ratings, tmp_path: Path
) -> None:
    ratings.add(Rating(helpful=True), ANSWER, "000003")
    refused = Answer("Wat?", "refusal", "nl", reason="weak_evidence")
    ratings.add(Rating(False, "incomplete", " Er  mist\nveel. "), refused, "000003")
    assert kept(tmp_path) == [
        ("2026-11-24", "000003", "answer", "", "breda.txt", 1, "", ""),
        ("2026-11-24", "000003", "refusal", "weak_evidence", "", 0, "incomplete", "Er mist veel."),
    ]
    assert b"Jansen" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_personal_data_in_a_note_is_masked_and_a_long_one_is_cut(ratings: Ratings, tmp_path: Path) -> None:
    ratings.add(Rating(False, note="Bel mij op 06-12345678 of mail jan@voorbeeld.nl."), ANSWER, "1")
    ratings.add(Rating(False, note="x" * 501), ANSWER, "1")
    first, second = (row[-1] for row in kept(tmp_path))
    assert "12345678" not in str(first)
    assert "jan@" not in str(first)
    assert second == "x" * 500


def test_what_was_kept_survives_a_kill(tmp_path: Path) -> None:
    """Another process rates, says so after each, and is killed without notice: all that it said is there."""
    script = f"""
from pathlib import Path
from bot.database import Database
from bot.ratings import Rating, Ratings
from bot.types import Answer
from index.privacy import HELPLINES_ONLY
ratings = Ratings(Database(Path({str(tmp_path)!r})), HELPLINES_ONLY)
for number in range(100000):
    ratings.add(Rating(True, note=str(number)), Answer("Wat?", "refusal", "nl"), "1")
    print(number, flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [int(process.stdout.readline()) for _ in range(20)]
    os.kill(process.pid, signal.SIGKILL)
    said += [int(line) for line in process.stdout]
    process.wait()
    process.stdout.close()
    notes = [row[-1] for row in kept(tmp_path)]
    assert notes[: len(said)] == [str(number) for number in said]
    assert len(notes) <= len(said) + 1
