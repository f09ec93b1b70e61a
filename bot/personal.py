"""Placeholders for personal data in a visitor's question: shown and kept in its place, never searched."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

from index.privacy import Kind, PublicContacts, replaced
from prompts import LANGUAGES, Language, load


@lru_cache(maxsize=1)
def _placeholder() -> re.Pattern[str]:
    texts = (load(language) for language in LANGUAGES)
    return re.compile(
        "|".join(re.escape(each.get(f"privacy.{kind}")) for each in texts for kind in get_args(Kind))
    )


def with_placeholders(text: str, language: Language, public: PublicContacts) -> str:
    """Return `text` with the name of what it is, in brackets, for all personal data but `public`."""
    return replaced(text, public, lambda kind, _: load(language).get(f"privacy.{kind}"))


def left_out(text: str) -> tuple[str, ...]:
    """Return the names of the personal data that placeholders stand for, each once."""
    return tuple(dict.fromkeys(name.strip("[]") for name in _placeholder().findall(text)))


def without_placeholders(text: str) -> str:
    """Return `text` as it is searched: no source is about a placeholder."""
    return " ".join(_placeholder().sub(" ", text).split())


def without_words(text: str, left: Sequence[str]) -> str:
    """Return `text` without these words."""
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, left))})\b", " ", text, flags=re.IGNORECASE)
