"""Web pages to text: the article with its headings, lists and tables, then what readers wrote under it."""

import codecs
import contextlib
import json
import re
from collections.abc import Iterator
from typing import Any

import trafilatura
from lxml.html import HTMLParser, document_fromstring
from trafilatura.settings import Document as Page

from index.characters import one_line, plain, table_row
from index.comments import speaker_name
from index.dates import iso_date
from index.errors import UnreadableError
from index.markup import markup
from index.plaintext import decode
from index.threads import Comment, take_comments
from index.types import Extract

MAX_NAME_CHARACTERS = 40

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
# Browsers read these as Windows-1252 too: https://encoding.spec.whatwg.org/#names-and-labels
_LATIN = re.compile("iso-?8859-1|latin-?1|(?:us-)?ascii|windows-1252|cp1252")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|title|meta|article|main|div|p|h[1-6]|span|table|[uo]l)\b", re.I
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Where little else is on a page, trafilatura takes these for its text.
_NEVER_ARTICLE = "//nav | //*[@role='navigation' or @role='search'] | //footer[not(ancestor::article)]"
_QUOTED = re.compile(r"[\"'“”„‘’«‹]")


def extract(raw: bytes) -> Extract:
    """Return the main text of a page, what it states about itself, and where readers begin to speak.

    Raises `UnreadableError` where it is no web page or holds no text.
    """
    page, warnings = _decoded(raw)
    if not _MARKUP.search(page):
        raise UnreadableError("it is not a web page: there is no html in it")
    parser = HTMLParser(remove_comments=True, remove_pis=True, collect_ids=False)
    tree = document_fromstring(_XML_DECLARATION.sub("", page), parser=parser)
    if any("depth" in error.message for error in parser.error_log):
        raise UnreadableError("it is nested too deeply: the rest of it would be missing")
    comments = take_comments(tree)
    title, publisher, date = _facts(tree)
    for frame in tree.xpath(_NEVER_ARTICLE):
        frame.drop_tree()
    found = trafilatura.bare_extraction(tree, include_comments=not comments, include_images=False)
    article, thread = "", "\n\n".join(_signed(comment) for comment in comments)
    if isinstance(found, Page):
        article = "\n\n".join(_blocks(found.body))
        thread = thread or "\n\n".join(_blocks(found.commentsbody))
    if not article and not thread:
        raise UnreadableError("it has no text besides menus and the like")
    text = _headed(article, title)
    return Extract(
        text=f"{text}\n\n{thread}" if thread else text,
        title=title,
        publisher=publisher,
        date=date,
        comments=len(text) + 2 if thread else None,
        warnings=warnings,
    )


def _decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Decode a page as it declares, where it can be, and as a text file otherwise."""
    declared = _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and b"\0" not in raw and not raw.startswith(codecs.BOM_UTF8):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return raw.decode("cp1252" if _LATIN.fullmatch(name) else name), ()
    return decode(raw)


def _facts(tree: Any) -> tuple[str, str, str]:
    """Return title, publisher and ISO 8601 date where the page states them, else empty."""
    stated = {
        (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower(): meta.get("content")
        for meta in reversed(tree.findall(".//meta[@content]"))
    }
    linked = dict(_linked_data(tree))

    def of(fact: str) -> str:
        found = (one_line(stated[name]) for name in markup().meta[fact] if name in stated)
        return next(filter(None, found), "") or linked.get(fact, "")

    publisher = of("publisher")
    headings = [heading for h1 in tree.findall(".//h1") if (heading := one_line(h1.text_content()))]
    only_heading = headings[0] if len(headings) == 1 and headings[0] != publisher else ""
    title = only_heading or of("title") or _without_site(tree, one_line(tree.findtext(".//title") or ""))
    dates = [of("date"), *(str(found) for path in markup().date_paths for found in tree.xpath(path))]
    return title, publisher, next(filter(None, map(iso_date, dates)), "")


def _without_site(tree: Any, title: str) -> str:
    """Return the heading that a browser's title has beside the site's name, or all of it where none is."""
    headings = (one_line(heading.text_content()) for heading in tree.xpath("//h1 | //h2 | //h3"))
    begins_or_ends = (
        heading
        for heading in headings
        if heading
        and re.fullmatch(rf"{re.escape(heading)}\s*[|:·–—-].+|.+[|:·–—-]\s*{re.escape(heading)}", title)
    )
    return max(begins_or_ends, key=len, default=title)


def _linked_data(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield publisher and date of publication as JSON-LD states them."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        with contextlib.suppress(ValueError):
            yield from _stated(json.loads(script.text or ""))


def _stated(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for item in value:
            yield from _stated(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "publisher" and isinstance(item, dict) and isinstance(item.get("name"), str):
                yield "publisher", one_line(item["name"])
            elif key == "datePublished" and isinstance(item, str):
                yield "date", item
            elif key == "@graph":
                yield from _stated(item)


def _headed(article: str, title: str) -> str:
    """Put the title above an article that does not begin with a heading."""
    if not title or article.startswith("# ") or f"# {title}\n" in article:
        return article
    return f"# {title}\n\n{article}".rstrip()


def _blocks(body: Any) -> Iterator[str]:
    """Yield the blocks of trafilatura's tree as text; headings are marked with their level."""
    for element in body:
        if element.tag == "head":
            level = re.sub(r"\D", "", element.get("rend") or "") or "2"
            block = f"{'#' * int(level)} {_line(element)}" if _line(element) else ""
        elif element.tag == "list":
            block = "\n".join(_items(element))
        elif element.tag == "table":
            block = "\n".join(filter(None, (_row(row) for row in element.iter("row"))))
        elif element.tag == "quote":
            block = _quotation(element)
        else:
            block = _lines(element)
        if block:
            yield block
        if tail := one_line(element.tail or ""):
            yield tail


def _line(element: Any) -> str:
    return one_line(" ".join(element.itertext()))


def _lines(element: Any) -> str:
    """Return the text of an element; a line after a <br> that begins with a small letter goes on with it."""
    for line_break in element.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = [" ".join(line.split()) for line in plain("".join(element.itertext())).splitlines()]
    return re.sub(r"\n(?=[a-zà-ÿ])", " ", "\n".join(filter(None, lines)))


def _items(parent: Any) -> Iterator[str]:
    """Yield the items of a list, and of the lists in it, a line each."""
    for item in parent.iterchildren("item"):
        inner = list(item.iterchildren("list"))
        for nested in inner:
            item.remove(nested)
        if line := _line(item):
            yield f"- {line}"
        for nested in inner:
            yield from _items(nested)


def _row(row: Any) -> str:
    return table_row(_line(cell) for cell in row.iter("cell"))


def _quotation(element: Any) -> str:
    """Return a block quotation in quotation marks: nothing else tells in plain text that another speaks."""
    text = _lines(element)
    return text if not text or _QUOTED.match(text) else f"“{text}”"


def _signed(comment: Comment) -> str:
    """Return a comment under a line that says who wrote it, in the form that index/comments.py reads."""
    name = speaker_name(one_line(re.sub(r"[!?:]", " ", comment.author)))
    author = name[:MAX_NAME_CHARACTERS].strip() or "Anoniem"
    date = f" op {comment.date}" if comment.date else ""
    return "\n\n".join([f"{author} schreef{date}:", *comment.lines])
