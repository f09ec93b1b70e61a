"""How old what an answer stands on is: what was so in 2012 need not be so now."""

import re
from collections.abc import Sequence
from datetime import date

from bot.legal import written_date
from index.types import Document
from prompts import Texts

# Laws of the field change every year, and policies with every municipal council, which sits for four.
MAX_YEARS = 4
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def age_notices(documents: Sequence[Document], today: date, texts: Texts) -> tuple[str, ...]:
    """Say of when documents are, where one is older than that; of an undated one which year it names last."""
    dates = sorted({each.date for each in documents if each.date})
    notices = []
    if dates and _years(dates[0], today) >= MAX_YEARS:
        written = [written_date(each, texts) for each in dates]
        joint = f" {texts.get('answer.and')} "
        said = joint.join((", ".join(written[:-1]), written[-1])) if written[1:] else written[0]
        notices.append(texts.get("answer.aged", dates=said))
    named = [
        (year, each.title) for each in documents if not each.date and (year := _newest_year(each, today))
    ]
    if named and today.year - min(named)[0] >= MAX_YEARS:
        year, title = min(named)
        called = title or texts.get("page.untitled")
        notices.append(texts.get("answer.undated", title=called, year=str(year)))
    return tuple(notices)


def _newest_year(document: Document, today: date) -> int | None:
    """Return the last year up to now that a document names: it was hardly written before."""
    return max((int(year) for year in _YEAR.findall(document.text) if int(year) <= today.year), default=None)


def _years(iso: str, today: date) -> float:
    return (today - date.fromisoformat(iso)).days / 365.25
