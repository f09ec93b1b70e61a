import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.fuzz import CORPUS, damaged, damaged_inside, dutch_paragraphs, fuzz, starting_points
from index.clean import read_page
from index.errors import UnreadableError
from index.formats import BASE_SECONDS, extract

# `make fuzz` reads 10,000 of each.
INPUTS = 100
GOODS = starting_points(dutch_paragraphs()[:4])


@pytest.mark.parametrize("name", list(GOODS))
def test_damaged_files_end_in_a_document_or_a_reason(name: str, tmp_path: Path) -> None:
    result = fuzz(name, GOODS[name], INPUTS, tmp_path)
    assert result.outcomes.total() == INPUTS
    assert result.outcomes["read"] > 0
    assert result.slowest < BASE_SECONDS


@pytest.mark.parametrize("name", [name for name in GOODS if name != CORPUS])
def test_what_is_damaged_are_good_files(name: str) -> None:
    for raw in GOODS[name]:
        assert len(extract(raw, name).text) > 500


def test_damage_is_the_same_in_every_run() -> None:
    again = [damaged(GOODS["html"], random.Random(7)) for _ in range(2)]
    assert again[0] == again[1]
    assert again[0] not in GOODS["html"]


def test_damage_inside_an_archive_leaves_the_archive_sound() -> None:
    chance = random.Random(7)
    for _ in range(20):
        with zipfile.ZipFile(BytesIO(damaged_inside(GOODS["docx"], chance))) as archive:
            assert archive.testzip() is None


MARKUP = st.recursive(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    lambda inner: st.tuples(
        st.sampled_from(
            ["div", "p", "li", "b", "footer", "table", "tr", "td", "blockquote", "br", "h1", "h3"]
        ),
        st.sampled_from(
            ["", "comment", "comment-body", "fn", "author", "comment-content", "reply", "comments", "time"]
        ),
        st.lists(inner, max_size=4),
    ).map(lambda parts: f'<{parts[0]} class="{parts[1]}">{"".join(parts[2])}</{parts[0]}>'),
    max_leaves=20,
)


@given(MARKUP)
def test_any_markup_ends_in_a_page_whose_parts_are_where_it_says(markup: str) -> None:
    try:
        found = extract(f"<html><body>{markup}</body></html>".encode(), "html")
    except UnreadableError:
        return
    assert found.comments is None or 0 <= found.comments <= len(found.text)
    for block in read_page("page.html", found).blocks:
        assert 0 <= block.span.start < block.span.end <= len(found.text)
        assert block.role != "article" or found.comments is None or block.span.end <= found.comments
