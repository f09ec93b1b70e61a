"""What an answer says about the law it cites: article, member, and the version."""

import re
from collections.abc import Sequence
from datetime import date

from bot.types import Citation
from index.references import place_of
from index.store import Index
from index.versions import Versions, since
from prompts import Texts

# What has articles of its own, which are not the law's.
_APPENDIX = re.compile(r"(?:Bijlage\s+(?:\d[\w.]*\w|\w+)|(?:\w+ (?:van )?)?toelichting)\b", re.IGNORECASE)


def reference(heading: str) -> str:
    """Return the place in a law that headings lead to: 'artikel 2.3.5, derde lid'; else nothing.

    An article of an appendix is named with it: 'bijlage 1, artikel 2'.
    """
    appendices = (_APPENDIX.match(part) for part in heading.split(" > "))
    appendix = next((each[0].lower() for each in appendices if each), "")
    place = place_of(heading)
    article, member = (f"artikel {place.article}", place.member) if place else ("", "")
    return ", ".join(part for part in (appendix, article, member) if part)


def written_date(iso: str, texts: Texts) -> str:
    """Return a date of ISO 8601 as people write it."""
    year, month, day = iso.split("-")
    return f"{int(day)} {texts.list('page.months')[int(month) - 1]} {year}"


def version_notices(
    citations: Sequence[Citation], index: Index, versions: Versions, asked: date | None, texts: Texts
) -> tuple[str, ...]:
    """Say of every law that is cited which version it is, and where that is not the one asked for."""
    notices: list[str] = []
    for source in dict.fromkeys(citation.source for citation in citations):
        document = index.documents[source]
        begin, end = since(document), versions.last_day(document)
        if document.work and not begin and versions.several(document):
            notices.append(texts.get("law.undated", title=document.title))
        if not document.work or not begin:
            continue
        title, first = document.title, written_date(begin, texts)
        if not document.valid_from:
            notices.append(texts.get("law.as_of", title=title, date=first))
        elif end:
            notices.append(texts.get("law.between", title=title, date=first, end=written_date(end, texts)))
        else:
            notices.append(texts.get("law.since", title=title, date=first))
        if asked and not begin <= asked.isoformat() <= (end or asked.isoformat()):
            notices.append(texts.get("law.other_day", day=written_date(asked.isoformat(), texts)))
    return tuple(notices)
