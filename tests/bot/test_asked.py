import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from bot.asked import NEVER_KEPT, Asked, week_of
from bot.database import FILE, Database
from bot.types import Answer, Kind, Reason, Sentence
from eval.hashing import HashingEncoder
from index.privacy import HELPLINES_ONLY
from index.types import FloatArray
from tests.bot.conftest import citation, quoted

DAY = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
QUESTION = "Hoe vraag ik ¿een zwanenhalsverklaring? aan, 🙂?"
REFUSED = Answer(
    QUESTION, "refusal", "nl", reason="weak_evidence", nearest=(citation("Zo is het."), citation())
)
ANSWERED = Answer(QUESTION, "answer", "nl", (quoted(citation()),))


class Clock:
    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked(home: Path, clock: Clock, days: int = 30) -> Asked:
    return Asked(Database(home), days, HELPLINES_ONLY, HashingEncoder(), clock)


def rows(home: Path, query: str = "SELECT token FROM kept_question ORDER BY id") -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(home / FILE)
    found = connection.execute(query).fetchall()
    connection.close()
    return found


def on_disk(home: Path) -> bytes:
    return b"".join(path.read_bytes() for path in home.iterdir() if path.name.startswith(FILE))


def test_a_week_begins_on_monday() -> None:
    assert week_of(date(2026, 11, 23)) == week_of(date(2026, 11, 29)) == "2026-11-23"
    assert week_of(date(2027, 1, 1)) == "2026-12-28"


def test_answers_are_counted_by_week_kind_reason_language_and_generation(
    tmp_path: Path, clock: Clock
) -> None:
    table = asked(tmp_path, clock, days=0)
    for answer, generation in ((REFUSED, "g1"), (REFUSED, "g1"), (ANSWERED, "g1"), (REFUSED, "g2")):
        table.add("", answer, generation)
    clock.now += timedelta(days=3)
    table.add("", replace(REFUSED, language="en"), "g2")
    assert rows(tmp_path, "SELECT * FROM asked ORDER BY week, kind, generation") == [
        ("2026-11-23", "answer", "", "nl", "g1", 1),
        ("2026-11-23", "refusal", "weak_evidence", "nl", "g1", 2),
        ("2026-11-23", "refusal", "weak_evidence", "nl", "g2", 1),
        ("2026-11-30", "refusal", "weak_evidence", "en", "g2", 1),
    ]


def test_without_the_setting_no_words_are_written(tmp_path: Path, clock: Clock) -> None:
    table = asked(tmp_path, clock, days=0)
    table.add("a", REFUSED, "g")
    table.not_helpful("a", REFUSED, "g")
    table.not_helpful("b", ANSWERED, "g")
    assert rows(tmp_path) == []
    assert b"zwanenhals" not in on_disk(tmp_path)


def test_a_refused_question_is_kept_with_what_came_nearest(tmp_path: Path, clock: Clock) -> None:
    asked(tmp_path, clock).add("a", REFUSED, "g")
    [row] = rows(tmp_path, "SELECT * FROM kept_question")
    assert row[1:13] == (
        *("a", "2026-11-27", QUESTION, "nl", "refusal", "weak_evidence", "g", 0),
        *("breda.txt", 10, 20, "Zo is het."),
    )
    vector: FloatArray = HashingEncoder().encode_queries([QUESTION])[0]
    assert row[13:] == ("hashing", vector.tobytes(), "", "")


def test_nothing_near_is_kept_as_nothing(tmp_path: Path, clock: Clock) -> None:
    asked(tmp_path, clock).add("a", replace(REFUSED, nearest=()), "g")
    assert rows(tmp_path, 'SELECT source, start, "end", quote FROM kept_question') == [("", 0, 0, "")]


def test_answers_are_kept_only_when_they_are_badly_rated(tmp_path: Path, clock: Clock) -> None:
    table = asked(tmp_path, clock)
    table.add("a", ANSWERED, "g")
    assert rows(tmp_path) == []
    table.not_helpful("a", ANSWERED, "g")
    table.not_helpful("a", ANSWERED, "g")
    assert rows(tmp_path, "SELECT token, kind, badly_rated, quote FROM kept_question") == [
        ("a", "answer", 1, "Breda kent een netwerk.")
    ]


def test_a_bad_rating_marks_its_own_question_alone(tmp_path: Path, clock: Clock) -> None:
    table = asked(tmp_path, clock)
    table.add("a", REFUSED, "g")
    table.add("b", REFUSED, "g")
    table.not_helpful("b", REFUSED, "g")
    assert rows(tmp_path, "SELECT token, badly_rated FROM kept_question ORDER BY token") == [
        ("a", 0),
        ("b", 1),
    ]


def test_personal_data_is_masked_whoever_hands_it_over(tmp_path: Path, clock: Clock) -> None:
    typed = "Bel mij op 06-12345678 of mail\njan@voorbeeld.nl over mijn BSN 111222333"
    asked(tmp_path, clock).add("a", replace(REFUSED, question=typed), "g")
    [(kept,)] = rows(tmp_path, "SELECT question FROM kept_question")
    assert "[telefoonnummer]" in kept
    for secret in (b"12345678", b"jan@", b"111222333"):
        assert secret not in on_disk(tmp_path)


