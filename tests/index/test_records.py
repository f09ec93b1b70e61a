import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import Documents, document_lines, passage_lines, write_lines
from index.sources import Sources
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


@given(records=st.lists(_DOCUMENTS, max_size=3))
def test_documents_come_back_equal(file: Path, records: list[Document]) -> None:
    write_lines(file, records)
    assert tuple(document_lines(file)) == tuple(records)


@given(records=st.lists(_PASSAGES, max_size=3))
def test_passages_come_back_equal(file: Path, records: list[Passage]) -> None:
    write_lines(file, records)
    assert tuple(passage_lines(file)) == tuple(records)


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
    assert tuple(passage_lines(tmp_path / "none.jsonl")) == ()


def page(name: str, text: str = "") -> Document:
    return Document(name, text, ())


def test_records_are_taken_by_number_from_either_end_and_by_the_slice(tmp_path: Path) -> None:
    pages = [page("a", "Eén."), page("b", "Twee\u2028regels."), page("c")]
    write_lines(tmp_path / "documents.jsonl", pages)
    lines = document_lines(tmp_path / "documents.jsonl")
    assert (lines[0], lines[2], lines[-1], lines[-3]) == (pages[0], pages[2], pages[2], pages[0])
    assert lines[1:] == pages[1:]
    assert lines[::-2] == pages[::-2]
    for beyond in (3, -4):
        with pytest.raises(IndexError):
            lines[beyond]


def test_documents_are_found_by_name(tmp_path: Path) -> None:
    pages = {name: page(name, f"Tekst van {name}.") for name in sorted(["b", "B", "é", "a/1", "😉"])}
    write_lines(tmp_path / "documents.jsonl", pages.values())
    documents = Documents(Sources.of(pages, []), document_lines(tmp_path / "documents.jsonl"))
    assert documents == pages
    assert list(documents) == list(pages)
    for absent in ("", "a", "zz", "🙉"):
        assert absent not in documents
