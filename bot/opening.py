"""From the settings to what answers: index and models, opened together for the commands."""

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.options import say
from bot.settings import Settings
from index.privacy import PublicContacts

if TYPE_CHECKING:
    from bot.answer import Bot
    from index.embed import SentenceTransformerEncoder
    from index.live import Live
    from index.store import Index


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector off while models load, and what they made out of its sight for good.

    Loading makes millions of objects and hardly any garbage: 8.6 s instead of 11.8 s from start to answer.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def load_encoder(home: Path, settings: Settings) -> "SentenceTransformerEncoder":
    """Load the embedder; raises `IndexUnavailableError` at once where there is no index to search."""
    from bot.models import open_encoder, stay_offline
    from index.generations import current_generation

    current_generation(home)
    stay_offline(settings)
    if sys.stderr.isatty():
        say("Loading models …")
    return open_encoder(settings)


def open_index(home: Path, settings: Settings) -> "Index":
    """Open the newest generation of the index, with what it is searched by."""
    from bot.models import open_reranker
    from index.store import Index

    with _without_collecting():
        return Index.open(home, load_encoder(home, settings), open_reranker(settings))


def open_bots(home: Path, settings: Settings) -> "Live[Bot]":
    """Load all models, and make a bot of them for each generation of the index.

    The generator loads while the embedder does: each waits for the disk half of the time.
    """
    from concurrent.futures import ThreadPoolExecutor

    from bot.models import open_generator, open_reranker, open_trained, stay_offline
    from index.files import read_manifest
    from index.generations import GENERATIONS, current_generation
    from index.live import Live
    from index.store import Index

    current_generation(home)
    stay_offline(settings)
    with _without_collecting(), ThreadPoolExecutor(max_workers=1) as pool:
        import transformers  # noqa: F401  (its lazy modules must not be imported by two threads at once)

        from bot.answer import Bot

        generator = pool.submit(open_generator, settings)
        encoder, reranker = load_encoder(home, settings), open_reranker(settings)
        trained = open_trained(settings, encoder)

        def make() -> Bot:
            index = Index.open(home, encoder, reranker)
            # What was allowed at the desk is known by what the index was built with.
            facts: Mapping[str, Any] = read_manifest(home / GENERATIONS / index.generation).facts
            public = PublicContacts.of([*settings.public_contacts, *facts["public_contacts"]])
            return Bot(index, generator.result(), settings.hits, public, trained=trained)

        return Live(home, make)
