"""Titles that a file's properties state, told from what programs write there."""

import re

from index.characters import one_line

_FILE_NAME = re.compile(
    r"microsoft (?:word|powerpoint|excel) - .*|\S*[_\d/]\S*"
    r"|.*\.(?:docx?|pptx?|xlsx?|odt|rtf|pdf|indd|qxp|pmd|tmp|html?)",
    re.IGNORECASE,
)
_NO_TITLE = re.compile(
    r"\W*(?:untitled|unknown|anonymous|unspecified|naamloos|(?:(?:zonder|geen) )?titel|title|sjabloon"
    r"|template|(?:(?:microsoft )?word[- ]?)?document|powerpoint[- ]presentati(?:e|on)|dia|slide)\W*\d*\W*",
    re.IGNORECASE,
)


def plausible_title(stated: str) -> str:
    """Return what a file's properties state as title; nothing where it is a file's name or a placeholder."""
    title = one_line(stated)
    says_something = any(character.isalpha() for character in title)
    is_title = says_something and not _FILE_NAME.fullmatch(title) and not _NO_TITLE.fullmatch(title)
    return title if is_title else ""
