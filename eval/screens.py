"""Eight states of the citizens' page, on a phone and on a desk: `python -m eval.screens FOLDER`

Writes a picture of each and a contact sheet of each width, to be looked at by people. The real bot answers,
on the five seeds; it needs Chromium.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page

from eval.browser import MILLISECONDS, chromium, serving
from eval.sets import SEEDS
from index.errors import UsageError

QUESTION = "Hoeveel organisaties doen mee aan het netwerk in Breda?"
WIDTHS = {"phone": (390, 844), "desktop": (1280, 800)}
SHEET_PIXELS = 1800
GAP = 16
COLOURS = 128


def _nothing(_: Page) -> None:
    """The page as it is opened."""


def _ask(page: Page, question: str) -> None:
    page.fill("#question textarea", question)
    page.click("#ask")


def _asked(page: Page, question: str = QUESTION) -> None:
    _ask(page, question)
    page.wait_for_selector(".turn:not([data-waits])", timeout=MILLISECONDS)


def _streaming(page: Page) -> None:
    _ask(page, QUESTION)
    page.wait_for_selector(".turn .found, .turn .sentence", timeout=MILLISECONDS)


def _source(page: Page) -> None:
    _asked(page)
    page.click(".turn button.cite")
    page.wait_for_selector("#source mark", timeout=MILLISECONDS)


def _too_long(page: Page) -> None:
    page.fill("#question textarea", "Wat doet een wijkteam? " * 100)


def _english(page: Page) -> None:
    page.click("button.language[lang=en]")
    page.wait_for_selector("html[lang=en]", timeout=MILLISECONDS)
    _asked(page, "What is the Kanteling?")


@dataclass(frozen=True, slots=True)
class State:
    """A state by its name, and how a visitor comes to it."""

    name: str
    reach: Callable[[Page], None]
    scheme: Literal["light", "dark"] = "light"


STATES = (
    State("1-start", _nothing),
    State("2-streaming", _streaming),
    State("3-answer", _asked),
    State("4-source", _source),
    State("5-refusal", lambda page: _asked(page, "Hoeveel wijkteams heeft Groningen?")),
    State("6-crisis", lambda page: _asked(page, "Ik wil niet meer leven.")),
    State("7-too-long", _too_long),
    State("8-dark-english", _english, "dark"),
)


def picture(browser: Browser, address: str, state: State, size: tuple[int, int], file: Path) -> None:
    """Write what a visitor sees in a state."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(viewport=viewport, color_scheme=state.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector(".questions button", timeout=MILLISECONDS)
    state.reach(page)
    # What had to be scrolled to or focused is a moment later.
    page.wait_for_timeout(300)
    page.screenshot(path=file)
    context.close()


def contact_sheet(files: list[Path], sheet: Path) -> None:
    """Write pictures side by side, in two rows, small enough to keep in a repository."""
    pictures = [Image.open(each).convert("RGB") for each in files]
    wide, high = pictures[0].size
    columns = len(pictures) // 2
    whole = Image.new("RGB", (columns * (wide + GAP), 2 * (high + GAP)), "#808080")
    for at, each in enumerate(pictures):
        whole.paste(each, (at % columns * (wide + GAP), at // columns * (high + GAP)))
    whole.thumbnail((SHEET_PIXELS, SHEET_PIXELS))
    whole.quantize(COLOURS).save(sheet, optimize=True)


def main() -> None:
    """Write all pictures. Raises `UsageError` without a folder or a browser."""
    if len(sys.argv) != 2:
        raise UsageError("Name the folder for the pictures: python -m eval.screens FOLDER")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home:
        wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
        subprocess.run([wijkwijzer, "index", "build", SEEDS, "--home", home], check=True)
        with serving(Path(home)) as (address, _), chromium() as browser:
            for name, size in WIDTHS.items():
                files = [folder / f"{name}-{state.name}.png" for state in STATES]
                for state, file in zip(STATES, files, strict=True):
                    picture(browser, address, state, size, file)
                contact_sheet(files, folder / f"states-{name}.png")


if __name__ == "__main__":
    main()
