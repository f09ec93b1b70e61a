"""Word documents (docx) to text: headings marked by level, lists, tables row by row."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.oxml.ns import qn

from index.characters import one_line, table_row
from index.errors import UnreadableError
from index.properties import plausible_title
from index.types import Extract

# Text unpacks to ten to thirty times its size, but 20 MB of it is a shelf of books; what makes a document
# larger than that are pictures, which unpack to little more.
MAX_UNPACKED_TEXT = 20_000_000
MAX_PICTURE_RATIO = 3
MAX_ENTRIES = 10_000

_MAIN_PART = "word/document.xml"
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)", re.IGNORECASE)
# Word's own contents list repeats the headings.
_CONTENTS = re.compile(r"toc( heading| ?\d)", re.IGNORECASE)
# The second version of a text box, for old programs, and what was moved away while changes were tracked.
_SKIPPED = ("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback", qn("w:moveFrom"))
_SPACES = (qn("w:tab"), qn("w:br"), qn("w:cr"))


def _check(raw: bytes) -> None:
    """Refuse what is no Word document, and what would unpack to more than a document can hold."""
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableError("it is a damaged Word document: its zip archive cannot be read") from error
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED_TEXT + MAX_PICTURE_RATIO * len(raw) or len(entries) > MAX_ENTRIES:
        raise UnreadableError(
            f"it unpacks from {len(raw):,} to {unpacked:,} bytes in {len(entries):,} files: a zip bomb"
        )
    if all(entry.filename != _MAIN_PART for entry in entries):
        raise UnreadableError("it is a zip archive, but not a Word document")


def extract(raw: bytes) -> Extract:
    """Return the text of a Word document and the title that it states.

    Raises `UnreadableError` for what is none, for zip bombs, and where there is no text. The dates that Word
    keeps tell when somebody saved the file, not when it was published, and are left out.
    """
    _check(raw)
    document = docx.Document(BytesIO(raw))
    styles = _style_names(document)
    text = "\n\n".join(_joined_items(_blocks(document.element.body, styles)))
    if not text:
        raise UnreadableError("it has no text")
    return Extract(text, title=plausible_title(document.core_properties.title))


def _style_names(document: Document) -> dict[str, tuple[str, ...]]:
    """Return the names of every style, by its id, and of the styles that it builds upon."""
    names: dict[str, tuple[str, ...]] = {}
    for style in document.styles:
        chain: list[str] = []
        above: Any = style
        while above is not None and above.name not in chain:
            chain.append(above.name or "")
            above = getattr(above, "base_style", None)
        names[style.style_id] = tuple(chain)
    return names


def _blocks(parent: Any, styles: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield paragraphs and rows in order, also of content controls and other frames around them."""
    for child in parent:
        if child.tag == qn("w:p"):
            if block := _paragraph(child, styles):
                yield block
        elif child.tag == qn("w:tbl"):
            yield from _rows(child, styles)
        elif child.tag not in _SKIPPED:
            yield from _blocks(child, styles)


def _rows(table: Any, styles: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for row in table.xpath("./w:tr | ./w:sdt/w:sdtContent/w:tr"):
        found = row.xpath("./w:tc | ./w:sdt/w:sdtContent/w:tc")
        cells = (" ".join(_blocks(cell, styles)) for cell in found)
        if line := table_row(cells):
            yield line


def _text(paragraph: Any) -> Iterator[str]:
    for node in paragraph:
        if node.tag in _SKIPPED:
            continue
        if node.tag == qn("w:t"):
            yield node.text or ""
        elif node.tag in _SPACES:
            yield " "
        elif node.tag == qn("w:noBreakHyphen"):
            yield "-"
        elif node.tag != qn("w:pPr"):
            yield from _text(node)


def _paragraph(paragraph: Any, styles: dict[str, tuple[str, ...]]) -> str:
    text = one_line("".join(_text(paragraph)))
    names = styles.get(paragraph.style or "", ())
    if not text or any(_CONTENTS.match(name) for name in names):
        return ""
    if level := _level(paragraph, names):
        return f"{'#' * level} {text}"
    listed = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
    return f"- {text}" if listed or any(map(_LIST.match, names)) else text


def _level(paragraph: Any, names: tuple[str, ...]) -> int:
    """Return a heading's level, 1 the highest; 0 for other paragraphs."""
    if "Title" in names:
        return 1
    found = next((found for name in names if (found := _HEADING.fullmatch(name))), None)
    if found:
        return min(int(found[1]), 6)
    outline = paragraph.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
    level = int(outline.get(qn("w:val"), "9")) if outline is not None else 9
    return level + 1 if level < 6 else 0


def _joined_items(blocks: Iterator[str]) -> list[str]:
    """Put the items of a list on lines below each other, as one block."""
    joined: list[str] = []
    for block in blocks:
        if block.startswith("- ") and joined and joined[-1].startswith("- "):
            joined[-1] += f"\n{block}"
        else:
            joined.append(block)
    return joined
