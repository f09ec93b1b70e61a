import json
from pathlib import Path
from typing import Any

import pytest

from index.lawrows import is_law_row, law_documents
from index.passages import cut
from index.read import read_sources
from index.types import Document

ROW = {
    "law": "Participatiewet",
    "bwb_id": "BWBR0015703",
    "valid_from": "2026-01-01",
    "path": "Hoofdstuk 1 Algemeen > § 1.1 Begrippen",
    "article": "Artikel 1 Begrippen",
    "text": "1. Het college helpt.\n2. De raad beslist.",
}
SECOND = ROW | {"article": "Artikel 2", "text": "Wie hulp nodig heeft, vraagt die."}
LATER = ROW | {"path": "Hoofdstuk 2 Slot", "article": "Artikel 3", "text": "Deze wet geldt."}
LOCAL = {
    "gemeente": "Breda",
    "regeling": "Verordening hulp",
    "cvdr": "CVDR1",
    "valid_from": "2024-01-01",
    "article": "1.1",
    "text": "**Begrippen**\n\nEen melding is een vraag.",
}


def headings(document: Document) -> list[str]:
    return [passage.heading for passage in cut(document, lambda texts: [1 for _ in texts], 100)]


@pytest.mark.parametrize("changes", [{"_id": "x"}, {"text": None}, {"article": 5}, {"law": None}])
def test_a_row_of_something_else_is_no_article(changes: dict[str, Any]) -> None:
    assert is_law_row(ROW)
    assert is_law_row(LOCAL)
    assert not is_law_row(ROW | changes)
    assert not is_law_row([ROW])


def test_articles_of_one_law_become_its_text() -> None:
    (document,) = law_documents("wet.jsonl", [ROW, SECOND, LATER])
    assert document.text == (
        "# Participatiewet (geldend 2026-01-01)\n\n## Hoofdstuk 1 Algemeen > § 1.1 Begrippen\n\n"
        "### Artikel 1 Begrippen\n\n1. Het college helpt.\n2. De raad beslist.\n\n"
        "### Artikel 2\n\nWie hulp nodig heeft, vraagt die.\n\n"
        "## Hoofdstuk 2 Slot\n\n### Artikel 3\n\nDeze wet geldt.\n"
    )
    assert headings(document) == [
        "Hoofdstuk 1 Algemeen > § 1.1 Begrippen > Artikel 1 Begrippen, eerste lid",
        "Hoofdstuk 1 Algemeen > § 1.1 Begrippen > Artikel 1 Begrippen, tweede lid",
        "Hoofdstuk 1 Algemeen > § 1.1 Begrippen > Artikel 2",
        "Hoofdstuk 2 Slot > Artikel 3",
    ]
    assert (document.source, document.title, document.valid_from, document.work) == (
        "wet.jsonl",
        "Participatiewet",
        "2026-01-01",
        "participatiewet",
    )


def test_a_municipal_regulation_names_its_publisher() -> None:
    (document,) = law_documents("gemeente.jsonl", [LOCAL])
    assert (document.publisher, document.work) == ("Breda", "breda verordening hulp")
    assert headings(document) == ["Artikel 1.1 Begrippen"]


def test_laws_and_versions_of_one_file_have_names_of_their_own() -> None:
    rows = [LOCAL, ROW, ROW | {"valid_from": "2024-01-01"}, LOCAL | {"cvdr": "CVDR2"}]
    documents = list(law_documents("alle.jsonl", rows))
    assert [document.source for document in documents] == [
        "alle.jsonl#CVDR1",
        "alle.jsonl#BWBR0015703#2026-01-01",
        "alle.jsonl#BWBR0015703#2024-01-01",
        "alle.jsonl#CVDR2",
    ]


def test_a_version_that_has_ended_says_until_when() -> None:
    (document,) = law_documents("wet.jsonl", [ROW | {"valid_to": "2026-06-30"}])
    assert (document.title, document.valid_to) == ("Participatiewet", "2026-06-30")


def test_a_law_without_a_day_or_a_number_is_called_by_its_name() -> None:
    rows = [{"law": law, "article": "1", "text": "Het."} for law in ("Wet een", "Wet twee")]
    assert [document.source for document in law_documents("a.jsonl", rows)] == [
        "a.jsonl#Wet een",
        "a.jsonl#Wet twee",
    ]
    assert next(law_documents("a.jsonl", rows[:1])).valid_from == ""


def test_both_forms_of_a_real_law_are_one_work(measuring_data: Path, tmp_path: Path) -> None:
    laws = measuring_data / "laws"
    documents = {
        each.source: each
        for each in read_sources([laws / "jeugdwet_2024-01-01.md", laws / "jeugdwet_2024-01-01.jsonl"])[0]
    }
    md, jsonl = documents["jeugdwet_2024-01-01.md"], documents["jeugdwet_2024-01-01.jsonl"]
    assert (md.work, md.valid_from) == (jsonl.work, jsonl.valid_from) == ("jeugdwet", "2024-01-01")
    assert headings(md) == headings(jsonl)


def test_a_file_of_a_municipality_is_read_as_its_regulations(tmp_path: Path) -> None:
    rows = (LOCAL, LOCAL | {"cvdr": "CVDR2"})
    (tmp_path / "r.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    documents, skipped = read_sources([tmp_path])
    assert skipped == []
    assert [document.source for document in documents] == ["r.jsonl#CVDR1", "r.jsonl#CVDR2"]
