"""What stands around every conversation: whose page it is, that it is a machine, and where people can go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.page.municipality import Contact, Municipality
from prompts import LANGUAGES, Language, Texts, load

# Numbers of few digits, and free ones.
_HELPLINE = re.compile(r"\b(?:11[23]|0800-\d{4})\b")


@dataclass(frozen=True, slots=True)
class Frame:
    """A language, and whose page it is."""

    language: Language
    municipality: Municipality
    told_others: bool
    """Whether another service is told the questions."""

    @property
    def texts(self) -> Texts:
        """What the page says in this language."""
        return load(self.language)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Where a person can go."""
        return self.municipality.contacts_in(self.language)


def button(kind: str, label: str, **attributes: object) -> str:
    """Return a button; an attribute's underscores are hyphens in HTML, and all values are escaped."""
    given = "".join(f' {name.replace("_", "-")}="{escape(str(of))}"' for name, of in attributes.items())
    return f'<button type="button" class="{kind}"{given}>{escape(label)}</button>'


def notice(text: str) -> str:
    """Return something that the page itself says, with links to call the numbers in it."""
    return f'<p class="notice">{_HELPLINE.sub(_call, escape(text))}</p>'


def _call(number: re.Match[str]) -> str:
    return f'<a href="tel:{re.sub("[^0-9]", "", number[0])}">{number[0]}</a>'


def contact_list(contacts: Sequence[Contact]) -> str:
    """Return where people can go as a list with links to call and to follow."""
    return f'<ul class="contacts">{"".join(map(_contact, contacts))}</ul>'


def _contact(contact: Contact) -> str:
    name = escape(contact.name)
    if contact.url:
        name = f'<a href="{escape(contact.url)}" rel="noopener">{name}</a>'
    digits = re.sub(r"[^0-9+]", "", contact.phone)
    phone = f'<a href="tel:{digits}">{escape(contact.phone)}</a>' if digits else ""
    note = f'<span class="place">{escape(contact.note)}</span>' if contact.note else ""
    return f"<li>{', '.join(part for part in (name, phone) if part)}{note}</li>"


def _languages(frame: Frame) -> str:
    """Return the choice of a language, each named in itself."""
    buttons = "".join(
        button(
            "language",
            load(each).get("page.language"),
            lang=each,
            data_language=each,
            aria_pressed=str(each == frame.language).lower(),
        )
        for each in LANGUAGES
    )
    label = escape(frame.texts.get("page.languages_label"))
    return f'<div class="languages" role="group" aria-label="{label}">{buttons}</div>'


def header(frame: Frame) -> str:
    """Return the page's head, with the notice that this is an automatic system."""
    texts, municipality = frame.texts, frame.municipality
    # The name stands beside it, so the logo says nothing to a screen reader.
    logo = f'<img src="{escape(municipality.logo)}" alt="">' if municipality.logo else ""
    whose = f'<p class="name">{logo}{escape(municipality.name)}</p>' if municipality.name else ""
    return (
        f'<header class="top">{_languages(frame)}{whose}<h1>{escape(texts.get("page.title"))}</h1>'
        f"<p>{escape(texts.get('page.tagline'))}</p>"
        f'<p class="ai" role="note">{escape(texts.get("page.ai_notice"))}</p></header>'
    )


def footer(frame: Frame) -> str:
    """Return what always stands below: whom to call in danger, where to go, who sees a question."""
    texts = frame.texts
    label = escape(texts.get("page.help"))
    seen_by = texts.get("page.privacy_endpoint") if frame.told_others else texts.get("page.privacy")
    return (
        f'<footer class="help"><h2>{label}</h2>'
        f"{notice(texts.get('answer.crisis'))}{contact_list(frame.contacts)}"
        f'<p class="place">{escape(seen_by)} <a href="{escape(texts.get("page.statement_path"))}">'
        f"{escape(texts.get('page.statement_link'))}</a></p></footer>"
    )


def statement(frame: Frame, style: str) -> str:
    """Return the accessibility statement, a page of its own without any script."""
    texts = frame.texts
    title = escape(texts.get("page.statement_link"))
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in texts.list("page.statement"))
    whose = frame.municipality.name or texts.get("page.title")
    return (
        f'<!doctype html><html lang="{frame.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} - {escape(whose)}</title><style>{style}</style></head>"
        f'<body class="statement"><main><h1>{title}</h1>{paragraphs}{contact_list(frame.contacts)}'
        f'<p><a href="/">{escape(texts.get("page.back"))}</a></p></main></body></html>'
    )
