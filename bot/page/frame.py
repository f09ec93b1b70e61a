"""What stands around every conversation: whose page it is, that it is a machine, and where people can go."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.page.municipality import Contact, Municipality
from bot.page.text import escape
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
    kept_days: int = 0
    """For so long questions are kept that were refused or badly rated; 0 keeps none."""

    @property
    def texts(self) -> Texts:
        """What the page says in this language."""
        return load(self.language)

    @property
    def seen_by(self) -> str:
        """Who gets to see a question, and whether it is kept."""
        name = "page.privacy_endpoint" if self.told_others else "page.privacy"
        if self.kept_days:
            return self.texts.get(f"{name}_kept", days=self.kept_days)
        return self.texts.get(name)

    @property
    def thanks(self) -> str:
        """What is said to who rated an answer."""
        if self.kept_days:
            return self.texts.get("page.rated_kept", days=self.kept_days)
        return self.texts.get("page.rated")

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Where a person can go."""
        return self.municipality.contacts_in(self.language)


def button(kind: str, label: str, **attributes: object) -> str:
    """Return a button; an attribute's underscores are hyphens in HTML, and all values are escaped."""
    given = "".join(f' {name.replace("_", "-")}="{escape(str(of))}"' for name, of in attributes.items())
    return f'<button type="button" class="{kind}"{given}>{escape(label)}</button>'


def lang(language: Language, frame: Frame) -> str:
    """Return the attribute that says a text's language, nothing where it is the page's."""
    return "" if language == frame.language else f' lang="{language}"'


def inline(text: str, language: Language, frame: Frame) -> str:
    """Return text, with its language where that is not the page's."""
    said = lang(language, frame)
    return f"<span{said}>{escape(text)}</span>" if said else escape(text)


def dutch(html: str, frame: Frame) -> str:
    """Return what a source says, which is Dutch on every page."""
    said = lang("nl", frame)
    return f"<span{said}>{html}</span>" if said and html else html


def notice(text: str, spoken: str = "") -> str:
    """Return something that the page itself says, with links to call the numbers in it.

    `spoken` is the attribute of its language, where that is another one than the page's.
    """
    return f'<p class="notice"{spoken}>{_HELPLINE.sub(_call, escape(text))}</p>'


def outward(url: str, label: str, texts: Texts) -> str:
    """Return a link that leaves the page, and so the conversation, where they are: it says so, too."""
    says = f'<span class="unseen"> ({escape(texts.get("page.new_tab"))})</span>'
    return f'<a href="{escape(url)}" target="_blank" rel="noopener">{escape(label)}{says}</a>'


def _call(number: re.Match[str]) -> str:
    return f'<a href="tel:{re.sub("[^0-9]", "", number[0])}">{number[0]}</a>'


def contact_list(contacts: Sequence[Contact], texts: Texts) -> str:
    """Return where people can go as a list with links to call and to follow."""
    return f'<ul class="contacts">{"".join(_contact(each, texts) for each in contacts)}</ul>'


def _contact(contact: Contact, texts: Texts) -> str:
    name = outward(contact.url, contact.name, texts) if contact.url else escape(contact.name)
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
        f'<p class="ai" id="ai-notice" role="note">{escape(texts.get("page.ai_notice"))}</p></header>'
    )


def privacy(frame: Frame) -> str:
    """Return the line at the field that says who gets to see a question."""
    return f'<p class="privacy" id="privacy-line">{escape(frame.seen_by)}</p>'


def footer(frame: Frame) -> str:
    """Return what always stands below: whom to call in danger, and where to go."""
    texts = frame.texts
    label = escape(texts.get("page.help"))
    stated = outward(texts.get("page.statement_path"), texts.get("page.statement_link"), texts)
    return (
        f'<footer class="help"><h2>{label}</h2>'
        f"{notice(texts.get('answer.crisis'))}{contact_list(frame.contacts, texts)}"
        f'<p class="place">{stated}</p></footer>'
    )
