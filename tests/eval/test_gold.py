"""The labelled pages are whole, and what they state is theirs."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest

from eval.gold import FOLDERS, SEEDS, GoldPage, load_pages
from index.types import Role

LABELLED = [page for folder in FOLDERS for page in load_pages(folder)]


class VisibleText(HTMLParser):
    """What a browser shows of a page, in the order of the document."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = 0
        self.text = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in ("head", "script", "style")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("head", "script", "style")

    def handle_data(self, data: str) -> None:
        self.text += "" if self.hidden else data


def shown(file: Path) -> str:
    text = file.read_bytes().decode("utf-8")
    if file.suffix != ".html":
        return text
    parser = VisibleText()
    parser.feed(text)
    return parser.text


def without_space(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("page", LABELLED, ids=lambda page: page.file.name)
def test_labels_cover_their_page_and_state_what_it_says(page: GoldPage) -> None:
    assert without_space(page.text) == without_space(shown(page.file))
    assert {block.role for block in page.blocks} <= set(get_args(Role))
    speaking = {block.role for block in page.blocks if block.speaker}
    assert speaking <= {"quote", "comment"}
    assert page.title in " ".join(page.text.split())
    assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", page.date)


def test_every_seed_and_fifty_other_pages_are_labelled() -> None:
    assert [page.file for page in load_pages("seeds")] == sorted(SEEDS.iterdir())
    suffixes = [page.file.suffix for page in load_pages("dev")]
    assert (suffixes.count(".txt"), suffixes.count(".html")) == (44, 6)
