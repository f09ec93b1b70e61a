"""Characters that show how a text is set, not what it says: ligatures, soft hyphens, controls."""

import re
import unicodedata
from collections.abc import Iterable

_LIGATURE = re.compile("[\ufb00-\ufb06]")
# Soft hyphens, zero-width spaces and joiners, direction marks, byte order marks, and tags.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
# All but tab and newline; a lone surrogate cannot be written to any file.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACE = re.compile("[\u00a0\u2007\u202f]")


def without_invisible(text: str) -> str:
    """Return `text` without the characters that no reader sees."""
    return _INVISIBLE.sub("", text)


def plain(text: str) -> str:
    """Return extracted text as it reads: ligatures as letters, one kind of space, nothing invisible."""
    letters = _LIGATURE.sub(lambda found: unicodedata.normalize("NFKD", found[0]), text)
    return _SPACE.sub(" ", _CONTROL.sub("", without_invisible(letters)))


def one_line(text: str) -> str:
    """Return `text` plain, every run of white space as one space."""
    return " ".join(plain(text.replace("\n", " ").replace("\r", " ").replace("\f", " ")).split())


def table_row(cells: Iterable[str]) -> str:
    """Return a table's row as an item of a list: a line of cells by itself would pass for a heading."""
    filled = [cell for cell in cells if cell]
    return f"- {' | '.join(filled)}" if len(filled) > 1 else "".join(filled)
