"""The seeds against the labels made by hand, character by character; markers against ordinary sentences."""

from collections.abc import Iterator

import pytest

from eval.gold import GoldPage, load_pages
from index.formats import TEXT
from index.labels import is_marker
from index.pages import read_file
from index.privacy import HELPLINES_ONLY
from index.sentences import split_sentences
from index.types import Document

PAGES = {page.file.stem[:3]: page for page in load_pages("seeds")}
# Where our labels are others on purpose: the title once more, above the photograph; a list's number belongs
# to no reader.
KNOWN = {"002": {"WelzijnswerkerkanverschilmakeninKanteling", "1.", "3."}, "000": {"1.", "2.", "3."}}


def read(page: GoldPage) -> Document:
    return read_file(page.file, TEXT.name, page.file.name, HELPLINES_ONLY)


def labelled(text: str, document_blocks: object) -> Iterator[tuple[str, str, str]]:
    """Yield each visible character with its role and speaker."""
    for block in document_blocks:  # type: ignore[attr-defined]
        for character in "".join(block.span.of(text).split()):
            yield character, block.role, block.speaker


@pytest.mark.parametrize("name", sorted(PAGES))
def test_the_labels_of_a_seed_are_those_made_by_hand(name: str) -> None:
    page, document = PAGES[name], read(PAGES[name])
    gold = list(labelled(page.text, page.blocks))
    # Masking keeps every character's place, so that the file's own text can be laid over the blocks.
    ours = list(labelled(page.file.read_text(encoding="utf-8"), document.blocks))
    assert [each[0] for each in gold] == [each[0] for each in ours]
    other, at = set(), 0
    while at < len(gold):
        run = at
        while run < len(gold) and gold[run][1:] != ours[run][1:]:
            run += 1
        if run > at:
            other.add("".join(each[0] for each in gold[at:run]))
        at = max(run, at + 1)
    assert other == KNOWN.get(name, set())


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_a_seed_states_of_itself(name: str) -> None:
    page, document = PAGES[name], read(PAGES[name])
    assert (document.title, document.publisher, document.date) == (page.title, page.publisher, page.date)


def test_no_marker_swallows_a_sentence_of_an_article() -> None:
    pages = [*load_pages("seeds"), *load_pages("dev")]
    stretches = [
        (page.text, block.span)
        for page in pages
        for block in page.blocks
        if block.role in ("article", "quote")
    ]
    sentences = [span.of(text) for text, within in stretches for span in split_sentences(text, within)]
    told = [each for each in sentences if len(each.split()) >= 6 and each.endswith(".")]
    assert len(told) > 500
    assert [each for each in told if is_marker(" ".join(each.split()))] == []
