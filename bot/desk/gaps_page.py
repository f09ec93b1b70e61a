"""What the sources lack, at /balie/gaten."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from bot.asked import NEVER_KEPT
from bot.desk.desk import Desk
from bot.desk.gaps import (
    SHOWN_GROUPS,
    Gaps,
    counts,
    find_gaps,
    kept_question,
    last_weeks,
    try_again,
    week_number,
)
from bot.desk.guard import HOME
from bot.desk.view import View

GAPS = f"{HOME}/gaten"
NOTHING_KEPT = Gaps((), 0)


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the page, and what tries a question again."""
    router = APIRouter()

    def page(request: Request, status: int = 200, done: str = "", problem: str = "") -> Response:
        days = desk.settings.keep_questions_days
        index = desk.bot_now().index
        found = find_gaps(desk.database, index.encoder, index.generation) if days else NOTHING_KEPT
        weeks = last_weeks(desk.now().date())
        return view.page(
            request,
            "gaps.html",
            status,
            days=days,
            counts=counts(desk.database, weeks),
            weeks=[week_number(week) for week in weeks],
            gaps=found.gaps[:SHOWN_GROUPS],
            documents=index.documents,
            more=len(found.gaps[SHOWN_GROUPS:]),
            apart=found.apart,
            never=", ".join(desk.texts.get(f"gaps.never_{each}") for each in sorted(NEVER_KEPT)),
            done=done,
            problem=problem,
        )

    @router.get(GAPS)
    def gaps(request: Request, geprobeerd: int = 0) -> Response:
        tried = kept_question(desk.database, geprobeerd)
        if tried is None or not tried.outcome:
            return page(request)
        state = desk.texts.get(f"gaps.state_{tried.outcome}")
        return page(request, done=desk.texts.get("gaps.tried", state=state, question=tried.question))

    @router.post(GAPS + "/{number}/opnieuw")
    def again(request: Request, number: int) -> Response:
        kept = kept_question(desk.database, number)
        if kept is None:
            return page(request, 404, problem=desk.texts.get("gaps.gone"))
        try_again(desk.database, desk.bot_now(), kept)
        return RedirectResponse(f"{GAPS}?geprobeerd={number}", 303)

    return router
