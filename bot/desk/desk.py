"""What the pages of the desk work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.answer import Bot
from bot.database import Database
from bot.desk.accounts import Accounts
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.settings import Settings
from prompts import Texts, load


@dataclass(frozen=True, slots=True)
class Desk:
    """One for the server."""

    home: Path
    settings: Settings
    bot_now: Callable[[], Bot]
    """Gives the bot of the moment: it answers from one generation of the index."""
    database: Database
    accounts: Accounts
    now: Callable[[], datetime]
    line: Line
    """Of those who wait for an answer on the citizens' page."""
    municipality: Municipality

    @property
    def texts(self) -> Texts:
        """What the desk says, in the language that is set."""
        return load(self.settings.language)
