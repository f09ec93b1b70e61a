import pytest

from eval.samples import page, pdf, word
from index import plaintext
from index.errors import UnreadableError
from index.formats import DOCX, HTML, PDF, TEXT, check_kind, extract, format_of
from index.types import Extract

LONG = "Het college onderzoekt binnen zes weken welke ondersteuning voor de inwoner passend is. " * 3
GOOD = {
    "text": LONG.encode(),
    "html": page("Hulp", [LONG]).encode(),
    "pdf": pdf("Hulp", [LONG]),
    "docx": word("Hulp", [LONG]),
}


@pytest.mark.parametrize(
    ("suffix", "known"),
    [
        (".txt", TEXT),
        (".MD", TEXT),
        (".htm", HTML),
        (".PDF", PDF),
        (".docx", DOCX),
        (".doc", None),
        ("", None),
    ],
)
def test_a_suffix_stands_for_a_format(suffix: str, known: object) -> None:
    assert format_of(suffix) is known


@pytest.mark.parametrize("name", list(GOOD))
def test_every_format_is_extracted(name: str) -> None:
    assert " ".join(LONG.split()) in extract(GOOD[name], name).text


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        *[
            (name, GOOD[other], f"it is {kind}, not what its name says")
            for other, kind in (("html", "a web page"), ("pdf", "a pdf"), ("docx", "a zip archive"))
            for name in GOOD
            if name != other
        ],
        ("pdf", b"\x89PNG\r\n\x1a\n", "it is a picture, not what its name says"),
        ("text", b"\xff\xd8\xff\xe0\x00\x10JFIF", "it is a picture, not what its name says"),
        ("docx", b"\xd0\xcf\x11\xe0\xa1\xb1", "it is an old Office file (.doc, .xls) or one with a password"),
        ("text", b"{\\rtf1\\ansi De Wmo}", "it is a rich text file (.rtf)"),
        ("html", b"\x1f\x8b\x08", "it is a packed archive"),
        ("text", b"\x7fELF\x02", "it is a program"),
        ("pdf", LONG.encode(), "it is not a pdf, whatever its name says"),
        ("docx", LONG.encode(), "it is not a docx, whatever its name says"),
        ("text", b" \r\n", "it is empty"),
        ("text", b"\xef\xbb\xbf", "it is empty"),
    ],
)
def test_what_a_file_is_counts_not_its_name(name: str, raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        extract(raw, name)
    assert reason in str(caught.value)


def test_what_is_only_named_in_a_text_is_not_what_it_is() -> None:
    text = "Een pdf begint met %PDF-1.7, een pagina met <html>."
    assert extract(text.encode(), "text").text == text
    check_kind(b"mailhead\r\n" + GOOD["pdf"], "pdf")
    check_kind(b"<!-- gemaakt met iets -->\n<!DOCTYPE html>", "html")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RecursionError("maximum recursion depth exceeded"), "it is nested too deeply"),
        (KeyError("word/document.xml"), "it is damaged: 'word/document.xml'"),
        (ValueError("bad\nworse"), "it is damaged: bad"),
    ],
)
def test_whatever_a_library_raises_becomes_a_reason(
    error: Exception, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(raw: bytes) -> Extract:
        raise error

    monkeypatch.setattr(plaintext, "extract", fail)
    with pytest.raises(UnreadableError) as caught:
        extract(b"De Wmo", "text")
    assert str(caught.value) == reason


def test_memory_that_runs_out_is_no_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(raw: bytes) -> Extract:
        raise MemoryError

    monkeypatch.setattr(plaintext, "extract", fail)
    with pytest.raises(MemoryError):
        extract(b"De Wmo", "text")
