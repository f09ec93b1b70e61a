"""Dutch towns in a text, however they are written: 'wat doet de gemeente maastricht' asks of Maastricht."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from index.dutch import fold
from index.types import Span


@dataclass(frozen=True, slots=True)
class _Known:
    names: dict[str, str]
    """Folded names, and how the place is called."""
    plain: re.Pattern[str]
    """Names that are no other words."""
    behind: re.Pattern[str]
    """The others, where what stands before them shows that a place is meant."""


def _any(names: list[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


@lru_cache(maxsize=1)
def _known() -> _Known:
    lists = tomllib.loads(files("bot").joinpath("places.toml").read_text(encoding="utf-8"))
    plain, ambiguous, same = lists["places"], lists["ambiguous"], lists["same"]
    names = {fold(name): name for name in (*plain, *ambiguous)} | {fold(name): same[name] for name in same}
    lower = _any([fold(name) for name in ambiguous])
    return _Known(
        names,
        re.compile(rf"(?<![\w-])(?:{_any([fold(name) for name in (*plain, *same)])})(?![\w-])"),
        re.compile(
            rf"\b(?:(?i:gemeenten?|stad|municipality of|city of) (?P<told>(?i:{lower}))"
            rf"|(?i:in|te|uit|bij) (?P<written>{_any(ambiguous)}))(?![\w-])"
        ),
    )


def places_in(text: str) -> frozenset[str]:
    """Return the Dutch municipalities and towns that a text names."""
    known = _known()
    found = [match.group() for match in known.plain.finditer(fold(text))]
    found += [match["told"] or match["written"] for match in known.behind.finditer(text)]
    return frozenset(known.names[fold(name)] for name in found)


def place_spans(text: str) -> list[Span]:
    """Return where a text names them, in its order; nowhere if folded it has other characters."""
    known, folded = _known(), fold(text)
    if len(folded) != len(text):
        return []
    spans = {Span(*match.span()) for match in known.plain.finditer(folded)}
    for match in known.behind.finditer(text):
        spans.add(Span(*match.span("told" if match["told"] else "written")))
    return sorted(spans, key=lambda span: span.start)


def is_place(name: str) -> bool:
    """Tell whether something is called as a Dutch municipality or town is."""
    return fold(name) in _known().names


def others_only(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Tell whether places are asked of, and only others are told of."""
    return bool(asked) and bool(told) and asked.isdisjoint(told)
