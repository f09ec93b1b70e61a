"""Builds that are killed, that find the disk full, and that have a rival.

After each a fresh process has to serve the edition of before or the one that was being built, whole.
"""

import random
import resource
import signal
import statistics
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from threading import RLock

from tqdm import tqdm

from eval.hashing import HashingEncoder
from eval.trials import PASSAGE_TOKENS, Result, freshly, processes, publish, served, write
from index.build import build
from index.errors import IndexUnavailableError
from index.generations import current_generation
from index.types import FloatArray

SEED = 20_261_123


def _edition(home: Path) -> int | str:
    """Return the edition that a fresh process serves, or why it serves none."""
    try:
        return freshly(served, home)
    except Exception as error:  # whatever it is, it is a failure to be told of
        return repr(error)


def _told_build(home: Path, corpus: Path, begun: Connection) -> None:
    tqdm.set_lock(RLock())  # its own lock is one between processes, which a kill would leave behind
    begun.send(None)
    publish(home, corpus)
    begun.send(None)


def _begin(home: Path, corpus: Path) -> tuple[ForkServerProcess, Connection]:
    ours, theirs = processes().Pipe(duplex=False)
    process = processes().Process(target=_told_build, args=(home, corpus, theirs))
    process.start()
    theirs.close()
    ours.recv()
    return process, ours


def _seconds_of_a_build(scratch: Path) -> float:
    seconds = []
    for number in range(3):
        process, done = _begin(scratch / f"timed{number}", write(scratch, number))
        start = time.perf_counter()
        done.recv()
        seconds.append(time.perf_counter() - start)
        process.join()
    return statistics.median(seconds)


def kills(scratch: Path, trials: int) -> Result:
    """SIGKILL at a random moment of a build, each time; the next one goes on with what this one left."""
    home, chance, result = scratch / "home", random.Random(SEED), Result()
    publish(home, write(scratch, 0))
    usual, now = _seconds_of_a_build(scratch), 0
    for trial in range(trials):
        process, _ = _begin(home, write(scratch, now + 1))
        time.sleep(chance.uniform(0, 1.1 * usual))
        process.kill()
        process.join()
        found = _edition(home)
        ended = "killed" if process.exitcode == -signal.SIGKILL else "over before"
        which = "old" if found == now else "new"
        result.check(found in (now, now + 1), f"{ended}, the {which} one serves", f"trial {trial}: {found}")
        now = found if isinstance(found, int) else now
    publish(home, write(scratch, now + 1))
    left = [path.name for path in (*home.iterdir(), *(home / "generations").glob(".*"))]
    clean = sorted(left) == ["build.lock", "current", "generations"]
    result.check(clean, "the next whole build leaves nothing of them", f"left over: {left}")
    return result


def _limited(home: Path, corpus: Path, most_bytes: int) -> str:
    """Build where no file can grow beyond a size; return what is said."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, resource.RLIM_INFINITY))
    try:
        publish(home, corpus)
    except IndexUnavailableError as error:
        return str(error)
    return ""


def full_disks(scratch: Path, trials: int) -> Result:
    """A file cannot grow: at random sizes, and where its very last byte is the one too much."""
    home, chance, result = scratch / "home", random.Random(SEED), Result()
    publish(home, write(scratch, 0))
    # Under other names nothing is embedded, and so the files of the generation are the first that are full.
    renamed, other = write(scratch / "renamed", 0, name="crew"), write(scratch, 1)
    sizes = [path.stat().st_size for path in current_generation(home).rglob("*") if path.is_file()]
    limits = [size - 1 for size in sizes] + [chance.randrange(max(sizes)) for _ in range(trials - len(sizes))]
    for trial, limit in enumerate(limits[:trials]):
        said = freshly(_limited, home, other if trial % 2 else renamed, limit)
        clear = said.startswith(f"The index cannot be written to '{home}': ") and "Make room" in said
        found = _edition(home)
        good = clear and found == 0 and current_generation(home).name == "000001"
        result.check(good, "said, and the old one serves", f"{limit} bytes: {found}, {said!r}")
    publish(home, other)
    result.check(_edition(home) == 1, "the next build with room is published")
    return result


class _Waiting(HashingEncoder):
    """Embeds the passages when it is told to."""

    def __init__(self, told: Connection) -> None:
        self._told = told

    @property
    def sentences(self) -> HashingEncoder:
        """Sentences are embedded without waiting."""
        return HashingEncoder()

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        self._told.recv()
        return super().encode_passages(texts, progress=progress)


def _rival(home: Path, corpus: Path, line: Connection) -> None:
    try:
        build(home, [corpus], _Waiting(line), PASSAGE_TOKENS)
        line.send("published")
    except IndexUnavailableError as error:
        line.send(str(error))


def rivals(scratch: Path, trials: int) -> Result:
    """Two builders at once: the one that is first waits until the other has ended."""
    home, result = scratch / "home", Result()
    for trial in range(trials):
        lines, builders = [], []
        for edition in (2 * trial, 2 * trial + 1):
            ours, theirs = processes().Pipe()
            corpus = write(scratch, edition, documents=2)
            builders.append(processes().Process(target=_rival, args=(home, corpus, theirs)))
            builders[-1].start()
            lines.append(ours)
        ready = wait(lines)
        loser = lines.index(ready[0])  # type: ignore[arg-type]
        said = lines[loser].recv()
        lines[1 - loser].send(None)
        won, found = lines[1 - loser].recv(), _edition(home)
        for builder in builders:
            builder.join()
        refused = said == f"Another process is building the index in '{home}'. Wait until it has finished."
        good = refused and won == "published" and found == 2 * trial + 1 - loser
        result.check(good, "one published, one told to wait", f"{said!r}, {won!r}, {found}")
    return result
