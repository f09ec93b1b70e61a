"""Every byte of every file of an index flipped, and every file cut off."""

import random
from collections.abc import Iterator
from pathlib import Path

from eval.hashing import HashingEncoder
from eval.trials import Result, edition_of, publish, warnings_of_index, write
from index.errors import IndexUnavailableError
from index.generations import CURRENT, current_generation
from index.status import checked
from index.store import Index

SEED = 20_261_123
# So few that every byte can be flipped.
DOCUMENTS = 1
CUTS = 20


def _damaged(content: bytes, chance: random.Random) -> Iterator[tuple[str, bytes]]:
    """Yield a file with each of its bytes changed in turn, and cut off at some places."""
    for at in range(len(content)):
        changed = content[at] ^ chance.randrange(1, 256)
        yield "byte flipped", content[:at] + bytes([changed]) + content[at + 1 :]
    for at in sorted({0, len(content) - 1, *(chance.randrange(len(content)) for _ in range(CUTS))}):
        yield "cut off", content[:at]


def damages(scratch: Path, most: int | None = None) -> Result:
    """Damage each file of a small index in every way, or in at most so many chosen by chance.

    The file has to be named and the generation before to serve; of the pointer, what can still be read.
    """
    home, chance, result = scratch / "home", random.Random(SEED), Result()
    for edition in (0, 1):
        publish(home, write(scratch, edition, DOCUMENTS))
    files = [path for path in current_generation(home).rglob("*") if path.is_file()]
    for path in [home / CURRENT, *files]:
        content = path.read_bytes()
        ways = list(_damaged(content, chance))
        for kind, damaged in ways if most is None else chance.sample(ways, min(most, len(ways))):
            path.write_bytes(damaged)
            outcome = _of_pointer(home) if path.name == CURRENT else _of_file(home, path)
            result.check(bool(outcome), f"{kind}: {outcome}", f"{path.relative_to(home)} {kind}: {damaged!r}")
        path.write_bytes(content)
    return result


def _of_file(home: Path, damaged: Path) -> str:
    """Return what a damaged file leads to; nothing where that is wrong."""
    with warnings_of_index() as said:
        index = Index.open(home, HashingEncoder())
    edition = edition_of(document.text for document in index.documents.values())
    named = len(said) == 1 and f"'{damaged}'" in said[0]
    return "named, the generation before serves" if named and edition == 0 else ""


def _of_pointer(home: Path) -> str:
    """Return what a damaged pointer leads to; nothing where that is wrong."""
    name = f"'{home / CURRENT}'"
    with warnings_of_index():
        try:
            index = Index.open(home, HashingEncoder())
        except IndexUnavailableError as error:
            return "pointer named, nothing left to serve" if name in str(error) else ""
    edition = edition_of(document.text for document in index.documents.values())
    named = any(name in each.damage for each in checked(home))
    return (
        "pointer named by verify, one of both serves"
        if named and edition == int(index.generation) - 1
        else ""
    )
