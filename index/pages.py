"""From a file to a document with its parts labelled and personal data masked."""

from pathlib import Path

from index.clean import read_page
from index.errors import UnreadableError
from index.formats import extract
from index.law import is_law, read_law
from index.privacy import PublicContacts, masked
from index.types import Document


def read_file(path: Path, name: str, source: str, public: PublicContacts) -> Document:
    """Read the file at `path`, of the format called `name`, as the document called `source`.

    Raises `UnreadableError` where it cannot be read.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    known = masked(extract(raw, name), public)
    return read_law(source, known) if is_law(known.text) else read_page(source, known)
