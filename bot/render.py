"""What the page shows, as HTML. Everything from a source, a model or a visitor is escaped here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape

from bot.municipality import Contact, Municipality
from bot.show import lead_in, place_in_law, shown_date
from bot.types import Answer, Citation, Reason, Sentence
from index.privacy import MASK
from index.types import Document
from prompts import Texts

# Who asks for something else than what the sources are about is not sent anywhere with it.
_SENT_NOWHERE: frozenset[Reason] = frozenset(
    {"", "instruction", "personal_data", "invalid_question", "outside_subject"}
)
_MASKED_RUN = re.compile(f"{MASK}+")


@dataclass(frozen=True, slots=True)
class TurnView:
    """One question as the page shows it now: what was found, what has passed, and at last the answer."""

    question: str
    evidence: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    problem: str = ""
    help: str = ""
    """Whom to call, where somebody may be in danger: shown before anything is found."""
    contacts: tuple[Contact, ...] = ()
    """Where a person can go whose question is not answered."""
    documents: Mapping[str, Document] = field(default_factory=dict, compare=False, repr=False)
    """Of the generation that answers: what is cited stays to be seen when the next one is published."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the numbers on the page lead to, number 1 first."""
        if self.answer is not None and self.answer.abstained:
            return self.answer.nearest
        return self.evidence


def _escaped(text: str, texts: Texts) -> str:
    """Return text of a source as HTML, in which a screen reader says that masked words are masked."""
    label = escape(texts.get("page.masked"))
    return _MASKED_RUN.sub(
        rf'<span class="masked" role="img" aria-label="{label}">\g<0></span>', escape(text)
    )


def _cite(turn: int, number: int, citation: Citation, texts: Texts) -> str:
    name = texts.get("page.cite", number=number, title=citation.title or texts.get("page.untitled"))
    return (
        f'<button type="button" class="cite" data-turn="{turn}" data-number="{number}" '
        f'aria-label="{escape(name)}">{number}</button>'
    )


def _place(citation: Citation, texts: Texts) -> str:
    parts = (
        citation.title or texts.get("page.untitled"),
        place_in_law(citation, texts),
        texts.get("page.on_page", page=citation.page) if citation.page else "",
        texts.get(f"page.role_{citation.role}") if citation.role != "article" else "",
        citation.speaker,
        citation.publisher,
        "" if citation.valid_from else shown_date(citation, texts),
    )
    return _escaped(" · ".join(part for part in parts if part), texts)


def _listed(turn: int, citations: Sequence[Citation], texts: Texts) -> str:
    items = "".join(
        f"<li>{_cite(turn, number, citation, texts)} <q>{escape(citation.quote)}</q>"
        f'<span class="place">{_place(citation, texts)}</span></li>'
        for number, citation in enumerate(citations, 1)
    )
    return f'<ul class="found">{items}</ul>'


def _said(turn: int, number: int, sentence: Sentence, texts: Texts) -> str:
    citation = sentence.citations[0]
    said = escape(sentence.text)
    if sentence.support == "quote":
        said = f"<q>{said}</q>"
    lead = lead_in(citation, texts)
    before = f'<span class="lead">{escape(lead)}</span> ' if lead else ""
    kind = " comment" if citation.role == "comment" else ""
    return (
        f'<p class="sentence{kind}">{before}{said} {_cite(turn, number, citation, texts)}'
        f'<span class="place">{_place(citation, texts)}</span></p>'
    )


def _notice(text: str) -> str:
    return f'<p class="notice">{escape(text)}</p>'


def _contact(contact: Contact) -> str:
    name = escape(contact.name)
    if contact.url:
        name = f'<a href="{escape(contact.url)}" rel="noopener">{name}</a>'
    digits = re.sub(r"[^0-9+]", "", contact.phone)
    phone = f'<a href="tel:{digits}">{escape(contact.phone)}</a>' if digits else ""
    return f"<li>{', '.join(part for part in (name, phone, escape(contact.note)) if part)}</li>"


def _where_to_go(contacts: Sequence[Contact], texts: Texts) -> str:
    listed = "".join(map(_contact, contacts))
    return f'<p class="notice">{escape(texts.get("page.where_to_go"))}</p><ul class="contacts">{listed}</ul>'


