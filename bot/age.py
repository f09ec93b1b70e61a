"""How old what an answer stands on is: what was so in 2012 need not be so now."""

from collections.abc import Sequence
from datetime import date

from bot.legal import written_date
from bot.types import Citation
from prompts import Texts

# Laws of the field change every year, and policies with every municipal council, which sits for four.
MAX_YEARS = 4


def age_notices(citations: Sequence[Citation], today: date, texts: Texts) -> tuple[str, ...]:
    """Say of when the sources are, where one is older than that."""
    dates = sorted({each.date for each in citations if each.date})
    if not dates or _years(dates[0], today) < MAX_YEARS:
        return ()
    written = [written_date(each, texts) for each in dates]
    joint = f" {texts.get('answer.and')} "
    said = joint.join((", ".join(written[:-1]), written[-1])) if written[1:] else written[0]
    return (texts.get("answer.aged", dates=said),)


def _years(iso: str, today: date) -> float:
    return (today - date.fromisoformat(iso)).days / 365.25