def unkept() -> list[tuple[Kind, Reason]]:
    kinds: list[tuple[Kind, Reason]] = [(kind, "") for kind in get_args(Kind) if kind in NEVER_KEPT]
    return kinds + [("refusal", reason) for reason in get_args(Reason) if reason in NEVER_KEPT]


@pytest.mark.parametrize(("kind", "reason"), unkept())
def test_some_words_are_never_kept(tmp_path: Path, clock: Clock, kind: Kind, reason: Reason) -> None:
    table = asked(tmp_path, clock)
    answer = Answer("Ik wil zwanenhals.", kind, "nl", reason=reason)
    table.add("a", answer, "g")
    table.not_helpful("a", answer, "g")
    assert rows(tmp_path) == []
    assert b"zwanenhals" not in on_disk(tmp_path)
    assert len(unkept()) == len(NEVER_KEPT) == 4


def test_words_are_gone_from_the_disk_when_their_days_are_over(tmp_path: Path, clock: Clock) -> None:
    table = asked(tmp_path, clock, days=30)
    table.add("old", REFUSED, "g")
    # A connection that stays open keeps the log from being emptied by itself.
    reader = sqlite3.connect(tmp_path / FILE)
    reader.execute("SELECT count(*) FROM kept_question").fetchall()
    clock.now += timedelta(days=1)
    table.add("new", replace(REFUSED, question="Hoe krijg ik een egelvergunning?"), "g")
    vector = HashingEncoder().encode_queries([QUESTION])[0].tobytes()
    clock.now += timedelta(days=28)
    table.forget()
    assert rows(tmp_path) == [("old",), ("new",)]
    assert b"zwanenhals" in on_disk(tmp_path)
    assert vector in on_disk(tmp_path)
    clock.now += timedelta(days=1)
    table.forget()
    assert rows(tmp_path) == [("new",)]
    assert b"zwanenhals" not in on_disk(tmp_path)
    assert vector not in on_disk(tmp_path)
    assert b"egelvergunning" in on_disk(tmp_path)
    reader.close()


def test_many_words_are_gone_wherever_the_file_had_moved_them(tmp_path: Path, clock: Clock) -> None:
    table = asked(tmp_path, clock, days=1)
    for number in range(60):
        table.add(f"{number}", replace(REFUSED, question=f"Zwanenhals {number} " + "x" * 40 * number), "g")
    clock.now += timedelta(days=1)
    table.forget()
    assert rows(tmp_path) == []
    assert b"wanenhals" not in on_disk(tmp_path)


def test_at_nought_days_all_that_was_kept_before_goes_at_once(tmp_path: Path, clock: Clock) -> None:
    asked(tmp_path, clock).add("a", REFUSED, "g")
    clock.now -= timedelta(days=5)  # a clock that was set back keeps nothing
    asked(tmp_path, clock, days=0).forget()
    assert rows(tmp_path) == []
    assert b"zwanenhals" not in on_disk(tmp_path)
    assert rows(tmp_path, "SELECT count FROM asked") == [(1,)]


def test_what_others_were_reading_is_gone_the_next_time(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.database.BUSY_SECONDS", 0.01)
    table = asked(tmp_path, clock, days=1)
    table.add("a", REFUSED, "g")
    reader = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM kept_question").fetchall()
    clock.now += timedelta(days=1)
    table.forget()
    assert b"zwanenhals" in on_disk(tmp_path)
    assert "could not be deleted" in caplog.text
    reader.close()
    table.forget()
    assert b"zwanenhals" not in on_disk(tmp_path)


def test_whatever_fails_is_logged_and_no_more(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / FILE).mkdir()
    table = asked(tmp_path, clock)
    table.add("a", REFUSED, "g")
    table.not_helpful("a", REFUSED, "g")
    table.forget()
    assert [record.message for record in caplog.records] == [
        "What was asked could not be counted.",
        "A bad rating could not be put beside its question.",
        "Questions that were kept long enough could not be deleted.",
    ]
    assert "zwanenhals" not in caplog.text


def test_an_encoder_that_fails_keeps_nothing_and_counts_all_the_same(tmp_path: Path, clock: Clock) -> None:
    class Broken(HashingEncoder):
        def encode_queries(self, texts: Sequence[str]) -> FloatArray:
            raise RuntimeError("out of memory")

    Asked(Database(tmp_path), 30, HELPLINES_ONLY, Broken(), clock).add("a", REFUSED, "g")
    assert rows(tmp_path) == []
    assert rows(tmp_path, "SELECT count FROM asked") == [(1,)]


def test_the_nearest_of_an_answer_is_what_it_said_first(tmp_path: Path, clock: Clock) -> None:
    said = (Sentence("Ja.", "checked", (citation("Eerst dit."),)), quoted(citation()))
    asked(tmp_path, clock).not_helpful("a", replace(ANSWERED, sentences=said), "g")
    assert rows(tmp_path, "SELECT quote FROM kept_question") == [("Eerst dit.",)]
