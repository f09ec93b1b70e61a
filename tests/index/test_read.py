import json
import os
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from eval.samples import corpus, page, pdf, word
from index import formats
from index.build import build, has_index
from index.embed import Encoder
from index.errors import UsageError
from index.plaintext import GUESSED
from index.read import Skipped, left_out, read_sources
from index.types import Block, Span

PAGE = "De Wmo\n\nDe gemeente betaalt de hulp.\n"


def write(path: Path, content: str | bytes = PAGE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def test_utf8_is_read_as_it_is_with_its_newlines(tmp_path: Path) -> None:
    text = "De Wmo\r\n\r\n“Eén” loket – voor álles. 😉\r\n"
    documents, skipped = read_sources([write(tmp_path / "page.txt", text)])
    assert [(document.source, document.text) for document in documents] == [("page.txt", text)]
    assert skipped == []


def test_the_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    documents, _ = read_sources([write(tmp_path / "page.txt", b"\xef\xbb\xbf" + PAGE.encode())])
    assert documents[0].text == PAGE
    assert documents[0].title == "De Wmo"


def test_windows_1252_is_read_where_it_is_no_utf8(tmp_path: Path) -> None:
    # 0x93 and 0x94 are curly quotes, 0xe9 is é, 0x80 the euro sign.
    documents, _ = read_sources(
        [write(tmp_path / "page.txt", b"De Wmo\n\n\x93E\xe9n\x94 loket kost \x805.\n")]
    )
    assert documents[0].text == "De Wmo\n\n“Eén” loket kost €5.\n"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "it is a picture, not what its name says"),
        (b"De\0Wmo", "it is a binary file, not text"),
        (b"\xe9 \x81", "it is neither UTF-8 nor Windows-1252 text"),
    ],
)
def test_what_is_no_text_is_refused_with_the_reason(raw: bytes, reason: str, tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "bad.txt", raw)
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["good.txt"]
    assert skipped == [Skipped("bad.txt", reason)]


@pytest.mark.parametrize("content", ["", " \n\t\u00a0\n", "\ufeff"])
def test_an_empty_file_is_reported(content: str, tmp_path: Path) -> None:
    write(tmp_path / "good.txt")
    write(tmp_path / "empty.txt", content)
    assert read_sources([tmp_path])[1] == [Skipped("empty.txt", "it is empty")]


def test_an_unreadable_file_is_reported_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "locked.txt")
    write(tmp_path / "open.txt")
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["open.txt"]
    assert skipped == [Skipped("locked.txt", "Permission denied")]


def test_an_error_of_the_system_without_words_still_has_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UsageError, match=r"page\.txt: the disk is gone"):
        read_sources([write(tmp_path / "page.txt")])


def test_other_kinds_of_files_are_reported(tmp_path: Path) -> None:
    write(tmp_path / "page.md")
    write(tmp_path / "photo.JPG")
    write(tmp_path / "README")
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["page.md"]
    assert skipped == [
        Skipped("README", "files of the kind 'README' are not read"),
        Skipped("photo.JPG", "files of the kind '.JPG' are not read"),
    ]


def test_a_file_of_too_many_bytes_is_reported_with_both_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats, "FORMATS", (replace(formats.TEXT, max_bytes=1500),))
    write(tmp_path / "most.txt", "x" * 1500)
    write(tmp_path / "more.txt", "x" * 1501)
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["most.txt"]
    assert skipped == [Skipped("more.txt", "it has 1,501 bytes, more than 1,500")]


def test_files_are_named_by_their_path_below_the_folder_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.MD", "map/onder/één.txt", ".hidden.txt"):
        write(tmp_path / name)
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["a.MD", "b.txt", "map/onder/één.txt"]
    assert skipped == []


def test_a_name_that_comes_twice_is_read_once_and_reported(tmp_path: Path) -> None:
    write(tmp_path / "one" / "page.txt", PAGE)
    write(tmp_path / "two" / "page.txt", "Iets anders\n\nDat hier niet thuishoort.\n")
    documents, skipped = read_sources([tmp_path / "one", tmp_path / "two"])
    assert [document.text for document in documents] == [PAGE]
    assert skipped == [Skipped("page.txt", "another document has the same name")]


def test_a_missing_folder_is_wrong_use(tmp_path: Path) -> None:
    write(tmp_path / "page.txt")
    with pytest.raises(UsageError, match=r"There is no file or folder '.*nowhere'") as caught:
        read_sources([tmp_path, tmp_path / "nowhere"])
    assert caught.value.exit_code == 2


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read_sources([tmp_path])
    assert str(caught.value) == (
        f"No documents in '{tmp_path}'. Put .txt, .md, .html, .htm, .xhtml, .pdf, .docx "
        "files or a BEIR corpus.jsonl there."
    )


