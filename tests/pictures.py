"""Pictures of what a browser shows, for whoever asks for them with --pictures."""

from pathlib import Path

from PIL import Image
from playwright.sync_api import Page

SHEET = "sheet.png"
COLUMNS = 3
SIZE = (480, 400)
GAP = 12
# A contact sheet is of few colours, and small in the repository.
COLOURS = 64


class Pictures:
    """Takes pictures in order; where nobody asks for them, none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._taken: list[Path] = []
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str, at: str = "", whole: bool = False) -> None:
        """Take what is in the window, from the element `at` on; or the whole page, not for the sheet."""
        if self._folder is None:
            return
        if at:
            page.locator(at).evaluate("each => each.scrollIntoView({block: 'start'})")
        file = self._folder / f"{len(list(self._folder.glob('*.png'))) + 1:02}-{name}.png"
        page.screenshot(path=file, full_page=whole)
        if not whole:
            self._taken.append(file)

    def sheet(self) -> None:
        """Put what was taken on one picture, in rows."""
        if self._folder is None:
            return
        wide, high = SIZE
        rows = -(-len(self._taken) // COLUMNS)
        paper = Image.new("RGB", (COLUMNS * (wide + GAP) + GAP, rows * (high + GAP) + GAP), "#767686")
        for at, file in enumerate(self._taken):
            with Image.open(file) as picture:
                small = picture.convert("RGB").resize(SIZE, Image.Resampling.LANCZOS)
            row, column = divmod(at, COLUMNS)
            paper.paste(small, (GAP + column * (wide + GAP), GAP + row * (high + GAP)))
        paper.quantize(COLOURS).save(self._folder / SHEET, optimize=True)
