"""The page as a visitor's browser sees it: how soon there is something to read, and how soon Stop stops.

`python -m eval.browser` prints it; it needs Linux and Chromium.
"""

import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from bot.settings import home_folder, load_settings
from eval.sets import SEEDS
from eval.sets import questions as questions_of
from index.errors import UsageError

# Chromium, talking to nobody of its own accord.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
QUESTIONS = 40
STOPS = 10
LONG_SECONDS = 1
START_SECONDS = 180
MILLISECONDS = 60_000
# A server that uses less of a processor than this does nothing for anybody.
IDLE_SHARE = 0.1
IDLE_WINDOW_SECONDS = 0.1
REST_SECONDS = 3.0

# Seconds from the click to the frame in which something to read, and the whole answer, is painted.
_WATCH = """() => new Promise((done) => {
  const start = performance.now();
  const passed = () => (performance.now() - start) / 1000;
  let source = null;
  let first = null;
  const look = () => requestAnimationFrame(() => {
    const turn = document.querySelector('.turn');
    if (!turn) return;
    if (source === null && turn.querySelector('.documents, .found, .sentence')) source = passed();
    if (first === null && turn.querySelector('.found, .sentence')) first = passed();
    if (turn.hasAttribute('data-waits')) return;
    watcher.disconnect();
    done({source, first, whole: passed(), answered: Boolean(turn.querySelector('.sentence'))});
  });
  const watcher = new MutationObserver(look);
  const all = {subtree: true, childList: true, attributes: true};
  watcher.observe(document.querySelector('#conversation'), all);
  document.querySelector('#ask').click();
})"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from the click that asks."""

    source: float | None
    """To the title of a source that was found."""
    first: float | None
    """To the first words of a source, of an answer or of what was nearest."""
    whole: float
    answered: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium. Raises `UsageError` where there is none."""
    found = shutil.which("chromium")
    if found is None:
        raise UsageError("Chromium is not installed. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, psutil.Process]]:
    """Serve the page of an index with the packaged models; yield its address and process.

    Raises `UsageError` where it does not come up.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
    server = subprocess.Popen([wijkwijzer, "chat", "--home", home, "--port", str(port)])
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _is_up(f"http://127.0.0.1:{port}/health"):
            if server.poll() is not None or time.monotonic() > deadline:
                raise UsageError(f"The page did not come up within {START_SECONDS} seconds.")
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/", psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _is_up(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as reply:
            return bool(reply.status == 200)
    except urllib.error.URLError:
        return False


def seconds_to_idle(process: psutil.Process, window: float = IDLE_WINDOW_SECONDS) -> float:
    """Wait until a process has computed nothing for `window` seconds; return the seconds until then began."""
    start = time.monotonic()
    while True:
        began, before = time.monotonic(), process.cpu_times()
        time.sleep(window)
        now = process.cpu_times()
        used = now.user + now.system - before.user - before.system
        if used < IDLE_SHARE * (time.monotonic() - began):
            return began - start


def opened(browser: Browser, address: str) -> Page:
    """Open the page and wait for its scripts."""
    page = browser.new_page()
    page.goto(address)
    page.wait_for_selector(".questions button", timeout=MILLISECONDS)
    return page


def asked(page: Page, question: str) -> Seen:
    """Ask a question in a conversation of its own."""
    _begin(page, question)
    return Seen(**page.evaluate(_WATCH))


def stopped(page: Page, process: psutil.Process, question: str) -> tuple[float, float]:
    """Ask, and stop when the sources stand there; return the seconds until the page says so, and to idle."""
    _begin(page, question)
    page.click("#ask")
    page.wait_for_selector(".turn :is(.found, .sentence)", timeout=MILLISECONDS)
    start = time.monotonic()
    page.click("#stop")
    page.wait_for_selector(".turn:not([data-waits])", timeout=MILLISECONDS)
    said = time.monotonic() - start
    return said, said + seconds_to_idle(process)


def _begin(page: Page, question: str) -> None:
    if page.locator(".turn").count():
        page.click("#clear")
        page.wait_for_selector(".turn", state="detached", timeout=MILLISECONDS)
    page.fill("#question textarea", question)


def percentiles(seconds: Sequence[float]) -> str:
    """Return the median and the 95th percentile, and of how many."""
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"p50 {statistics.median(ordered):.2f} s, p95 {p95:.2f} s ({len(ordered)} questions)"


def figures(home: Path, questions: Sequence[str]) -> Iterator[str]:
    """Yield what a visitor waits for, a line each."""
    with serving(home) as (address, process), chromium() as browser:
        page = opened(browser, address)
        # What can be suggested is found out first, in half a minute.
        seconds_to_idle(process, REST_SECONDS)
        seen = [asked(page, question) for question in questions]
        answered = [each for each in seen if each.answered]
        named = [each.source for each in answered if each.source is not None]
        first = [each.first for each in answered if each.first is not None]
        yield f"click to a source's title:   {percentiles(named)}"
        yield f"click to its words:          {percentiles(first)}"
        yield f"click to whole answer:       {percentiles([each.whole for each in answered])}"
        if refused := [each.whole for each in seen if not each.answered]:
            yield f"click to refusal:            {percentiles(refused)}"
        long = [question for question, each in zip(questions, seen, strict=True) if _takes_long(each)]
        stops = [stopped(page, process, question) for question in long[:STOPS]]
        yield f"stop to the page saying so:  {percentiles([said for said, _ in stops])}"
        yield f"stop to an idle server:      {percentiles([idle for _, idle in stops])}"


def _takes_long(seen: Seen) -> bool:
    """Tell whether there is time to stop after the first words."""
    return seen.first is not None and seen.whole - seen.first > LONG_SECONDS


def main() -> None:
    """Print the figures on the seeds."""
    settings = load_settings(home_folder(None))
    cases = questions_of(["seeds"], settings.data, settings.cache).cases
    questions = [case.question for case in cases if case.answerable][:QUESTIONS]
    with TemporaryDirectory() as scratch:
        wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
        subprocess.run([wijkwijzer, "index", "build", SEEDS, "--home", scratch], check=True)
        for line in figures(Path(scratch), questions):
            print(line, flush=True)


if __name__ == "__main__":
    main()
