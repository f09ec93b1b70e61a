"""Logging in and out: the only routes that are open to everybody, and the way out."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from bot.desk.accounts import LockedError
from bot.desk.desk import Desk
from bot.desk.guard import COOKIE, HOME, LOGIN, same_site, set_cookie
from bot.desk.view import HEADERS, View, asset

# Hashing takes 64 MiB and all cores: so many at once, however many come, and the citizens' page goes on.
HASHED_AT_ONCE = 2


def open_routes(desk: Desk, view: View) -> APIRouter:
    """Return what needs no session: the form, its answer, and the looks of both."""
    router = APIRouter()
    hashing = CapacityLimiter(HASHED_AT_ONCE)

    @router.get(LOGIN)
    def form(request: Request) -> Response:
        return view.login(request)

    @router.post(LOGIN)
    async def log_in(
        request: Request, name: Annotated[str, Form()] = "", password: Annotated[str, Form()] = ""
    ) -> Response:
        # Who is logged in by another site's form works under a name that is not theirs.
        if not same_site(request):
            return view.login(request, 403, desk.texts.get("login.elsewhere"))
        try:
            token = await to_thread.run_sync(desk.accounts.log_in, name, password, limiter=hashing)
        except LockedError:
            return view.login(request, 401, desk.texts.get("login.locked"))
        if token is None:
            return view.login(request, 401, desk.texts.get("login.wrong"))
        await run_in_threadpool(desk.accounts.log_out, request.cookies.get(COOKIE, ""))
        response = RedirectResponse(HOME, 303)
        set_cookie(response, request, token)
        return response

    @router.get(f"{HOME}/desk.css")
    def style() -> Response:
        return Response(asset("desk.css"), media_type="text/css", headers=HEADERS)

    @router.get(f"{HOME}/desk.js")
    def script() -> Response:
        return Response(asset("desk.js"), media_type="text/javascript", headers=HEADERS)

    return router


def closed_routes(desk: Desk, view: View) -> APIRouter:
    """Return the way out."""
    del view
    router = APIRouter()

    @router.post(f"{HOME}/uitloggen")
    def log_out(request: Request) -> Response:
        desk.accounts.log_out(request.cookies[COOKIE])
        response = RedirectResponse(LOGIN, 303)
        response.delete_cookie(COOKIE, path=HOME)
        return response

    log_out.reader_may = True  # type: ignore[attr-defined]

    return router
