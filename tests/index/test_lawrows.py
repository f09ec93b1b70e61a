import json
from pathlib import Path

import pytest

from index.lawrows import is_law_row, law_documents
from index.read import read_sources

ROW = {
    "law": "Hulpwet",
    "bwb_id": "BWBR1",
    "valid_from": "2024-01-01",
    "article": "Artikel 1",
    "text": "1. Een.",
}


def rows(**changes: str) -> list[dict[str, str]]:
    articles = [
        ("Artikel 1", "H 1", "1. Een.\n2. Twee."),
        ("Artikel 2", "H 1", "Drie."),
        ("3", "H 2", "Vier."),
    ]
    return [{**ROW, "article": name, "path": path, "text": text, **changes} for name, path, text in articles]


def test_the_articles_of_one_version_become_one_text() -> None:
    [document] = law_documents("wet.jsonl", rows())
    assert document.text == (
        "# Hulpwet (geldend 2024-01-01)\n\n## H 1\n\n### Artikel 1\n\n1. Een.\n2. Twee.\n\n"
        "### Artikel 2\n\nDrie.\n\n## H 2\n\n### Artikel 3\n\nVier.\n"
    )
    assert (document.source, document.title, document.work) == ("wet.jsonl", "Hulpwet", "hulpwet")
    assert document.valid_from == "2024-01-01"


def test_versions_and_laws_of_one_file_are_told_apart() -> None:
    later = rows(valid_from="2026-01-01")
    other = rows(law="Zorgwet", bwb_id="BWBR2")
    assert [each.source for each in law_documents("wetten.jsonl", [*rows(), *later, *other])] == [
        "wetten.jsonl#BWBR1#2024-01-01",
        "wetten.jsonl#BWBR1#2026-01-01",
        "wetten.jsonl#BWBR2",
    ]


def test_a_municipality_publishes_its_own() -> None:
    own = [
        {"regeling": "Verordening", "gemeente": place, "cvdr": cvdr, "article": "1", "text": "Een."}
        for place, cvdr in (("Rotterdam", "CVDR1"), ("Utrecht", "CVDR2"))
    ]
    documents = list(law_documents("regelingen.jsonl", own))
    assert [(each.publisher, each.work) for each in documents] == [
        ("Rotterdam", "rotterdam verordening"),
        ("Utrecht", "utrecht verordening"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (ROW, True),
        ({"regeling": "V", "article": "1", "text": "Een."}, True),
        ({**ROW, "_id": "1"}, False),
        ({"law": "V", "text": "Een."}, False),
        ({"_id": "1", "text": "Een."}, False),
        ({**ROW, "text": 1}, False),
        ([ROW], False),
        (None, False),
    ],
)
def test_rows_of_laws_and_others(row: object, expected: bool) -> None:
    assert is_law_row(row) is expected


def test_a_file_of_articles_is_read_as_a_law(tmp_path: Path) -> None:
    lines = [json.dumps(row) for row in rows()]
    (tmp_path / "wet.jsonl").write_text("\n".join(lines), encoding="utf-8")
    [document], skipped = read_sources([tmp_path])
    assert not skipped
    labels = [block.label for block in document.blocks if block.role == "article"]
    assert labels == ["eerste lid", "tweede lid", "", ""]
