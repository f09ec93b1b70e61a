import html
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.desk.desk import Desk
from bot.desk.library import Library
from bot.page.municipality import Municipality
from tests.bot.desk.shelf import BUS, BUS_QUESTION, SOURCES, live, serves, settled, shown, status, stocked


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return stocked(tmp_path)


@pytest.fixture
def desk(desk: Desk, shelf: Path, tmp_path: Path) -> Desk:
    examples = Municipality(examples={"nl": (BUS_QUESTION,)})
    return replace(desk, bot_now=live(tmp_path), municipality=examples)


@pytest.fixture
def send(editor: TestClient, csrf: Callable[[TestClient], str]) -> Callable[..., str]:
    """Sends a form of the page of the sources; returns where it leads to."""

    def to(where: str, **fields: str) -> str:
        answer = editor.post(f"{SOURCES}/{where}", data={"csrf": csrf(editor), **fields})
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    return to


def upload(client: TestClient, token: str, name: str, content: bytes) -> tuple[int, str]:
    answer = client.post(f"{SOURCES}/bestand", data={"csrf": token}, files={"file": (name, content)})
    return answer.status_code, html.unescape(answer.text)


def test_all_documents_are_told(reader: TestClient) -> None:
    text = shown(reader)
    assert "uit 2 documenten, in index 000001" in text
    assert 'href="/balie/bronnen/document?source=breda.txt" lang="nl">Zorg in Breda</a>' in text
    assert "Artikel: 2<br>Kop: 1" in text
    assert "Alles wat er is, is gelezen." in text
    assert status(text) == "Er is aan de balie nog niet geïndexeerd."
    assert '<form method="post" action="/balie/bronnen' not in text  # a reader changes nothing


def test_what_was_left_out_is_told_with_the_reason(
    editor: TestClient, desk: Desk, shelf: Path, send: Callable[..., str]
) -> None:
    (shelf / "photo.jpg").write_bytes(b"x")
    send("indexeren")
    assert status(settled(editor)).startswith("Index 000002 is gecontroleerd en wacht.")
    send("live", generation="000002")
    serves(desk, "000002")
    assert '<li lang="en">photo.jpg: files of the kind &#39;.jpg&#39; are not read</li>' in shown(editor)


def test_documents_are_searched_and_shown_sheet_by_sheet(
    reader: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = shown(reader, f"{SOURCES}?zoek=vervoer")
    assert "vervoer.txt" in found
    assert "breda.txt" not in found
    monkeypatch.setattr("bot.desk.catalogue.SHOWN", 1)
    first, second = shown(reader), shown(reader, f"{SOURCES}?vanaf=1")
    assert ("Documenten 1 tot en met 1 van 2" in first, "?vanaf=1&amp;zoek=" in first) == (True, True)
    assert ("Documenten 2 tot en met 2 van 2" in second, "?vanaf=0&amp;zoek=" in second) == (True, True)
    assert "Documenten 1 tot" in shown(reader, f"{SOURCES}?vanaf=-1&gedaan=niets")


def test_from_upload_to_new_answers_and_back(
    editor: TestClient, csrf: Callable[[TestClient], str], desk: Desk, send: Callable[..., str]
) -> None:
    content = BUS.replace("zaterdag", "zondag").encode()
    assert upload(editor, csrf(editor), "vervoer.txt", content)[0] == 303
    text = shown(editor)
    assert "Er zijn wijzigingen die nog niet in de index staan." in text
    assert f"vervoer.txt ({len(content)} bytes) <strong>Wordt van kracht bij de volgende indexering." in text
    assert send("indexeren") == f"{SOURCES}?gedaan=started"
    text = settled(editor)
    assert status(text).startswith("Index 000002 is gecontroleerd en wacht.")
    assert "Bij 1 van de 1 vragen is er iets anders." in text
    assert "– andere zinnen</summary>" in text
    assert "zondag" in text
    assert "zaterdag" in desk.bot_now().answer(BUS_QUESTION).sentences[0].text
    assert send("live", generation="000002") == f"{SOURCES}?gedaan=live"
    serves(desk, "000002")
    text = shown(editor, f"{SOURCES}?gedaan=live")
    assert 'role="status">De nieuwe index is in gebruik.' in text
    assert "Er zijn wijzigingen" not in text
    assert "Terug naar index 000001" in text
    send("terug", generation="000001")
    serves(desk, "000001")
    assert "Er zijn wijzigingen" in shown(editor)
    send("bestand/verwijderen", file="vervoer.txt")
    assert "Er zijn wijzigingen" not in shown(editor)


def test_a_file_that_was_removed_is_pending_while_the_index_has_it(
    editor: TestClient, csrf: Callable[[TestClient], str], desk: Desk, send: Callable[..., str]
) -> None:
    upload(editor, csrf(editor), "loket.txt", b"Loket\n\nHet loket is elke ochtend open.\n")
    send("indexeren")
    settled(editor)
    send("live", generation="000002")
    serves(desk, "000002")
    send("bestand/verwijderen", file="loket.txt")
    assert "<li>loket.txt <strong>Is verwijderd, en verdwijnt bij de volgende indexering" in shown(editor)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("../../etc/passwd.txt", b"De bus", "is geen naam van een bestand"),
        (".bus.txt", b"De bus", "is een verborgen naam"),
        ("bus.sh", b"De bus", "is van een soort die niet wordt gelezen"),
        ("bus.pdf", b"MZ" + b"x" * 60, "past niet bij .pdf aan het eind"),
        ("<script>.txt", b"De bus", "is geen naam van een bestand"),
    ],
)
def test_hostile_files_are_refused_on_the_page(
    editor: TestClient,
    csrf: Callable[[TestClient], str],
    tmp_path: Path,
    name: str,
    content: bytes,
    said: str,
) -> None:
    status_code, text = upload(editor, csrf(editor), name, content)
    assert (status_code, said in text) == (400, True)
    assert 'class="problem" role="alert"' in text
    assert Library(tmp_path).uploads() == []


