import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from bot.endpoint import ANSWER_SECONDS, EndpointGenerator, is_endpoint
from bot.generate import Message
from bot.models import generator_name, open_generator
from bot.settings import Settings
from index.errors import ModelUnavailableError

HELLO = [Message("system", "Wees kort."), Message("user", "Dag")]


def event(content: str) -> bytes:
    return f"data: {json.dumps({'choices': [{'delta': {'content': content}}]})}\n\n".encode()


@contextmanager
def serving(*parts: bytes, status: int = 200, length: int | None = None) -> Iterator[tuple[str, list[Any]]]:
    """A real server on this machine that streams the parts, or promises more than it sends."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()

        def do_POST(self) -> None:
            size = int(self.headers["Content-Length"])
            asked.append((self.path, self.headers.get("Authorization"), json.loads(self.rfile.read(size))))
            self.send_response(status)
            if length is not None:
                self.send_header("Content-Length", str(length))
            self.end_headers()
            for part in parts:
                self.wfile.write(part)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()


def test_an_address_is_no_folder_and_no_hub_id() -> None:
    assert is_endpoint("http://127.0.0.1:8000/v1")
    assert is_endpoint("https://model.example/v1")
    assert not is_endpoint("owner/name")
    assert not is_endpoint("models/http")


def test_pieces_come_as_they_are_sent() -> None:
    with serving(event("Goede"), b": keep-alive\n\n", event("morgen"), b"data: [DONE]\n\n", event("!")) as (
        url,
        asked,
    ):
        generator = EndpointGenerator(url, "gemma", "geheim")
        assert list(filter(None, generator.stream(HELLO))) == ["Goede", "morgen"]
    [(path, authorization, request)] = asked
    assert (path, authorization) == ("/v1/chat/completions", "Bearer geheim")
    assert request["model"] == "gemma"
    assert request["messages"] == [
        {"role": "system", "content": "Wees kort."},
        {"role": "user", "content": "Dag"},
    ]
    assert (request["stream"], request["temperature"]) == (True, 0)


def test_an_endpoint_that_breaks_off_has_said_what_it_said() -> None:
    with serving(event("Goede"), length=1000) as (url, _):
        assert list(filter(None, EndpointGenerator(url, "m").stream(HELLO))) == ["Goede"]


@pytest.mark.parametrize(
    "line",
    [
        b"data: {\n\n",
        b"data: []\n\n",
        b'data: {"choices": []}\n\n',
        b'data: {"choices": [{"delta": {}}]}\n\n',
    ],
)
def test_what_is_no_piece_says_nothing(line: bytes) -> None:
    with serving(line, event("Ja")) as (url, _):
        assert "".join(EndpointGenerator(url, "m").stream(HELLO)) == "Ja"


def test_an_endpoint_that_goes_on_too_long_has_said_what_it_said() -> None:
    # Asked at the beginning, and for each line: 7, 14, 21 seconds.
    assert 14 < ANSWER_SECONDS < 21
    clock = itertools.count(0.0, 7.0)
    with serving(event("Breda"), event(" kent"), event(" een")) as (url, _):
        generator = EndpointGenerator(url, "m", now=lambda: next(clock))
        assert list(filter(None, generator.stream(HELLO))) == ["Breda"]


def test_an_error_says_nothing() -> None:
    with serving(event("Ja"), status=500) as (url, _):
        assert list(EndpointGenerator(url, "m").stream(HELLO)) == []


def test_nobody_at_the_address_is_said_when_it_is_opened() -> None:
    with serving() as (url, _):
        pass
    with pytest.raises(ModelUnavailableError, match="does not answer"):
        open_generator(Settings(generator=url, generator_model="gemma"))
    with serving(status=404) as (url, _), pytest.raises(ModelUnavailableError, match="does not answer"):
        open_generator(Settings(generator=url))


def test_the_settings_open_an_endpoint() -> None:
    with serving(event("Dag."), b"data: [DONE]\n\n") as (url, asked):
        settings = Settings(generator=url, generator_model="gemma")
        assert "".join(open_generator(settings).stream(HELLO)) == "Dag."
        assert generator_name(settings) == f"gemma@{url}"
    assert asked[0][1] is None
