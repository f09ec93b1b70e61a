"""Pages of the desk as HTML, from templates that escape whatever is put into them."""

from importlib.resources import files

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.desk.accounts import Member
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.problems import DeskError
from index.errors import WijkwijzerError

# No script but our own, nothing from elsewhere, and no other page may frame these.
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; form-action 'self'; "
    "base-uri 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


def asset(name: str) -> str:
    """Return a style sheet or script of the desk."""
    return files("bot.desk").joinpath(name).read_text(encoding="utf-8")


class View:
    """Renders the templates of `bot/desk/templates`, which find the texts of prompts/ by `t(name, ...)`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._templates = Environment(
            loader=PackageLoader("bot.desk"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def page(self, request: Request, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Return a page; templates know the texts `t`, who is logged in as `member`, and where they are."""
        member: Member | None = getattr(request.state, "member", None)
        html = self._templates.get_template(template).render(
            t=self._desk.texts.get,
            tl=self._desk.texts.list,
            language=self._desk.texts.language,
            member=member,
            editor=member is not None and member.role == "editor",
            home=HOME,
            path=request.url.path,
            **values,
        )
        return HTMLResponse(html, status_code=status, headers=HEADERS)

    def login(self, request: Request, status: int = 200, problem: str = "") -> HTMLResponse:
        """Return the page to log in at, by the ways that there are."""
        return self.page(
            request,
            "login.html",
            status,
            problem=problem,
            oidc=bool(self._desk.settings.oidc_issuer),
            passwords=bool(self._desk.accounts.all()),
        )

    def told(self, error: WijkwijzerError) -> str:
        """Return what went wrong; whatever is not of the desk says it in English, and is marked as that."""
        texts = self._desk.texts
        if isinstance(error, DeskError):
            return texts.get(error.text, **error.values)
        return Markup('{} <span lang="en">{}</span>').format(texts.get("cannot.elsewhere"), str(error))

    def problem(self, request: Request, status: int, message: str) -> HTMLResponse:
        """Return a page that says what went wrong."""
        return self.page(request, "problem.html", status, message=message)

    def onward(self, request: Request, path: str, query: str = "") -> HTMLResponse:
        """Return a page that goes to another of the desk's by itself.

        Unlike a redirection, it makes this site the one that asks: the session's cookie is sent along even
        where somebody came here from elsewhere.
        """
        return self.page(request, "onward.html", to=f"{path}?{query}" if query else path)
