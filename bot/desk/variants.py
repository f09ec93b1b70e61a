"""What a bot can be compared with that needs no other models: another generation, another configuration."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock

from bot.answer import Bot
from bot.generate import Manner, Message
from index.errors import IndexUnavailableError, UsageError
from index.files import DamagedError
from index.generations import Generation, recorded, waiting
from index.store import Index
from prompts import Texts

# So many are held open; what is mapped of the others is given back.
MAX_OPEN = 2


class Silent:
    """A generator that says nothing, so that everything is quoted."""

    manner: Manner = "completes"

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield nothing."""
        del messages
        return iter(())


# By name in the address and in the texts ('why.setting_<name>').
SETTINGS: Mapping[str, Callable[[Bot], Bot]] = {
    "zonder_lezer": lambda bot: bot.like(trained=lambda ours: replace(ours, reader=None)),
    "alleen_citaten": lambda bot: bot.like(generator=Silent()),
    "vijf_treffers": lambda bot: bot.like(hits=5),
    "twintig_treffers": lambda bot: bot.like(hits=20),
}


def configured(bot: Bot, name: str, texts: Texts) -> Bot:
    """Return a bot in another configuration; raises `UsageError` for one that is not in the list."""
    if name not in SETTINGS:
        raise UsageError(texts.get("why.no_setting", name=name, known=", ".join(SETTINGS)))
    return SETTINGS[name](bot)


class Generations:
    """The generations of the index on disk: those that are kept, and the one that waits to go live."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._lock = Lock()
        self._open: dict[tuple[Generation, str], Index] = {}

    def _all(self) -> list[Generation]:
        waits = waiting(self._home)
        return [*recorded(self._home), *([waits] if waits else [])]

    def names(self) -> list[str]:
        """Return what they are called, the newest first."""
        return sorted((each.folder.name for each in self._all()), reverse=True)

    def open(self, name: str, like: Index, texts: Texts) -> Index:
        """Return one of them, every file hashed before it is opened, with the models of an index.

        Raises `UsageError` where there is none of that name, and `IndexUnavailableError` where it is damaged
        or was built with another embedder.
        """
        found = next((each for each in self._all() if each.folder.name == name), None)
        if found is None:
            raise UsageError(texts.get("why.no_generation", name=name, known=", ".join(self.names()) or "–"))
        with self._lock:
            key = (found, like.encoder.name)
            index = self._open.pop(key, None) or _opened(found, like, texts)
            self._open[key] = index  # the one that was asked for last comes last
            while len(self._open) > MAX_OPEN:
                del self._open[next(iter(self._open))]
            return index


def _opened(generation: Generation, like: Index, texts: Texts) -> Index:
    name = generation.folder.name
    try:
        built_with = generation.verified().facts.get("encoder")
        if built_with != like.encoder.name:
            raise IndexUnavailableError(texts.get("why.other_embedder", name=name, embedder=built_with))
        return Index.load(generation.folder, like.encoder, like.reranker)
    # FAISS raises a RuntimeError for a file that was collected after it had been hashed.
    except (DamagedError, OSError, RuntimeError) as error:
        raise IndexUnavailableError(texts.get("why.damaged", name=name, reason=error)) from error
