"""Who speaks in a comment: the headers that forums, weblogs and papers write above one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.dates import AGO_LONG, DATE_WITH_YEAR, STAMP
from index.markers import markers

MAX_NAME_CHARACTERS = 40

_STAMP = re.compile(STAMP, re.IGNORECASE)
_STAMP_AFTER = re.compile(
    rf"(?P<speaker>[^!?:]{{2,{MAX_NAME_CHARACTERS}}}?)(?:\s*[,·|•»(–—:-]\s*|\s+)(?:{STAMP})\W*",
    re.IGNORECASE,
)
_STAMP_BEFORE = re.compile(
    rf"(?:{STAMP})(?:door|by|schreef|zei|van)?[:\s]+(?P<speaker>\D{{2,{MAX_NAME_CHARACTERS}}}?):?",
    re.IGNORECASE,
)
# A header with a name, a place and a time is no longer than this; its name has no more words.
MAX_STAMPED_CHARACTERS = 80
MAX_NAME_WORDS = 5
_A_STAMP = re.compile(rf"{DATE_WITH_YEAR}|{AGO_LONG}|\b\d{{1,2}}:\d{{2}}\b", re.IGNORECASE)
_HEADER_WORDS = re.compile(
    r"\b(?:op|om|uur|geplaatst|gepost|geschreven|door|reageer(?:de|t)?|reactie|bericht|schreef|schrijft|zegt|zei|van"
    r"|beantwoord(?:en)?|citeer|meld|permalink|bewerkt|at|on|by|says|wrote)\b:?|[|·•»]",
    re.IGNORECASE,
)
_FINISHED = re.compile(r"[.;…]$")
_PARTICLE = r"(?:van|de|der|den|ter|ten|te|el|al|uit|en|['’]t)"
_NAME_WORD = rf"(?:{_PARTICLE}|(?-i:[A-ZÀ-Ý])[\w.'’-]*)"
# 'Jan de Vries', 'J.P. van der Meer-de Wit', 'bezorgde_moeder', 'u/belastingnerd', 'r.smit', 'klaas'.
_NAME = re.compile(
    rf"@?(?:{_NAME_WORD}(?:\s{_NAME_WORD}){{0,4}}|[\w/.-]*[_\d/.][\w/.-]*|\w{{3,20}})(?:\s\([^)]*\))?"
)


@dataclass(frozen=True, slots=True)
class Header:
    """A comment's header: who speaks below it, and how many lines it takes."""

    speaker: str
    lines: int = 1


def speaker_name(speaker: str) -> str:
    """Return a name without what stands around it, '(ambtenaar)' or a bullet; nothing for 'Anoniem'."""
    name = re.sub(
        r"\s*(?:\([^)]*\)|\s(?:zei|zegt|schreef|schrijft|says|said)\W*)$",
        "",
        speaker.strip(" \u00a0,:·|•»–—-@↑"),
    )
    return "" if markers().nameless.fullmatch(name) else name


def _is_badge(line: str) -> bool:
    """Tell whether a line between a name and its time only decorates: a bullet, 'OP', 'Moderator'."""
    return not any(character.isalnum() for character in line) or bool(markers().badges.fullmatch(line))


def is_stamp(line: str) -> bool:
    """Tell whether a line says when something was written, and nothing else."""
    return bool(_STAMP.fullmatch(line))


def is_furniture(line: str) -> bool:
    """Tell whether a line among comments tells about a reader or counts something: 'Berichten: 12', '31'."""
    listed = markers().badges.fullmatch(line) or markers().profile.fullmatch(line)
    return bool(listed) or is_stamp(line) or not any(character.isalpha() for character in line)


def _lines_to_stamp(following: Sequence[str]) -> int:
    """Return how many lines there are up to one that tells a time and nothing else; 0 where none follows."""
    for count, line in enumerate(following, 1):
        if is_stamp(line):
            return count
        if not _is_badge(line):
            break
    return 0


def _by_own_words(line: str) -> tuple[str, str]:
    """Return the style of a header in one line and its speaker; nothing where the line is no header."""
    for number, pattern in enumerate(markers().comment_author):
        if found := pattern.fullmatch(line):
            return f"pattern {number}", found["speaker"]
    if any(pattern.fullmatch(line) for pattern in markers().metadata):
        return "", ""
    for style, pattern in (("time after", _STAMP_AFTER), ("time before", _STAMP_BEFORE)):
        found = pattern.fullmatch(line)
        if found and _NAME.fullmatch(found["speaker"].strip()):
            return style, found["speaker"]
    listed = markers().profile.fullmatch(line) or markers().boilerplate.fullmatch(line)
    rest = "" if listed else _stamped(line)
    return ("stamped", rest) if rest else ("", "")


def _stamped(line: str) -> str:
    """Return what a short line says besides a time and words of headers, where it has a time; else nothing.

    That is a reader's name with whatever a page puts beside it: 'Jan (Assen) - 12/5/2016 om 10:00 - reageer'.
    """
    if len(line) > MAX_STAMPED_CHARACTERS or _FINISHED.search(line) or not _A_STAMP.search(line):
        return ""
    rest = _HEADER_WORDS.sub(" ", _A_STAMP.sub(" ", re.sub(r"\([^)]*\)", " ", line)))
    rest = " ".join(rest.strip(" \u00a0,:·|•»–—-@#*").split())
    return rest if rest and len(rest.split()) <= MAX_NAME_WORDS and _begins_name(rest) else ""


def _begins_name(rest: str) -> bool:
    first = rest.split(maxsplit=1)[0]
    return rest.count(" ") == 0 or first[0].isupper() or first[0] in "@'‘" or first in ("van", "de", "el")


def _is_name(line: str) -> bool:
    fits = len(line) <= MAX_NAME_CHARACTERS and not is_furniture(line)
    return fits and bool(_NAME.fullmatch(line)) and not markers().boilerplate.fullmatch(line)


def header_style(line: str, following: Sequence[str]) -> str:
    """Return a name for the style of the header that begins at `line`: headers of one page look alike.

    Empty where the line is no header by its own words or by a time below it.
    """
    style, _ = _by_own_words(line)
    if style:
        return style
    if _is_name(line) and _lines_to_stamp(following):
        return "time below"
    return "time above" if _is_above_name(line, following) else ""


def _is_above_name(line: str, following: Sequence[str]) -> bool:
    """Tell whether a line is a time with a name by itself below it, and a text below that."""
    return is_stamp(line) and len(following) > 1 and _is_name(following[0]) and not is_stamp(following[1])


def header(line: str, following: Sequence[str], expected: bool) -> Header | None:
    """Return the header that begins at `line`, in a list of comments; None where it is no header.

    A name by itself is one where a time follows, or where a comment is `expected`, as after the last one's
    'Beantwoorden'.
    """
    style, speaker = _by_own_words(line)
    below = _lines_to_stamp(following)
    if style:
        return Header(speaker_name(speaker), 1 + below)
    if _is_above_name(line, following):
        return Header(speaker_name(following[0]), 2)
    if not _is_name(line):
        return None
    if below or (following and markers().profile.fullmatch(following[0])):
        return Header(speaker_name(line), 1 + below)
    goes_on = bool(following) and not markers().actions.fullmatch(following[0]) and line[-1] not in ".!?"
    return Header(speaker_name(line)) if expected and (goes_on or _has_initials(line)) else None


def _has_initials(name: str) -> bool:
    return bool(re.search(r"\b[A-Z]\.$", name))
