from pathlib import Path

import numpy as np
import pytest

from index.sources import Sources
from index.types import Document, Passage, Span


@pytest.fixture
def sources() -> Sources:
    names = ("a", "b", "c", "d")
    documents = {name: Document(name, "", (), work="pw" if name in "bd" else "") for name in names}
    return Sources.of(documents, [Passage(name, Span(0, 1), "x", (), "article") for name in "aaacdd"])


def test_rows_are_those_of_the_documents_passages(sources: Sources) -> None:
    assert [list(sources.rows(name)) for name in "abcd"] == [[0, 1, 2], [], [3], [4, 5]]
    assert sources.rows_of(["d", "b", "x", "a"]).tolist() == [4, 5, 0, 1, 2]
    assert sources.rows_of([]).tolist() == []
    assert sources.laws == ["b", "d"]


@pytest.mark.parametrize("name", ["", "aa", "e", "A"])
def test_a_name_that_is_not_there_is_no_other(sources: Sources, name: str) -> None:
    with pytest.raises(KeyError):
        sources.rows(name)


def test_what_is_loaded_is_what_was_saved(sources: Sources, tmp_path: Path) -> None:
    odd = Sources(["\ud800", "één"], sources.first_rows[:3], [])
    for each in (sources, odd):
        each.save(tmp_path)
        loaded = Sources.load(tmp_path)
        assert (loaded.names, loaded.laws) == (each.names, each.laws)
        np.testing.assert_array_equal(loaded.first_rows, each.first_rows)
