import json
from dataclasses import replace
from pathlib import Path

import pytest

from index import formats
from index.errors import UsageError
from index.read import Skipped, read_sources
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
    corpus = write(tmp_path / "corpus.jsonl", "\n\n".join(json.dumps(row) for row in rows) + "\r\n")
    documents, skipped = read_sources([corpus])
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
