import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from eval.samples import word
from index import docx as reader
from index.docx import extract
from index.errors import UnreadableError


def saved(document: object) -> bytes:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_headings_lists_and_paragraphs_are_text() -> None:
    paragraphs = [
        "# Toegang",
        "Wie hulp nodig heeft, meldt zich.",
        "## Hoe",
        "- Bel.",
        "- Schrijf.",
        "Klaar.",
    ]
    found = extract(word("Beleidsplan Wmo", paragraphs))
    assert (
        found.text
        == "# Toegang\n\nWie hulp nodig heeft, meldt zich.\n\n## Hoe\n\n- Bel.\n- Schrijf.\n\nKlaar."
    )
    assert (found.title, found.date, found.pages, found.warnings) == ("Beleidsplan Wmo", "", (), ())


def test_tables_are_read_row_by_row_with_those_inside() -> None:
    document = docx.Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Soort", "Prijs", "Wmo", "€\u00a021"], strict=True):
        cell.text = text
    inner = table.cell(1, 0).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "huis", "tuin"
    document.add_paragraph("Daarna.")
    assert extract(saved(document)).text == "- Soort | Prijs\n- Wmo - huis | tuin | € 21\n\nDaarna."


def add(document: object, xml: str) -> Paragraph:
    paragraph: Paragraph = document.add_paragraph("")  # type: ignore[attr-defined]
    for element in parse_xml(
        f"<w:x {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>{xml}</w:x>"
    ):
        paragraph._p.append(element)
    return paragraph


def run(text: str) -> str:
    return f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_what_stands_in_other_frames_is_read_and_what_is_gone_is_not() -> None:
    document = docx.Document()
    add(
        document,
        run("Een ")
        + f"<w:ins>{run('nieuwe ')}</w:ins><w:del><w:r><w:delText>oude </w:delText></w:r></w:del>"
        + run("tekst."),
    )
    add(
        document,
        f"<w:moveFrom>{run('Verplaatst.')}</w:moveFrom>"
        + f"<w:hyperlink>{run('Een koppeling.')}</w:hyperlink>",
    )
    add(
        document,
        "<w:r><w:t>zo</w:t><w:softHyphen/><w:t>als</w:t><w:tab/><w:t>Wmo</w:t><w:noBreakHyphen/><w:t>hulp</w:t><w:br/><w:t>dit.</w:t></w:r>",
    )
    add(
        document,
        f"<mc:AlternateContent><mc:Fallback>{run('Dubbel.')}</mc:Fallback></mc:AlternateContent>"
        + run("Eenmaal."),
    )
    document.element.body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run('In een veld.')}</w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert extract(saved(document)).text == (
        "In een veld.\n\nEen nieuwe tekst.\n\nEen koppeling.\n\nzoals Wmo-hulp dit.\n\nEenmaal."
    )


def test_levels_come_from_styles_that_build_on_headings_and_from_outlines() -> None:
    document = docx.Document()
    document.add_heading("De titel", level=0)
    own = document.styles.add_style("Eigen kop", 1)
    own.base_style = document.styles["Heading 3"]
    document.add_paragraph("Eigen", style=own)
    for level in ("1", "9"):
        add(document, run(f"Niveau {level}"))._p.get_or_add_pPr().append(
            parse_xml(f"<w:outlineLvl {nsdecls('w')} w:val='{level}'/>")
        )
    document.add_paragraph("Genummerd")._p.get_or_add_pPr().get_or_add_numPr()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("Toegang ..... 3", style="toc 1")
    assert (
        extract(saved(document)).text == "# De titel\n\n### Eigen\n\n## Niveau 1\n\nNiveau 9\n\n- Genummerd"
    )


@pytest.mark.parametrize(
    ("stated", "title"), [("Nota Wmo", "Nota Wmo"), ("nota.docx", ""), ("Word-document", "")]
)
def test_a_title_is_kept_where_it_is_one(stated: str, title: str) -> None:
    assert extract(word(stated, ["Dit is tekst."])).title == title


def packed(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = packed(word__document_xml=b"0" * (reader.MAX_UNPACKED_TEXT + 1_000_000))
    with pytest.raises(
        UnreadableError, match=r"it unpacks from [\d,]+ to 21,000,000 bytes in 1 files: a zip bomb"
    ):
        extract(bomb)


def test_an_archive_of_too_many_files_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_ENTRIES", 1)
    with pytest.raises(UnreadableError, match="bytes in 2 files: a zip bomb"):
        extract(packed(a_xml=b"a", b_xml=b"b"))


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"PK\x03\x04 nonsense", "it is a damaged Word document: its zip archive cannot be read"),
        (packed(xl__workbook_xml=b"<x/>"), "it is a zip archive, but not a Word document"),
        (word("", []), "it has no text"),
    ],
)
def test_what_is_no_document_is_refused_with_the_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        extract(raw)
