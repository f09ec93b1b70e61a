"""The page as it is served, before any script has run: its language, its styles, and help without scripts."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from bot.page.frame import Frame, contact_list, notice
from bot.page.text import escape

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

_HTML = re.compile(r'<html(\s+)lang="[\w-]*"')
_BODY = re.compile(r"<body\b[^>]*>")


def without_scripts(frame: Frame) -> str:
    """Return what stands on the page where no script runs: whom to call, and where to go."""
    texts = frame.texts
    return (
        f"<noscript><main><h1>{escape(texts.get('page.title'))}</h1>"
        f"<p>{escape(texts.get('page.no_script'))}</p>"
        f"{notice(texts.get('answer.crisis'))}{contact_list(frame.contacts, texts)}</main></noscript>"
    )


def dressed(html: str, frame: Frame, style: str) -> str:
    """Return Gradio's page with a language, styles that it does not rewrite, and words without scripts."""
    html = _HTML.sub(rf'<html\1lang="{frame.language}"', html, count=1)
    html = html.replace("</head>", f"<style>{style}</style></head>", 1)
    return _BODY.sub(lambda found: found[0] + without_scripts(frame), html, count=1)


class Shell:
    """Around the application: what is served at '/' is dressed, all else passes."""

    def __init__(self, app: App, frame: Frame, style: str) -> None:
        self._app = app
        self._frame = frame
        self._style = style

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"] != "/" or scope["method"] != "GET":
            await self._app(scope, receive, send)
            return
        # What is compressed cannot be dressed.
        headers = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        started: list[Message] = []
        body = bytearray()

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                started.append(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                [start] = started
                whole = dressed(body.decode("utf-8"), self._frame, self._style).encode("utf-8")
                kept = [each for each in start["headers"] if each[0].lower() != b"content-length"]
                length = (b"content-length", str(len(whole)).encode("ascii"))
                # Who comes back to it gets a page that works, not one that lost its server long ago.
                fresh = (b"cache-control", b"no-store")
                await send({**start, "headers": [*kept, length, fresh]})
                await send({"type": "http.response.body", "body": whole})

        await self._app({**scope, "headers": headers}, receive, dress)
