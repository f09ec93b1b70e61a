import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.desk.evaluations import (
    EVALUATION,
    FOLDER,
    HEADLINE,
    Evaluations,
    Published,
    digest,
    publish,
    read_all,
    read_report,
)
from index.errors import StoreUnavailableError, UsageError
from prompts import LANGUAGES, load
from tests.bot.desk.evaluated import REPORT, evaluation, half


def test_what_is_published_is_read_as_it_was_the_latest_first(tmp_path: Path) -> None:
    first, last = evaluation(1), evaluation(20)
    assert publish(tmp_path, "late", last, REPORT) == tmp_path / FOLDER / "late.json"
    publish(tmp_path, "early.2026", first, REPORT)
    read = read_all(tmp_path)
    assert read == Evaluations((Published("late", last), Published("early.2026", first)), ())
    assert read_report(tmp_path, read.sound[0]) == REPORT
    assert {each.name for each in (tmp_path / FOLDER).iterdir()} == {
        *("late.json", "late.html", "early.2026.json", "early.2026.html")
    }


def test_the_file_is_plain_json_that_others_can_read(tmp_path: Path) -> None:
    row = json.loads(publish(tmp_path, "a", evaluation(3), REPORT).read_text(encoding="utf-8"))
    assert (row["format"], row["at"], row["questions"]) == (1, "2026-11-03T09:30:00Z", {"seeds": "a1" * 32})
    assert row["halves"][0]["figures"]["right"] == {"value": 0.6034, "low": 0.46, "high": 0.73, "n": 58}
    assert row["halves"][0]["figures"]["role_right"] == {"value": 1.0, "low": None, "high": None, "n": 1}


def test_days_of_other_zones_are_in_their_order(tmp_path: Path) -> None:
    # 1:00 in Amsterdam is midnight in London: earlier, though the clock says later.
    amsterdam = datetime(2026, 11, 5, 1, 0, tzinfo=timezone(timedelta(hours=1)))
    london = datetime(2026, 11, 5, 0, 30, tzinfo=UTC)
    publish(tmp_path, "amsterdam", evaluation(at=amsterdam), REPORT)
    publish(tmp_path, "london", evaluation(at=london), REPORT)
    assert [each.name for each in read_all(tmp_path).sound] == ["london", "amsterdam"]


def test_a_name_is_published_again_in_its_own_place(tmp_path: Path) -> None:
    publish(tmp_path, "a", evaluation(1), REPORT)
    other = evaluation(2, report_sha256=digest("anders"))
    publish(tmp_path, "a", other, "anders")
    [only] = read_all(tmp_path).sound
    assert (only.evaluation, read_report(tmp_path, only)) == (other, "anders")


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "../a", "a b", "a" * 65, "a\n"])
def test_a_name_that_would_lead_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="will not do"):
        publish(tmp_path, name, evaluation(), REPORT)
    assert not list(tmp_path.iterdir())


def changed(**changes: Any) -> bytes:
    row = json.loads(EVALUATION.dump_json(evaluation()))
    return json.dumps(
        {name: value for name, value in {**row, **changes}.items() if value != "LEFT OUT"}
    ).encode()


FIGURE = {"value": 0.5, "low": None, "high": None, "n": 3}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Invalid JSON"),
        (changed()[:-20], "Invalid JSON"),
        (b"\xff\xfe\x00", "Invalid JSON"),
        (b"[]", "object"),
        (changed(format=2), "format: "),
        (changed(at="2026-11-01T09:30:00"), "at: "),
        (changed(at="yesterday"), "at: "),
        (changed(halves=[]), "halves: "),
        (changed(more=1), "more: "),
        (changed(version="LEFT OUT"), "version: "),
        (changed(halves=[{"split": "best", "questions": 1, "figures": {}}]), "halves.0.split: "),
        (changed(halves=[{"split": "dev", "questions": 0, "figures": {}}]), "halves.0.questions: "),
        (
            changed(halves=[{"split": "dev", "questions": 1, "figures": {"right": {**FIGURE, "n": 0}}}]),
            "halves.0.figures.right.n: ",
        ),
        (
            changed(
                halves=[{"split": "dev", "questions": 1, "figures": {"right": {**FIGURE, "value": "1"}}}]
            ),
            "halves.0.figures.right.value: ",
        ),
        (changed(machine="x").replace(b"0.6034", b"NaN"), "figures.right.value: "),
    ],
)
def test_a_damaged_file_is_named_and_the_others_are_read(tmp_path: Path, content: bytes, reason: str) -> None:
    publish(tmp_path, "sound", evaluation(), REPORT)
    (tmp_path / FOLDER / "torn.json").write_bytes(content)
    read = read_all(tmp_path)
    assert [each.name for each in read.sound] == ["sound"]
    [damaged] = read.damaged
    assert damaged.name == "torn.json"
    assert reason in damaged.reason


def test_what_cannot_be_read_or_has_no_name_is_named_too(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    (folder / "folder.json").mkdir(parents=True)
    (folder / "twee woorden.json").write_bytes(changed())
    (folder / ".aside.json.77").write_bytes(b"")
    (folder / ".hidden.json").write_bytes(b"")
    read = read_all(tmp_path)
    assert [(each.name, each.reason) for each in read.damaged] == [
        ("folder.json", "Is a directory"),
        ("twee woorden.json", "no evaluation has such a name"),
    ]


def test_where_nothing_was_published_there_is_nothing(tmp_path: Path) -> None:
    assert read_all(tmp_path) == Evaluations((), ())


def test_a_report_that_is_gone_or_changed_is_not_shown(tmp_path: Path) -> None:
    publish(tmp_path, "a", evaluation(), REPORT)
    [published] = read_all(tmp_path).sound
    file = tmp_path / FOLDER / "a.html"
    for content in (REPORT.encode() + b" ", b"\xff"):
        file.write_bytes(content)
        with pytest.raises(StoreUnavailableError, match=r"a\.html.*Publish it again"):
            read_report(tmp_path, published)
    file.unlink()
    with pytest.raises(StoreUnavailableError, match=r"cannot be read: .*No such file"):
        read_report(tmp_path, published)


def test_a_report_with_broken_characters_is_published_and_found(tmp_path: Path) -> None:
    report = "lone \udc80 surrogate"
    publish(tmp_path, "a", evaluation(report_sha256=digest(report)), report)
    [published] = read_all(tmp_path).sound
    assert read_report(tmp_path, published) == "lone \\udc80 surrogate"


def test_what_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_bytes(b"")
    with pytest.raises(StoreUnavailableError, match="cannot be written"):
        publish(tmp_path, "a", evaluation(), REPORT)


def test_a_half_is_found_by_its_name() -> None:
    made = evaluation()
    assert made.half("dev") == half(split="dev", questions=189)
    assert made.half("all") is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HEADLINE)
def test_every_headline_figure_is_said(language: Any, name: str) -> None:
    assert load(language).get(f"metric.{name}")
