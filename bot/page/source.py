"""A document with the cited words marked, and the way to the other citations and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.page.frame import Frame, button
from bot.show import place_in_law, shown_date
from bot.types import Citation
from index.privacy import MASK
from index.types import Document
from prompts import Texts

_MASKED_RUN = re.compile(f"{MASK}+")


@dataclass(frozen=True, slots=True)
class Opened:
    """Which number of which answer is open; both as the conversation counts them."""

    turn: int
    """From 0."""
    number: int
    """From 1."""


def readable(text: str, texts: Texts) -> str:
    """Return text of a source as HTML, in which a screen reader says that masked words are masked."""
    label = escape(texts.get("page.masked"))
    return _MASKED_RUN.sub(
        rf'<span class="masked" role="img" aria-label="{label}">\g<0></span>', escape(text)
    )


def numbered(opened: Opened, kind: str, label: str, **attributes: object) -> str:
    """Return a button that opens a number of an answer."""
    return button(kind, label, data_turn=opened.turn, data_number=opened.number, **attributes)


def _ways(opened: Opened, count: int, texts: Texts) -> str:
    """Return the buttons to the citation before and after, and back to the answer."""
    steps = ((opened.number - 1, "page.source_before"), (opened.number + 1, "page.source_after"))
    buttons = "".join(
        numbered(Opened(opened.turn, number), "step", texts.get(name))
        for number, name in steps
        if 1 <= number <= count
    )
    which = escape(texts.get("page.source_of", number=opened.number, count=count))
    back = numbered(opened, "back", texts.get("page.back_to_answer"))
    return f'<div class="ways"><span class="place">{which}</span>{buttons}{back}</div>'


def _facts(citation: Citation, frame: Frame) -> str:
    """Return what is known of the words: their role first, who says them, and where they stand."""
    texts = frame.texts
    role = f'<span class="role {citation.role}">{escape(texts.get(f"page.role_{citation.role}"))}</span>'
    known = (
        citation.speaker,
        citation.publisher,
        place_in_law(citation, texts),
        "" if citation.valid_from else shown_date(citation, texts),
        texts.get("page.on_page", page=citation.page) if citation.page else "",
        citation.source,
    )
    told = " · ".join([role, *(readable(each, texts) for each in known if each)])
    original = frame.municipality.originals.get(citation.source, "")
    link = (
        f' · <a href="{escape(original)}" rel="noopener">{escape(texts.get("page.original"))}</a>'
        if original
        else ""
    )
    return f'<p class="place">{told}{link}</p>'


def source(document: Document, citations: Sequence[Citation], opened: Opened, frame: Frame) -> str:
    """Return a whole document with the words of an answer's citation marked."""
    texts, citation = frame.texts, citations[opened.number - 1]
    before = readable(document.text[: citation.start].lstrip(), texts)
    words = escape(document.text[citation.start : citation.end])
    after = readable(document.text[citation.end :].rstrip(), texts)
    title = readable(citation.title or texts.get("page.untitled"), texts)
    label, name = (
        escape(texts.get("page.sources_label")),
        escape(citation.title or texts.get("page.untitled")),
    )
    return (
        f'<section class="source" aria-label="{label}"><h2 tabindex="-1">{title}</h2>'
        f"{_facts(citation, frame)}{_ways(opened, len(citations), texts)}"
        f'<div class="document" tabindex="0" role="region" aria-label="{name}" lang="nl">'
        f"{before}<mark>{words}</mark>{after}</div></section>"
    )


def no_source(texts: Texts) -> str:
    """Return what stands where a source will stand."""
    label = escape(texts.get("page.sources_label"))
    return (
        f'<section class="source empty" aria-label="{label}">'
        f'<p class="status">{escape(texts.get("page.source_empty"))}</p></section>'
    )
