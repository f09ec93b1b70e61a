"""The staff's desk for a browser: a municipality's sources on the disk, an index that is held, a server."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import FastAPI
from playwright.sync_api import Page, expect

from bot.answer import Bot
from bot.asked import Asked
from bot.database import Database
from bot.desk.accounts import Accounts
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.guard import HOME, LOGIN
from bot.page.handlers import Handlers
from bot.page.line import Line
from bot.page.municipality import Contact, Municipality
from bot.page.serve import application
from bot.ratings import Ratings
from bot.settings import Settings
from bot.suggest import Suggestions
from index.build import build
from index.live import Live
from index.privacy import HELPLINES_ONLY
from index.store import Index
from index.types import FloatArray
from prompts import Language
from tests.bot.desk.conftest import FAST, NOON, PASSWORD
from tests.conftest import SEEDS, HashingEncoder, ScriptedGenerator
from tests.served import Server

# The page of the models imports torch the first time that it is opened.
PATIENCE = 120_000
OLD_FACT = "Wie in Breda hulp bij het huishouden krijgt, betaalt een eigen bijdrage van 20,60 euro per maand."
NEW_FACT = OLD_FACT.replace("20,60", "21,80")
PERMIT = (
    "Een inwoner van Breda vraagt een parkeerkaart voor gehandicapten aan bij het loket in het stadskantoor."
)
HELP = "hulp-bij-het-huishouden.txt"
OLD_TEXT = f"Hulp bij het huishouden\n\n{OLD_FACT}\n\nBel de wijkverpleging van Breda op 06-12345678.\n"
NEW_TEXT = f"Hulp bij het huishouden\n\n{NEW_FACT}\n\n{PERMIT}\n"
FACT_QUESTION = "Hoeveel euro eigen bijdrage per maand betaalt wie in Breda hulp bij het huishouden krijgt?"
PERMIT_QUESTION = (
    "Bij welk loket in het stadskantoor vraagt een inwoner van Breda een parkeerkaart voor gehandicapten aan?"
)
WRONG_DRAFT = "Wie in Breda hulp bij het huishouden krijgt, betaalt een eigen bijdrage van 25 euro per maand."
BREDA = Municipality(
    name="Gemeente Breda",
    examples={"nl": (FACT_QUESTION,), "en": (FACT_QUESTION,)},
    contacts={"nl": (Contact("Wmo-loket", "14 076", note="op werkdagen van 9.00 tot 17.00 uur"),)},
)


class HeldEncoder(HashingEncoder):
    """Embeds passages when it is let go; sentences and questions at once."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.let_go.set()

    @property
    def sentences(self) -> HashingEncoder:
        return HashingEncoder()

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        assert self.let_go.wait(60), "nobody let go"
        return super().encode_passages(texts)


@dataclass
class Staffed:
    """A home folder with a desk, and the server around it."""

    desk: Desk
    encoder: HeldEncoder
    server: Server = field(default_factory=Server)

    @property
    def address(self) -> str:
        return self.server.address

    def at(self, path: str) -> str:
        """Return the address of a page of the desk."""
        return self.address.rstrip("/") + HOME + path

    def desk_alone(self) -> FastAPI:
        app = FastAPI()
        add_desk(app, self.desk)
        return app

    def handlers(self) -> Handlers:
        """Return what answers citizens from the same index, and keeps what they ask."""
        desk = self.desk
        days, encoder = desk.settings.keep_questions_days, desk.bot_now().index.encoder
        return Handlers(
            desk.bot_now,
            desk.municipality,
            told_others=False,
            ratings=Ratings(desk.database, HELPLINES_ONLY, desk.now),
            asked=Asked(desk.database, days, HELPLINES_ONLY, encoder, desk.now),
            suggestions=Suggestions(lambda language: ()),
            line=desk.line,
        )

    def with_citizens_page(self) -> FastAPI:
        return application(self.handlers(), self.desk.settings.language, self.desk)


def staffed(home: Path, language: Language = "nl", kept_days: int = 30) -> Staffed:
    """Index the seeds and a page of Breda's below `home`, and set up a desk with an editor and a reader."""
    folder = home / "sources"
    folder.mkdir(parents=True)
    for seed in SEEDS.glob("*.txt"):
        (folder / seed.name).write_bytes(seed.read_bytes())
    (folder / HELP).write_text(OLD_TEXT, encoding="utf-8")
    build(home, [folder], HashingEncoder(), 160)
    encoder, database = HeldEncoder(), Database(home)
    accounts = Accounts(database, lambda: NOON, FAST)
    accounts.add("eva", PASSWORD, "editor")
    accounts.add("rik", PASSWORD, "reader")
    desk = Desk(
        home,
        Settings(language=language, keep_questions_days=kept_days),
        Live(home, lambda: Bot(Index.open(home, encoder), ScriptedGenerator(*[WRONG_DRAFT] * 1000), 10)),
        database,
        accounts,
        lambda: NOON,
        Line(),
        BREDA,
    )
    return Staffed(desk, encoder)


@contextmanager
def staffing(made: Staffed, *, citizens: bool = False) -> Iterator[Staffed]:
    """Serve a desk, with the citizens' page or alone."""
    made.server.start(made.with_citizens_page if citizens else made.desk_alone)
    try:
        yield made
    finally:
        made.server.stop(made.encoder.let_go.set)


def log_in(page: Page, made: Staffed, name: str, password: str = PASSWORD) -> None:
    """Fill in the form and send it."""
    page.goto(made.address.rstrip("/") + LOGIN)
    page.fill("#name", name)
    page.fill("#password", password)
    page.locator("main button.primary").click()
    expect(page.locator("main h1")).to_be_visible()
