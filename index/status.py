"""What is in the index, without loading a model."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.errors import UsageError
from index.files import DamagedError
from index.generations import Pointer, open_sound
from index.records import document_lines
from index.store import DOCUMENTS


def status(home: Path) -> dict[str, object]:
    """Return the facts of the generation that serves and its documents with role counts, all hashed."""
    folder, facts, contents = open_sound(
        home, lambda folder, manifest: (folder, manifest.facts, document_lines(folder / DOCUMENTS))
    )
    documents = [
        {
            "source": document.source,
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
            "characters": len(document.text),
            "digest": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
            "pages": len(document.pages),
            "warnings": list(document.warnings),
            "roles": dict(sorted(Counter(block.role for block in document.blocks).items())),
        }
        for document in contents
    ]
    return {"home": str(home), "generation": folder.name, **facts, "contents": documents}


def document_text(home: Path, source: str) -> str:
    """Return a document's canonical text; raises `UsageError` for a source that is not in the index."""
    for document in open_sound(home, lambda folder, _: document_lines(folder / DOCUMENTS)):
        if document.source == source:
            return document.text
    raise UsageError(f"There is no document '{source}' in the index. 'wijkwijzer index status' lists them.")


@dataclass(frozen=True, slots=True)
class Checked:
    """A generation whose files were hashed again."""

    generation: str
    files: int
    damage: str
    """What is wrong with each damaged file, if any is."""


def checked(home: Path) -> Iterator[Checked]:
    """Hash all generations that are kept, the one that serves first; the pointer's own damage is that one's.

    Raises `IndexUnavailableError` where there is none or another version has written it.
    """
    pointer = Pointer.read(home)
    for at, each in enumerate(pointer.generations):
        found = [pointer.damage] if pointer.damage and at == 0 else []
        files = 0
        try:
            files = len(each.verified().files)
        except DamagedError as error:
            found.append(str(error))
        yield Checked(each.folder.name, files, "; ".join(found))
