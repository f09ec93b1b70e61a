import json
from pathlib import Path

import pytest

from index import corpus
from index.corpus import BadLine, read_corpus
from index.errors import UnreadableError
from index.plaintext import GUESSED
from index.types import Document


def test_a_line_may_be_long_but_not_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(corpus, "MAX_LINE_BYTES", 40)
    monkeypatch.setattr(corpus, "_CHUNK_BYTES", 7)
    rows = [
        '{"_id": "a", "text": "Goed."}',
        '{"_id": "b", "text": "' + "x" * 100 + '"}',
        '{"_id": "c", "text": "Ook."}',
    ]
    path = tmp_path / "corpus.jsonl"
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_corpus(path, "corpus.jsonl"))
    assert [row.source for row in found if isinstance(row, Document)] == ["a", "c"]
    assert found[1] == BadLine(2, "it has more than 40 bytes")


def test_a_file_that_is_no_corpus_at_all_is_told_in_short(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corpus, "MAX_TOLD_LINES", 3)
    path = tmp_path / "corpus.jsonl"
    path.write_text("geen json\n" * 1500, encoding="utf-8")
    found = list(read_corpus(path, "corpus.jsonl"))
    assert [row.number for row in found if isinstance(row, BadLine)] == [1, 2, 3, 0]
    assert found[-1] == BadLine(0, "1,497 more of its lines are no documents")


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(UnreadableError, match="it is a pdf, not what its name says"):
        list(read_corpus(path, "corpus.jsonl"))


def test_half_a_character_is_reported_for_no_model_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    rows = ({"_id": name, "text": text} for name, text in (("a", "half \ud83d"), ("b", "heel 😀")))
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    bad, good = read_corpus(path, "corpus.jsonl")
    assert bad == BadLine(1, "it has half of a character (a lone surrogate)")
    assert isinstance(good, Document)
    assert good.text == "heel 😀"


def test_a_line_that_is_not_utf8_is_a_guess_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"_id": "a", "text": "E\xc3\xa9n."}\n{"_id": "b", "text": "E\xe9n."}\n')
    found = [row for row in read_corpus(path, "corpus.jsonl") if isinstance(row, Document)]
    assert [(row.text, row.warnings) for row in found] == [("Eén.", ()), ("Eén.", (GUESSED,))]
