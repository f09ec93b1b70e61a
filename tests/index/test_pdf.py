from io import BytesIO

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from eval.samples import pdf
from index.errors import UnreadableError
from index.pdf import extract

SENTENCE = "Het college onderzoekt binnen zes weken welke ondersteuning voor de inwoner passend is."
LONG = " ".join([SENTENCE] * 5)


def drawn(*pages: list[tuple[float, float, str]], title: str = "", font: str = "Helvetica") -> bytes:
    """A pdf with texts at (x, y) in points, page after page."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    canvas.setTitle(title)
    for texts in pages:
        for x, y, text in texts:
            canvas.setFont(font, 10)
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, top: float = 700, pitch: float = 12) -> list[tuple[float, float, str]]:
    return [(72, top - i * pitch, text) for i, text in enumerate(texts)]


def test_paragraphs_are_whole_and_apart_and_headings_by_themselves() -> None:
    found = extract(pdf("Beleidsplan Wmo", ["# Toegang", LONG, LONG, "# Ondersteuning", LONG]))
    assert found.text == f"Toegang\n\n{LONG}\n\n{LONG}\n\nOndersteuning\n\n{LONG}"
    assert found.title == "Beleidsplan Wmo"
    assert (found.publisher, found.date, found.comments, found.warnings) == ("", "", None, ())


def test_columns_are_read_one_after_the_other() -> None:
    paragraphs = [f"Alinea {number}. {LONG}" for number in range(20)]
    assert extract(pdf("", paragraphs, columns=2)).text == "\n\n".join(paragraphs)


def test_pages_are_known_and_their_headers_and_numbers_left_out() -> None:
    paragraphs = [f"Alinea {number}. {LONG}" for number in range(40)]
    found = extract(pdf("", paragraphs, running="Beleidsplan van de gemeente"))
    assert found.text == "\n\n".join(paragraphs)
    assert found.pages[0] == 0
    starts = [found.text[start:] for start in found.pages]
    texts = [page.extract_text() for page in PdfReader(BytesIO(pdf("", paragraphs))).pages]
    assert len(starts) == len(texts) == 4
    for start, text in zip(starts, texts, strict=True):
        assert start.startswith(" ".join(text.split())[:40])


def test_broken_words_and_ligatures_are_mended() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    texts = lines(
        "Dat geldt ook voor de andere gemeen-",
        "ten, en voor wie een Wmo-",
        "voorziening heeft, als het om ﬁnan\u00adciën of ﬂexibele hulp gaat.",
    )
    assert extract(drawn(texts, font="Vera")).text == (
        "Dat geldt ook voor de andere gemeenten, en voor wie een Wmo-voorziening heeft, als het om financiën "
        "of flexibele hulp gaat."
    )


def test_a_word_that_is_broken_over_pages_is_one_and_its_page_begins_in_it() -> None:
    found = extract(drawn(lines("Dat geldt ook voor andere gemeen-"), lines("ten in het land.")))
    assert found.text == "Dat geldt ook voor andere gemeenten in het land."
    assert found.pages == (0, len("Dat geldt ook voor andere gemeen"))


def test_a_sentence_that_goes_on_over_a_page_is_whole() -> None:
    found = extract(
        drawn(
            lines("De gemeente betaalt de hulp als"),
            lines("de inwoner dat niet kan."),
            lines("De Wmo gaat over meer."),
        )
    )
    assert found.text == "De gemeente betaalt de hulp als de inwoner dat niet kan.\n\nDe Wmo gaat over meer."
    assert found.pages == (0, 32, 58)


def test_items_and_lines_that_were_broken_on_purpose_are_apart() -> None:
    full = "Deze regel is zo lang als de kolom breed is en loopt gewoon door op de volgende, die"
    found = extract(
        drawn(lines("Contact", "Postbus 12", full, "korter is.", "• eerste", "• tweede", "3. derde"))
    )
    assert found.text == (f"Contact\n\nPostbus 12\n\n{full} korter is.\n\n• eerste\n\n• tweede\n\n3. derde")


def test_what_stands_in_one_row_is_one_line() -> None:
    found = extract(drawn([(72, 700, "Wmo"), (200, 700, "€ 21"), (72, 680, "Jeugd"), (200, 680, "€ 0")]))
    assert found.text == "Wmo € 21\n\nJeugd € 0"


def test_headers_that_alternate_and_count_are_left_out() -> None:
    pages = [
        [
            (72, 810, f"{n} | Jaarverslag 2024" if n % 2 else f"Jaarverslag 2024 | {n}"),
            *lines(f"Dit is pagina {word}."),
        ]
        for n, word in enumerate(["een", "twee", "drie", "vier", "vijf", "zes"], 1)
    ]
    assert extract(drawn(*pages)).text == "\n\n".join(
        f"Dit is pagina {word}." for word in ["een", "twee", "drie", "vier", "vijf", "zes"]
    )


def test_what_is_said_on_many_pages_but_not_at_their_edge_stays() -> None:
    page = lines(
        "Hoofdstuk over zorg.", "Tweede regel.", "Let op de termijn.", "Vierde regel.", "Vijfde regel."
    )
    shifted = [[(x, y - 7 * i, text) for x, y, text in page] for i in range(3)]
    assert extract(drawn(*shifted)).text.count("Let op de termijn.") == 3


def test_a_page_without_text_among_others_is_a_warning() -> None:
    found = extract(drawn(lines("Dit is tekst."), [], lines("En dit ook."), []))
    assert found.text == "Dit is tekst.\n\nEn dit ook."
    assert found.pages == (0, 13, 15, 26)
    assert found.warnings == ("page 2 has no text", "page 4 has no text")


@pytest.mark.parametrize(
    ("stated", "title"), [("Nota Wmo", "Nota Wmo"), ("nota_wmo.docx", ""), ("untitled", "")]
)
def test_a_title_is_kept_where_it_is_one(stated: str, title: str) -> None:
    assert extract(drawn(lines("Dit is tekst."), title=stated)).title == title


def test_a_scan_is_refused() -> None:
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.rect(72, 72, 300, 300, fill=1)
    canvas.showPage()
    canvas.save()
    with pytest.raises(UnreadableError, match="it has no text: it is a scan, run text recognition"):
        extract(out.getvalue())


def encrypted(user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(drawn(lines("Dit is geheim."))))
    writer.encrypt(user, owner, algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_encrypted_pdf_is_refused_and_one_that_anybody_may_open_read() -> None:
    with pytest.raises(UnreadableError, match="it is encrypted: save it without a password first"):
        extract(encrypted("geheim", "baas"))
    assert extract(encrypted("", "baas")).text == "Dit is geheim."


@pytest.mark.parametrize("raw", [b"%PDF-1.4", b"%PDF-1.7\n%%EOF", pdf("", [LONG])[:200]])
def test_a_damaged_pdf_is_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableError, match="it is a damaged pdf"):
        extract(raw)


def test_a_pdf_of_too_many_pages_is_refused_with_both_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.pdf.MAX_PAGES", 2)
    with pytest.raises(UnreadableError, match="it has 3 pages, more than 2"):
        extract(drawn(lines("a"), lines("b"), lines("c")))


def test_characters_one_by_one_give_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = pdf("", [f"Dat geldt voor andere gemeen-<br/>ten. {LONG}", LONG], running="Beleidsplan")
    quick = extract(raw)
    monkeypatch.setattr("pypdfium2.PdfTextPage.get_text_range", lambda _: "")
    assert extract(raw) == quick


def test_a_letter_that_no_font_tells_makes_a_pdf_unreadable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pypdfium2.PdfTextPage.get_text_range", lambda page: "\ufffd" * page.count_chars())
    with pytest.raises(UnreadableError, match="its fonts do not tell which letters they draw"):
        extract(drawn(lines("Dit is tekst.")))
