import asyncio
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.database import Database
from bot.desk.accounts import Accounts
from bot.desk.desk import Desk
from bot.page import serve as server
from bot.page.handlers import Handlers
from bot.page.serve import application, check_port, serve
from bot.settings import Settings
from index.errors import UsageError
from tests.bot.conftest import BREDA, index_of, page
from tests.conftest import ScriptedGenerator


@pytest.fixture
def serving(handlers: Handlers) -> Handlers:
    bot = Bot(replace(index_of(page("breda.txt", BREDA)), generation="000007"), ScriptedGenerator(), 10)
    return replace(handlers, bot_now=lambda: bot)


def built(make: Callable[[], Any]) -> Any:
    """Run inside an event loop: outside one, Gradio opens loops of its own and leaves them open."""

    async def run() -> Any:
        return make()

    return asyncio.run(run())


@pytest.fixture
def desk(serving: Handlers, tmp_path: Path) -> Desk:
    database = Database(tmp_path)
    now = lambda: datetime.now(UTC)  # noqa: E731
    return Desk(
        tmp_path,
        Settings(),
        serving.bot_now,
        database,
        Accounts(database),
        now,
        serving.line,
        serving.municipality,
    )


@pytest.fixture
def client(serving: Handlers) -> TestClient:
    return TestClient(built(lambda: application(serving, "nl")))


def test_health_names_the_generation_that_serves(client: TestClient) -> None:
    answered = client.get("/health")
    assert answered.status_code == 200
    told = answered.json()
    assert (told["status"], told["generation"]) == ("ok", "000007")
    assert client.get("/health").json() == told


def test_a_server_that_was_started_anew_says_so(serving: Handlers, client: TestClient) -> None:
    other = TestClient(built(lambda: application(serving, "nl")))
    assert other.get("/health").json()["started"] != client.get("/health").json()["started"]


@pytest.mark.parametrize(("path", "lang"), [("/toegankelijkheid", "nl"), ("/accessibility", "en")])
def test_the_accessibility_statement_stands_in_both_languages(
    client: TestClient, path: str, lang: str
) -> None:
    answered = client.get(path)
    assert answered.headers["content-type"].startswith("text/html")
    assert f'<html lang="{lang}">' in answered.text
    assert "WCAG 2.2" in answered.text


def test_the_page_stands_at_the_root(client: TestClient) -> None:
    answered = client.get("/")
    assert answered.status_code == 200
    config = client.get("/config").json()
    assert config["title"] == "Wijkwijzer"
    assert '<html\n\tlang="nl"' in answered.text
    assert answered.headers["cache-control"] == "no-store"
    assert "@media print { :root, .dark" in answered.text.partition("</head>")[0]
    assert config["analytics_enabled"] is False


def test_without_scripts_the_page_says_whom_to_call(client: TestClient, serving: Handlers) -> None:
    said = client.get("/").text.partition("<noscript>")[2].partition("</noscript>")[0]
    assert '<a href="tel:112">112</a>' in said
    assert '<a href="tel:113">113</a>' in said
    assert "JavaScript" in said
    assert all(each.name in said for each in serving.municipality.contacts_in("nl"))
    english = TestClient(built(lambda: application(serving, "en"))).get("/").text
    assert '<html\n\tlang="en"' in english
    assert "JavaScript is switched on" in english


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/nope"])
def test_there_is_nothing_else(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_port_in_use_is_refused(listening: int) -> None:
    with pytest.raises(
        UsageError, match=rf"on 127\.0\.0\.1:{listening}: Address already in use\. Stop what is"
    ):
        check_port("127.0.0.1", listening)


def test_a_free_port_stays_free() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    check_port("127.0.0.1", port)
    check_port("127.0.0.1", port)


@pytest.mark.parametrize(("host", "port"), [("192.0.2.1", 7860), ("127.0.0.1", 70000), ("::zz", 7860)])
def test_an_address_that_is_not_here_is_refused(host: str, port: int) -> None:
    with pytest.raises(UsageError, match="The page cannot be served on "):
        check_port(host, port)


def test_the_server_runs_where_it_is_told(
    serving: Handlers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[tuple[Any, dict[str, Any]]] = []
    monkeypatch.setattr(server.uvicorn, "run", lambda app, **options: ran.append((app, options)))
    built(lambda: serve(serving, desk, "en", "127.0.0.1", 7861))
    [(app, options)] = ran
    assert (options["host"], options["port"], options["access_log"]) == ("127.0.0.1", 7861, False)
    assert TestClient(app).get("/health").json()["generation"] == "000007"