def test_a_folder_without_documents_tells_the_reasons(tmp_path: Path) -> None:
    for number in range(12):
        write(tmp_path / f"{number:02d}.odt")
    with pytest.raises(UsageError) as caught:
        read_sources([tmp_path])
    assert str(caught.value).split("\n")[1:] == [
        f"Left out: {number:02d}.odt: files of the kind '.odt' are not read" for number in range(12)
    ]


def test_a_beir_corpus_is_read_line_by_line(tmp_path: Path) -> None:
    rows = [
        {"_id": "doc-1", "title": "De Wmo", "text": "Menu\nDe gemeente betaalt.", "metadata": {}},
        {"_id": 7, "text": "Zonder titel."},
        {"_id": "doc-3", "title": None, "text": " Met ruimte. "},
    ]
    file = write(tmp_path / "corpus.jsonl", "\n\n".join(json.dumps(row) for row in rows) + "\r\n")
    documents, skipped = read_sources([file])
    assert skipped == []
    assert [(document.source, document.title, document.text) for document in documents] == [
        ("doc-1", "De Wmo", "Menu\nDe gemeente betaalt."),
        ("7", "", "Zonder titel."),
        ("doc-3", "", " Met ruimte. "),
    ]
    # A corpus states its texts: nothing in them is taken for a frame.
    assert [document.blocks for document in documents] == [
        (Block(Span(0, 25), "article"),),
        (Block(Span(0, 13), "article"),),
        (Block(Span(0, 13), "article"),),
    ]


def test_malformed_lines_of_a_corpus_are_reported_by_number(tmp_path: Path) -> None:
    lines = [
        '{"_id": "good", "text": "Goed."}',
        '{"_id": "cut", "text": "Afge',
        '["_id", "text"]',
        '{"text": "Geen naam."}',
        '{"_id": "a", "text": 5}',
        '{"_id": null, "text": "Naamloos."}',
        '{"_id": "b", "text": " "}',
        "",
        '{"_id": "good", "text": "Nog eens."}',
    ]
    documents, skipped = read_sources([write(tmp_path / "corpus.jsonl", "\n".join(lines))])
    assert [(document.source, document.text) for document in documents] == [("good", "Goed.")]
    no_fields = 'it has no "_id" and "text"'
    assert skipped[0].source == "corpus.jsonl, line 2"
    assert skipped[0].reason.startswith("it is not JSON: Unterminated string")
    assert skipped[1:] == [
        Skipped("corpus.jsonl, line 3", no_fields),
        Skipped("corpus.jsonl, line 4", no_fields),
        Skipped("corpus.jsonl, line 5", no_fields),
        Skipped("corpus.jsonl, line 6", no_fields),
        Skipped("corpus.jsonl, line 7", "its text is empty"),
        Skipped("good", "another document has the same name"),
    ]


def test_a_corpus_may_be_larger_than_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMATS", (replace(formats.TEXT, max_bytes=10),))
    documents, skipped = read_sources([write(tmp_path / "corpus.jsonl", '{"_id": "a", "text": "Goed."}')])
    assert [document.source for document in documents] == ["a"]
    assert skipped == []


def test_links_out_of_the_folder_are_reported_and_those_within_it_read(tmp_path: Path) -> None:
    write(tmp_path / "outside" / "secret.txt")
    folder = tmp_path / "sources"
    write(folder / "page.txt")
    (folder / "again.txt").symlink_to("page.txt")
    (folder / "out.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (folder / "folder").symlink_to(tmp_path / "outside")
    (folder / "nothing.txt").symlink_to("gone.txt")
    documents, skipped = read_sources([folder])
    assert [document.source for document in documents] == ["again.txt", "page.txt"]
    assert skipped == [
        Skipped("folder", "it is a link out of the folder"),
        Skipped("nothing.txt", "it is a link to nothing"),
        Skipped("out.txt", "it is a link out of the folder"),
    ]


def test_a_link_that_is_named_itself_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "real" / "page.txt")
    (tmp_path / "link").symlink_to("real")
    assert [document.source for document in read_sources([tmp_path / "link"])[0]] == ["page.txt"]


def test_names_that_cannot_be_shown_are_reported_as_they_can_be(tmp_path: Path) -> None:
    write(tmp_path / "page.txt")
    write(tmp_path / os.fsdecode(b"caf\xe9.txt"))
    write(tmp_path / "twee\nregels.txt")
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["page.txt"]
    reason = "its name has characters that cannot be shown"
    assert skipped == [Skipped("caf\\xe9.txt", reason), Skipped("twee\\nregels.txt", reason)]


def test_what_is_no_regular_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path / "page.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert read_sources([tmp_path])[1] == [Skipped("pipe.txt", "it is no regular file")]


def test_a_folder_that_is_closed_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "page.txt")
    (tmp_path / "dicht").mkdir()
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("dicht"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    documents, skipped = read_sources([tmp_path])
    assert [document.source for document in documents] == ["page.txt"]
    assert skipped == [Skipped("dicht", "Permission denied")]


def test_a_corpus_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "page.txt")
    write(tmp_path / "corpus.jsonl", "{}")
    opened = Path.open

    def refuse(path: Path, *arguments: object, **named: object) -> object:
        if path.name == "corpus.jsonl":
            raise PermissionError(13, "Permission denied")
        return opened(path, *arguments, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)
    assert read_sources([tmp_path])[1] == [Skipped("corpus.jsonl", "Permission denied")]


