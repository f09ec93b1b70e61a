"""The accessibility statement: a page of its own, without any script."""

from bot.legal import written_date
from bot.page.frame import Frame, contact_list, outward
from bot.page.text import escape


def _status(frame: Frame) -> str:
    """Return how far the page meets the requirements, since when, and where the register says so."""
    texts, stated = frame.texts, frame.municipality.accessibility
    said = texts.get(f"page.statement_{stated.status}") if stated.status else texts.get("page.statement_open")
    day = ""
    if stated.date:
        written = written_date(stated.date.isoformat(), texts)
        day = f" {escape(texts.get('page.statement_date', date=written))}"
    link = f" {outward(stated.url, texts.get('page.statement_register'), texts)}" if stated.url else ""
    return f'<p class="status">{escape(said)}{day}{link}</p>'


def statement(frame: Frame, style: str) -> str:
    """Return the statement in a language."""
    texts, municipality = frame.texts, frame.municipality
    title = escape(texts.get("page.statement_link"))
    own = tuple(municipality.accessibility.text.get(frame.language, ()))
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in own or texts.list("page.statement"))
    reach = escape(texts.get("page.statement_contact"))
    whose = municipality.name or texts.get("page.title")
    return (
        f'<!doctype html><html lang="{frame.language}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title} - {escape(whose)}</title><style>{style}</style></head>"
        f'<body class="statement"><main><h1>{title}</h1>{_status(frame)}{paragraphs}'
        f"<p>{reach}</p>{contact_list(frame.contacts, texts)}"
        f'<p>{escape(texts.get("page.statement_tab"))} <a href="/">{escape(texts.get("page.back"))}</a></p>'
        "</main></body></html>"
    )
