"""The kinds of files that are read: what each is called, how large it may be, what its bytes begin with."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from index import plaintext
from index.errors import UnreadableError, first_line
from index.types import Extract


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file."""

    name: str
    suffixes: tuple[str, ...]
    max_bytes: int
    seconds_per_megabyte: float
    """How long reading one may take, besides `BASE_SECONDS`."""
    trusted_bytes: int = 0
    """Up to this size nothing in it can take long; others are read in a process that can be ended."""

    def seconds(self, size: int) -> float:
        """Return how long reading a file of `size` bytes may take."""
        return BASE_SECONDS + self.seconds_per_megabyte * size / 1e6


# A page of a pdf takes 5 ms and a web page 20 ms; what takes seconds is an attack or a damaged file.
BASE_SECONDS = 5.0
# The longest Dutch act is 2 MB of text, which takes 2 s; more than 20 MB is a mistake or an attack. The worst
# that was found for the rules that label it, nothing but quotations, takes 1.5 s for 0.1 MB.
TEXT = Format("text", (".txt", ".md"), 20_000_000, seconds_per_megabyte=5, trusted_bytes=100_000)
HTML = Format("html", (".html", ".htm", ".xhtml"), 20_000_000, seconds_per_megabyte=5)
# Reports with photographs on every page come to some tens of megabytes, of which little is text.
PDF = Format("pdf", (".pdf",), 100_000_000, seconds_per_megabyte=0.5)
DOCX = Format("docx", (".docx",), 50_000_000, seconds_per_megabyte=0.5)
FORMATS = (TEXT, HTML, PDF, DOCX)


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)


# What files begin with, whatever their name says.
_SIGNATURES = (
    (_begins(rb"PK(\x03\x04|\x05\x06)"), "a zip archive"),
    (_begins(rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF.{4}WEBP|II\*\0|MM\0\*|BM.{4}\0{4}"), "a picture"),
    (_begins(rb"\xd0\xcf\x11\xe0"), "an old Office file (.doc, .xls) or one with a password"),
    (_begins(rb"\{\\rtf"), "a rich text file (.rtf)"),
    (_begins(rb"\x1f\x8b|Rar!|7z\xbc\xaf|BZh|\xfd7zXZ"), "a packed archive"),
    (_begins(rb"\x7fELF|MZ.{58}"), "a program"),
    (_begins(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)?<(!doctype\s+)?html\b"), "a web page"),
    (_begins(rb"\s*%PDF-\d"), "a pdf"),
)
# The standard lets something else stand before a pdf in its file.
_PDF_BEGINS_WITHIN = 1024
_EXPECTED = {"html": "a web page", "pdf": "a pdf", "docx": "a zip archive"}


def format_of(suffix: str) -> Format | None:
    """Return the format that a file name's suffix stands for; None for those that are not read."""
    return next((known for known in FORMATS if suffix.lower() in known.suffixes), None)


def check_kind(raw: bytes, expected: str) -> None:
    """Raise `UnreadableError` where bytes begin as another kind of file than the `expected` one."""
    kind = next((name for signature, name in _SIGNATURES if signature.match(raw[:2048])), "")
    wanted = _EXPECTED.get(expected, "")
    if kind and kind != wanted:
        raise UnreadableError(f"it is {kind}, not what its name says")
    late_pdf = expected == "pdf" and b"%PDF-" in raw[:_PDF_BEGINS_WITHIN]
    if not kind and expected in ("pdf", "docx") and not late_pdf:
        raise UnreadableError(f"it is not a {expected}, whatever its name says")


def extract(raw: bytes, name: str) -> Extract:
    """Return the text of a file of the format called `name`.

    Raises `UnreadableError`, whatever the libraries raise on damaged or hostile files.
    """
    if not raw.strip():
        raise UnreadableError("it is empty")
    check_kind(raw, name)
    try:
        extracted = _extractor(name)(raw)
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableError(f"it is damaged: {first_line(error)}") from error
    if not extracted.text.strip():
        raise UnreadableError("it is empty")
    return extracted


def _extractor(name: str) -> Callable[[bytes], Extract]:
    """Return the function for a format; its library is loaded where it is first needed."""
    if name == HTML.name:
        from index import html

        return html.extract
    if name == PDF.name:
        from index import pdf

        return pdf.extract
    if name == DOCX.name:
        from index import docx

        return docx.extract
    return plaintext.extract
