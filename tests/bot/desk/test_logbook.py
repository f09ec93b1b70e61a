import re
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.desk.audit import SHOWN, Deed, latest, write
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.logbook import Line, line_of, written_time
from prompts import LANGUAGES, Language, load

BOOK = f"{HOME}/logboek"
NL = load("nl")


def did(desk: Desk, *deeds: Deed) -> None:
    with desk.database.transaction() as connection:
        for deed in deeds:
            write(connection, deed)


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ("2026-11-27T12:00:00+00:00", "27 november 2026, 13:00"),
        ("2026-07-01T23:30:00+00:00", "2 juli 2026, 01:30"),
    ],
)
def test_a_time_is_that_of_the_clock_on_the_wall(at: str, written: str) -> None:
    assert written_time(at, NL) == written


@pytest.mark.parametrize(
    ("deed", "line"),
    [
        (("eva", "log_in", "", ""), ("eva", "Ingelogd")),
        (
            (":command_line", "staff_add", "rik", "reader"),
            ("opdrachtregel", "Account rik toegevoegd als lezer"),
        ),
        (("eva", "of_the_future", "x.txt", "{subject}"), ("eva", "of_the_future x.txt {subject}")),
        (("eva", "staff_remove", "{detail}", ""), ("eva", "Account {detail} verwijderd")),
    ],
)
def test_a_deed_is_said_in_words(deed: tuple[str, str, str, str], line: tuple[str, str]) -> None:
    at = "2026-11-27T12:00:00+00:00"
    assert line_of(Deed(at, *deed), NL) == Line("27 november 2026, 13:00", *line)


def test_everybody_who_is_logged_in_reads_the_latest_first(desk: Desk, reader: TestClient) -> None:
    did(desk, Deed("2026-11-27T12:00:00+00:00", "<i>eva</i>", "staff_remove", "<b>rik</b>", ""))
    shown = reader.get(BOOK).text
    assert "<b>rik" not in shown
    assert "<i>eva" not in shown
    deeds = re.findall(r"<td>([^<]*)</td></tr>", shown)
    assert deeds == [
        "Account &lt;b&gt;rik&lt;/b&gt; verwijderd",
        "Ingelogd",
        "Account rik toegevoegd als lezer",
        "Account eva toegevoegd als redacteur",
    ]
    assert "Regels 1 tot en met 4" in shown
    assert "blad=" not in shown


def test_older_lines_are_on_further_sheets(desk: Desk, reader: TestClient) -> None:
    did(
        desk,
        *(Deed("2026-11-27T12:00:00+00:00", "eva", "go", str(number), "") for number in range(2 * SHOWN)),
    )
    first, second, third, fourth = (reader.get(f"{BOOK}?blad={sheet}").text for sheet in (1, 2, 3, 4))
    assert [page.count("</tr>") - 1 for page in (first, second, third)] == [SHOWN, SHOWN, 3]
    assert ("blad=2" in first, "blad=0" in first) == (True, False)
    assert ("blad=3" in second, "blad=1" in second) == (True, True)
    assert ("blad=4" in third, "blad=2" in third) == (False, True)
    assert f"Regels {2 * SHOWN + 1} tot en met {2 * SHOWN + 3}" in third
    assert "Er is nog niets gedaan." in fourth
    assert [deed.subject for deed in latest(desk.database, 2, 1)] == [str(2 * SHOWN - 2), str(2 * SHOWN - 3)]


@pytest.mark.parametrize("sheet", ["0", "-1", "x", "9" * 30, ""])
def test_a_sheet_that_cannot_be_is_told(reader: TestClient, sheet: str) -> None:
    assert reader.get(f"{BOOK}?blad={sheet}").status_code == 422


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_for_every_deed_that_the_code_writes(language: Language) -> None:
    texts = load(language)
    root = Path(__file__).parents[3] / "bot"
    code = "\n".join(path.read_text(encoding="utf-8") for path in root.rglob("*.py"))
    written = re.findall(r"\bDeed\((?:[^()\"]|\([^()]*\))*?, \"([a-z_]+)\"", code)
    written += re.findall(r"_write\(connection, \w+(?:\[\"name\"\])?, \"([a-z_]+)\"", code)
    written += re.findall(r"_record\(connection, \"([a-z_]+)\"", code)
    assert {"log_in", "locked", "log_out", "data_restore"} <= set(written)
    for action in written:
        assert texts.variables(f"audit.{action}") <= {"subject", "detail"}, action


def test_nobody_writes_in_it_by_hand(editor: TestClient, csrf: Callable[[TestClient], str]) -> None:
    assert editor.post(BOOK, data={"csrf": csrf(editor)}).status_code in (404, 405)
