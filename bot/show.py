"""Answers and settings as text for a terminal."""

import json
from pathlib import Path

from bot.legal import reference, written_date
from bot.settings import HOME_VARIABLE, PREFIX, Settings
from bot.speakers import commented
from bot.types import Answer, Citation
from index.characters import without_invisible
from prompts import Texts, load


def lead_in(citation: Citation, texts: Texts) -> str:
    """Return who says it, where that is neither the article nor told by the quote itself."""
    if citation.role == "comment":
        return commented(citation.speaker, texts)
    if citation.role == "quote" and citation.speaker and citation.speaker.split()[-1] not in citation.quote:
        return texts.get("answer.quote_by", speaker=citation.speaker)
    return ""


def shown_date(citation: Citation, texts: Texts) -> str:
    """Return a citation's date as people write it, or that it is not known."""
    if not citation.date:
        return texts.get("page.no_date")
    return written_date(citation.date, texts)


def place_in_law(citation: Citation, texts: Texts) -> str:
    """Return article, member and from when the version is in force; nothing where no law is cited."""
    parts = [reference(citation.heading)]
    if citation.valid_from:
        parts.append(texts.get("law.valid_from", date=written_date(citation.valid_from, texts)))
    if citation.valid_to:
        parts.append(texts.get("law.valid_to", date=written_date(citation.valid_to, texts)))
    return ", ".join(part for part in parts if part)


def described(citation: Citation, texts: Texts) -> str:
    """Return the source of a citation in words: title, place in a law, role, who, date."""
    parts = (
        citation.title or texts.get("page.untitled"),
        place_in_law(citation, texts),
        texts.get(f"page.role_{citation.role}"),
        citation.speaker,
        citation.publisher,
        texts.get("page.on_page", page=citation.page) if citation.page else "",
        "" if citation.valid_from else shown_date(citation, texts),
    )
    return ", ".join(part for part in parts if part)


def where(citation: Citation, texts: Texts) -> str:
    """Return a citation's place in words: its source, and where in that file."""
    return f"{described(citation, texts)}, {citation.source} {citation.start}-{citation.end}"


def lead_ins(answer: Answer) -> list[str]:
    """Return who says what, each once, in the order of the sentences."""
    leads = (lead_in(each.citations[0], load(answer.language)) for each in answer.sentences)
    return list(dict.fromkeys(lead for lead in leads if lead))


def answer_text(answer: Answer) -> str:
    """Return an answer as plain text: notices and sentences, with the numbers of their citations.

    What no reader sees is left out: a terminal obeys it.
    """
    if answer.abstained:
        return "\n".join(answer.notices)
    texts = load(answer.language)
    lines = list(answer.notices)
    for number, sentence in enumerate(answer.sentences, 1):
        lead = lead_in(sentence.citations[0], texts)
        said = " ".join(sentence.text.split())
        lines.append(f"{lead} “{said}” [{number}]" if lead else f"{said} [{number}]")
    return without_invisible("\n".join(lines))


def as_plain_text(answer: Answer) -> str:
    """Return an answer with its citations spelled out below."""
    texts = load(answer.language)
    lines = [answer_text(answer)]
    citations = [sentence.citations[0] for sentence in answer.sentences] or list(answer.nearest)
    for number, citation in enumerate(citations, 1):
        lines += ["", f"[{number}] {where(citation, texts)}", f"    “{' '.join(citation.quote.split())}”"]
    return without_invisible("\n".join(lines))


def as_toml(settings: Settings, home: Path) -> str:
    """Return settings in the form of the settings file, each with what it means."""
    lines = [f"# home: {home}  ({HOME_VARIABLE} or --home)"]
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        lines += ["", f"# {field.description}  ({PREFIX}{name.upper()})"]
        if value is None:
            lines.append(f'# {name} = ""')
        else:
            # A JSON string or number is a TOML one.
            lines.append(
                f"{name} = {json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)}"
            )
    return "\n".join(lines)
