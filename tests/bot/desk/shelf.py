"""A home folder with sources of its own and an index of them on the disk, which a desk works with."""

import re
import time
from pathlib import Path

from fastapi.testclient import TestClient

from bot.answer import Bot
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from index.build import build
from index.live import Live
from index.store import Index
from tests.bot.conftest import BREDA
from tests.conftest import HashingEncoder, ScriptedGenerator

BUS = "Vervoer\n\nDe regiotaxi van Almere rijdt elke zaterdag gratis naar het zwembad in de wijk.\n"
BUS_QUESTION = "Rijdt de regiotaxi van Almere elke zaterdag gratis naar het zwembad in de wijk?"
NETWORK = f"Zorg in Breda\n\n{BREDA}\n\nBel het loket op 030 286 00 00 als er nog vragen zijn.\n"
SOURCES = f"{HOME}/bronnen"


def stocked(home: Path) -> Path:
    """Write two sources and index them below `home`; returns their folder."""
    folder = home / "sources"
    folder.mkdir(parents=True)
    (folder / "breda.txt").write_text(NETWORK, encoding="utf-8")
    (folder / "vervoer.txt").write_text(BUS, encoding="utf-8")
    build(home, [folder], HashingEncoder(), 160)
    return folder


def live(home: Path) -> Live[Bot]:
    """Answer from whichever generation serves."""
    return Live(home, lambda: Bot(Index.open(home, HashingEncoder()), ScriptedGenerator(), 10))


def serves(desk: Desk, generation: str) -> Bot:
    """Wait until this generation answers."""
    while desk.bot_now().index.generation != generation:
        time.sleep(0.01)
    return desk.bot_now()


def shown(client: TestClient, address: str = SOURCES) -> str:
    """Return a page's text with its spaces made one."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return " ".join(answer.text.split())


def settled(client: TestClient) -> str:
    """Wait until no job runs; returns what the page says then."""
    while "data-running" in (text := shown(client)):
        time.sleep(0.01)
    return text


def status(text: str) -> str:
    """Return what the page says of indexing."""
    found = re.search(r'id="job-status">(.*?)</p>', text)
    assert found is not None
    return found[1].strip()
