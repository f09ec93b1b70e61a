import hashlib
from pathlib import Path

import pytest

from index.build import build
from index.embed import Encoder
from index.errors import IndexUnavailableError, UsageError
from index.status import document_text, status

PAGE = (
    "Vervoer\r\n\r\nDatum: 3 mei 2020\r\nWie slecht loopt kan een rolstoel lenen.\r\n\r\n1 reactie\r\n\r\n"
    "Door Anna op\r\nMooi.\r\n"
)


@pytest.fixture
def home(tmp_path: Path, encoder: Encoder) -> Path:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "vervoer.txt").write_bytes(PAGE.encode())
    corpus = tmp_path / "sources" / "corpus.jsonl"
    corpus.write_text('{"_id": "doc 1", "title": "Jeugd", "text": "Het wijkteam helpt."}', encoding="utf-8")
    build(tmp_path / "home", [tmp_path / "sources"], encoder, 160)
    return tmp_path / "home"


def test_status_tells_facts_and_contents(home: Path) -> None:
    found = status(home)
    assert found.pop("built")
    assert found == {
        "home": str(home),
        "generation": "000001",
        "format": 5,
        "encoder": "hashing",
        "dimension": 64,
        "passage_tokens": 160,
        "public_contacts": [],
        "documents": 2,
        "passages": 4,
        "roles": {"article": 2, "comment": 1, "metadata": 1},
        "sources": [str(home.parent / "sources")],
        "skipped": [],
        "over": {},
        "corrections": {},
        "dense": {"search": "exact"},
        "contents": [
            {
                "source": "doc 1",
                "title": "Jeugd",
                "publisher": "",
                "date": "",
                "characters": 19,
                "pages": 0,
                "warnings": [],
                "digest": hashlib.sha256(b"Het wijkteam helpt.").hexdigest(),
                "roles": {"article": 1},
            },
            {
                "source": "vervoer.txt",
                "title": "Vervoer",
                "publisher": "",
                "date": "2020-05-03",
                "characters": len(PAGE),
                "pages": 0,
                "warnings": [],
                "digest": hashlib.sha256(PAGE.encode()).hexdigest(),
                "roles": {"article": 1, "boilerplate": 2, "comment": 1, "heading": 1, "metadata": 1},
            },
        ],
    }


def test_the_canonical_text_is_that_of_the_file(home: Path) -> None:
    assert document_text(home, "vervoer.txt") == PAGE
    assert document_text(home, "doc 1") == "Het wijkteam helpt."


def test_an_unknown_source_is_named(home: Path) -> None:
    with pytest.raises(UsageError, match=r"no document 'vervoer' in the index\. 'wijkwijzer index status'"):
        document_text(home, "vervoer")


def test_without_an_index_there_is_no_status(tmp_path: Path) -> None:
    with pytest.raises(IndexUnavailableError, match="There is no index"):
        status(tmp_path)
    with pytest.raises(IndexUnavailableError, match="There is no index"):
        document_text(tmp_path, "vervoer.txt")


def test_a_damaged_index_tells_nothing(home: Path) -> None:
    path = home / "generations" / "000001" / "documents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"rolstoel", b"fiets..."))
    with pytest.raises(IndexUnavailableError, match=r"documents\.jsonl' was changed"):
        status(home)
    with pytest.raises(IndexUnavailableError, match=r"documents\.jsonl' was changed"):
        document_text(home, "vervoer.txt")
