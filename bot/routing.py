"""What is no question about the sources: an order to the system, or somebody's own case."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from index.dutch import fold

Route = Literal["", "instruction", "personal_case"]
# An order may stand anywhere, but as a sentence of its own.
_BEGINNING = (
    r"(?:^|[.!?:;\"“”'>\]]\s*)"
    r"(?:graag |even |nu |please |aub |alsjeblieft |kortom |ok[e]?,? |en )?"
)


@dataclass(frozen=True, slots=True)
class _Patterns:
    instruction: re.Pattern[str]
    personal_case: re.Pattern[str]
    general: re.Pattern[str]


@lru_cache(maxsize=1)
def _patterns() -> _Patterns:
    lists = tomllib.loads(files("bot").joinpath("routing.toml").read_text(encoding="utf-8"))
    orders, case = lists["instruction"], lists["personal_case"]
    starts = [f"{_BEGINNING}(?:{pattern})" for pattern in orders["start"]]
    return _Patterns(
        re.compile("|".join([*starts, *orders["anywhere"]])),
        re.compile("|".join(case["anywhere"])),
        re.compile("|".join(case["general"])),
    )


def route(question: str) -> Route:
    """Tell an order and a personal case from a question about the sources, by how a message is put."""
    said = fold(question)
    patterns = _patterns()
    if patterns.instruction.search(said):
        return "instruction"
    if patterns.personal_case.search(said) and not patterns.general.search(said):
        return "personal_case"
    return ""
