"""Files to documents. What cannot be read is reported by name and reason; the rest goes on."""

import os
import re
import unicodedata
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from index import corpus
from index.errors import UnreadableError, UsageError
from index.formats import FORMATS, Format, format_of
from index.pages import read_file
from index.privacy import HELPLINES_ONLY, PublicContacts, mask
from index.progress import Progress, untold
from index.types import Document
from index.worker import ReaderPool

# So many files are begun before the first of them is waited for: enough to keep all readers busy.
AHEAD = 8
# So many that were left out are named where people read of it; all are in the index's status.
MAX_TOLD = 20

Reading = Callable[[], Iterator["Document | Skipped"]]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file, or a line of a corpus, that did not become a document, and why."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A file below a root, its name there, and why it cannot be read where that is known already."""

    path: Path
    name: str
    reason: str = ""


def read_each(
    roots: Sequence[Path],
    public: PublicContacts,
    over: Path | None = None,
    *,
    progress: Progress = untold,
) -> Iterator[Document | Skipped]:
    """Yield what files, folders and corpora hold, in the order of their names, some files ahead.

    Personal data but `public` is masked in it. A file of the folder `over` is read in the place of those of
    the same name.
    A name that comes twice is read once and reported. Raises `UsageError` for a path that is not there.
    """
    found = _files(over) if over is not None else []
    replaced = {file.name for file in found}
    found += [file for root in roots for file in _files(root) if file.name not in replaced]
    names: set[str] = set()
    with ReaderPool() as pool:
        for result in _in_order(found, pool, public, progress):
            if isinstance(result, Skipped):
                yield result
            elif result.source in names:
                yield Skipped(result.source, "another document has the same name")
            else:
                names.add(result.source)
                yield result


def read_sources(
    roots: Sequence[Path],
    public: PublicContacts = HELPLINES_ONLY,
    over: Path | None = None,
    *,
    progress: Progress = untold,
) -> tuple[list[Document], list[Skipped]]:
    """Read all of `roots`, as `read_each` does.

    Raises `UsageError` for a path that is not there, and where nothing at all could be read.
    """
    documents: list[Document] = []
    skipped: list[Skipped] = []
    for result in read_each(roots, public, over, progress=progress):
        if isinstance(result, Skipped):
            skipped.append(result)
        else:
            documents.append(result)
    if not documents:
        looked_in = ", ".join(f"'{root}'" for root in roots)
        kinds = ", ".join(suffix for known in FORMATS for suffix in known.suffixes)
        reasons = f"\n{left_out(skipped)}" if skipped else ""
        raise UsageError(
            f"No documents in {looked_in}. Put {kinds} files or a BEIR corpus.jsonl there.{reasons}"
        )
    return documents, skipped


def left_out(skipped: Sequence[Skipped]) -> str:
    """Return lines that name what was left out, and count the reasons where it is much."""
    lines = [f"Left out: {skip.source}: {skip.reason}" for skip in skipped[:MAX_TOLD]]
    if len(skipped) > MAX_TOLD:
        lines.append(f"… and {len(skipped) - MAX_TOLD} more. Left out in all:")
        kinds = Counter(re.sub(r"\d[\d,.]*", "…", skip.reason.partition(":")[0]) for skip in skipped)
        lines += [f"  {count} × {kind}" for kind, count in kinds.most_common()]
    return "\n".join(lines)


def _in_order(
    found: Sequence[_Found], pool: ReaderPool, public: PublicContacts, progress: Progress
) -> Iterator[Document | Skipped]:
    begun: deque[Reading] = deque()
    for number, file in enumerate(found, 1):
        begun.append(_begin(file, pool, public))
        if len(begun) > AHEAD:
            yield from begun.popleft()()
            progress("reading", number - len(begun), len(found))
    while begun:
        yield from begun.popleft()()
        progress("reading", len(found) - len(begun), len(found))


