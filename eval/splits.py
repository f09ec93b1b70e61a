"""Which questions are about the same words, and which half of the questions they belong to.

Settings are chosen on dev and reported on test. Cases that share a sentence of evidence are not independent:
they stay in one half, and count as one draw where an interval is computed.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from eval.cases import Case

Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case belongs."""

    group: str
    """What all cases about the same words, or the same missing subject, have in common."""
    split: Split


def _key(case: Case) -> str:
    if case.evidence:
        return f"{case.evidence[0].source}:{case.evidence[0].start}"
    return case.subject


def _half(key: str) -> Split:
    return "dev" if hashlib.sha256(key.encode()).digest()[0] % 2 == 0 else "test"


def _meetings(cases: Sequence[Case]) -> Iterable[tuple[int, int]]:
    """Yield pairs of cases that share characters of a source, a missing subject, or the question itself."""
    rows = {case.id: row for row, case in enumerate(cases)}
    by_subject: dict[str, int] = {}
    in_source: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for row, case in enumerate(cases):
        if case.paraphrase_of in rows:
            yield row, rows[case.paraphrase_of]
        if not case.evidence:
            yield row, by_subject.setdefault(case.subject, row)
        for gold in case.evidence:
            in_source[gold.source].append((gold.start, gold.end, row))
    for spans in in_source.values():
        reached, last = 0, -1
        for start, end, row in sorted(spans):
            if start < reached:
                yield row, last
            if end > reached:
                reached, last = end, row


def places(cases: Sequence[Case]) -> Mapping[str, Place]:
    """Return the place of each case by its id.

    A group is what is connected by shared evidence. It is of the test half only where each of its cases is by
    the hash of its own first evidence: so no case that settings were ever chosen on has a sentence in common
    with a test case.
    """
    pairs = list(_meetings(cases))
    ones = [1] * len(pairs)
    ends = tuple(zip(*pairs, strict=True)) or ((), ())
    graph = coo_array((ones, ends), shape=(len(cases), len(cases)))
    _, labels = connected_components(graph, directed=False)
    members: dict[int, list[str]] = defaultdict(list)
    for label, case in zip(labels, cases, strict=True):
        members[int(label)].append(_key(case))
    halves: dict[int, Split] = {
        label: "dev" if any(_half(key) == "dev" for key in keys) else "test"
        for label, keys in members.items()
    }
    return {
        case.id: Place(min(members[int(label)]), halves[int(label)])
        for label, case in zip(labels, cases, strict=True)
    }
