"""What each part of a page is: article, heading, quote, reader's comment, fact about it, or boilerplate."""

import re
from dataclasses import replace

from index.labels import CONTACT, MARKDOWN_HEADING, Labeller, begins_paragraph, is_marker
from index.markers import markers
from index.paragraphs import paragraphs
from index.quotes import with_quotes
from index.sentences import split_sentences
from index.titles import stated_date, stated_publisher, with_title
from index.types import Block, Document, Extract, Role, Span

_NUMBERED = re.compile(r"\s*\d{1,3}\.\s+(?=\S)")
_NAME = re.compile(r"(?:[A-ZÀ-Ý][\w.'’-]*)(?:\s(?:van|de|der|den|ten|ter|'t|[A-ZÀ-Ý][\w.'’-]*)){1,5}")


def role_word(role: Role) -> str:
    """Return what a role is called where a search reads it; nothing for the roles that need no word."""
    return markers().role_words.get(role, "")


def _labelled(text: str, comments_at: int | None) -> list[Block]:
    """Give every paragraph a role, and every comment its speaker."""
    spans = paragraphs(text, begins_paragraph, is_marker)
    lines = [span.of(text) for span in spans]
    below_gap = [i == 0 or text.count("\n", spans[i - 1].end, each.start) > 1 for i, each in enumerate(spans)]
    later = (i for i, span in enumerate(spans) if comments_at is not None and span.start >= comments_at)
    labeller = Labeller(lines, below_gap, next(later, None))
    blocks: list[Block] = []
    for i, span in enumerate(spans):
        role = labeller.role(i, lines[i])
        number = _NUMBERED.match(lines[i]) if role == "comment" else None
        if number is None:
            blocks.append(Block(span, role, labeller.speaker if role == "comment" else ""))
            continue
        # The number becomes a block of its own, so that two readers never share a passage.
        labeller.next_reader()
        said = Span(span.start + number.end(), span.end)
        said_role = labeller.role(i, said.of(text))
        blocks.append(Block(Span(span.start, said.start), "boilerplate"))
        blocks.append(Block(said, said_role, labeller.speaker if said_role == "comment" else ""))
    return blocks


def _without_links(text: str, blocks: list[Block]) -> list[Block]:
    """Cut the link off that ends a paragraph of the article: 'Lees hier het rapport >>'."""
    cut: list[Block] = []
    for block in blocks:
        sentences = split_sentences(text, block.span) if block.role == "article" else []
        if len(sentences) > 1 and markers().boilerplate.fullmatch(sentences[-1].of(text)):
            cut.append(replace(block, span=Span(block.span.start, sentences[-2].end)))
            cut.append(Block(sentences[-1], "boilerplate"))
        else:
            cut.append(block)
    return cut


def _without_stray_headings(text: str, blocks: list[Block]) -> list[Block]:
    """Make boilerplate of a heading that is repeated, and of those that no text follows.

    A name above contact details is the byline, and so is metadata.
    """
    articles = [i for i, block in enumerate(blocks) if block.role == "article"]
    comments = [i for i, block in enumerate(blocks) if block.role == "comment"]
    last_text = articles[-1] if articles else comments[0] if comments else -1
    seen: set[str] = set()

    def mended(i: int, block: Block) -> Block:
        if block.role != "heading":
            return block
        line = block.span.of(text)
        following = blocks[i + 1].span.of(text) if i + 1 < len(blocks) else ""
        if _NAME.fullmatch(line) and CONTACT.fullmatch(following):
            return replace(block, role="metadata")
        repeated = line in seen
        seen.add(line)
        return replace(block, role="boilerplate") if repeated or i > last_text else block

    return [mended(i, block) for i, block in enumerate(blocks)]


def _with_levels(text: str, blocks: list[Block]) -> list[Block]:
    """Give Markdown's headings their level."""

    def level(block: Block) -> int:
        found = MARKDOWN_HEADING.match(block.span.of(text)) if block.role == "heading" else None
        return len(found[1]) if found else 0

    return [replace(block, level=level(block)) for block in blocks]


def read_page(source: str, extract: Extract) -> Document:
    """Label the parts of a page; its facts are read where it or its format states them, else left empty."""
    text = extract.text
    blocks = _without_stray_headings(text, _without_links(text, _labelled(text, extract.comments)))
    blocks, title = with_title(text, blocks)
    return Document(
        source=source,
        text=text,
        blocks=tuple(with_quotes(text, _with_levels(text, blocks))),
        title=extract.title or title,
        publisher=extract.publisher or stated_publisher(text, blocks),
        date=extract.date or stated_date(text, blocks),
        pages=extract.pages,
        warnings=extract.warnings,
    )
