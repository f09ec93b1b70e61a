"""Stands before all of the desk's addresses: who is not logged in gets past it nowhere but to the login."""

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from bot.desk.desk import Desk
from bot.desk.guard import COOKIE, HOME, LOGIN, SSO, SSO_BACK, wants_page
from bot.desk.view import View
from index.errors import StoreUnavailableError

OPEN = frozenset({LOGIN, SSO, SSO_BACK, f"{HOME}/desk.css", f"{HOME}/desk.js"})
# A name and a password, in bytes as forms send them; more is not even read.
MAX_OPEN_BODY = 16_384


class Door:
    """Looks at the address alone, before a route is looked for and before anything of a body is read.

    So no route can forget it, no method is left out, and nobody fills the disk with files who may not send
    any. While there is nobody who may use the desk, it is not there: 404.
    """

    def __init__(self, app: ASGIApp, desk: Desk, view: View) -> None:
        self._app = app
        self._desk = desk
        self._view = view

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through what is not the desk's, what is open, and who has a session."""
        if scope["type"] not in ("http", "websocket") or not scope["path"].startswith(HOME):
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            refused = await run_in_threadpool(self._refused, Request(scope))
            await (refused or self._app)(scope, receive, send)

    def _refused(self, request: Request) -> Response | None:
        """Return what somebody gets instead of the page; nothing for whoever may see it."""
        try:
            if not self._desk.settings.oidc_issuer and not self._desk.accounts.all():
                return PlainTextResponse("Not Found", 404)
            if request.scope["path"] in OPEN:
                return Response(status_code=413) if _is_large(request) else None
            member = self._desk.accounts.member(request.cookies.get(COOKIE, ""))
        except StoreUnavailableError:
            return self._view.problem(request, 503, self._desk.texts.get("problem.store"))
        if member is None:
            return self._sent_away(request)
        request.state.member = member
        return None

    def _sent_away(self, request: Request) -> Response:
        if request.method != "GET" or not wants_page(request):
            return Response(status_code=401)
        # A link from elsewhere comes without the cookie, which no other site may send along: the page asks
        # for itself once more, and then the cookie comes, if there is one.
        if request.headers.get("sec-fetch-site") == "cross-site":
            return self._view.onward(request, request.scope["path"], request.url.query)
        return RedirectResponse(LOGIN, 303)


def _is_large(request: Request) -> bool:
    """Tell a body that is too large, or of a length that is not told."""
    length = request.headers.get("content-length", "0")
    return "transfer-encoding" in request.headers or not length.isdecimal() or int(length) > MAX_OPEN_BODY
