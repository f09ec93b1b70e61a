"""All routes of the desk: the open ones, and everything else behind the guard."""

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException as AnyHTTPException

from bot.desk import (
    accountability,
    document,
    gaps_page,
    logbook,
    login,
    oidc,
    quality,
    rebuild_page,
    reviews_page,
    sources,
    start,
    why,
)
from bot.desk.desk import Desk
from bot.desk.door import Door
from bot.desk.guard import HOME, AnonymousError, Guard, wants_page
from bot.desk.view import View
from index.errors import IndexUnavailableError, StoreUnavailableError, WijkwijzerError

_SAID = {401: "problem.forbidden", 403: "problem.forbidden", 404: "problem.nowhere", 405: "problem.nowhere"}


def add_desk(app: FastAPI, desk: Desk) -> None:
    """Add the desk to the server. While there is nobody who may use it, it is not there: 404."""
    view = View(desk)
    shared = sources.Sources(desk, view)
    for opened in (login.open_routes(desk, view), oidc.routes(desk, view)):
        app.include_router(opened)
    closed = APIRouter(dependencies=[Depends(Guard())])
    for routes in (
        login.closed_routes(desk, view),
        start.routes(shared),
        logbook.routes(desk, view),
        quality.routes(desk, view),
        accountability.routes(desk, view),
        gaps_page.routes(desk, view),
        reviews_page.routes(desk, view),
        why.routes(desk, view),
        sources.routes(shared),
        document.routes(shared),
        rebuild_page.routes(shared),
        _nowhere(),
    ):
        closed.include_router(routes)
    app.include_router(closed)
    app.add_middleware(Door, desk=desk, view=view)
    _tell_problems(app, desk, view)


def _tell_problems(app: FastAPI, desk: Desk, view: View) -> None:
    """Show what goes wrong as a page to whoever looks at pages."""

    @app.exception_handler(AnonymousError)
    async def anonymous(request: Request, error: Exception) -> Response:
        del request, error
        return Response(status_code=401)

    @app.exception_handler(AnyHTTPException)
    async def refused(request: Request, error: AnyHTTPException) -> Response:
        if not request.scope["path"].startswith(HOME) or not wants_page(request):
            return await http_exception_handler(request, error)
        said = _SAID.get(error.status_code, "problem.wrong")
        return view.problem(request, error.status_code, desk.texts.get(said))

    @app.exception_handler(RequestValidationError)
    async def unfit(request: Request, error: Exception) -> Response:
        del error
        return view.problem(request, 422, desk.texts.get("problem.wrong"))

    @app.exception_handler(WijkwijzerError)
    async def failed(request: Request, error: WijkwijzerError) -> Response:
        unavailable = isinstance(error, StoreUnavailableError | IndexUnavailableError)
        return view.problem(request, 503 if unavailable else 400, view.told(error))


def _nowhere() -> APIRouter:
    """Return what answers for all other addresses below the desk's: the citizens' page must not."""
    router = APIRouter()

    @router.api_route(HOME + "{rest:path}", methods=["GET", "POST"])
    def nowhere(rest: str) -> Response:
        del rest
        raise HTTPException(404)

    return router
