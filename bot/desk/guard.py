"""Nobody changes anything without the token of their session, and readers change nothing."""

import secrets

from fastapi import HTTPException, Request, Response

from bot.desk.accounts import SESSION, Member

COOKIE = "wijkwijzer_staff"
HOME = "/balie"
LOGIN = f"{HOME}/inloggen"
SSO = f"{HOME}/sso"
SSO_BACK = f"{SSO}/terug"
_CHANGES_NOTHING = frozenset({"GET", "HEAD", "OPTIONS"})


class AnonymousError(Exception):
    """Nobody is logged in."""


def is_secure(request: Request) -> bool:
    """Tell whether the browser sees TLS, at whatever machine it ends.

    Headers that anybody can send are believed here, since believing them makes a cookie stricter: who lies
    gets one that their own browser does not send back.
    """
    forwarded = request.headers.get("x-forwarded-proto", "").partition(",")[0].strip()
    origin = request.headers.get("origin", "")
    return request.url.scheme == "https" or forwarded == "https" or origin.startswith("https://")


def set_cookie(response: Response, request: Request, token: str) -> None:
    """Give a browser its session: no script reads it, no other site sends it, and no plain line carries it.

    'Secure' is left out only where the page itself came without TLS.
    """
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(SESSION.total_seconds()),
        path=HOME,
        httponly=True,
        samesite="strict",
        secure=is_secure(request),
    )


def same_site(request: Request) -> bool:
    """Tell whether a form came from a page of this very server, as far as the browser says.

    All browsers since 2023 say it themselves over TLS and on one's own machine, and there no proxy can
    garble it; else the origin is compared.
    """
    if said := request.headers.get("sec-fetch-site"):
        return said in ("same-origin", "none")
    host = request.headers.get("host", "")
    return request.headers.get("origin") in (None, f"http://{host}", f"https://{host}")


def wants_page(request: Request) -> bool:
    """Tell a person, who reads pages, from a program."""
    return "text/html" in request.headers.get("accept", "")


class Guard:
    """What all routes depend on but those for logging in; the door has left who asks in `request.state`."""

    async def __call__(self, request: Request) -> None:
        """Raise `AnonymousError` without a session, and 403 for a change that may not be made."""
        member: Member | None = getattr(request.state, "member", None)
        if member is None:
            raise AnonymousError
        if request.method in _CHANGES_NOTHING:
            return
        # Before anything of the form is read: a file that may not be sent is not even received.
        reader_may = getattr(request.scope.get("endpoint"), "reader_may", False)
        if not same_site(request) or (member.role != "editor" and not reader_may):
            raise HTTPException(403)
        form = await request.form()
        token = request.headers.get("x-csrf-token") or form.get("csrf")
        if not isinstance(token, str) or not secrets.compare_digest(token.encode(), member.csrf.encode()):
            await form.close()
            raise HTTPException(403)