def _begin(file: _Found, pool: ReaderPool, public: PublicContacts) -> Reading:
    """Begin to read a file; what is returned waits for its documents, or for why there are none."""
    try:
        known, size = _checked(file)
    except (OSError, UnreadableError) as error:
        return partial(iter, (Skipped(file.name, _reason(error)),))
    if known is None:
        return partial(_corpus, file, public)
    read = partial(read_file, file.path, known.name, file.name, public)
    return partial(
        _page, file.name, read if size <= known.trusted_bytes else pool.run(read, known.seconds(size))
    )


def _checked(file: _Found) -> tuple[Format | None, int]:
    """Return a file's format, None for a corpus, and its size in bytes.

    Raises `UnreadableError` for what is not read, `OSError` where the file cannot be looked at.
    """
    if file.reason:
        raise UnreadableError(file.reason)
    suffix = file.path.suffix.lower()
    known = format_of(suffix)
    if known is None and suffix not in corpus.SUFFIXES:
        raise UnreadableError(f"files of the kind '{file.path.suffix or file.path.name}' are not read")
    size = file.path.stat().st_size
    most = known.max_bytes if known else corpus.MAX_BYTES
    if size > most:
        raise UnreadableError(f"it has {size:,} bytes, more than {most:,}")
    return known, size


def _reason(error: OSError | UnreadableError) -> str:
    return getattr(error, "strerror", None) or str(error)


def _page(name: str, wait: Callable[[], Document]) -> Iterator[Document | Skipped]:
    try:
        yield wait()
    except UnreadableError as error:
        yield Skipped(name, str(error))


def _corpus(file: _Found, public: PublicContacts) -> Iterator[Document | Skipped]:
    try:
        for result in corpus.read_corpus(file.path, file.name):
            if isinstance(result, Document):
                yield replace(result, text=mask(result.text, public), title=mask(result.title, public))
            else:
                where = f"{file.name}, line {result.number}" if result.number else file.name
                yield Skipped(where, result.reason)
    except (OSError, UnreadableError) as error:
        yield Skipped(file.name, _reason(error))


def _files(root: Path) -> list[_Found]:
    """Return the files of a root in order; hidden ones are ignored, links out of it not followed."""
    if root.is_file():
        return [_Found(root, root.name)]
    if not root.is_dir():
        raise UsageError(f"There is no file or folder '{root}'. Name the folder that holds your documents.")
    home = root.resolve()
    closed: list[OSError] = []
    paths: list[Path] = []
    for folder, folders, files in os.walk(root, onerror=closed.append):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        paths += [Path(folder, name) for name in (*files, *links) if not _is_hidden(name)]
    found = [_found(path, root, home) for path in paths]
    found += [_Found(path := Path(error.filename), _shown(path, root), _reason(error)) for error in closed]
    return [file for file in sorted(found, key=lambda file: file.path) if file.reason or file.path.is_file()]


def _is_hidden(name: str) -> bool:
    """Tell whether a file is not meant to be seen: '.git', or Word's note of a document that is open."""
    return name.startswith((".", "~$"))


def _found(path: Path, root: Path, home: Path) -> _Found:
    """Look at a file of the folder `root`, which is at `home` when all links are followed."""
    name = path.relative_to(root).as_posix()
    reason = ""
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in name):
        reason = "its name has characters that cannot be shown"
    elif path.is_symlink() and not path.resolve().is_relative_to(home):
        reason = "it is a link out of the folder"
    elif path.is_symlink() and not path.exists():
        reason = "it is a link to nothing"
    elif not path.is_file() and not path.is_dir():
        reason = "it is no regular file"
    return _Found(path, _shown(path, root), reason)


def _shown(path: Path, root: Path) -> str:
    """Return a file's name below its folder; what cannot be shown of it is written as an escape."""
    name = path.relative_to(root).as_posix()
    escaped = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(c if unicodedata.category(c) != "Cc" else ascii(c)[1:-1] for c in escaped)
