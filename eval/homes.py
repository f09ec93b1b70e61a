"""Folders with an index of the sources, all of them or without those that are withheld from a question."""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.cases import Case
from eval.sets import Sources
from index.build import build, remove
from index.embed import Encoder


def by_withheld(cases: Sequence[Case]) -> Mapping[tuple[str, ...], list[Case]]:
    """Return cases by the sources that are left out of the index for them."""
    groups: dict[tuple[str, ...], list[Case]] = defaultdict(list)
    for case in cases:
        groups[case.withheld].append(case)
    return groups


@contextmanager
def homes(sources: Sources, encoder: Encoder, tokens: int) -> Iterator[Callable[[tuple[str, ...]], Path]]:
    """Give folders with an index of the sources, all of them or without those that are withheld."""
    with TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole"
        build(whole, list(sources.paths), encoder, tokens)

        def home(withheld: tuple[str, ...]) -> Path:
            if not withheld:
                return whole
            less = Path(scratch) / "less"
            shutil.rmtree(less, ignore_errors=True)
            shutil.copytree(whole, less)
            remove(less, list(withheld), encoder, tokens)
            return less

        yield home
