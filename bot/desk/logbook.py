"""The page of what was done at the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from bot.desk import audit
from bot.desk.accounts import ROLES
from bot.desk.audit import COMMAND_LINE, SHOWN, Deed
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.view import View
from bot.legal import written_date
from prompts import TextError, Texts

# Whatever clock the server has, staff read their own.
ZONE = ZoneInfo("Europe/Amsterdam")
# Sheets that can be asked for; SQLite counts no further than 2**63.
MAX_SHEET = 10**6


@dataclass(frozen=True, slots=True)
class Line:
    """A deed in words."""

    at: str
    name: str
    deed: str


def written_time(at: str, texts: Texts) -> str:
    """Return a time of ISO 8601 as people in the Netherlands write it, by their clock."""
    local = datetime.fromisoformat(at).astimezone(ZONE)
    return f"{written_date(local.date().isoformat(), texts)}, {local:%H:%M}"


def line_of(deed: Deed, texts: Texts) -> Line:
    """Return a deed in words; one that this version has no words for by its code."""
    name = texts.get("audit.command_line") if deed.name == COMMAND_LINE else deed.name
    detail = texts.get(f"desk.role_{deed.detail}") if deed.detail in ROLES else deed.detail
    facts = {"subject": deed.subject, "detail": detail}
    said = f"audit.{deed.action}"
    try:
        wanted = texts.variables(said)
        words = texts.get(said, **{key: fact for key, fact in facts.items() if key in wanted})
    except TextError:
        words = " ".join(part for part in (deed.action, deed.subject, deed.detail) if part)
    return Line(written_time(deed.at, texts), name, words)


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the page."""
    router = APIRouter()

    @router.get(f"{HOME}/logboek")
    def logbook(
        request: Request, sheet: Annotated[int, Query(alias="blad", ge=1, le=MAX_SHEET)] = 1
    ) -> Response:
        skip = (sheet - 1) * SHOWN
        found = audit.latest(desk.database, SHOWN + 1, skip)  # one more tells that there is an older sheet
        lines = [line_of(deed, desk.texts) for deed in found[:SHOWN]]
        return view.page(
            request, "logbook.html", lines=lines, skip=skip, sheet=sheet, older=len(found) > SHOWN
        )

    return router
