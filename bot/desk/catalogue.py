"""What the index stands on, document by document, and what of it was set right since it was built."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from bot.desk.corrections import Entry
from bot.desk.library import Upload
from index.corrections import Correction
from index.files import DamagedError, read_manifest
from index.generations import GENERATIONS
from index.privacy import PublicContacts
from index.store import Index
from index.types import Role

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Row:
    """A document of the index."""

    source: str
    title: str
    publisher: str
    date: str
    roles: tuple[tuple[Role, int], ...]
    """How many blocks there are of each."""
    passages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest of a generation tells; empty where there is none to read."""

    built: str = ""
    skipped: tuple[str, ...] = ()
    """'name: reason'."""
    public_contacts: tuple[str, ...] = ()
    corrections: frozenset[str] = frozenset()
    """Digests."""
    uploads: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, home: Path, generation: str) -> "Facts":
        """Read the facts of a generation that serves; it may have been collected."""
        try:
            facts: Mapping[str, Any] = read_manifest(home / GENERATIONS / generation).facts
        except DamagedError:
            return cls()
        digests = (each for own in facts.get("corrections", {}).values() for each in own)
        return cls(
            built=facts.get("built", ""),
            skipped=tuple(facts.get("skipped", ())),
            public_contacts=tuple(facts.get("public_contacts", ())),
            corrections=frozenset(digests),
            uploads=facts.get("over", {}),
        )


State = Literal["in_force", "replaced", "undone"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the history, whether it holds, and whether the index is as it should be after it."""

    entry: Entry
    state: State
    pending: bool
    """It takes effect, or ceases to, when the sources are indexed anew."""


def standings(
    entries: Iterable[Entry], in_force: Sequence[Correction], public: PublicContacts, facts: Facts
) -> list[Standing]:
    """Tell of each line of the history, the latest first, how it stands; what holds comes first then."""
    holding = {*(each.digest for each in in_force), *public.entries}
    indexed = facts.corrections.union(facts.public_contacts)
    told: set[str] = set()
    found: list[Standing] = []
    for entry in entries:
        key = entry.correction.digest if entry.correction else entry.contact
        # Of lines that say the same, one speaks for all.
        speaks = key not in told and (key not in holding or not entry.undone_at)
        if speaks:
            told.add(key)
        holds = speaks and key in holding
        state: State = "undone" if entry.undone_at else "in_force" if holds else "replaced"
        found.append(Standing(entry, state, speaks and (key in holding) != (key in indexed)))
    return sorted(found, key=lambda each: each.state != "in_force")


def rows(index: Index, sought: str = "") -> list[Row]:
    """Return the documents whose name or title has `sought` in it, in the order of their names."""
    wanted = sought.casefold()
    found = (
        document
        for document in index.documents.values()
        if wanted in document.source.casefold() or wanted in document.title.casefold()
    )
    return [
        Row(
            document.source,
            document.title,
            document.publisher,
            document.date,
            tuple(sorted(Counter(block.role for block in document.blocks).items())),
            len(index.sources.rows(document.source)),
            document.warnings,
        )
        for document in found
    ]


def pending_uploads(uploads: Iterable[Upload], facts: Facts) -> frozenset[str]:
    """Return the names of files that were uploaded, replaced or removed since the index was built."""
    now = {each.name: each.written for each in uploads}
    return frozenset(
        name for name in now.keys() | facts.uploads.keys() if now.get(name) != facts.uploads.get(name)
    )