def _reply(at: int, turn: TurnView, texts: Texts) -> str:
    if turn.help and turn.answer is None:
        return _notice(turn.help) + _reply(at, replace(turn, help=""), texts)
    if turn.problem:
        return _notice(turn.problem)
    answer = turn.answer
    if answer is not None and answer.abstained:
        notices = "".join(map(_notice, answer.notices))
        nearest = _listed(at, answer.nearest, texts) if answer.nearest else ""
        sent = turn.contacts and answer.reason not in _SENT_NOWHERE
        return notices + nearest + (_where_to_go(turn.contacts, texts) if sent else "")
    if not turn.evidence:
        return f'<p class="status">{escape(texts.get("page.searching"))}</p>'
    notices = "".join(map(_notice, answer.notices if answer else ()))
    sentences = "".join(_said(at, i, sentence, texts) for i, sentence in enumerate(turn.sentences, 1))
    if answer is None:
        waiting = _listed(at, turn.evidence, texts) if not turn.sentences else ""
        found = f'<p class="status">{escape(texts.get("page.found"))}</p>{waiting}' if waiting else ""
        return f'{found}{sentences}<p class="status">{escape(texts.get("page.writing"))}</p>'
    count = len(answer.sentences)
    checked = texts.get("page.checked_one") if count == 1 else texts.get("page.checked_many", count=count)
    return f'{notices}{sentences}<p class="status checked">{escape(checked)}</p>'


def conversation(turns: Sequence[TurnView], texts: Texts) -> str:
    """Return the whole conversation."""
    shown = "".join(
        f'<article class="turn"><h2><span class="you">{escape(texts.get("page.you"))}</span> '
        f'{escape(turn.question)}</h2><div class="reply">{_reply(at, turn, texts)}</div></article>'
        for at, turn in enumerate(turns)
    )
    label = escape(texts.get("page.conversation_label"))
    return (
        f'<section class="conversation" role="log" aria-live="polite" aria-label="{label}">{shown}</section>'
    )


def source(document: Document, citation: Citation, texts: Texts) -> str:
    """Return a whole document with the cited words marked."""
    before = _escaped(document.text[: citation.start].lstrip(), texts)
    words = escape(document.text[citation.start : citation.end])
    after = _escaped(document.text[citation.end :].rstrip(), texts)
    title = _escaped(citation.title or texts.get("page.untitled"), texts)
    role = escape(texts.get(f"page.role_{citation.role}"))
    speaker = f" · {_escaped(citation.speaker, texts)}" if citation.speaker else ""
    date = escape(place_in_law(citation, texts) if citation.valid_from else shown_date(citation, texts))
    return (
        f'<section class="source" aria-label="{escape(texts.get("page.sources_label"))}">'
        f'<h2 tabindex="-1">{title}</h2>'
        f'<p class="place"><span class="role {citation.role}">{role}</span>{speaker} · {date} · '
        f"{escape(citation.source)}</p>"
        f'<div class="document" tabindex="0">{before}<mark>{words}</mark>{after}</div></section>'
    )


def no_source(texts: Texts) -> str:
    """Return what stands where a source will stand."""
    return f'<section class="source"><p class="status">{escape(texts.get("page.source_empty"))}</p></section>'


def header(texts: Texts, municipality: Municipality) -> str:
    """Return the page's head, with the notice that this is an automatic system."""
    # The name stands beside it, so the logo says nothing to a screen reader.
    logo = f'<img src="{escape(municipality.logo)}" alt="">' if municipality.logo else ""
    whose = f'<p class="name">{logo}{escape(municipality.name)}</p>' if municipality.name else ""
    return (
        f'<header class="top">{whose}<h1>{escape(texts.get("page.title"))}</h1>'
        f"<p>{escape(texts.get('page.tagline'))}</p>"
        f'<p class="ai" role="note">{escape(texts.get("page.ai_notice"))}</p></header>'
    )


def footer(texts: Texts, municipality: Municipality, told_others: bool) -> str:
    """Return what always stands below: whom to call in danger, where to go, who sees a question."""
    contacts = "".join(map(_contact, municipality.contacts_in(texts.language)))
    help_, privacy = (
        texts.get("page.help"),
        (texts.get("page.privacy_endpoint") if told_others else texts.get("page.privacy")),
    )
    return (
        f'<aside class="help" aria-label="{escape(help_)}"><h2>{escape(help_)}</h2>'
        f'<p>{escape(texts.get("answer.crisis"))}</p><ul class="contacts">{contacts}</ul>'
        f'<p class="place">{escape(privacy)}</p></aside>'
    )
