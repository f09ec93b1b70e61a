"""The lists of markers.toml, compiled: what web pages write around their text."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from index.dates import DATE, STAMP


@dataclass(frozen=True, slots=True)
class Markers:
    """Patterns that a whole line is matched against."""

    boilerplate: re.Pattern[str]
    comments_start: re.Pattern[str]
    comments_end: re.Pattern[str]
    actions: re.Pattern[str]
    nameless: re.Pattern[str]
    badges: re.Pattern[str]
    profile: re.Pattern[str]
    section_words: re.Pattern[str]
    notes_start: re.Pattern[str]
    link_lists: re.Pattern[str]
    comment_author: tuple[re.Pattern[str], ...]
    metadata: tuple[re.Pattern[str], ...]
    titles: tuple[re.Pattern[str], ...]
    published: re.Pattern[str]
    publisher: re.Pattern[str]
    never_last: frozenset[str]
    """Words that end no heading and no sentence: a line that ends so was cut off."""
    role_words: dict[str, str]


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace("<DATE>", DATE).replace("<STAMP>", STAMP), re.IGNORECASE)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    unnamed = (re.sub(r"\?P<\w+>", "?:", pattern) for pattern in patterns)
    return _compiled("|".join(f"(?:{pattern})" for pattern in unnamed))


def _line_of(words: list[str]) -> re.Pattern[str]:
    """Match a line of nothing but these words, counts and times: 'Vind ik leuk · Beantwoorden · 3 d'."""
    item = rf"(?:{'|'.join(words)}|<STAMP>|\(?[+-]?\d+\)?)"
    between = r"[\s,·|•/»:–-]*"
    some_action = rf"(?=.*\b(?:{'|'.join(words)})\b)"
    return _compiled(rf"{some_action}{between}{item}(?:{between}{item})*{between}")


@lru_cache(maxsize=1)
def markers() -> Markers:
    """Return the lists, read once."""
    lists: dict[str, Any] = tomllib.loads(files("index").joinpath("markers.toml").read_text(encoding="utf-8"))
    starts = [_compiled(pattern) for pattern in lists["comments_start"]]
    return Markers(
        boilerplate=_any_of(lists["boilerplate"]),
        comments_start=_any_of(lists["comments_start"]),
        comments_end=_any_of(lists["comments_end"]),
        actions=_line_of(lists["actions"]),
        nameless=_any_of(lists["nameless"]),
        badges=_any_of(lists["badges"]),
        profile=_any_of(lists["profile"]),
        section_words=_any_of(lists["section_words"]),
        notes_start=_any_of(lists["notes_start"]),
        link_lists=_any_of(lists["link_lists"]),
        comment_author=tuple(_compiled(pattern) for pattern in lists["comment_author"]),
        metadata=tuple(_compiled(pattern) for pattern in lists["metadata"]),
        titles=tuple(pattern for pattern in starts if "title" in pattern.groupindex),
        published=_any_of(lists["published"]),
        publisher=_compiled("|".join(lists["publisher"])),
        never_last=frozenset(lists["never_last"].split()),
        role_words=lists["role_words"],
    )
