import html
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.desk.corrections import Corrections
from bot.desk.desk import Desk
from index.corrections import Correction
from tests.bot.conftest import BREDA
from tests.bot.desk.shelf import SOURCES, live, serves, settled, shown, stocked

BREDA_PAGE = f"{SOURCES}/document?source=breda.txt"
LAST = "Bel het loket op █████████████ als er nog vragen zijn."


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return stocked(tmp_path)


@pytest.fixture
def desk(desk: Desk, shelf: Path, tmp_path: Path) -> Desk:
    return replace(desk, bot_now=live(tmp_path))


@pytest.fixture
def in_force(desk: Desk) -> Callable[[], tuple[Correction, ...]]:
    return Corrections(desk.database).in_force


@pytest.fixture
def send(editor: TestClient, csrf: Callable[[TestClient], str]) -> Callable[..., tuple[int, str]]:
    """Sends a form of the page of a document; returns the status and the page, or where it leads to."""

    def to(where: str, **fields: str) -> tuple[int, str]:
        answer = editor.post(
            f"{SOURCES}/{where}", data={"csrf": csrf(editor), "source": "breda.txt", **fields}
        )
        return answer.status_code, answer.headers.get("location") or html.unescape(answer.text)

    return to


def block_of(page: str, words: str) -> dict[str, str]:
    """Return the hidden fields of the form of the block that has these words."""
    [form] = [part for part in page.split('<div class="block ')[1:] if words in part]
    return {name: re.findall(rf'name="{name}" value="(.*?)"', form)[0] for name in ("start", "end", "digest")}


def test_roles_and_passages_are_drawn_over_the_text(reader: TestClient) -> None:
    text = shown(reader, BREDA_PAGE)
    assert "<h1>Zorg in Breda</h1>" in text
    assert '<p class="role">Kop</p>' in text
    assert f'<span class="bound">[passage 1: begin]</span>{BREDA}' in text
    assert (
        '<span class="masked" role="img" aria-label="afgedekte persoonsgegevens">█████████████</span>' in text
    )
    assert '<span class="bound">[passage 1: einde]</span>' in text
    assert "<select" not in text


def test_what_stands_in_a_source_is_shown_as_text(desk: Desk, editor: TestClient, shelf: Path) -> None:
    (shelf / "x.txt").write_text(
        "Menu\n\nHet loket <script>alert(1)</script> is elke dag open voor iedereen die vragen heeft.\n"
    )
    token = desk.accounts.member(editor.cookies["wijkwijzer_staff"])
    assert token is not None
    editor.post(f"{SOURCES}/indexeren", data={"csrf": token.csrf})
    settled(editor)
    editor.post(f"{SOURCES}/live", data={"csrf": token.csrf, "generation": "000002"})
    serves(desk, "000002")
    text = shown(editor, f"{SOURCES}/document?source=x.txt")
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text
    assert '<div class="block boilerplate"' in text


def test_a_document_that_is_not_there_is_not_found(editor: TestClient) -> None:
    assert editor.get(f"{SOURCES}/document?source=tram.txt").status_code == 404
    assert editor.get(f"{SOURCES}/document").status_code == 404


def test_facts_are_corrected_where_they_differ_and_said_to_be_pending(
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
    in_force: Callable[[], tuple[Correction, ...]],
) -> None:
    code, where = send("document", title="Zorg in Breda", publisher=" De  Krant ", day="2024-02-29")
    assert (code, where) == (303, f"{SOURCES}/document?source=breda.txt&gedaan=corrected")
    assert in_force() == (
        Correction("breda.txt", "publisher", "De Krant"),
        Correction("breda.txt", "date", "2024-02-29"),
    )
    text = shown(editor, where)
    assert "Zij wordt van kracht bij de volgende indexering." in text
    assert "Er zijn correcties die hieronder nog niet te zien zijn." in text
    assert "<td>De Krant</td>" in text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"title": "Zorg in Breda"}, "U hebt niets veranderd"),
        ({"title": "Zorg in Breda", "day": "gisteren"}, "‘gisteren’ kan niet. Schrijf een datum als"),
        ({"title": "a" * 501}, "Dit heeft meer dan 500 tekens"),
    ],
)
def test_facts_that_cannot_be_are_refused(
    send: Callable[..., tuple[int, str]],
    in_force: Callable[[], tuple[Correction, ...]],
    fields: dict[str, str],
    said: str,
) -> None:
    code, text = send("document", **fields)
    assert (code, said in text, in_force()) == (400, True, ())


def test_personal_data_in_a_title_is_masked(
    send: Callable[..., tuple[int, str]], in_force: Callable[[], tuple[Correction, ...]]
) -> None:
    send("document", title="Mail jan@example.nl")
    assert in_force() == (Correction("breda.txt", "title", "Mail ██████████████"),)


