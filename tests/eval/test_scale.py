"""The measuring of scale, on an index of a few passages."""

from pathlib import Path

import numpy as np
import pytest

from eval.growth import HEAD, Row, Times, draw
from eval.hashing import HashingEncoder
from eval.pile import Pile
from eval.scale import measure
from index.passages import cut
from index.types import Block, Document, Span

SUBJECTS = ("schulden", "opvoeding", "vervoer", "wonen", "werk", "mantelzorg", "dagbesteding", "inkomen")


def pages(count: int) -> dict[str, Document]:
    found = {}
    for number in range(count):
        text = f"Het wijkteam helpt bij {SUBJECTS[number % 8]} in wijk {number}. Dat is gratis."
        name = f"{number:03d}"
        found[name] = Document(name, text, (Block(Span(0, len(text)), "article"),))
    return found


def test_a_row_tells_of_an_index_that_was_built_published_and_searched() -> None:
    documents, encoder = pages(90), HashingEncoder()
    passages = [each for page in documents.values() for each in cut(page, encoder.count_tokens, 160)]
    texts = [each.text for each in passages]
    questions = [f"Wie helpt bij {subject} in wijk {number}?" for number, subject in enumerate(SUBJECTS)]
    pile = Pile(documents, passages, encoder.encode_passages(texts))
    row = measure(pile, questions, encoder.encode_queries(questions), encoder.encode_queries(texts[:9]))
    assert (row.passages, row.cells) == (90, "exact")
    assert row.recall == pytest.approx(1)
    # A vector of 64 numbers of 4 bytes and two of 2 bytes for its sentences, besides all else.
    assert row.bytes_each > 64 * (4 + 2 * 2)
    assert 0 < row.dense.p50 <= row.dense.p95 < row.open_seconds * 1000
    assert 0.01 < row.own_memory < row.most_memory < 5


def row_of(passages: int) -> Row:
    times = Times.of([0.001, 0.002, 0.004])
    return Row(passages, "2 of 8 cells", 0.9876, 1.25, 2.5, 3, 4096.4, 5, times, times, times, 0.125, 0.75)


def test_a_line_has_a_cell_for_each_heading() -> None:
    assert row_of(1000).line() == (
        "| 1,000 | 2 of 8 cells | 0.988 | 1.2, 2.5, 3.0 s | 4,096 | 5.0 s | 2.0 / 3.8 ms | 2.0 / 3.8 ms "
        "| 2.0 / 3.8 ms | 0.12 GB | 0.75 GB |"
    )
    assert {line.count("|") for line in (*HEAD.splitlines(), row_of(1000).line())} == {12}


def test_the_picture_is_drawn(tmp_path: Path) -> None:
    draw([row_of(1000), row_of(10_000)], tmp_path / "scale.png")
    assert (tmp_path / "scale.png").read_bytes().startswith(b"\x89PNG")
    assert np.frombuffer((tmp_path / "scale.png").read_bytes()[16:24], dtype=">u4").tolist() == [1430, 440]