def test_much_that_was_left_out_is_named_in_part_and_counted_by_reason() -> None:
    skipped = [Skipped(f"{i}.txt", f"it has {i * 1000:,} bytes, more than 20,000,000") for i in range(15)]
    skipped += [Skipped(f"{i}.pdf", "it is damaged: line 7") for i in range(10)]
    lines = left_out(skipped).split("\n")
    assert lines[0] == "Left out: 0.txt: it has 0 bytes, more than 20,000,000"
    assert lines[19] == "Left out: 4.pdf: it is damaged: line 7"
    assert lines[20:] == [
        "… and 5 more. Left out in all:",
        "  15 × it has … bytes, more than …",
        "  10 × it is damaged",
    ]


TEXT = "Het college onderzoekt binnen zes weken welke ondersteuning voor de inwoner passend is."


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with a good file of every kind, and with all that goes wrong."""
    folder = tmp_path / "mixed"
    good = {
        "a.txt": TEXT.encode("utf-16"),
        "b.md": b"# Wmo\n\n" + TEXT.encode(),
        "c.html": page("Hulp", [TEXT], [("Niels", "Bij ons niet.")]).encode(),
        "d.pdf": pdf("Hulp", [TEXT]),
        "e.docx": word("Hulp", [TEXT]),
        "f.jsonl": corpus([TEXT]).encode(),
        "g.txt": "Één loket in de wijk.".encode("cp1252"),
    }
    bad = {
        "bomb.docx": packed(b"0" * 30_000_000),
        "cut.pdf": pdf("Hulp", [TEXT])[:300],
        "empty.txt": b"",
        "encrypted.pdf": encrypted(pdf("Hulp", [TEXT])),
        "page.docx": good["c.html"],
        "photo.pdf": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "none.pdf": pdf("", []),
        "scan.pdf": pdf("", ["&nbsp;"]),
        "report.txt": good["d.pdf"],
        "sheet.xlsx": b"PK\x03\x04",
    }
    for name, raw in {**good, **bad}.items():
        write(folder / name, raw)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    return folder


def test_what_cannot_be_read_is_named_and_the_rest_of_the_folder_is_read(mixed: Path) -> None:
    documents, skipped = read_sources([mixed])
    assert [document.source for document in documents] == [
        "a.txt",
        "b.md",
        "c.html",
        "d.pdf",
        "e.docx",
        "doc-0",
        "g.txt",
    ]
    assert all(TEXT in document.text for document in documents[:-1])
    assert documents[-1].warnings == (GUESSED,)
    assert [document.pages for document in documents if document.pages] == [(0,)]
    packed_size = (mixed / "bomb.docx").stat().st_size
    assert {skip.source: skip.reason.partition(":")[0] for skip in skipped} == {
        "bomb.docx": f"it unpacks from {packed_size:,} to 30,000,000 bytes in 1 files",
        "cut.pdf": "it is a damaged pdf",
        "empty.txt": "it is empty",
        "encrypted.pdf": "it is encrypted",
        "huge.txt": "it has 200,000,000 bytes, more than 20,000,000",
        "none.pdf": "it is a damaged pdf",
        "page.docx": "it is a web page, not what its name says",
        "photo.pdf": "it is a picture, not what its name says",
        "report.txt": "it is a pdf, not what its name says",
        "scan.pdf": "it has no text",
        "sheet.xlsx": "files of the kind '.xlsx' are not read",
    }


def test_a_strict_build_publishes_nothing_where_something_was_left_out(
    mixed: Path, tmp_path: Path, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    with pytest.raises(UsageError) as caught:
        build(home, [mixed], encoder, 160, strict=True)
    assert str(caught.value).endswith(
        "11 could not be read, so nothing is published. Mend or remove them, or build without --strict."
    )
    assert "Left out: scan.pdf: it has no text" in str(caught.value)
    assert not has_index(home)
    report = build(home, [mixed], encoder, 160)
    assert (report.documents, len(report.skipped)) == (7, 11)
    assert report.warnings == (f"g.txt: {GUESSED}",)
    (tmp_path / "good").mkdir()
    write(tmp_path / "good" / "a.txt")
    assert build(home, [tmp_path / "good"], encoder, 160, strict=True).skipped == ()


def packed(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", content)
    return out.getvalue()


def encrypted(raw: bytes) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(raw))
    writer.encrypt("geheim", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_long_text_is_read_in_a_process_with_the_same_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "page.txt", PAGE * 40)
    here, _ = read_sources([tmp_path])
    monkeypatch.setattr(formats, "FORMATS", (replace(formats.TEXT, trusted_bytes=100),))
    assert read_sources([tmp_path])[0] == here