def test_a_block_gets_another_role_and_a_speaker(
    desk: Desk,
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
    in_force: Callable[[], tuple[Correction, ...]],
) -> None:
    fields = block_of(shown(editor, BREDA_PAGE), "twintig organisaties")
    assert send("document/blok", **fields, role="quote", speaker="Eva de Vries")[0] == 303
    role, speaker = in_force()
    assert (role.kind, role.value, role.words) == ("role", "quote", BREDA)
    assert (speaker.kind, speaker.value, speaker.start) == ("speaker", "Eva de Vries", role.start)
    editor.post(f"{SOURCES}/indexeren", data={"csrf": _token(desk, editor)})
    settled(editor)
    editor.post(f"{SOURCES}/live", data={"csrf": _token(desk, editor), "generation": "000002"})
    serves(desk, "000002")
    text = shown(editor, BREDA_PAGE)
    assert '<p class="role">Uitspraak · door Eva de Vries</p>' in text
    assert "nog niet te zien" not in text
    answer = desk.bot_now().answer("Hoeveel organisaties participeren in het samenwerkingsverband?")
    assert {each.passage.speaker for each in answer.hits} >= {"Eva de Vries"}
    assert send("ongedaan", number="1") == (303, f"{SOURCES}/document?source=breda.txt&gedaan=undone")
    assert "Ongedaan gemaakt door eva" in shown(editor, BREDA_PAGE)


def _token(desk: Desk, client: TestClient) -> str:
    member = desk.accounts.member(client.cookies["wijkwijzer_staff"])
    assert member is not None
    return member.csrf


def test_a_part_of_a_block_is_left_out(
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
    in_force: Callable[[], tuple[Correction, ...]],
) -> None:
    fields = block_of(shown(editor, BREDA_PAGE), "als er nog vragen zijn")
    assert send("document/blok", **fields, role="boilerplate", part="als er nog  vragen zijn.")[0] == 303
    [found] = in_force()
    assert (found.value, found.words) == ("boilerplate", "als er nog vragen zijn.")
    code, text = send("document/blok", **fields, role="boilerplate", part="tulpen")
    assert (code, "‘tulpen’ staat 0 keer in dit blok" in text) == (400, True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"role": "article"}, "U hebt niets veranderd"),
        ({"role": "advert"}, "‘advert’ kan niet."),
        ({"role": "quote", "digest": "0"}, "Het document is veranderd sinds u het opende"),
        ({"role": "article", "speaker": "Eva"}, "U hebt niets veranderd"),
    ],
)
def test_blocks_that_cannot_be_corrected_so_are_refused(
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
    in_force: Callable[[], tuple[Correction, ...]],
    changes: dict[str, str],
    said: str,
) -> None:
    fields = block_of(shown(editor, BREDA_PAGE), "twintig organisaties")
    code, text = send("document/blok", **(fields | changes))
    assert (code, said in text, in_force()) == (400, True, ())


def test_a_document_is_left_out_of_the_next_index_and_comes_back(
    desk: Desk,
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
) -> None:
    assert send("document/weglaten")[0] == 303
    for generation, there in (("000002", False), ("000003", True)):
        send("indexeren")
        settled(editor)
        send("live", generation=generation)
        assert ("breda.txt" in serves(desk, generation).index.documents) is there
        if not there:
            assert "breda.txt: it was left out at the desk" in shown(editor)
            send("ongedaan", number="1", source="")
    assert send("document/weglaten", source="tram.txt")[0] == 404


def test_a_correction_that_no_longer_fits_is_told_and_not_applied(
    desk: Desk,
    editor: TestClient,
    send: Callable[..., tuple[int, str]],
    shelf: Path,
) -> None:
    fields = block_of(shown(editor, BREDA_PAGE), "twintig organisaties")
    send("document/blok", **fields, role="boilerplate")
    (shelf / "breda.txt").write_text(
        "Zorg in Breda\n\nEr is nu een heel ander netwerk in de gemeente Breda.\n"
    )
    send("indexeren")
    settled(editor)
    send("live", generation="000002")
    document = serves(desk, "000002").index.documents["breda.txt"]
    assert [each.role for each in document.blocks] == ["heading", "article"]
    for page in (SOURCES, BREDA_PAGE):
        assert "a correction no longer fits" in shown(editor, page)


def test_an_uploaded_document_can_be_removed_from_its_page(
    desk: Desk, editor: TestClient, tmp_path: Path, send: Callable[..., tuple[int, str]]
) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "breda.txt").write_text(f"Nieuw in Breda\n\n{BREDA}\n")
    text = shown(editor, BREDA_PAGE)
    assert "Geüpload bestand verwijderen" in text
    assert send("bestand/verwijderen", file="breda.txt")[0] == 303
    assert "Geüpload bestand verwijderen" not in shown(editor, BREDA_PAGE)


def test_many_blocks_are_drawn_sheet_by_sheet(reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.document.SHOWN", 2)
    first, second = shown(reader, BREDA_PAGE), shown(reader, f"{BREDA_PAGE}&vanaf=2")
    assert "Blokken 1 tot en met 2 van 3." in first
    assert "?source=breda.txt&amp;vanaf=2" in first
    assert "Blokken 3 tot en met 3 van 3." in second
    assert LAST.split("█", maxsplit=1)[0] in second
