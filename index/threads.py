"""Readers' comments in a page's markup: who wrote what, found by what web pages call these parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from index.characters import one_line
from index.comments import header, is_stamp
from index.markup import is_called, markup

_BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|details|div|dl|dt|figure|footer|h[1-6r]|header|li|main|[ou]l|p|pre"
    "|section|table|t[dhr]"
)
_NEVER_TEXT = re.compile("button|form|input|label|nav|noscript|script|select|style|svg|template|textarea")

MAX_AUTHOR_CHARACTERS = 60
# What leads to a name in the same line is no longer: 'Deze reactie is ingezonden door'.
MAX_LEAD_CHARACTERS = 40

_FINISHED = re.compile(r"[.!?…][\"'”’)\]]*\s*$")

Where = Literal["page", "frame", "comment"]
Kind = Literal["begin", "end", "author", "date", "text", "break"]


@dataclass(slots=True)
class Comment:
    """What one reader wrote; an unknown author or date is empty."""

    author: str = ""
    date: str = ""
    lines: list[str] = field(default_factory=list)


def take_comments(tree: Any) -> list[Comment]:
    """Return the comments in `tree`, in order, and remove them from it with their frame."""
    thread = _Thread()
    for kind, value in _events(tree, "page"):
        thread.take(kind, value)
    comments = thread.comments
    found = [element for element in tree.iter() if isinstance(element.tag, str) and _is_comment(element)]
    frames = [element for element in tree.iter() if isinstance(element.tag, str) and _is_frame(element)]
    for element in found + frames if comments else []:
        if element.getparent() is not None:
            element.drop_tree()
    return comments


def _is_comment(element: Any) -> bool:
    schema = (element.get("itemtype") or "").rstrip("/").lower()
    return schema.endswith("schema.org/comment") or is_called(element, markup().comment)


def _is_frame(element: Any) -> bool:
    return is_called(element, markup().frame) and element.find(".//h1") is None


def _text(element: Any) -> str:
    return one_line(" ".join(element.itertext()))


def _events(element: Any, where: Where) -> Iterator[tuple[Kind, str]]:
    """Yield, in the page's order, where comments begin and end, and what is in them."""
    if where == "comment" and element.text:
        yield "text", element.text
    for child in element:
        if isinstance(child.tag, str) and not _NEVER_TEXT.fullmatch(child.tag):
            yield from _child(child, where)
        if where == "comment" and child.tail:
            yield "text", child.tail


def _child(child: Any, where: Where) -> Iterator[tuple[Kind, str]]:
    inside = where != "page"
    if _is_comment(child):
        yield "begin", ""
        yield from _events(child, "comment")
        yield "end", ""
    elif inside and is_called(child, markup().action) and where == "comment":
        return
    elif inside and is_called(child, markup().author) and _names_somebody(child):
        yield "author", _text(child)
    elif inside and (child.tag == "time" or is_called(child, markup().date)):
        yield "date", _text(child)
    elif _BLOCK.fullmatch(child.tag):
        yield "break", ""
        yield from _events(child, _where(child, where))
        yield "break", ""
    else:
        yield from _events(child, _where(child, where))


def _where(element: Any, where: Where) -> Where:
    return "frame" if where == "page" and is_called(element, markup().frame) else where


def _names_somebody(element: Any) -> bool:
    """Tell whether an element is a name by itself, not a frame around one."""
    within = any(is_called(other, markup().author) for other in element.iterdescendants("*"))
    return not within and 0 < len(_text(element)) <= MAX_AUTHOR_CHARACTERS


class _Thread:
    """Puts the events of a page together to comments.

    A comment's element often stands in others of such a name, which hold its author and date; what else is in
    those, below its text, is no text of its.
    """

    def __init__(self) -> None:
        self.comments: list[Comment] = []
        self._current = Comment()
        self._line = ""
        self._open: list[bool] = []

    def take(self, kind: Kind, value: str) -> None:
        """Take the next event."""
        if kind == "text":
            self._line += value
            return
        if kind == "author" and len(self._line) <= MAX_LEAD_CHARACTERS and not _FINISHED.search(self._line):
            self._line = ""
        self._end_line()
        if kind == "begin":
            self._finish()
            self._open.append(False)
        elif kind == "end":
            if self._finish():
                self._open = [True] * len(self._open)
            elif self.comments:
                self._sign_last()
            self._open.pop()
        elif kind == "author":
            self._take_author(value)
        elif kind == "date":
            self._current.date = self._current.date or value

    def _take_author(self, name: str) -> None:
        self._finish()
        self._current.author = self._current.author or name

    def _end_line(self) -> None:
        """Keep a line, or what it says of the comment above whose text it stands: 'Door Niels op 3 mei'."""
        line, self._line = one_line(self._line), ""
        if not line or self._open[-1]:
            return
        if self._current.lines:
            self._current.lines.append(line)
        elif is_stamp(line):
            self._current.date = self._current.date or line
        elif found := header(line, "", expected=False):
            self._current.author = self._current.author or found.speaker
        elif not (self._current.author and header(f"{self._current.author} {line}", "", expected=False)):
            self._current.lines.append(line)

    def _finish(self) -> bool:
        """Keep the comment where it has text."""
        if not self._current.lines:
            return False
        self.comments.append(self._current)
        self._current = Comment()
        return True

    def _sign_last(self) -> None:
        """Give the last comment the author that stands below it."""
        last = self.comments[-1]
        last.author = last.author or self._current.author
        last.date = last.date or self._current.date
        self._current = Comment()
