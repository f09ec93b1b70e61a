"""Where staff begin, at /balie: what waits for somebody, and what each part of the desk is for."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.desk.gaps import counts, last_weeks
from bot.desk.guard import HOME
from bot.desk.review_cases import lack_of
from bot.desk.reviews import Reviews
from bot.desk.sources import Sources

# In the order of the navigation, with the address of each.
PARTS = {
    "sources": "bronnen",
    "why": "waarom",
    "gaps": "gaten",
    "review": "nakijken",
    "quality": "kwaliteit",
    "facts": "verantwoording",
    "audit": "logboek",
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody has to look at."""

    generation: str
    """The new index that waits for a decision; empty where none does."""
    pending: bool
    """There are changes that the index does not have yet."""
    refused: int
    """Questions of this week that were not answered."""
    badly_rated: int
    """Answers of this week that did not help."""
    unready: int
    """Reviews that are not a case yet."""


def waiting(shared: Sources) -> Waiting:
    """Return what waits now."""
    desk = shared.desk
    asked, *reasons, rated = counts(desk.database, last_weeks(desk.now().date(), 1))
    del asked
    reviews = Reviews(desk.database, desk.now).all()
    documents = desk.bot_now().index.documents
    return Waiting(
        shared.rebuilds.waiting(),
        shared.pending(),
        sum(each.by_week[0] for each in reasons),
        rated.by_week[0],
        sum(bool(lack_of(each, documents)) for each in reviews),
    )


def routes(shared: Sources) -> APIRouter:
    """Return the page."""
    router = APIRouter()

    @router.get(HOME)
    def start(request: Request) -> Response:
        return shared.view.page(request, "start.html", waiting=waiting(shared), parts=PARTS)

    return router