def test_no_file_and_what_is_no_file_are_refused(
    editor: TestClient, csrf: Callable[[TestClient], str]
) -> None:
    answer = editor.post(f"{SOURCES}/bestand", data={"csrf": csrf(editor), "file": "De bus"})
    assert (answer.status_code, "U hebt geen bestand gekozen." in answer.text) == (400, True)


def test_readers_change_nothing(
    reader: TestClient, csrf: Callable[[TestClient], str], tmp_path: Path
) -> None:
    assert upload(reader, csrf(reader), "bus.txt", b"De bus")[0] == 403
    for where in ("indexeren", "live", "weggooien", "terug", "contact", "ongedaan", "vraag", "controleren"):
        assert reader.post(f"{SOURCES}/{where}", data={"csrf": csrf(reader)}).status_code == 403
    assert Library(tmp_path).uploads() == []


def test_contacts_are_allowed_and_taken_back(editor: TestClient, send: Callable[..., str]) -> None:
    assert send("contact", contact="030 286 00 00") == f"{SOURCES}?gedaan=allowed"
    text = shown(editor)
    assert "Contactgegeven toegestaan" in text
    assert "<td>0302860000</td>" in text
    assert send("ongedaan", number="1") == f"{SOURCES}?gedaan=undone"
    assert "Ongedaan gemaakt door eva, 27 november 2026" in shown(editor)


def test_what_goes_wrong_is_told_on_the_page(editor: TestClient, csrf: Callable[[TestClient], str]) -> None:
    for where, fields, said in (
        ("contact", {"contact": "<b>het loket</b>"}, "‘<b>het loket</b>’ is geen domein"),
        ("ongedaan", {"number": "x"}, "Correctie 0 is niet van kracht"),
        ("live", {"generation": "000009"}, "Index 000009 is niet gecontroleerd"),
        ("weggooien", {"generation": "000009"}, "Index 000009 wacht niet"),
        ("terug", {"generation": "000009"}, "Index 000009 is niet de vorige"),
        ("controleren", {}, "Er wacht geen nieuwe index"),
        ("bestand/verwijderen", {"file": "bus.txt"}, "Er is geen geüpload bestand"),
        ("vraag", {"question": ""}, "Een vraag heeft 1 tot"),
        ("vraag/verwijderen", {"question": "?"}, "wordt niet gesteld"),
    ):
        answer = editor.post(f"{SOURCES}/{where}", data={"csrf": csrf(editor), **fields})
        assert (answer.status_code, said in html.unescape(answer.text)) == (400, True), where
        assert "<b>het" not in answer.text


def test_the_questions_of_the_check_are_the_editors(editor: TestClient, send: Callable[..., str]) -> None:
    assert send("vraag", question="Waar is het loket?") == f"{SOURCES}?gedaan=asked"
    assert '<li><span lang="nl">Waar is het loket?</span>' in shown(editor)
    send("vraag/verwijderen", question=BUS_QUESTION)
    assert f'<li><span lang="nl">{BUS_QUESTION}' not in shown(editor)


def test_a_failure_stays_on_the_page(editor: TestClient, send: Callable[..., str], shelf: Path) -> None:
    shelf.rename(shelf.with_name("elsewhere"))
    send("indexeren")
    settled(editor)
    for _ in range(2):
        assert status(shown(editor)).startswith(
            'Het indexeren is mislukt: <span lang="en">There is no file or folder'
        )


def test_a_discarded_one_and_one_without_changes_are_told(
    editor: TestClient, send: Callable[..., str], shelf: Path
) -> None:
    send("indexeren")
    assert status(settled(editor)).startswith("Er was niets veranderd")
    (shelf / "loket.txt").write_text("Loket\n\nHet loket is elke ochtend open.\n")
    send("indexeren")
    settled(editor)
    send("weggooien", generation="000002")
    assert status(shown(editor)) == "Index 000002 is weggegooid."


def test_a_bot_without_an_index_on_the_disk_is_told_too(
    desk: Desk, editor: TestClient, tmp_path: Path
) -> None:
    for path in (tmp_path / "generations" / "000001").iterdir():
        if path.name == "manifest.json":
            path.unlink()
    assert "Gemaakt op" not in shown(editor)
