"""What the words of the field mean: a glossary in prompts/, and which of its terms an answer has."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from prompts import Language, load


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the field and what it means in plain words."""

    name: str
    meaning: str


@lru_cache(maxsize=2)
def _glossary(language: Language) -> tuple[tuple[Term, re.Pattern[str]], ...]:
    """Return every term with what it looks like in a text: 'forms' are divided by bars."""
    return tuple(
        (
            Term(each["name"], each["meaning"]),
            re.compile(rf"\b(?:{'|'.join(map(re.escape, each['forms'].split('|')))})\b", re.IGNORECASE),
        )
        for each in load(language).table("glossary.terms")
    )


def explained(said: Iterable[str], language: Language) -> tuple[Term, ...]:
    """Return the terms that these texts have, in the order of the glossary."""
    text = "\n".join(said)
    return tuple(term for term, form in _glossary(language) if form.search(text))


def terms_of(language: Language) -> tuple[Term, ...]:
    """Return the whole glossary."""
    return tuple(term for term, _ in _glossary(language))
