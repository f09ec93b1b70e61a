"""What people set right about documents: kept as data beside the index, applied whenever they are read."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Literal, get_args

from index.errors import UsageError
from index.privacy import MASK
from index.types import Block, Document, Role, Span

Kind = Literal["title", "publisher", "date", "left_out", "role", "speaker"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ROLES: tuple[Role, ...] = get_args(Role)
OF_STRETCH: frozenset[Kind] = frozenset({"role", "speaker"})
# Only of these is it told who says it.
SPOKEN: frozenset[Role] = frozenset({"comment", "quote"})
LEFT_OUT = "it was left out at the desk"
# So much of a stretch's words is told where they are no longer there.
_TOLD = 60


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that is set right: a fact of a document, or the role or speaker of a stretch of its text."""

    source: str
    kind: Kind
    value: str = ""
    """The title, publisher, date (ISO 8601), role or speaker; empty where there is none."""
    start: int = 0
    """Where the stretch began when it was corrected."""
    words: str = ""
    """The exact words of the stretch; empty for the whole document."""

    @property
    def digest(self) -> str:
        """What a generation of the index that has it applied is known by."""
        stated = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(stated.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def check(self) -> None:
        """Raise `UsageError` for a role or a day that is none, and where words are missing or too many."""
        if self.kind == "role" and self.value not in ROLES:
            raise UsageError(f"'{self.value}' is no role. Choose one of {', '.join(ROLES)}.")
        if self.kind == "date" and self.value:
            try:
                date.fromisoformat(self.value)
            except ValueError as error:
                raise UsageError(f"'{self.value}' is no date. Write it as 2026-11-27.") from error
        if (self.kind in OF_STRETCH) != bool(self.words.strip()):
            raise UsageError("A role or a speaker is corrected of words of the text, all else of a document.")


def corrected(document: Document, corrections: Iterable[Correction]) -> Document:
    """Return the document with its corrections applied, in their order; those of others are ignored.

    Speakers come last, for it is the role of words that tells whether anybody speaks them.
    A stretch is found by its place, or else by its words where they stand in the text once. What is not
    found so is not applied, and is told as a warning.
    """
    for each in sorted(corrections, key=lambda each: each.kind == "speaker"):
        if each.source != document.source:
            continue
        if each.kind == "title":
            document = replace(document, title=each.value)
        elif each.kind == "publisher":
            document = replace(document, publisher=each.value)
        elif each.kind == "date":
            document = replace(document, date=each.value)
        elif each.kind in OF_STRETCH:
            document = _with_stretch(document, each)
    return document


def _with_stretch(document: Document, correction: Correction) -> Document:
    found = stretch(document.text, correction)
    if found is None or not _says_something(document, found, correction):
        return replace(document, warnings=(*document.warnings, _no_longer_fits(correction)))
    return replace(document, blocks=tuple(_changed(document, found, correction)))


def _says_something(document: Document, found: Span, correction: Correction) -> bool:
    """Tell whether there is a block that a correction is of: for a speaker, one in which somebody speaks."""
    return any(
        block.span.overlaps(found)
        for block in document.blocks
        if correction.kind == "role" or block.role in SPOKEN
    )


def stretch(text: str, correction: Correction) -> Span | None:
    """Return where the words of a correction stand now; nothing where that is not sure."""
    words = correction.words
    if _same(text[correction.start : correction.start + len(words)], words):
        return Span(correction.start, correction.start + len(words))
    first = text.find(words)
    if first < 0 or text.find(words, first + 1) >= 0:
        return None
    return Span(first, first + len(words))


def _same(found: str, words: str) -> bool:
    """Tell whether words are the same but for what is masked in one and shown in the other."""
    return found == words or (
        len(found) == len(words)
        and all(ours == theirs or MASK in (ours, theirs) for ours, theirs in zip(found, words, strict=True))
    )


def _no_longer_fits(correction: Correction) -> str:
    words = " ".join(correction.words.split())
    shown = words if len(words) <= _TOLD else f"{words[:_TOLD]}…"
    return (
        f"a correction no longer fits: '{shown}' should have the {correction.kind} '{correction.value}', but "
        "these words do not stand there once, or nobody speaks there"
    )


def _changed(document: Document, found: Span, correction: Correction) -> Iterator[Block]:
    """Yield the blocks, those that the stretch cuts in two or three cut there."""
    for block in document.blocks:
        inside = Span(max(block.span.start, found.start), min(block.span.end, found.end))
        if inside.start >= inside.end:
            yield block
            continue
        yield from _part(document.text, block, Span(block.span.start, inside.start))
        yield from _part(document.text, _as_corrected(block, correction), inside)
        yield from _part(document.text, block, Span(inside.end, block.span.end))


def _part(text: str, block: Block, span: Span) -> Iterator[Block]:
    """Yield this part of a block without the space around it; nothing where there is but space."""
    words = span.of(text)
    if words.strip():
        start = span.start + len(words) - len(words.lstrip())
        yield replace(block, span=Span(start, start + len(words.strip())))


def _as_corrected(block: Block, correction: Correction) -> Block:
    """Return a block with another role or speaker; a speaker is kept only by roles that have one."""
    if correction.kind == "speaker":
        return replace(block, speaker=correction.value) if block.role in SPOKEN else block
    role = next(each for each in ROLES if each == correction.value)
    if role == block.role:
        return block
    return replace(block, role=role, speaker=block.speaker if role in SPOKEN else "", level=0)


def by_source(corrections: Iterable[Correction]) -> dict[str, list[str]]:
    """Return the digests of corrections under the documents that they are of, in order."""
    found: dict[str, list[str]] = {}
    for each in corrections:
        found.setdefault(each.source, []).append(each.digest)
    return {source: sorted(digests) for source, digests in sorted(found.items())}


def applied(
    documents: Iterable[Document], corrections: Sequence[Correction]
) -> tuple[list[Document], list[str]]:
    """Return documents as corrected, and the names of those among them that are left out."""
    gone = {each.source for each in corrections if each.kind == "left_out"}
    own: dict[str, list[Correction]] = {}
    for each in corrections:
        own.setdefault(each.source, []).append(each)
    kept: list[Document] = []
    dropped: list[str] = []
    for document in documents:
        if document.source in gone:
            dropped.append(document.source)
        else:
            kept.append(corrected(document, own.get(document.source, ())))
    return kept, dropped
