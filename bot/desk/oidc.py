"""Logging in by a municipality's own login: OpenID Connect, authorization code with PKCE."""

from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from bot.desk.desk import Desk
from bot.desk.guard import COOKIE, HOME, SSO, SSO_BACK, is_secure, set_cookie
from bot.desk.provider import Person, Provider, ProviderError
from bot.desk.sent import SENT, SentOut
from bot.desk.view import View

SENT_COOKIE = "wijkwijzer_sso"
# So many wait for the provider at once, however many come and however slow it is: the citizens' page goes on.
ASKED_AT_ONCE = 4


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the way there and the way back; both are open to everybody, as the login form is."""
    router = APIRouter()
    way = _Way(desk, view)
    asking = CapacityLimiter(ASKED_AT_ONCE)

    @router.get(SSO)
    async def there(request: Request) -> Response:
        return await to_thread.run_sync(way.there, request, limiter=asking)

    @router.get(SSO_BACK)
    async def back(
        request: Request,
        state: Annotated[str, Query()] = "",
        code: Annotated[str, Query()] = "",
        iss: Annotated[str, Query()] = "",
    ) -> Response:
        return await to_thread.run_sync(way.back, request, state, code, iss, limiter=asking)

    return router


class _Way:
    """There and back."""

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk = desk
        self._view = view
        self._provider = Provider(desk.settings, desk.now)
        self._sent_out = SentOut(desk.database, desk.now)

    def there(self, request: Request) -> Response:
        self._only_if_set()
        token, sent = self._sent_out.send()
        try:
            address = self._provider.address(sent, _address_of_return(request))
        except ProviderError as error:
            return self._told(request, 502, "login.sso_failed", reason=str(error))
        response = RedirectResponse(address, 303)
        # The way back begins at the provider's site, from where no strict cookie is sent along. This one is
        # good for nothing but that way, once.
        response.set_cookie(
            SENT_COOKIE,
            token,
            max_age=int(SENT.total_seconds()),
            path=SSO,
            httponly=True,
            samesite="lax",
            secure=is_secure(request),
        )
        return response

    def back(self, request: Request, state: str, code: str, iss: str) -> Response:
        self._only_if_set()
        sent = self._sent_out.take(request.cookies.get(SENT_COOKIE, ""), state)
        if sent is None or iss not in ("", self._desk.settings.oidc_issuer):
            return self._told(request, 403, "login.sso_stale")
        if not code:
            return self._told(request, 403, "login.sso_denied")
        try:
            person = self._provider.person(code, sent, _address_of_return(request))
        except ProviderError as error:
            return self._told(request, 502, "login.sso_failed", reason=str(error))
        return self._let_in(request, person)

    def _let_in(self, request: Request, person: Person) -> Response:
        if person.role is None:
            return self._told(request, 403, "login.sso_unknown")
        accounts = self._desk.accounts
        accounts.log_out(request.cookies.get(COOKIE, ""))
        # A redirection would be part of what began at the provider's site, and go without the new cookie.
        response = self._view.onward(request, HOME)
        set_cookie(response, request, accounts.begin(person.name, person.role, person.subject))
        response.delete_cookie(SENT_COOKIE, path=SSO)
        return response

    def _only_if_set(self) -> None:
        if not self._desk.settings.oidc_issuer:
            raise HTTPException(404)

    def _told(self, request: Request, status: int, name: str, **variables: str) -> Response:
        problem = self._desk.texts.get(name, **variables)
        return self._view.login(request, status, problem)


def _address_of_return(request: Request) -> str:
    """Return the address of the way back as the browser sees it; the provider refuses one that is made up."""
    scheme = "https" if is_secure(request) else "http"
    return f"{scheme}://{request.url.netloc}{SSO_BACK}"
