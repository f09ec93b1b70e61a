"""Which of those who wrote below an article is asked of: 'wat vindt de tweede lezer?'

Comments are told apart by their place there, which neither a search nor a reader of single sentences sees.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.evidence import Evidence
from bot.guards import guarded, numbers_of
from bot.parts import parts_of
from index.store import Index
from index.types import Document, Hit, Span

_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_LAST = frozenset({"laatste", "last"})
_WRITER = (
    r"(?:lezer(?:es)?|reageerder|reaguurder|(?:persoon )?die reageer(?:t|de)|reader|commenter"
    r"|(?:person|one|reader) (?:who )?comment(?:ed|s|ing))"
)
# 'De eerste reactie van Klijnsma' is no reader's.
_WRITTEN = r"(?:(?:lezers)?reactie|commentaar|comment|reaction|reply)(?! (?:van|of|by|from)\b)"


@lru_cache(maxsize=1)
def _numbered() -> re.Pattern[str]:
    which = "|".join(sorted((*guarded("ordinals"), *_ENGLISH, *_LAST)))
    return re.compile(rf"\b(?P<which>{which})(?P<commenter> (?:{_WRITER}|{_WRITTEN}))?\b", re.IGNORECASE)


def commenters(question: str) -> list[tuple[Span, Span]]:
    """Return where a question names commenters by number, 'tweede lezer', and where the numbers stand."""
    matches = (match for match in _numbered().finditer(question) if match["commenter"])
    return [(Span(*match.span()), Span(*match.span("which"))) for match in matches]


def is_number(name: str) -> bool:
    """Tell whether a name is but a number in a row: 'tweede', 'laatste'."""
    match = _numbered().fullmatch(name)
    return match is not None and not match["commenter"]


def which_commenter(question: str) -> int | None:
    """Return which comment a question asks of: 0 is the first, -1 the last.

    None where it numbers none, or several, or asks more than that.
    """
    named = commenters(question)
    if len(named) != 1 or len(parts_of(question).questions) > 1:
        return None
    which = named[0][1].of(question).casefold()
    if which in _LAST:
        return -1
    return (_ENGLISH.get(which) or int(*numbers_of(which))) - 1


def unnumbered(question: str, commenter: str) -> str:
    """Return a question that asks of any commenter, called so, where it asks of one by number.

    No comment says of itself which one it is.
    """
    spans = [span for span, _ in commenters(question)]
    for span in reversed(spans):
        before = re.sub(r"\b(?:de|het|the) $", "", question[: span.start], flags=re.IGNORECASE)
        question = f"{before}{commenter}{question[span.end :]}"
    return question


def comments_of(document: Document) -> list[Span]:
    """Return where each comment stands: one speaker's paragraphs with nothing else between them are one."""
    found: list[Span] = []
    goes_on = ""
    for block in document.blocks:
        this = f"{block.role} {block.speaker}"
        if block.role == "comment":
            start = found.pop().start if found and this == goes_on else block.span.start
            found.append(Span(start, block.span.end))
        goes_on = this
    return found


def of_commenter(which: int, hits: Sequence[Hit], index: Index, question: str) -> list[Hit]:
    """Return the passages of that comment below each document that was found; none where none has so many."""
    sources = dict.fromkeys(hit.passage.source for hit in hits)
    spans = {source: _comment(which, index.documents[source]) for source in sources}
    rows = [row for source, span in spans.items() if span for row in index.rows_at(source, span)]
    return index.hits_at(question, rows)


def by_commenter(question: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the sentences of the commenter who is asked of; all where the question numbers none."""
    which = which_commenter(question)
    if which is None:
        return [*evidence]
    sources = {each.passage.source for each in evidence}
    theirs = {source: _comment(which, index.documents[source]) for source in sources}
    return [
        each for each in evidence if (comment := theirs[each.passage.source]) and comment.overlaps(each.span)
    ]


def _comment(which: int, document: Document) -> Span | None:
    found = comments_of(document)
    return found[which] if -len(found) <= which < len(found) else None
