import json
from collections.abc import Callable
from pathlib import Path

import pytest

from eval.runs import AnsweredSet, Header, Run, read_run
from index.errors import UsageError
from tests.eval.conftest import ROWS, WriteRun

Damage = Callable[[list[str]], list[str]]


def test_a_run_tells_what_answered_what(run: Run) -> None:
    assert run.header is not None
    assert (run.name, run.header.sets[0].name, run.header.part) == ("wijkwijzer", "own", "all")
    assert run.end is not None
    assert (run.end.answered, run.end.peak_memory_bytes) == (5, 2_000_000_000)
    assert run.is_whole
    assert run.answers["twenty"].sentences[0].citations[0].span.start == 0
    assert run.answers["years"].abstained
    assert (run.answers["twenty"].seconds, run.answers["years"].seconds) == (1.5, 0.25)


def test_answers_alone_are_a_run_that_is_called_by_its_file(write_run: WriteRun) -> None:
    run = read_run(write_run(name="theirs", header=False, end=False))
    assert (run.header, run.end, run.name, run.is_whole) == (None, None, "theirs", True)
    assert run.answers.keys() == {row["id"] for row in ROWS}


def test_a_number_as_an_id_is_its_digits(write_run: WriteRun) -> None:
    assert read_run(write_run([{**ROWS[2], "id": 7}])).answers.keys() == {"7"}


def test_a_run_that_broke_off_is_read_up_to_there(write_run: WriteRun) -> None:
    path = write_run(end=False)
    assert not read_run(path).is_whole
    content = path.read_bytes()
    path.write_bytes(content[:-20])  # in the middle of the last answer
    torn = read_run(path)
    assert torn.answers.keys() == {"twenty", "early", "years", "groningen"}
    assert not torn.is_whole


def test_a_last_line_without_a_line_end_counts(write_run: WriteRun) -> None:
    path = write_run()
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    assert read_run(path).is_whole


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda lines: [lines[0], "{", *lines[2:]], "line 2 is no answer: Invalid JSON"),
        (
            lambda lines: [lines[0], '{"id": "x"}', *lines[2:]],
            "line 2 is no answer: 'abstained': Field required",
        ),
        (lambda lines: [*lines[:2], lines[1], *lines[2:]], "line 3: there are two answers to 'twenty'"),
        (lambda lines: [*lines, lines[1]], "line 8: there is more after the line that ends the run"),
        (lambda lines: [*lines[:3], *lines[4:]], "has 4 answers, but ends by saying 5"),
        (lambda lines: [lines[0].replace('"part"', '"prat"'), *lines[1:]], "line 1 is no answer: 'prat'"),
        (
            lambda lines: [lines[0], lines[1].replace('"abstained": false', '"abstained": true'), *lines[2:]],
            "line 2 is no answer: Value error, abstained is True with 1 sentences",
        ),
        (
            lambda lines: [lines[0], lines[1].replace('"start": 0', '"start": 64'), *lines[2:]],
            "line 2 is no answer: Value error, a citation or hit goes from 64 to 64",
        ),
    ],
)
def test_what_is_no_run_is_named_by_its_line(write_run: WriteRun, damage: Damage, told: str) -> None:
    path = write_run()
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(damage(lines)) + "\n", encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        read_run(path)
    assert str(path) in str(caught.value)
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.jsonl' cannot be read: No such file"):
        read_run(tmp_path / "nowhere.jsonl")


def test_headers_differ_in_all_but_the_machine() -> None:
    header = Header("wijkwijzer", (AnsweredSet("own", "1"),), settings={"hits": "10"}, machine="a")
    assert not header.other_than(Header("wijkwijzer", header.sets, settings={"hits": "10"}, machine="b"))
    other = Header("plain", (AnsweredSet("own", "2"),), settings={"hits": "5"})
    assert header.other_than(other) == "system, sets, settings"


def test_what_a_system_adds_is_left_alone(write_run: WriteRun) -> None:
    path = write_run([{**ROWS[0], "colour": "green"}])
    assert read_run(path).answers["twenty"].confidence == 0.9
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[1])["colour"] == "green"


def test_what_stands_torn_where_nothing_may_be_torn_is_named(write_run: WriteRun) -> None:
    for left_out in ({}, {"header": False, "end": False}):
        path = write_run(**left_out)
        path.write_bytes(path.read_bytes() + b'{"id": "to')
        with pytest.raises(UsageError, match=r"line \d is no answer: it breaks off"):
            read_run(path)


def test_a_mark_of_byte_order_and_other_line_ends_are_read(write_run: WriteRun) -> None:
    path = write_run()
    whole = read_run(path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_run(path) == whole


@pytest.mark.parametrize("line", ["[" * 100_000, "[]", "7", "null"])
def test_what_is_json_but_no_answer_is_named(write_run: WriteRun, line: str) -> None:
    path = write_run()
    path.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="line 1 is no answer"):
        read_run(path)


def test_no_time_is_below_zero(write_run: WriteRun) -> None:
    with pytest.raises(UsageError, match=r"line 2 is no answer: 'timings\.total'"):
        read_run(write_run([{**ROWS[0], "timings": {"total": -5.0}}]))
