"""What the tests of the desk share: a desk around a bot without models, and a browser that is logged in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.database import Database
from bot.desk.accounts import Accounts
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.guard import LOGIN
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.settings import Settings
from tests.bot.conftest import BREDA, BREDA_DRAFT, index_of
from tests.bot.conftest import page as document
from tests.conftest import ScriptedGenerator

PASSWORD = "correct horse battery staple"
NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
# The time it takes to hash is what argon2 is for, and what tests need not wait for.
FAST = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class Clock:
    """A time that a test moves."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def move(self, later: timedelta) -> None:
        self.now += later


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def bot() -> Bot:
    index = index_of(
        document("breda.txt", BREDA, title="Zorg in Breda"),
        document("fruit.txt", "Appels en peren groeien aan bomen in de tuin.", title="Fruit"),
    )
    return Bot(index, ScriptedGenerator(BREDA_DRAFT), 10)


@pytest.fixture
def desk(bot: Bot, tmp_path: Path, clock: Clock) -> Desk:
    database = Database(tmp_path)
    accounts = Accounts(database, clock, FAST)
    accounts.add("eva", PASSWORD, "editor")
    accounts.add("rik", PASSWORD, "reader")
    return Desk(tmp_path, Settings(), lambda: bot, database, accounts, clock, Line(), Municipality())


def client_for(desk: Desk, name: str) -> TestClient:
    """Return a browser at a desk of its own, in which somebody is logged in, or nobody."""
    app = FastAPI()
    add_desk(app, desk)
    return _logged_in(app, name)


def _logged_in(app: FastAPI, name: str) -> TestClient:
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    if name:
        answer = client.post(LOGIN, data={"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def client_of(desk: Desk) -> Callable[[str], TestClient]:
    """Gives a browser in which somebody is logged in, or nobody."""
    app = FastAPI()
    add_desk(app, desk)
    return lambda name: _logged_in(app, name)


@pytest.fixture
def editor(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("eva")


@pytest.fixture
def reader(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("rik")


@pytest.fixture
def csrf(desk: Desk) -> Callable[[TestClient], str]:
    """Gives the token that every form of a browser's session carries."""

    def of(client: TestClient) -> str:
        member = desk.accounts.member(client.cookies["wijkwijzer_staff"])
        assert member is not None
        return member.csrf

    return of
