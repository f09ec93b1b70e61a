"""Readers' comments in a page's markup: who wrote what, found by what web pages call these parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from index.characters import one_line
from index.comments import header
from index.markup import is_called, markup

_BLOCK = re.compile(
    "address|article|aside|blockquote|br|dd|details|div|dl|dt|figure|footer|h[1-6r]|header|li|main|[ou]l|p|pre"
    "|section|table|t[dhr]"
)
_NEVER_TEXT = re.compile("button|form|input|label|nav|noscript|script|select|style|svg|template|textarea")

MAX_AUTHOR_CHARACTERS = 60

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
    for kind, value in _events(tree, inside=False):
        thread.take(kind, value)
    comments = [comment for comment in thread.comments if comment.lines]
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


def _events(element: Any, inside: bool) -> Iterator[tuple[Kind, str]]:
    """Yield, in the page's order, where comments begin and end, and what is in them."""
    if inside and element.text:
        yield "text", element.text
    for child in element:
        if isinstance(child.tag, str) and not _NEVER_TEXT.fullmatch(child.tag):
            yield from _child(child, inside)
        if inside and child.tail:
            yield "text", child.tail


def _child(child: Any, inside: bool) -> Iterator[tuple[Kind, str]]:
    if _is_comment(child):
        yield "begin", ""
        yield from _events(child, inside=True)
        yield "end", ""
    elif inside and is_called(child, markup().action):
        return
    elif inside and is_called(child, markup().author) and _names_somebody(child):
        yield "author", _text(child)
    elif inside and (child.tag == "time" or is_called(child, markup().date)):
        yield "date", _text(child)
    elif _BLOCK.fullmatch(child.tag):
        yield "break", ""
        yield from _events(child, inside)
        yield "break", ""
    else:
        yield from _events(child, inside)


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
            self._finish()
            self._current.author = self._current.author or value
        elif kind == "date":
            self._current.date = self._current.date or value

    def _end_line(self) -> None:
        line, self._line = one_line(self._line), ""
        if line and not self._open[-1]:
            self._current.lines.append(line)

    def _finish(self) -> bool:
        """Keep the comment where it has text."""
        if not self._current.lines:
            return False
        self.comments.append(_signed(self._current))
        self._current = Comment()
        return True

    def _sign_last(self) -> None:
        """Give the last comment the author that stands below it."""
        last = self.comments[-1]
        last.author = last.author or self._current.author
        last.date = last.date or self._current.date
        self._current = Comment()


def _signed(comment: Comment) -> Comment:
    """Take the author from a comment's first line where no element names one: 'Door Niels op 3 mei'."""
    found = None if comment.author else header(comment.lines[0], "", expected=False)
    return Comment(found.speaker, comment.date, comment.lines[1:]) if found else comment
