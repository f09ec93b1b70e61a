"""The page on a port of its own, with a bot whose generator waits until it is let go."""

import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from bot.answer import Bot
from bot.asked import Asked
from bot.database import Database
from bot.generate import Manner, Message
from bot.page.handlers import Handlers
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.page.serve import application
from bot.ratings import Ratings
from bot.suggest import Suggestions
from bot.trained import Trained
from index.privacy import HELPLINES_ONLY
from index.types import Document
from tests.bot.conftest import BREDA, BREDA_DRAFT, BREDA_QUESTION, index_of
from tests.bot.conftest import page as document

FRUIT = "Appels en peren groeien aan bomen in de tuin van het wijkteam in Almere."
KNOWN_QUESTION = "Kent de gemeente Breda al jarenlang het Netwerk Zorg voor elkaar?"
FRUIT_QUESTION = "Groeien appels en peren aan bomen in de tuin van het wijkteam in Almere?"
COOKING = "Volgens mij moeten buurtbewoners zelf vaker samen koken in het buurthuis van Almelo."
COOKING_QUESTION = "Moeten buurtbewoners zelf vaker samen koken in het buurthuis van Almelo?"
MILLISECONDS = 60_000
GRACE_SECONDS = 1
KEPT_DAYS = 30
DOCUMENTS = (
    document("breda.txt", BREDA, title="Zorg in Breda", publisher="De Krant", date="2021-08-30"),
    document("fruit.txt", FRUIT, title="Fruit in de wijk"),
    document("koken.txt", COOKING, role="comment", speaker="Jos", title="Wat lezers schrijven"),
)


class Held:
    """A generator that says one thing, piece by piece, whenever it is let go."""

    manner: Manner = "completes"

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.let_go.set()
        self.pieces = 0

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        for start in range(0, len(BREDA_DRAFT), 3):
            assert self.let_go.wait(30), f"nobody let go of {messages[-1]}"
            self.pieces += 1
            yield BREDA_DRAFT[start : start + 3]


class Calm:
    """An alarm that hears nothing, until it breaks, and every answer with it."""

    def __init__(self) -> None:
        self.breaks = False

    def danger(self, message: str) -> float:
        if self.breaks:
            raise RuntimeError(f"the alarm has come undone over {len(message)} characters")
        return 0.0


@dataclass
class Server:
    """An application on a port of its own, in a thread."""

    port: int = 0
    _server: uvicorn.Server | None = None
    _thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def runs(self) -> bool:
        return self._server is not None

    def start(self, make: Callable[[], FastAPI]) -> None:
        """Serve what is made in the thread: Gradio wants to be made where an event loop runs."""
        if not self.port:
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]

        async def run() -> None:
            config = uvicorn.Config(
                make(), port=self.port, log_level="critical", timeout_graceful_shutdown=GRACE_SECONDS
            )
            self._server = uvicorn.Server(config)
            await self._server.serve()

        self._thread = threading.Thread(target=lambda: asyncio.run(run()), daemon=True)
        self._thread.start()
        deadline = time.monotonic() + 60
        while self._server is None or not self._server.started:
            assert time.monotonic() < deadline, "the page did not come up"
            time.sleep(0.05)

    def stop(self, let_go: Callable[[], object] = lambda: None) -> None:
        """Stop in the middle of whatever is held: its connections are cut before it is let go."""
        assert self._server is not None
        assert self._thread is not None
        self._server.should_exit = True
        self._thread.join(GRACE_SECONDS + 0.5)
        let_go()
        self._thread.join(30)
        self._server = None


@dataclass
class Served:
    """A server that a test can hold, stop and start again."""

    home: Path
    documents: tuple[Document, ...] = DOCUMENTS
    places: int = 20
    generator: Held = field(default_factory=Held)
    alarm: Calm = field(default_factory=Calm)
    line: Line = field(default_factory=Line)
    server: Server = field(default_factory=Server)

    @property
    def address(self) -> str:
        return self.server.address

    def start(self) -> None:
        self.line.places = self.places
        bot = Bot(index_of(*self.documents), self.generator, 10, trained=Trained(alarm=self.alarm))
        handlers = Handlers(
            lambda: bot,
            Municipality(),
            told_others=False,
            ratings=Ratings(Database(self.home), HELPLINES_ONLY),
            asked=Asked(Database(self.home), KEPT_DAYS, HELPLINES_ONLY, bot.index.encoder),
            suggestions=Suggestions(lambda language: [BREDA_QUESTION]),
            line=self.line,
        )
        self.server.start(lambda: application(handlers, "nl"))

    def stop(self) -> None:
        self.server.stop(self.generator.let_go.set)


@contextmanager
def serving(home: Path, documents: tuple[Document, ...] = DOCUMENTS, places: int = 20) -> Iterator[Served]:
    served = Served(home, documents, places)
    served.start()
    try:
        yield served
    finally:
        served.generator.let_go.set()
        if served.server.runs:
            served.stop()


def field_of(page: Page) -> str:
    return page.locator("#question textarea").input_value()


def opened(page: Page, address: str) -> Page:
    """Open the page; a script of ours that does not run fails the test."""
    broken: list[str] = []
    page.on("console", lambda said: broken.append(said.text) if "js_on_load" in said.text else None)
    page.goto(address)
    expect(page.locator("#question textarea")).to_be_visible(timeout=MILLISECONDS)
    # The examples stand there once the page's scripts run.
    expect(page.locator(".questions button").first).to_be_visible(timeout=MILLISECONDS)
    assert broken == []
    return page


def ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")


def finished(page: Page, count: int) -> None:
    """Wait until so many questions have been answered."""
    expect(page.locator(".turn")).to_have_count(count, timeout=MILLISECONDS)
    expect(page.locator(".turn[data-waits]")).to_have_count(0, timeout=MILLISECONDS)
