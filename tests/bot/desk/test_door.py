from collections.abc import Callable
from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.door import MAX_OPEN_BODY, OPEN
from bot.desk.guard import HOME, LOGIN
from bot.settings import Settings

HTML = {"accept": "text/html"}


@pytest.fixture
def anybody(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("")


def test_a_link_from_elsewhere_asks_once_more_by_itself(editor: TestClient, anybody: TestClient) -> None:
    """The strict cookie does not come along with a link in a mail; it does when our own page asks."""
    elsewhere = HTML | {"sec-fetch-site": "cross-site"}
    answer = anybody.get(f"{HOME}/waarom/7?a=1&b=\"'><script>", headers=elsewhere)
    assert answer.status_code == 200
    assert f'content="0;url={HOME}/waarom/7?a=1&amp;b=%22&#39;%3E%3Cscript%3E"' in answer.text
    assert "<script>" not in answer.text.replace('<script src="/balie/desk.js" defer></script>', "")
    ours = anybody.get(f"{HOME}/waarom/7", headers=HTML | {"sec-fetch-site": "same-origin"})
    assert (ours.status_code, ours.headers["location"]) == (303, LOGIN)
    assert editor.get(f"{HOME}/logboek", headers=elsewhere).status_code == 200


@pytest.mark.parametrize("path", sorted(OPEN))
def test_a_large_body_is_not_even_read(anybody: TestClient, path: str) -> None:
    for method in ("GET", "POST"):
        large = anybody.request(method, path, content=b"a" * (MAX_OPEN_BODY + 1))
        assert large.status_code == 413
        chunked = anybody.request(method, path, content=(b"a" for _ in range(3)))
        assert chunked.status_code == 413
    assert anybody.post(path, headers={"content-length": "x"}, content=b"").status_code == 413


def test_a_body_is_read_of_nobody_without_a_session(desk: Desk) -> None:
    """Routes with files read them before they look at who sends them: the door does not let them begin."""
    read: list[bytes] = []
    app = FastAPI()
    add_desk(app, desk)
    client = TestClient(app, base_url="http://127.0.0.1")

    def content() -> object:
        for _ in range(3):
            read.append(b"x" * 1000)
            yield read[-1]

    answer = client.post(f"{HOME}/bronnen", content=content(), headers={"transfer-encoding": "chunked"})  # type: ignore[arg-type]
    assert answer.status_code == 401


def test_no_socket_is_opened(anybody: TestClient, editor: TestClient) -> None:
    for client in (anybody, editor):
        with pytest.raises(WebSocketDisconnect), client.websocket_connect(f"{HOME}/logboek"):
            pass


def test_other_addresses_are_no_business_of_the_door(desk: Desk) -> None:
    app = FastAPI()
    add_desk(app, desk)

    @app.get("/health")
    def health() -> str:
        return "ok"

    with TestClient(app) as client:
        assert client.get("/health").json() == "ok"
        assert client.get("/nope", headers=HTML).json() == {"detail": "Not Found"}


@pytest.mark.parametrize("path", [*sorted(OPEN), HOME, f"{HOME}/logboek", f"{HOME}/nergens"])
def test_there_is_no_desk_while_nobody_may_use_it(desk: Desk, anybody: TestClient, path: str) -> None:
    for name in ("eva", "rik"):
        desk.accounts.remove(name)
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        assert anybody.request(method, path, headers=HTML).status_code == 404
    desk.accounts.add("eva", "correct horse battery staple", "editor")
    assert anybody.get(path, headers=HTML).status_code in ((200, 303) if path not in OPEN else (200, 404))


def test_an_issuer_is_enough_for_a_desk(desk: Desk) -> None:
    for name in ("eva", "rik"):
        desk.accounts.remove(name)
    app = FastAPI()
    add_desk(app, replace(desk, settings=Settings(oidc_issuer="https://login.example")))
    assert TestClient(app).get(LOGIN).status_code == 200
