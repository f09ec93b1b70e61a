"""What the tests of the page share: a bot without models, and handlers around it."""

from pathlib import Path

import pytest

from bot.answer import Bot
from bot.asked import Asked
from bot.database import Database
from bot.page.frame import Frame
from bot.page.handlers import Handlers
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.ratings import Ratings
from bot.suggest import Suggestions
from index.privacy import HELPLINES_ONLY
from tests.bot.conftest import BREDA, BREDA_DRAFT, index_of
from tests.bot.conftest import page as document
from tests.conftest import ScriptedGenerator

FRUIT = "Appels en peren groeien aan bomen in de tuin."
NL = Frame("nl", Municipality(), told_others=False)
EN = Frame("en", Municipality(), told_others=False)


@pytest.fixture
def bot() -> Bot:
    index = index_of(document("breda.txt", BREDA), document("fruit.txt", FRUIT))
    return Bot(index, ScriptedGenerator(BREDA_DRAFT), 10)


@pytest.fixture
def handlers(bot: Bot, tmp_path: Path) -> Handlers:
    return Handlers(
        lambda: bot,
        Municipality(),
        told_others=False,
        ratings=Ratings(Database(tmp_path), HELPLINES_ONLY),
        asked=Asked(Database(tmp_path), 0, HELPLINES_ONLY, bot.index.encoder),
        suggestions=Suggestions(lambda language: ()),
        line=Line(),
    )
