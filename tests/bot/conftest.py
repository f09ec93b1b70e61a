"""What the tests of the bot share: small indexes, citations made by hand, the command line in place."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from bot.evidence import Evidence, ranked
from bot.trained import Trained
from bot.types import Answer, Citation, Sentence
from index.build import build, build_index
from index.read import read_sources
from index.store import Index
from index.types import Block, Document, Role, Span
from tests.conftest import SEEDS, HashingEncoder, ScriptedGenerator

# Twelve content words; the question has all of them but 'ongeveer' and 'twintig', so that its cosine with the
# hashing encoder is at least 10 / sqrt(10 * 12) = .91.
BREDA = (
    "De gemeente Breda kent al jarenlang een samenwerkingsverband (het Netwerk Zorg voor elkaar), waarin "
    "ongeveer twintig organisaties participeren."
)
BREDA_QUESTION = (
    "Hoeveel organisaties participeren in het samenwerkingsverband Netwerk Zorg voor elkaar dat de gemeente "
    "Breda al jarenlang kent?"
)
BREDA_DRAFT = (
    "De gemeente Breda kent een samenwerkingsverband waarin ongeveer twintig organisaties participeren."
)


def asked_before(question: str) -> Answer:
    """What a conversation has of a question that nothing answered."""
    return Answer(question, "refusal", "nl")


def evidence_of(index: Index) -> list[Evidence]:
    """All sentences of an index, in the order of its texts."""
    hits = index.hits_at("gemeente", range(len(index.passages)))
    found = ranked("gemeente", hits, index, asks_opinion=False)
    return sorted(found, key=lambda each: (each.passage.source, each.span.start))


def page(source: str, text: str, role: Role = "article", speaker: str = "", **facts: str) -> Document:
    """A document of one block."""
    return Document(source, text, (Block(Span(0, len(text)), role, speaker),), **facts)


def index_of(*documents: Document) -> Index:
    return build_index(documents, HashingEncoder(), 160)


@lru_cache(maxsize=1)
def seeds() -> Index:
    """The five seeds without a model, once: for tests that only read it."""
    return build_index(read_sources([SEEDS])[0], HashingEncoder(), 160)


def seed_sentences() -> list[str]:
    index = seeds()
    return [
        sentence.of(index.documents[passage.source].text)
        for passage in index.passages
        for sentence in passage.sentences
    ]


def citation(quote: str = "Breda kent een netwerk.", **changes: Any) -> Citation:
    facts: dict[str, Any] = {
        "source": "breda.txt",
        "title": "Zorg in Breda",
        "publisher": "De Krant",
        "date": "2021-08-30",
        "page": None,
        "role": "article",
        "speaker": "",
        "start": 10,
        "end": 10 + len(quote),
        "quote": quote,
    }
    return Citation(**(facts | changes))


def quoted(cited: Citation) -> Sentence:
    return Sentence(cited.quote, "quote", (cited,))


@pytest.fixture
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings from outside, and whatever a test sets is taken back after it."""
    for name in list(os.environ):
        if name.upper().startswith("WIJKWIJZER_"):
            monkeypatch.delenv(name)
    for name in ("GRADIO_ANALYTICS_ENABLED", "HF_HUB_DISABLE_TELEMETRY", "HF_HUB_OFFLINE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERMINAL_WIDTH", "200")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> list[str]:
        """The lines on stderr that are no progress."""
        lines = [line for line in self.err.split("\n") if line and "\r" not in line and "it/s" not in line]
        return [line for line in lines if not line.startswith(("Answering:", "Searching:", "Loading"))]

    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Cli:
    """The command line with its own home folder and models that are none."""

    home: Path
    generator: ScriptedGenerator
    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: object) -> Ran:
        from bot.cli import main

        code = 0
        try:
            main([*(str(argument) for argument in arguments), "--home", str(self.home)])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        out, err = self.capture.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    def index(self, *folders: Path) -> None:
        build(self.home, list(folders) or [SEEDS], HashingEncoder(), 160)


@pytest.fixture
def cli(
    tmp_path: Path,
    clean_environment: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Cli:
    generator = ScriptedGenerator()
    monkeypatch.setattr("bot.models.open_encoder", lambda settings: HashingEncoder())
    monkeypatch.setattr("bot.models.open_generator", lambda settings: generator)
    monkeypatch.setattr("bot.models.open_trained", lambda settings, encoder: Trained())
    return Cli(tmp_path / "home", generator, capsys)


@pytest.fixture
def as_terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Make stderr a terminal, as far as the program can tell."""
    return lambda: monkeypatch.setattr(sys.stderr, "isatty", lambda: True)


def lines(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
