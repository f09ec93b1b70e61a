"""Files of every kind that is read, made from Dutch text: what tests, bench and fuzz read."""

import json
from collections.abc import Sequence
from html import escape
from io import BytesIO

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

# A4 has 595 by 842 points.
_MARGIN = 60
_HEIGHT = 720
_GAP = 20


def pdf(
    title: str, paragraphs: Sequence[str], *, columns: int = 1, running: str = "", packed: bool = True
) -> bytes:
    """Return a pdf with these paragraphs; those that begin with '# ' are headings, and <br/> ends a line.

    `running` stands above every page, and its number below. What is not `packed` can be read in the file.
    """

    def around(canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(_MARGIN, 810, running)
        canvas.drawCentredString(A4[0] / 2, 25, f"Pagina {canvas.getPageNumber()}")

    styles = getSampleStyleSheet()
    body = ParagraphStyle("body", parent=styles["BodyText"], spaceAfter=6)
    story = [
        Paragraph(text[2:], styles["Heading2"]) if text.startswith("# ") else Paragraph(text, body)
        for text in paragraphs
    ]
    width = (A4[0] - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    frames = [Frame(_MARGIN + i * (width + _GAP), _MARGIN, width, _HEIGHT) for i in range(columns)]
    out = BytesIO()
    # Without `invariant` the time of day would be in the file, and no two of them the same.
    document = BaseDocTemplate(out, pagesize=A4, title=title, invariant=1, pageCompression=int(packed))
    document.addPageTemplates(PageTemplate(frames=frames, onPage=around if running else lambda *_: None))
    document.build(story)
    return out.getvalue()


def word(title: str, paragraphs: Sequence[str]) -> bytes:
    """Return a docx with these paragraphs; '# ' to '###### ' mark headings and '- ' items of a list."""
    document = docx.Document()
    document.core_properties.title = title
    for text in paragraphs:
        marks, _, rest = text.partition(" ")
        if rest and not marks.strip("#"):
            document.add_heading(rest, level=len(marks))
        elif marks == "-":
            document.add_paragraph(rest, style="List Bullet")
        else:
            document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def page(title: str, paragraphs: Sequence[str], comments: Sequence[tuple[str, str]] = ()) -> str:
    """Return a web page as WordPress makes it: menu, article, comments by (author, text), footer."""
    body = "".join(
        f"<h2>{escape(text[2:])}</h2>" if text.startswith("# ") else f"<p>{escape(text)}</p>"
        for text in paragraphs
    )
    thread = "".join(
        f'<li id="comment-{i}" class="comment"><article class="comment-body"><footer class="comment-meta">'
        f'<div class="comment-author vcard"><b class="fn">{escape(author)}</b></div></footer>'
        f'<div class="comment-content"><p>{escape(text)}</p></div>'
        f'<div class="reply"><a href="#respond">Beantwoorden</a></div></article></li>'
        for i, (author, text) in enumerate(comments)
    )
    below = f'<div id="comments"><ol class="comment-list">{thread}</ol></div>' if thread else ""
    return (
        f'<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        '<body><nav><ul><li><a href="/">Home</a></li><li><a href="/nieuws">Nieuws</a></li></ul></nav>'
        f"<main><article><h1>{escape(title)}</h1>{body}</article>{below}</main>"
        "<footer><p>Privacy | Contact | Sitemap</p></footer></body></html>"
    )


def corpus(paragraphs: Sequence[str]) -> str:
    """Return a BEIR corpus with a document for every paragraph."""
    rows = ({"_id": f"doc-{i}", "title": "", "text": text} for i, text in enumerate(paragraphs))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
