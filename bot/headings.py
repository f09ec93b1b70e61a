"""Questions for a title, or for the heading above a part: 'hoe heet het artikel over Breda?'

No sentence says what its text is called, so that whatever else the text tells would be shown for it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation import told_in
from bot.coverage import coverage
from bot.types import Citation
from bot.write import cite
from index.dutch import terms, words
from index.store import Index, context
from index.types import Hit, Passage

# So much of what a question says of a text, weighted by rarity, must stand in it: one rare word that does not
# is half of it, and people call a text by words that are not its own.
MIN_COVERAGE = 0.5

_ITS_WORDS = "artikel stuk nieuws nieuwsbericht bericht verhaal opiniestuk blog interview tekst pagina"
_ITS_ENGLISH_WORDS = "article piece text page story"
_PART_WORDS = "alinea alineas paragraaf deel stukje gedeelte paragraph section part"
_TEXTS = frozenset(f"{_ITS_WORDS} {_ITS_ENGLISH_WORDS} {_PART_WORDS} boven above called".split())
_TEXT = rf"(?:{'|'.join((*_ITS_WORDS.split(), *_ITS_ENGLISH_WORDS.split()))})"
# The title of a report or a book that a text tells of is a fact in that text.
_TITLE = rf"(?:(?:hoofd)?kop|headline)\b(?! koffie)|(?:titel|title)\b(?=.*\b{_TEXT}\b)"
_IS = "(?:is|was|luidt|luidde|zegt|meldt|staat in|staat er in|what's|does)"
_ASKS_TITLE = re.compile(
    rf"\b(?:(?:(?:volgens|{_IS}) de|welke|(?:according to|{_IS}) the|which) (?:{_TITLE})"
    rf"|(?:hoe heet(?:te)?|what is) (?:het|dat|dit|the|that|this) {_TEXT}\b)",
    re.IGNORECASE,
)
_HEADING = r"(?:(?:tussen)?kop(?:je|jes|pen)?|(?:sub)?headings?)"
_ASKS_HEADING = re.compile(
    rf"\b(?:(?:onder|under) (?:welke?|which|what) {_HEADING}"
    rf"|(?:welke?|which|what) {_HEADING} (?:staat|staan|stond|is|stands?)(?: er)?(?= .*\b(?:boven|above)\b)"
    r"|(?:welke?|which|what) (?:tussenkop(?:je)?|kopje|subheading)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadingAsked:
    """A question for what a text, or a part of it, is called."""

    of_part: bool
    subject: tuple[str, ...]
    """The stems of what it says of the text; none where it means the one that was told of before."""


def heading_asked(question: str) -> HeadingAsked | None:
    """Return which heading a question asks for; None where it asks for none."""
    part = _ASKS_HEADING.search(question)
    match = part or _ASKS_TITLE.search(question)
    if match is None:
        return None
    left = words(f"{question[: match.start()]} {question[match.end() :]}")
    return HeadingAsked(part is not None, tuple(terms(" ".join(each for each in left if each not in _TEXTS))))


def headings(
    asked: HeadingAsked, hits: Sequence[Hit], shown: Sequence[Citation], index: Index
) -> list[Citation]:
    """Return the heading that is asked for: of the best of what was found, or of what was shown last.

    None where what was found has too little of what the question says of it, or has no heading.
    """
    if not asked.subject:
        rows = told_in(index, [each for each in shown if each.role != "heading"][-1:])
        passages = [index.passages[row] for row in rows]
    else:
        rarity = {term: index.lexical.rarity(term) for term in asked.subject}
        scored = [
            (coverage(asked.subject, _told(asked, hit.passage, index), rarity), hit.passage) for hit in hits
        ]
        best = max((score for score, _ in scored), default=0.0)
        passages = [passage for score, passage in scored if score == best >= MIN_COVERAGE][:1]
    found = (_heading(asked, passage, index) for passage in passages)
    return list(dict.fromkeys(each for each in found if each))


def _told(asked: HeadingAsked, passage: Passage, index: Index) -> str:
    return context(passage) if asked.of_part else index.documents[passage.source].text


def _heading(asked: HeadingAsked, passage: Passage, index: Index) -> Citation | None:
    document = index.documents[passage.source]
    above = [block for block in document.blocks if block.role == "heading"]
    if asked.of_part:
        found = [block for block in above if block.span.end <= passage.span.start][-1:]
    else:
        found = [block for block in above if block.span.of(document.text) == document.title][:1]
    if not found:
        return None
    span = found[0].span
    return cite(index, replace(passage, span=span, role="heading", speaker="", heading=""), span)
