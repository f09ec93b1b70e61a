"""A document with the cited words marked, and the way to the other citations and back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.page.frame import Frame, button, dutch, lang, outward
from bot.page.text import escape
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
    cited: Citation | None = field(default=None, compare=False, repr=False)
    """What stood behind the number when it was opened."""


def readable(text: str, texts: Texts) -> str:
    """Return text of a source as HTML, in which a screen reader says that masked words are masked."""
    label = escape(texts.get("page.masked"))
    return _MASKED_RUN.sub(
        rf'<span class="masked" role="img" aria-label="{label}">\g<0></span>', escape(text)
    )


def quoted(citation: Citation) -> str:
    """Return a citation's words as HTML, with those that are the answer itself set apart."""
    quote, answer = citation.quote, citation.answer
    if answer is None:
        return escape(quote)
    start, end = answer.start - citation.start, answer.end - citation.start
    return f"{escape(quote[:start])}<strong>{escape(quote[start:end])}</strong>{escape(quote[end:])}"


def numbered(opened: Opened, kind: str, label: str, **attributes: object) -> str:
    """Return a button that opens a number of an answer."""
    return button(kind, label, data_turn=opened.turn, data_number=opened.number, **attributes)


def _ways(opened: Opened, count: int, texts: Texts) -> str:
    """Return the buttons to the citation before and after, and back to the answer.

    A `count` of 0 means that the numbers may still move, as long as an answer is being written.
    """
    steps = ((opened.number - 1, "page.source_before"), (opened.number + 1, "page.source_after"))
    buttons = "".join(
        numbered(Opened(opened.turn, number), "step", texts.get(name))
        for number, name in steps
        if 1 <= number <= count
    )
    which = escape(texts.get("page.source_of", number=opened.number, count=count)) if count else ""
    back = numbered(opened, "back", texts.get("page.back_to_answer"))
    return f'<div class="ways"><span class="place">{which}</span>{buttons}{back}</div>'


def _facts(citation: Citation, frame: Frame) -> str:
    """Return what is known of the words: their role first, who says them, and where they stand."""
    texts = frame.texts
    role = f'<span class="role {citation.role}">{escape(texts.get(f"page.role_{citation.role}"))}</span>'
    original = frame.municipality.originals.get(citation.source, "")
    known = (
        role,
        dutch(readable(citation.speaker, texts), frame),
        dutch(readable(citation.publisher, texts), frame),
        escape(place_in_law(citation, texts)),
        "" if citation.valid_from else escape(shown_date(citation, texts)),
        escape(texts.get("page.on_page", page=citation.page)) if citation.page else "",
        outward(original, texts.get("page.original"), texts) if original else "",
    )
    return f'<p class="place">{" · ".join(each for each in known if each)}</p>'


def source(
    document: Document, citations: Sequence[Citation], opened: Opened, frame: Frame, settled: bool = True
) -> str:
    """Return a whole document with the words of an answer's citation marked.

    As long as the answer is not `settled` its numbers may move, and lead nowhere.
    """
    texts, citation = frame.texts, opened.cited or citations[opened.number - 1]
    before = readable(document.text[: citation.start].lstrip(), texts)
    after = readable(document.text[citation.end :].rstrip(), texts)
    title = readable(citation.title or texts.get("page.untitled"), texts)
    spoken = lang("nl", frame) if citation.title else ""
    name = escape(citation.title or texts.get("page.untitled"))
    label = escape(texts.get("page.sources_label"))
    return (
        f'<section class="source" aria-label="{label}"><h2 tabindex="-1"{spoken}>{title}</h2>'
        f"{_facts(citation, frame)}{_ways(opened, len(citations) if settled else 0, texts)}"
        f'<div class="document" tabindex="0" role="region" aria-label="{name}" lang="nl">'
        f"{before}<mark>{quoted(citation)}</mark>{after}</div></section>"
    )


def no_source(texts: Texts) -> str:
    """Return what stands where a source will stand."""
    label = escape(texts.get("page.sources_label"))
    return (
        f'<section class="source empty" aria-label="{label}">'
        f'<p class="status">{escape(texts.get("page.source_empty"))}</p></section>'
    )
