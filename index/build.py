"""From files to a new generation of the index: what did not change is taken over from the old one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from index.context import room
from index.corrections import LEFT_OUT, Correction, applied, by_source
from index.embed import Encoder
from index.errors import IndexUnavailableError, UsageError
from index.generations import CURRENT, FORMAT, REBUILD, current_generation
from index.lexical import LexicalSearch
from index.passages import cut
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.progress import Progress, untold
from index.publish import only_builder, publish, publish_later
from index.read import Skipped, left_out, read_sources
from index.reuse import Embedded, Known, Stored, embed
from index.sources import Sources
from index.store import Index, head_and_text
from index.types import Document, Passage
from index.unfinished import forget


@dataclass(frozen=True, slots=True)
class Changes:
    """How many documents differ from those of the generation before."""

    added: int
    changed: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    generation: str
    """The one that serves now, or that waits."""
    published: bool
    """False where it waits, and where the generation before is the same in everything, and serves on."""
    documents: int
    passages: int
    changes: Changes
    embedded: int
    """How many texts, of passages and sentences, had no vector to take over."""
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the reader says of documents that are in the index, each with its name."""
    notice: str = ""
    """Why less was taken over than one may expect."""
    resumed: int = 0
    """How many texts had been embedded by a build that was interrupted."""
    waits: bool = False
    """A new generation is there, and the one before serves until it is let go live."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the next generation is to hold, and the one before it."""

    old: Stored | None
    documents: Mapping[str, Document]
    sources: tuple[str, ...]
    public_contacts: tuple[str, ...]
    skipped: tuple[Skipped, ...] = ()
    """By this reading of the sources."""
    skipped_before: tuple[str, ...] = ()
    notice: str = ""
    corrections: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Digests of what was set right about each source."""
    over: Mapping[str, int] = field(default_factory=dict)
    """When each file was written that was read in the place of others, in nanoseconds."""
    later: bool = False
    """It is to wait."""


def build_index(
    documents: Iterable[Document], encoder: Encoder, passage_tokens: int, *, progress: Progress = untold
) -> Index:
    """Cut, embed and index documents in memory, in the order of their names.

    Raises `UsageError` where none of them holds text that can be cited.
    """
    ordered = _by_name(documents)
    passages = _cut_all(ordered.values(), encoder, passage_tokens)
    return _assembled(ordered, embed(passages, encoder, passage_tokens, progress=progress), encoder)


def _by_name(documents: Iterable[Document]) -> dict[str, Document]:
    """Order documents: one set of them is one index, in whatever order they were added."""
    return {document.source: document for document in sorted(documents, key=lambda each: each.source)}


def _cut_all(documents: Iterable[Document], encoder: Encoder, passage_tokens: int) -> tuple[Passage, ...]:
    limit, _ = room(encoder.max_tokens, passage_tokens)
    passages: list[Passage] = []
    for document in documents:
        passages.extend(cut(document, encoder.count_tokens, limit))
    if not passages:
        raise UsageError(
            "The documents hold no text that can be cited. Add documents with sentences in them."
        )
    return tuple(passages)


def _assembled(documents: Mapping[str, Document], embedded: Embedded, encoder: Encoder) -> Index:
    heads, texts = zip(*map(head_and_text, embedded.passages), strict=True)
    return Index(
        sources=Sources.of(documents, embedded.passages),
        documents=documents,
        passages=embedded.passages,
        dense=embedded.dense,
        sentences=embedded.sentences,
        lexical=LexicalSearch.build(texts, heads),
        digests=embedded.digests,
        encoder=encoder,
    )


def build(
    home: Path,
    roots: list[Path],
    encoder: Encoder,
    passage_tokens: int,
    public: PublicContacts = HELPLINES_ONLY,
    corrections: Sequence[Correction] = (),
    *,
    over: Path | None = None,
    strict: bool = False,
    later: bool = False,
    progress: Progress = untold,
) -> Report:
    """Read `roots` and publish an index of them, and of nothing else, below `home`.

    Personal data but `public` is masked, and what is read is set right as `corrections` say. Files of the
    folder `over` take the place of those of the same name. A generation that is for `later` waits instead of
    being published. Texts that the generation before holds are not embedded again;
    where nothing changed at all, it serves on. Raises `UsageError` where nothing could be read, or, if
    `strict`, where anything could not: what was there then still serves. Raises `IndexUnavailableError`
    where the index cannot be written or another process is building there.
    """
    with only_builder(home):
        written = _written(over)
        read, skipped = read_sources(roots, public, over, progress=progress)
        if strict and skipped:
            raise UsageError(
                f"{left_out(skipped)}\n{len(skipped)} could not be read, so nothing is published. "
                "Mend or remove them, or build without --strict."
            )
        old, notice = _usable(home)
        kept, dropped = applied(read, corrections)
        plan = _Plan(
            old,
            _by_name(kept),
            _resolved([*([over] if over is not None else []), *roots]),
            public.entries,
            (*skipped, *(Skipped(source, LEFT_OUT) for source in dropped)),
            notice=notice,
            corrections=by_source(corrections),
            over=written,
            later=later,
        )
        return _renew(home, plan, encoder, passage_tokens, progress=progress)


def add(
    home: Path,
    paths: list[Path],
    encoder: Encoder,
    passage_tokens: int,
    public: PublicContacts = HELPLINES_ONLY,
    corrections: Sequence[Correction] = (),
    *,
    progress: Progress = untold,
) -> Report:
    """Read `paths` and add their documents, in the place of those with the same names; all others stay.

    What is read is set right as `corrections` say; others stay as they were corrected when read.
    Raises as `build`, `IndexUnavailableError` where there is no sound index to add to, and `UsageError` where
    that was built with other public contacts: what it masked cannot be shown again.
    """
    current_generation(home)
    with only_builder(home):
        old = Stored.open(home)
        if old.public_contacts != public.entries:
            raise UsageError(
                "The setting 'public_contacts' is another one than the index was built with. "
                "Set it back, or build the index again: wijkwijzer index build FOLDER"
            )
        read, skipped = read_sources(paths, public, progress=progress)
        kept, dropped = applied(read, corrections)
        skipped += [Skipped(source, LEFT_OUT) for source in dropped]
        named = {document.source for document in read} | {skip.source for skip in skipped}
        others = {source: each for source, each in old.documents.items() if source not in dropped}
        set_right = by_source(each for each in corrections if each.source in named)
        plan = _Plan(
            old,
            _by_name({**others, **{document.source: document for document in kept}}.values()),
            sources=tuple(dict.fromkeys([*old.sources, *_resolved(paths)])),
            public_contacts=public.entries,
            skipped=tuple(skipped),
            skipped_before=tuple(line for line in old.skipped if line.partition(": ")[0] not in named),
            corrections={
                **{source: each for source, each in old.corrections.items() if source not in named},
                **set_right,
            },
            over=old.over,
        )
        return _renew(home, plan, encoder, passage_tokens, progress=progress)


def remove(
    home: Path, sources: list[str], encoder: Encoder, passage_tokens: int, *, progress: Progress = untold
) -> Report:
    """Remove documents by their names; all others stay.

    Raises `UsageError` where one of them is not there or none would be left, and nothing happens then;
    `IndexUnavailableError` where there is no sound index.
    """
    current_generation(home)
    with only_builder(home):
        old = Stored.open(home)
        for source in sources:
            if source not in old.documents:
                raise UsageError(_unknown(source, list(old.documents)))
        kept = {source: document for source, document in old.documents.items() if source not in sources}
        if not kept:
            raise UsageError(
                "No document would be left, and an index holds at least one; nothing was removed. "
                "Build another index in its place: wijkwijzer index build FOLDER"
            )
        plan = _Plan(
            old,
            kept,
            old.sources,
            old.public_contacts,
            skipped_before=old.skipped,
            corrections=old.corrections,
            over=old.over,
        )
        return _renew(home, plan, encoder, passage_tokens, progress=progress)


def _written(folder: Path | None) -> dict[str, int]:
    """Return when each file of a folder was written; before it is read, so that a change then is seen."""
    if folder is None:
        return {}
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}


def _resolved(paths: Sequence[Path]) -> tuple[str, ...]:
    return tuple(str(path.resolve()) for path in paths)


def _unknown(source: str, known: Sequence[str]) -> str:
    near = ", ".join(f"'{name}'" for name in get_close_matches(source, known))
    return (
        f"There is no document '{source}' in the index; nothing was removed. "
        + (f"Near it are {near}. " if near else "")
        + "'wijkwijzer index status' lists all."
    )


def _usable(home: Path) -> tuple[Stored | None, str]:
    """Return the generation that serves, or why there is none to take anything over from."""
    try:
        return Stored.open(home), ""
    except IndexUnavailableError as error:
        there = (home / CURRENT).exists()
        return None, f"Nothing is taken over. {error}".removesuffix(REBUILD).rstrip() if there else ""


def _renew(home: Path, plan: _Plan, encoder: Encoder, passage_tokens: int, *, progress: Progress) -> Report:
    """Publish what is planned, or let it wait, unless the generation before is just that."""
    old = plan.old
    passages = _cut_all(plan.documents.values(), encoder, passage_tokens)
    known = Known.load(old.folder) if old is not None and old.encoder == encoder.name else None
    embedded = embed(passages, encoder, passage_tokens, known, home, progress=progress)
    facts = _facts(plan, passages, encoder, passage_tokens)
    if old is not None and not embedded.fresh and old.same(facts, plan.documents, passages):
        generation, new = old.folder.name, False
    else:
        progress("writing", 0, 1)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        index = _assembled(plan.documents, embedded, encoder)
        facts |= {"dense": index.dense.facts, "built": built}
        generation, new = (publish_later if plan.later else publish)(home, index, facts), True
        if not plan.later:  # else one that is built after it is discarded need not embed all of it again
            forget(home)
    return Report(
        generation=generation,
        published=new and not plan.later,
        waits=new and plan.later,
        documents=len(plan.documents),
        passages=len(passages),
        changes=_changes(old.documents if old is not None else {}, plan.documents),
        embedded=embedded.fresh,
        skipped=plan.skipped,
        warnings=tuple(
            f"{document.source}: {warning}"
            for document in plan.documents.values()
            for warning in document.warnings
        ),
        notice=plan.notice or _settings_notice(old, encoder, passage_tokens),
        resumed=embedded.resumed,
    )


def _facts(
    plan: _Plan, passages: Sequence[Passage], encoder: Encoder, passage_tokens: int
) -> dict[str, object]:
    skipped = [f"{skip.source}: {skip.reason}" for skip in plan.skipped]
    return {
        "format": FORMAT,
        "encoder": encoder.name,
        "dimension": encoder.dimension,
        "passage_tokens": passage_tokens,
        "public_contacts": list(plan.public_contacts),
        "documents": len(plan.documents),
        "passages": len(passages),
        "roles": dict(sorted(Counter(passage.role for passage in passages).items())),
        "sources": list(plan.sources),
        "over": dict(sorted(plan.over.items())),
        "corrections": {source: list(digests) for source, digests in sorted(plan.corrections.items())},
        "skipped": sorted([*plan.skipped_before, *skipped]),
    }


def _changes(old: Mapping[str, Document], new: Mapping[str, Document]) -> Changes:
    unchanged = sum(old.get(source) == document for source, document in new.items())
    both = len(old.keys() & new.keys())
    return Changes(len(new) - both, both - unchanged, len(old) - both, unchanged)


def _settings_notice(old: Stored | None, encoder: Encoder, passage_tokens: int) -> str:
    if old is None:
        return ""
    if old.encoder != encoder.name:
        return f"The embedder is '{encoder.name}' now and was '{old.encoder}': everything is embedded anew."
    if old.passage_tokens != passage_tokens:
        return (
            f"A passage has at most {passage_tokens} tokens now, and had {old.passage_tokens}: "
            "all documents are cut anew."
        )
    return ""


def has_index(home: Path) -> bool:
    """Tell whether there is a generation to open below `home`."""
    try:
        current_generation(home)
    except IndexUnavailableError:
        return False
    return True
