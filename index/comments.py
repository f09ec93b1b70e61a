"""Who speaks in a comment: the headers that forums, weblogs and papers write above one."""

import re
from dataclasses import dataclass

from index.dates import STAMP
from index.markers import markers

MAX_NAME_CHARACTERS = 40

_STAMP = re.compile(STAMP, re.IGNORECASE)
_STAMP_AFTER = re.compile(
    rf"(?P<speaker>[^.!?:]{{2,{MAX_NAME_CHARACTERS}}}?|\S+\.\S+)(?:\s*[,·|•»(–—:-]\s*|\s+)(?:{STAMP})\W*",
    re.IGNORECASE,
)
_STAMP_BEFORE = re.compile(
    rf"(?:{STAMP})(?:door|by|schreef|zei|van)?[:\s]+(?P<speaker>\D{{2,{MAX_NAME_CHARACTERS}}}?):?",
    re.IGNORECASE,
)
_NAME_WORD = r"(?:(?:van|de|der|den|ter|ten|te|el|al|uit|en)|['’]t|(?-i:[A-ZÀ-Ý])[\w.'’-]*)"
_NAME = re.compile(
    rf"@?(?:{_NAME_WORD}(?:\s{_NAME_WORD}){{0,4}}|[\w.-]*[_\d][\w.-]*|\w{{3,20}})(?:\s\([^)]*\))?"
)


@dataclass(frozen=True, slots=True)
class Header:
    """A comment's header: who speaks from the next line on, and how many lines the header takes."""

    speaker: str
    lines: int = 1


def _cleaned(speaker: str) -> str:
    """Return a name without what stands around it: '(ambtenaar)', 'op', a colon; nothing for the nameless."""
    name = re.sub(r"\s*\([^)]*\)$", "", speaker.strip(" \u00a0,:·|•»–—-@"))
    return "" if markers().nameless.fullmatch(name) else name


def is_stamp(line: str) -> bool:
    """Tell whether a line says when something was written, and nothing else."""
    return bool(_STAMP.fullmatch(line))


def header_style(line: str, following: str) -> str:
    """Return a name for the style of the header that begins at `line`: headers of one page look alike.

    Empty where the line is no header by its own words or by a time below it: 'Datum: 3 mei' is a fact.
    """
    for number, pattern in enumerate(markers().comment_author):
        if pattern.fullmatch(line):
            return f"pattern {number}"
    if any(pattern.fullmatch(line) for pattern in markers().metadata):
        return ""
    for style, pattern in (("time after", _STAMP_AFTER), ("time before", _STAMP_BEFORE)):
        found = pattern.fullmatch(line)
        if found and _NAME.fullmatch(found["speaker"].strip()):
            return style
    name_above_time = len(line) <= MAX_NAME_CHARACTERS and _NAME.fullmatch(line) and is_stamp(following)
    return "time below" if name_above_time else ""


def header(line: str, following: str, expected: bool) -> Header | None:
    """Return the header that begins at `line`, in a list of comments; None where it is no header.

    A name by itself is one where a time follows, or where a comment is `expected`, as after the last one's
    'Beantwoorden'.
    """
    for pattern in (*markers().comment_author, _STAMP_AFTER, _STAMP_BEFORE):
        found = pattern.fullmatch(line)
        generic = pattern in (_STAMP_AFTER, _STAMP_BEFORE)
        if found and (not generic or _NAME.fullmatch(found["speaker"].strip())):
            return Header(_cleaned(found["speaker"]))
    if len(line) > MAX_NAME_CHARACTERS or not _NAME.fullmatch(line):
        return None
    if is_stamp(following):
        return Header(_cleaned(line), lines=2)
    goes_on = bool(following) and not markers().actions.fullmatch(following) and line[-1] not in ".!?"
    return Header(_cleaned(line)) if expected and goes_on else None
