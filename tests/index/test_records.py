import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.records import read_documents, read_passages, write_lines
from index.types import Block, Document, Passage, Role, Span

_AWKWARD = "Zij zei: “Ja.”\u2028'Nee' \\ \"quote\" \u2029 😉\x85\r\n\ttab \x00 \x1e €"
_TEXTS = st.one_of(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.just(_AWKWARD))
_SPANS = st.builds(Span, st.integers(0, 10**9), st.integers(0, 10**9))
_ROLES = st.sampled_from(list[Role](["article", "heading", "quote", "comment", "metadata", "boilerplate"]))
_DOCUMENTS = st.builds(
    Document,
    source=_TEXTS,
    text=_TEXTS,
    blocks=st.lists(st.builds(Block, _SPANS, _ROLES, _TEXTS), max_size=3).map(tuple),
    title=_TEXTS,
    publisher=_TEXTS,
    date=_TEXTS,
)
_PASSAGES = st.builds(
    Passage,
    source=_TEXTS,
    span=_SPANS,
    text=_TEXTS,
    sentences=st.lists(_SPANS, max_size=3).map(tuple),
    role=_ROLES,
    speaker=_TEXTS,
    title=_TEXTS,
    heading=_TEXTS,
    page=st.none() | st.integers(1, 999),
)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("records") / "lines.jsonl"


@settings(deadline=None)
@given(records=st.lists(_DOCUMENTS, max_size=3))
def test_documents_come_back_equal(file: Path, records: list[Document]) -> None:
    write_lines(file, records)
    assert read_documents(file) == tuple(records)


@settings(deadline=None)
@given(records=st.lists(_PASSAGES, max_size=3))
def test_passages_come_back_equal(file: Path, records: list[Passage]) -> None:
    write_lines(file, records)
    assert read_passages(file) == tuple(records)


def test_awkward_text_stays_on_one_line(tmp_path: Path) -> None:
    file = tmp_path / "documents.jsonl"
    block = Block(Span(0, 3), "comment", "Jan “de” Vries")
    document = Document("map/één.txt", _AWKWARD, (block,), title="T", publisher="P", date="2020-05-03")
    write_lines(file, [document, document])
    lines = file.read_bytes().decode("utf-8").split("\n")
    assert lines[2] == ""
    assert lines[0] == lines[1]
    assert json.loads(lines[0]) == {
        "source": "map/één.txt",
        "text": _AWKWARD,
        "blocks": [
            {
                "span": {"start": 0, "end": 3},
                "role": "comment",
                "speaker": "Jan “de” Vries",
                "level": 0,
                "label": "",
            }
        ],
        "title": "T",
        "publisher": "P",
        "date": "2020-05-03",
        "valid_from": "",
        "valid_to": "",
        "work": "",
        "pages": [],
        "warnings": [],
    }
    assert lines[0].isascii()


def test_no_records_make_an_empty_file(tmp_path: Path) -> None:
    write_lines(tmp_path / "none.jsonl", [])
    assert (tmp_path / "none.jsonl").read_bytes() == b""
    assert read_passages(tmp_path / "none.jsonl") == ()
