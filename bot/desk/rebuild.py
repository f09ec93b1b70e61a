"""Indexing anew while the bot serves: one job at a time, a check, and somebody who decides."""

import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.answer import Bot
from bot.desk.audit import Deed
from bot.desk.checking import Compared, Questions, compared
from bot.desk.corrections import Corrections
from bot.desk.desk import Desk
from bot.desk.jobs import Job, Jobs
from bot.desk.library import Library
from bot.desk.problems import DeskError
from index.build import build
from index.errors import IndexUnavailableError, UsageError, WijkwijzerError, first_line
from index.files import DamagedError, read_manifest
from index.generations import current_generation, recorded, waiting
from index.progress import Stage
from index.publish import discard, go_live, roll_back
from index.store import Index
from index.unfinished import forget

_log = logging.getLogger(__name__)

# Visitors' questions come first, but not for ever.
PAUSE_SECONDS, MOST_SECONDS = 0.2, 20.0


@dataclass(frozen=True, slots=True)
class Step:
    """How far a job is."""

    stage: Stage | Literal["checking"]
    done: int
    total: int


class Rebuilds:
    """The jobs of a server, of which one at most runs, and the generations that they lead to."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._library = Library(desk.home)
        self._corrections = Corrections(desk.database)
        self.jobs = Jobs(desk.database)
        self.questions = Questions(desk.database, desk.municipality.examples_in(desk.settings.language))
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._step = Step("reading", 0, 0)

    def start(self, name: str) -> None:
        """Begin to index anew, in a thread; raises `DeskError` where a job runs already."""
        self._begin("", self._deed(name, "rebuild"))

    def check_again(self, name: str) -> None:
        """Ask the generation that waits, as where a job was interrupted or another one serves since.

        Raises `DeskError` where none waits or a job runs.
        """
        generation = self.waiting()
        if not generation:
            raise DeskError("cannot.check_nothing")
        self._begin(generation, self._deed(name, "check", generation))

    def _begin(self, generation: str, deed: Deed) -> None:
        with self._starting:
            if self.running():
                raise DeskError("cannot.while_indexing")
            number = self.jobs.begin(generation, deed)
            self._step = Step("reading", 0, 0)
            self._thread = threading.Thread(
                target=self._run, args=(number, deed.name, generation), daemon=True
            )
            self._thread.start()

    def running(self) -> bool:
        """Tell whether a job runs; one that the book has running does not where the server was stopped."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Return when no job runs."""
        if self._thread is not None:
            self._thread.join()

    def step(self) -> Step | None:
        """Return how far the job is that runs."""
        return self._step if self.running() else None

    def _deed(self, name: str, action: str, subject: str = "", detail: str = "") -> Deed:
        return Deed(self._desk.now().isoformat(timespec="seconds"), name, action, subject, detail)

    def _told(self, stage: Stage, done: int, total: int) -> None:
        self._step = Step(stage, done, total)

    # What a job says is kept as it is, so it is English like all that comes from building an index.
    def _run(self, number: int, name: str, generation: str) -> None:
        try:
            generation = generation or self._built(number)
            if generation:
                before, found = self._checked(generation)
                self.jobs.checked(number, before, found, self._deed(name, "rebuild_waits", generation))
            else:
                self.jobs.end(number, "unchanged", self._deed(name, "rebuild_unchanged"))
        except Exception as error:  # whatever it is, staff have to be told: nobody waits for this thread
            told = str(error) if isinstance(error, WijkwijzerError) else first_line(error)
            _log.warning("Indexing anew has failed. %s", told)
            self.jobs.end(number, "failed", self._deed(name, "rebuild_failed", generation, told), told)

    def _built(self, number: int) -> str:
        """Return the new generation, which waits; nothing where the one that serves is just that."""
        settings = self._desk.settings
        report = build(
            self._desk.home,
            self._roots(),
            self._desk.bot_now().index.encoder,
            settings.passage_tokens,
            self._corrections.public(settings.public_contacts),
            self._corrections.in_force(),
            over=self._library.folder if self._library.uploads() else None,
            later=True,
            progress=self._told,
        )
        if report.waits:
            self.jobs.built(number, report.generation)
            return report.generation
        if outdated := self.waiting():
            discard(self._desk.home, outdated)
        return ""

    def _roots(self) -> list[Path]:
        """Return what the generation that serves was read from, but for the uploads."""
        try:
            sources = read_manifest(current_generation(self._desk.home)).facts.get("sources")
        except DamagedError as error:
            raise IndexUnavailableError(f"The index is damaged: {error}. Roll back, or build it.") from error
        found = [Path(each) for each in sources] if isinstance(sources, list) else []
        return [each for each in found if each != self._library.folder.resolve()]

    def _checked(self, generation: str) -> tuple[str, list[Compared]]:
        """Return which generation answered before, and what both bots answer."""
        questions, before = self.questions.all(), self._desk.bot_now()
        self._step = Step("checking", 0, len(questions))
        after = self._waiting_bot(before, generation)
        found: list[Compared] = []
        for each in compared(before, after, questions, self._desk.settings.language):
            found.append(each)
            self._step = Step("checking", len(found), len(questions))
            self._let_visitors_go_first()
        return before.index.generation, found

    def _let_visitors_go_first(self) -> None:
        end = time.monotonic() + MOST_SECONDS
        while not self._desk.line.is_empty() and time.monotonic() < end:
            time.sleep(PAUSE_SECONDS)

    def _waiting_bot(self, now: Bot, generation: str) -> Bot:
        found = waiting(self._desk.home)
        if found is None or found.folder.name != generation:
            raise UsageError(f"Generation {generation} does not wait any more. Index anew.")
        try:
            found.verified()
        except DamagedError as error:
            raise IndexUnavailableError(f"The new index is damaged: {error}. Index anew.") from error
        return now.like(index=Index.load(found.folder, now.index.encoder, now.index.reranker))

    def waiting(self) -> str:
        """Return the generation that waits; empty where none does."""
        found = waiting(self._desk.home)
        return found.folder.name if found else ""

    def kept(self) -> tuple[str, ...]:
        """Return the generations that are kept, the one that is to serve first."""
        return tuple(each.folder.name for each in recorded(self._desk.home))

    def checked(self, job: Job | None) -> bool:
        """Tell whether a job has checked the generation that waits, against the one that serves."""
        return (
            job is not None
            and job.state == "waiting"
            and job.generation == self.waiting()
            and (job.before,) == self.kept()[:1]
        )

    def go_live(self, generation: str, name: str) -> None:
        """Let the generation that waits and was checked serve.

        Raises `DeskError` where it was not checked against what serves now; else as `publish.go_live`.
        """
        job = self.jobs.latest()
        if self.running() or not self.checked(job) or job is None or job.generation != generation:
            raise DeskError("cannot.go_live_unchecked", generation=generation)
        with self.jobs.deciding("live", self._deed(name, "go_live", generation)):
            go_live(self._desk.home, generation)
        forget(self._desk.home)

    def discard(self, generation: str, name: str) -> None:
        """Remove the generation that waits.

        Raises `DeskError` where it does not wait, and while a job runs; else as `publish.discard`.
        """
        if self.running():
            raise DeskError("cannot.while_indexing")
        if generation != self.waiting():
            raise DeskError("cannot.discard", generation=generation)
        with self.jobs.deciding("discarded", self._deed(name, "discard", generation)):
            discard(self._desk.home, generation)

    def roll_back(self, generation: str, name: str) -> None:
        """Let the generation before serve again.

        Raises `DeskError` where it is not the one before; else as `publish.roll_back`.
        """
        kept = self.kept()
        if (generation,) != kept[1:2]:
            raise DeskError("cannot.roll_back", generation=generation)
        with self.jobs.deciding("live", self._deed(name, "roll_back", generation, kept[0])):
            roll_back(self._desk.home, generation)
