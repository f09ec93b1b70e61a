"""Articles of laws that a question names: 'artikel 2.3.5, derde lid, van de Wmo 2015'."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dutch import STOP_WORDS, words
from index.lawlines import asks_text, member_label
from index.types import Passage

_NUMBER = r"\d+[a-z]{0,3}(?:[.:](?:\d+[a-z]{0,3}|[a-z](?!\w)))*"
_ARTICLE = re.compile(rf"\b(?:artikel|art\.?|article)\s+({_NUMBER})(?!\w)", re.IGNORECASE)
_MEMBER = re.compile(
    r"\b(?:([a-zë]+(?:de|ste)) lid|lid (\d{1,2})([a-z]?)|(\d{1,2})(?:e|de|ste) lid)\b", re.IGNORECASE
)
_LABEL = re.compile(r", ((?:[a-zë]+ lid)|(?:lid \d+[a-z]?))$")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Reference:
    """An article of some law, and its member where one is named."""

    article: str
    member: str = ""


def reference_of(heading: str) -> Reference | None:
    """Return the article that a path of headings leads to, the last one in it."""
    for part in reversed(heading.split(" > ")):
        if found := _ARTICLE.match(part):
            label = _LABEL.search(heading)
            return Reference(found[1].lower(), label[1] if label else "")
    return None


def asked_reference(question: str) -> Reference | None:
    """Return the article that a question names, with the member that it names anywhere."""
    article, member = _ARTICLE.search(question), _MEMBER.search(question)
    if article is None:
        return None
    if member is None:
        return Reference(article[1].lower())
    ordinal, number, letter, short = member.groups()
    label = f"{ordinal.lower()} lid" if ordinal else member_label(int(number or short), letter or "")
    return Reference(article[1].lower(), label)


def without_reference(question: str, title: str) -> str:
    """Return a question without the words that name an article, its member, and the law called `title`."""
    rest = _MEMBER.sub(" ", _ARTICLE.sub(" ", question))
    if not names_law(question, title):
        return rest
    law = {*words(title), _initials(title)}
    return " ".join(word for word in rest.split() if not law.issuperset(words(word)))


def is_recital(rest: str) -> bool:
    """Tell whether a question asks for nothing but the text, once its reference is taken out."""
    return all(word in STOP_WORDS or asks_text(word) for word in words(rest))


def names_law(question: str, title: str) -> int:
    """Return how fully a question names a law: 0 not at all, else by how many words.

    By all words of its title, or by their initials, as 'Wmo' stands for 'Wet maatschappelijke
    ondersteuning', which the year in the title makes more certain.
    """
    asked, own = set(words(question)), words(title)
    if own and asked.issuperset(own):
        return len(own)
    years = [word for word in own if _YEAR.fullmatch(word)]
    initials = _initials(title)
    return 1 + asked.issuperset(years) * len(years) if len(initials) > 1 and initials in asked else 0


def _initials(title: str) -> str:
    return "".join(word[0] for word in words(title) if word.isalpha() and word not in STOP_WORDS)


def rows_named(
    question: str, passages: Sequence[Passage], without: frozenset[str] = frozenset()
) -> list[int]:
    """Return the rows of the passages of the article that a question names, none where it names none.

    Of the laws that have the article, but documents `without`, those that the question names most fully; of
    its members, the one that is named, or all where it is not there.
    """
    asked = asked_reference(question)
    if asked is None:
        return []
    of_article = [
        (row, passage, found)
        for row, passage in enumerate(passages)
        if passage.source not in without
        and asked.article in passage.heading.lower()
        and (found := reference_of(passage.heading))
        and found.article == asked.article
    ]
    fullness = {
        title: names_law(question, title) for title in {passage.title for _, passage, _ in of_article}
    }
    most = max(fullness.values(), default=0)
    of_law = [(row, found) for row, passage, found in of_article if fullness[passage.title] == most]
    return [row for row, found in of_law if found == asked] or [row for row, _ in of_law]
