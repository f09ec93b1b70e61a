"""Pdf files to text: paragraphs in reading order, page starts kept, page headers and numbers left out."""

import ctypes
import re
from collections.abc import Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from index.characters import plain
from index.errors import UnreadableError
from index.hyphens import HYPHEN, Hyphens
from index.layout import Line, joined, without_running_lines
from index.properties import plausible_title
from index.types import Extract

MAX_PAGES = 5_000
# Where this share of the characters has no meaning, the fonts do not tell which letters they draw.
MAX_SHARE_UNKNOWN = 0.2
MAX_FONT_NAME = 100

# What pdfium reads one by one where a word is broken at the end of a line; in the quick way it is HYPHEN.
_PDFIUM_HYPHEN = "\x02"
_LINE = re.compile(r"[^\s\0](?:[^\r\n]*[^\s\0])?")
_UNKNOWN = re.compile("[\ufffd\ue000-\uf8ff]")


def extract(raw: bytes) -> Extract:
    """Return the text of a pdf, where its pages begin in it, and the title that it states.

    Raises `UnreadableError` for what is damaged or encrypted and for scans. The dates that a pdf keeps tell
    when the file was made, not when it was published, and are left out.
    """
    document = _opened(raw)
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableError(f"it has {len(document):,} pages, more than {MAX_PAGES:,}")
        pages = [_lines(document[number]) for number in range(len(document))]
        title = plausible_title(document.get_metadata_value("Title"))
    finally:
        document.close()
    _check(pages)
    hyphens = Hyphens(line.text for page in pages for line in page)
    text, starts = joined(without_running_lines(pages), hyphens)
    return Extract(text, title=title, pages=starts, warnings=_warnings(pages))


def _opened(raw: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        # pdfium keeps the code of an earlier file's error where it gives none.
        if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in raw:
            raise UnreadableError("it is encrypted: save it without a password first") from error
        raise UnreadableError("it is a damaged pdf") from error


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    text_page = page.get_textpage()
    try:
        handle, characters = text_page.raw, _characters(text_page)
        spans = [found.span() for found in _LINE.finditer(characters)]
        lines = (_line(handle, characters[start:end], start, end - 1) for start, end in spans)
        return [line for line in lines if line.text]
    finally:
        text_page.close()
        page.close()


def _characters(text_page: pypdfium2.PdfTextPage) -> str:
    """Return the text of a page, in which every character stands at its index in pdfium's list.

    The quick way to get it leaves out characters on some pages; one by one takes three times as long.
    """
    count = text_page.count_chars()
    text = str(text_page.get_text_range())
    if len(text) == count:
        return text
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page.raw, i)) for i in range(count)).replace(
        _PDFIUM_HYPHEN, HYPHEN
    )


def _line(handle: object, text: str, first: int, last: int) -> Line:
    begins, ends = _box(handle, first), _box(handle, last)
    size = round(pdfium.FPDFText_GetFontSize(handle, first), 1)
    style = _style(handle, first)
    return Line(
        text=" ".join(plain(text).split()),
        left=begins.left,
        right=ends.right,
        first_base=begins.bottom,
        last_base=ends.bottom,
        size=size,
        style=style if style == _style(handle, last) else "",
    )


def _box(handle: object, index: int) -> pdfium.FS_RECTF:
    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(handle, index, box)
    return box


def _style(handle: object, index: int) -> str:
    name = ctypes.create_string_buffer(MAX_FONT_NAME)
    pdfium.FPDFText_GetFontInfo(handle, index, name, MAX_FONT_NAME, None)
    return f"{name.value.decode('latin-1')} {pdfium.FPDFText_GetFontSize(handle, index):.1f}"


def _check(pages: Sequence[Sequence[Line]]) -> None:
    text = "".join(line.text for page in pages for line in page)
    if not text:
        raise UnreadableError("it has no text: it is a scan, run text recognition (OCR) on it first")
    if len(_UNKNOWN.findall(text)) > MAX_SHARE_UNKNOWN * len(text):
        raise UnreadableError("its fonts do not tell which letters they draw: run text recognition on it")


def _warnings(pages: Sequence[Sequence[Line]]) -> tuple[str, ...]:
    return tuple(f"page {number} has no text" for number, lines in enumerate(pages, 1) if not lines)
