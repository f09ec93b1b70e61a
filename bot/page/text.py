"""Text as a page shows it."""

import html

from index.characters import without_invisible


def escape(text: str) -> str:
    """Return `text` for HTML without what no reader sees: direction marks would turn the page around."""
    return html.escape(without_invisible(text))
