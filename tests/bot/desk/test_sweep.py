"""Every route of the real application below the desk's address, found by walking it, is closed."""

import asyncio
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.asked import Asked
from bot.desk.desk import Desk
from bot.desk.door import OPEN
from bot.desk.guard import HOME, LOGIN
from bot.page.handlers import Handlers
from bot.page.serve import application
from bot.ratings import Ratings
from bot.suggest import Suggestions
from index.privacy import HELPLINES_ONLY
from tests.bot.desk.conftest import PASSWORD

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
HTML = {"accept": "text/html"}


def routes_of(routed: Any) -> Iterator[Any]:
    """Yield all routes, also of routers in routers."""
    for route in getattr(routed, "routes", ()):
        below = getattr(route, "original_router", None) or getattr(route, "app", None)
        if hasattr(route, "path"):
            yield route
        if below is not None:
            yield from routes_of(below)


def below_the_desk(app: FastAPI) -> dict[str, list[Any]]:
    """Return the routes by address, with a value for each parameter."""
    found: dict[str, list[Any]] = {}
    for route in routes_of(app):
        if route.path.startswith(HOME):
            path = re.sub(r"(?<!/)\{[^}]+:path\}", "/1", route.path)
            found.setdefault(re.sub(r"\{[^}]+\}", "1", path), []).append(route)
    return found


@pytest.fixture
def app(desk: Desk) -> FastAPI:
    handlers = Handlers(
        desk.bot_now,
        desk.municipality,
        told_others=False,
        ratings=Ratings(desk.database, HELPLINES_ONLY),
        asked=Asked(desk.database, 0, HELPLINES_ONLY, desk.bot_now().index.encoder),
        suggestions=Suggestions(lambda language: ()),
        line=desk.line,
    )

    async def build() -> FastAPI:  # outside an event loop, Gradio opens loops of its own and leaves them open
        return application(handlers, "nl", desk)

    return asyncio.run(build())


def browser(app: FastAPI, name: str = "") -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    if name:
        assert client.post(LOGIN, data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def test_every_route_is_closed_to_who_is_not_logged_in(app: FastAPI) -> None:
    anybody = browser(app)
    found = below_the_desk(app)
    assert {f"{HOME}/{each}" for each in ("bronnen", "logboek", "uitloggen", "waarom")} <= found.keys()
    assert len(found) > 12
    assert found.keys() >= OPEN
    for path in [*(found.keys() - OPEN), HOME, f"{HOME}/", f"{HOME}/nergens", f"{HOME}x"]:
        for method in METHODS:
            answer = anybody.request(method, path)
            assert (answer.status_code, answer.content) == (401, b""), (method, path)
            page = anybody.request(method, path, headers=HTML)
            expected = (303, LOGIN) if method == "GET" else (401, None)
            assert (page.status_code, page.headers.get("location")) == expected, (method, path)


def test_what_is_open_is_no_more_than_the_login(app: FastAPI) -> None:
    """An address that is open has no route that changes anything, but for the login itself."""
    open_routes = {path: routes for path, routes in below_the_desk(app).items() if path in OPEN}
    methods = {
        path: set().union(*(route.methods for route in routes)) for path, routes in open_routes.items()
    }
    assert {path for path, allowed in methods.items() if allowed - {"GET", "HEAD"}} == {LOGIN}
    anybody = browser(app)
    for path in OPEN - {LOGIN}:
        assert anybody.post(path).status_code in (401, 405)


def test_no_other_spelling_of_an_address_leads_in(app: FastAPI) -> None:
    anybody = browser(app)
    for path in (
        f"//{HOME[1:]}/logboek",
        f"/.{HOME}/logboek",
        f"/x/..{HOME}/logboek",
        "/BALIE/logboek",
        f"{HOME}//logboek",
        f"{HOME}/logboek/",
        f"{HOME}/inloggen/../logboek",
        f"{HOME}/inloggen/",
        f"{HOME}/desk.css/../logboek",
        f"{HOME}/%6cogboek",
        f"{HOME}%2flogboek",
        f"{HOME}/logboek%00",
        f"{HOME}/logboek;x=1",
        f"{HOME}/logboek?x=/balie/inloggen",
        f"{HOME}/%2e%2e/balie/logboek",
    ):
        answer = anybody.get(path)
        assert answer.status_code in (401, 404), path
        assert "Logboek" not in answer.text, path


def test_the_citizens_page_gives_nobody_the_file(app: FastAPI, desk: Desk) -> None:
    anybody = browser(app)
    for way in ("/gradio_api/file=", "/file=", "/gradio_api/file/"):
        answer = anybody.get(f"{way}{desk.database.file}")
        assert answer.status_code in (401, 403, 404, 405), way
        assert b"SQLite" not in answer.content, way


def changing(app: FastAPI) -> Iterator[tuple[str, Any]]:
    for path, routes in below_the_desk(app).items():
        for route in routes:
            if path not in OPEN and "POST" in route.methods:
                yield path, route


def test_nothing_is_changed_without_the_sessions_token(app: FastAPI) -> None:
    editor = browser(app, "eva")
    paths = [path for path, _ in changing(app)]
    assert len(paths) > 5
    for path in paths:
        for form in ({}, {"csrf": "x"}):
            assert editor.post(path, data=form).status_code == 403, path
        assert editor.post(path, files={"file": ("x.txt", b"x")}).status_code == 403, path
        assert editor.post(path, json={"csrf": "x"}).status_code == 403, path


def test_readers_change_nothing_but_where_they_may(app: FastAPI, csrf: Callable[[TestClient], str]) -> None:
    reader = browser(app, "rik")
    token = csrf(reader)
    may: set[str] = set()
    for path, route in changing(app):
        if getattr(route.endpoint, "reader_may", False):
            may.add(path)
        else:
            assert reader.post(path, data={"csrf": token}).status_code == 403, path
    assert f"{HOME}/uitloggen" in may
    assert reader.post(f"{HOME}/uitloggen", data={"csrf": token}).status_code == 303


def test_no_route_changes_anything_by_another_method(app: FastAPI) -> None:
    for path, routes in below_the_desk(app).items():
        for route in routes:
            assert set(route.methods) <= {"GET", "HEAD", "POST"}, path


def test_while_nobody_may_use_it_none_is_there(app: FastAPI, desk: Desk) -> None:
    anybody = browser(app)
    for account in desk.accounts.all():
        desk.accounts.remove(account.name)
    for path in [*below_the_desk(app), f"{HOME}/nergens"]:
        for method in METHODS:
            assert anybody.request(method, path, headers=HTML).status_code == 404, (method, path)
    assert anybody.get("/health").json()["status"] == "ok"


def test_the_citizens_page_is_open(app: FastAPI) -> None:
    anybody = browser(app)
    assert anybody.get("/").status_code == 200
    assert anybody.get("/toegankelijkheid").status_code == 200
