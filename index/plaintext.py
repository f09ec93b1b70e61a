"""Text files: their encoding, and nothing else. The text is the file's own, as offsets count in it."""

import codecs

from index.errors import UnreadableError
from index.types import Extract

GUESSED = "its encoding is guessed: it is not UTF-8, and was read as Windows-1252"

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file, its newlines as they are, and a warning where its encoding was guessed.

    It is what its byte order mark says, else UTF-8, else Windows-1252, which has a letter for nearly every
    byte. Raises `UnreadableError` where the bytes are text in none of these.
    """
    if raw.startswith(_UTF16):
        try:
            return raw.decode("utf-16"), ()
        except UnicodeDecodeError:
            raise UnreadableError("it begins as UTF-16 text and goes on as something else") from None
    if b"\0" in raw:
        raise UnreadableError("it is a binary file, not text")
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), (GUESSED,)
    except UnicodeDecodeError:
        raise UnreadableError("it is neither UTF-8 nor Windows-1252 text") from None


def extract(raw: bytes) -> Extract:
    """Return the text of a txt or md file; raises `UnreadableError` where it is none."""
    text, warnings = decode(raw)
    return Extract(text, warnings=warnings)
