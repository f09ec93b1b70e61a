"""Files to documents. What cannot be read is reported by name and reason; the rest goes on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.clean import read_page
from index.errors import UsageError
from index.privacy import HELPLINES_ONLY, PublicContacts, mask, masked
from index.types import Block, Document, Extract, Span

PAGE_SUFFIXES = (".txt", ".md")
CORPUS_SUFFIXES = (".jsonl",)
# A page of text is some kilobytes and the longest Dutch act 2 MB; more than this is a mistake or an attack.
MAX_PAGE_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a line of a corpus, that did not become a document, and why."""

    source: str
    reason: str


class _UnreadableError(Exception):
    pass


def decode(raw: bytes) -> str:
    """Return the text of a file, its newlines as they are: UTF-8, or else Windows-1252.

    Raises `ValueError` where the bytes are no text in either.
    """
    if b"\0" in raw:
        raise ValueError("it is a binary file, not text")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return raw.decode("cp1252")
        except UnicodeDecodeError:
            raise ValueError("it is neither UTF-8 nor Windows-1252 text") from None


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_PAGE_BYTES and path.suffix.lower() in PAGE_SUFFIXES:
            raise _UnreadableError(f"it has {size:,} bytes, more than {MAX_PAGE_BYTES:,}")
        return decode(path.read_bytes())
    except OSError as error:
        raise _UnreadableError(error.strerror or str(error)) from error
    except ValueError as error:
        raise _UnreadableError(str(error)) from error


def _read_corpus(name: str, text: str, public: PublicContacts) -> Iterator[Document | Skipped]:
    """Yield the documents of a BEIR corpus: one `{"_id", "title", "text"}` a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        where = f"{name}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Skipped(where, f"it is not JSON: {error}")
            continue
        body = row.get("text") if isinstance(row, dict) else None
        if not isinstance(body, str) or not isinstance(row.get("_id"), str | int):
            yield Skipped(where, 'it has no "_id" and "text"')
            continue
        if not body.strip():
            yield Skipped(where, "its text is empty")
            continue
        title = row.get("title")
        yield Document(
            source=str(row["_id"]),
            text=mask(body, public),
            blocks=(Block(Span(0, len(body)), "article"),),
            title=mask(title, public) if isinstance(title, str) else "",
        )


def _read_file(path: Path, name: str, public: PublicContacts) -> Iterator[Document | Skipped]:
    if path.suffix.lower() not in PAGE_SUFFIXES + CORPUS_SUFFIXES:
        yield Skipped(name, f"files of the kind '{path.suffix or path.name}' are not read")
        return
    try:
        text = _read_text(path)
    except _UnreadableError as error:
        yield Skipped(name, str(error))
        return
    if path.suffix.lower() in CORPUS_SUFFIXES:
        yield from _read_corpus(name, text, public)
    elif not text.strip():
        yield Skipped(name, "it is empty")
    else:
        yield read_page(name, masked(Extract(text), public))


def _files(root: Path) -> list[tuple[Path, str]]:
    if root.is_file():
        return [(root, root.name)]
    if not root.is_dir():
        raise UsageError(f"There is no file or folder '{root}'. Name the folder that holds your documents.")
    found = ((path, path.relative_to(root)) for path in sorted(root.rglob("*")) if path.is_file())
    hidden = re.compile(r"(^|/)\.")
    return [(path, name.as_posix()) for path, name in found if not hidden.search(name.as_posix())]


def read_sources(
    roots: list[Path], public: PublicContacts = HELPLINES_ONLY
) -> tuple[list[Document], list[Skipped]]:
    """Read files, folders and BEIR corpora, personal data but `public` masked.

    A name that comes twice is read once and reported.

    Raises `UsageError` for a path that is not there, and where nothing at all could be read.
    """
    documents: dict[str, Document] = {}
    skipped: list[Skipped] = []
    for root in roots:
        for path, name in _files(root):
            for result in _read_file(path, name, public):
                if isinstance(result, Skipped):
                    skipped.append(result)
                elif result.source in documents:
                    skipped.append(Skipped(result.source, "another document has the same name"))
                else:
                    documents[result.source] = result
    if not documents:
        reasons = "".join(f"\n  {skip.source}: {skip.reason}" for skip in skipped[:10])
        looked_in = ", ".join(f"'{root}'" for root in roots)
        raise UsageError(
            f"No documents in {looked_in}. Put .txt or .md files or a BEIR corpus.jsonl there.{reasons}"
        )
    return list(documents.values()), skipped
