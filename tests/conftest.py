"""What tests share: doubles without a model, the real models once, and what may be absent."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from bot.answer import Bot
from bot.generate import Manner, Message
from bot.models import open_encoder, open_generator, open_trained, stay_offline
from bot.settings import Settings
from eval.hashing import HashingEncoder
from index.build import build, build_index
from index.embed import SentenceTransformerEncoder
from index.read import read_sources
from index.store import Index

# How long an example takes says more about the machine's other work than about ours.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--require-all",
        action="store_true",
        help="fail instead of skip where Chromium or the measuring data is missing (.ci/run sets it)",
    )
    parser.addoption(
        "--every-state",
        action="store_true",
        help="look at the page in every combination of colours, width and language (make axe)",
    )
    parser.addoption(
        "--pictures",
        type=Path,
        metavar="FOLDER",
        help="write pictures of the staff's desk to this folder while it is walked through",
    )
    parser.addoption(
        "--generator",
        action="append",
        default=[],
        metavar="SETTING",
        help="a folder or an endpoint to test the generators' contract with, beside the packaged model",
    )


@pytest.fixture(scope="session")
def unavailable(request: pytest.FixtureRequest) -> Callable[[str], NoReturn]:
    """Skips with a reason, or fails where everything is required."""

    def stop(reason: str) -> NoReturn:
        if request.config.getoption("--require-all"):
            pytest.fail(reason)
        pytest.skip(reason)

    return stop


class ScriptedGenerator:
    """Says what it was told to say, in pieces of three characters, and remembers what it was asked."""

    manner: Manner = "completes"

    def __init__(self, *replies: str) -> None:
        self.replies = list(replies)
        self.asked: list[Sequence[Message]] = []

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        self.asked.append(messages)
        reply = self.replies.pop(0) if self.replies else ""
        for start in range(0, len(reply), 3):
            yield reply[start : start + 3]


@pytest.fixture
def encoder() -> HashingEncoder:
    return HashingEncoder()


@pytest.fixture
def seed_index(encoder: HashingEncoder) -> Index:
    """The five seeds, in memory, without a model."""
    documents, _ = read_sources([SEEDS])
    return build_index(documents, encoder, 160)


@pytest.fixture(scope="session")
def real_settings() -> Settings:
    settings = Settings()
    stay_offline(settings)
    return settings


@pytest.fixture(scope="session")
def real_encoder(real_settings: Settings) -> SentenceTransformerEncoder:
    return open_encoder(real_settings)


@pytest.fixture(scope="session")
def real_home(real_encoder: SentenceTransformerEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with the seeds indexed by the real embedder."""
    home = tmp_path_factory.mktemp("home")
    build(home, [SEEDS], real_encoder, 160)
    return home


@pytest.fixture(scope="session")
def real_bot(real_settings: Settings, real_encoder: SentenceTransformerEncoder, real_home: Path) -> Bot:
    index, generator = Index.open(real_home, real_encoder), open_generator(real_settings)
    return Bot(index, generator, real_settings.hits, trained=open_trained(real_settings, real_encoder))


@pytest.fixture
def measuring_data(unavailable: Callable[[str], NoReturn], real_settings: Settings) -> Path:
    """The folder that WIJKWIJZER_DATA names."""
    if real_settings.data is None or not real_settings.data.is_dir():
        unavailable("the measuring data is absent: set WIJKWIJZER_DATA to its folder")
    return real_settings.data


@pytest.fixture(scope="module")
def browser(unavailable: Callable[[str], NoReturn]) -> Iterator[Browser]:
    """Debian's Chromium, talking to nobody of its own accord."""
    chromium = shutil.which("chromium")
    if chromium is None:
        unavailable("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        # On a busy machine what comes may come late.
        expect.set_options(timeout=60_000)
        yield started
        started.close()
