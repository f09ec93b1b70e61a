"""The lists of html.toml, compiled: what web pages call their parts."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Markup:
    """Names of meta elements by fact, XPaths of dates, and patterns that a whole name is matched against."""

    meta: Mapping[str, tuple[str, ...]]
    date_paths: tuple[str, ...]
    comment: re.Pattern[str]
    author: re.Pattern[str]
    date: re.Pattern[str]
    action: re.Pattern[str]
    frame: re.Pattern[str]


@lru_cache(maxsize=1)
def markup() -> Markup:
    """Return the lists, read once."""
    lists: dict[str, Any] = tomllib.loads(files("index").joinpath("html.toml").read_text(encoding="utf-8"))
    parts = {
        name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)
        for name, patterns in lists["comments"].items()
    }
    return Markup(
        meta={fact: tuple(found) for fact, found in lists["meta"].items()},
        date_paths=tuple(lists["dates"]),
        comment=parts["comment"],
        author=parts["author"],
        date=parts["date"],
        action=parts["action"],
        frame=parts["frame"],
    )


def is_called(element: Any, pattern: re.Pattern[str]) -> bool:
    """Tell whether a class, the id without its number, or the property of an element is such a name."""
    names = (element.get("class") or "").split()
    names += [re.sub(r"[-_]?\d+$", "", element.get("id") or "")]
    names += [element.get("itemprop") or "", element.get("property") or ""]
    return any(pattern.fullmatch(name) for name in names if name)
