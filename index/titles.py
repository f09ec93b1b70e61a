"""What a page calls itself, who published it and when: read where the page states it, else empty."""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.dates import iso_date
from index.labels import MARKDOWN_HEADING, MAX_HEADING_CHARACTERS
from index.markers import markers
from index.types import Block

# Menus have short entries; a title has more words, or more letters.
MIN_TITLE_WORDS = 5
MIN_TITLE_CHARACTERS = 25
MAX_SITE_CHARACTERS = 40


def _bare(heading: str) -> str:
    return " ".join(MARKDOWN_HEADING.sub("", heading).split())


def _is_long_enough(line: str) -> bool:
    return len(line.split()) >= MIN_TITLE_WORDS or len(line) >= MIN_TITLE_CHARACTERS


def _chosen(text: str, blocks: Sequence[Block], headings: Sequence[int]) -> int:
    """Return which of the headings above the text is the title.

    It is the one that is marked so; else the last that is long enough, or the first of several such in a
    row, since a title stands above its subtitle; else the last.
    """
    lines = {i: blocks[i].span.of(text) for i in headings}
    if marked := [i for i in headings if MARKDOWN_HEADING.match(lines[i])]:
        return marked[0]
    long = [i for i in headings if _is_long_enough(lines[i])]
    if not long:
        return headings[-1]
    title = long[-1]
    while title - 1 in long:
        title -= 1
    return title


def with_title(text: str, blocks: list[Block]) -> tuple[list[Block], str]:
    """Return the blocks and the title: what the comments say they are about, or a heading above the text.

    The headings above the title are the menu. Where nothing stands above the text, its first line is the
    title if it is short and more follows.
    """
    announced = _announced(text, blocks)
    first = next((i for i, block in enumerate(blocks) if block.role in ("article", "comment")), len(blocks))
    above = [i for i in range(first) if blocks[i].role == "heading"]
    if not above:
        return (blocks, announced) if announced else _with_title_in_text(text, blocks, first)
    same = [i for i in above if announced and _bare(blocks[i].span.of(text)) == announced]
    title = same[0] if same else _chosen(text, blocks, above)
    mended = [replace(b, role="boilerplate") if i in above and i < title else b for i, b in enumerate(blocks)]
    return mended, announced or _bare(blocks[title].span.of(text))


def _announced(text: str, blocks: Sequence[Block]) -> str:
    """Return what the comments say they are about; nothing where they do not."""
    lines = [block.span.of(text) for block in blocks if block.role == "boilerplate"]
    found = (pattern.fullmatch(line) for line in lines for pattern in markers().titles)
    return next((each["title"] for each in found if each), "")


def _with_title_in_text(text: str, blocks: list[Block], first: int) -> tuple[list[Block], str]:
    more = any(later.role == "article" for later in blocks[first + 1 :])
    if not more or blocks[first].role != "article":
        return blocks, ""
    line = blocks[first].span.of(text)
    if len(line) > MAX_HEADING_CHARACTERS:
        return blocks, ""
    return [*blocks[:first], replace(blocks[first], role="heading"), *blocks[first + 1 :]], _bare(line)


def stated_date(text: str, blocks: Sequence[Block]) -> str:
    """Return the first whole date of the page's facts as ISO 8601, that of a publication before others."""
    facts = [block.span.of(text) for block in blocks if block.role == "metadata"]
    published = [line for line in facts if markers().published.match(line)]
    return next((stated for line in (*published, *facts) if (stated := iso_date(line))), "")


def stated_publisher(text: str, blocks: Sequence[Block]) -> str:
    """Return the publisher: whom a fact or a copyright line names, or the site's name at the top."""
    lines = [(block.role, " ".join(block.span.of(text).split())) for block in blocks]
    for role, line in lines:
        found = markers().publisher.fullmatch(line) if role in ("metadata", "boilerplate") else None
        if found:
            stated = next(name for name in found.groupdict().values() if name)
            return re.sub(r"\W+$", "", stated)
    return _site_name([line for role, line in lines if role != "heading"])


def _site_name(lines: Sequence[str]) -> str:
    """Return the page's first line where another line below has those words again; else nothing."""
    first = re.split(r"\s[|·/•]\s|\s{2,}", lines[0])[0] if lines else ""
    is_name = (
        first[:1].isupper()
        and 1 < len(first) <= MAX_SITE_CHARACTERS
        and not markers().boilerplate.fullmatch(first)
    )
    again = any(re.search(rf"(?<!\w){re.escape(first)}(?!\w)", line) for line in lines[1:])
    return first if is_name and again else ""
