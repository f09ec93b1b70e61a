"""Sentence boundaries with character offsets: rules for Dutch prose and law text, their words in a toml."""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

from index.types import Span

_QUOTES = "\"'‘’‚‛“”„«»`´"
_OPENING = _QUOTES + "([|*_"
_BESIDE = _OPENING + "-–•+ \t\r\xa0"
# Full stops (or a question or exclamation mark), what closes behind them, and white space. Or no space, where
# it was forgotten before a capital ('wijkteams.Dat is'). Or an empty line, or the end of the one before a
# numbered one. Possessive, and tried at the first of a run of marks only: a million dots take no longer.
_CANDIDATE = re.compile(
    rf"(?<![.!?…])(?P<marks>[.!?…]++)[{_QUOTES})\]]*+(?=\s)"
    r"|(?<=\S[\w)%’”»\"])(?P<tight>[.!?…]++)[’”»\"')\]]*+(?=(?:[-–*•]+\s)?[‘“„«(]?[A-ZÀ-Þ][^\W\d_])"
    r"|\n[^\S\n]*\n"
    r"|\n(?=[^\S\n]*\d{1,3}[.)]\s+[A-ZÀ-Þ])"
)
# The first word behind marks that open a sentence, a dash or a bullet.
_NEXT = re.compile(r"\s*(?:[^\w\s.!?…]\s*){0,4}(?P<word>[^\W_]\w{0,40}(?P<item>[.)]\s)?)")
_AMOUNT = re.compile(r"\s*[\d€$]")
_THOUSANDS = re.compile(r"\s\d{3}\b")
_ANYTHING = re.compile(r"\w")
_CLITICS = frozenset("kmnst")
_LETTERS_WITH_STOPS = re.compile(r"[^\W\d_](?:\.[^\W\d_]{1,2})+")
_STOP_OR_STROKE = re.compile(r"[./]+")
_ITEM = re.compile(r"\d{1,3}°?|([a-z])\1?|[ivx]{1,4}|[A-Z]")
_FIRST_ITEM = re.compile(r"1°?|[aiAI]")
# Of a sentence that answers two questions at once ('2. en 3. Voor ...'), what stands before the last number.
_OTHER_ITEMS = re.compile(r"(?:\d{1,3}°?[.)]?,?\s+(?:(?:en|of|t/m|tot(?: en met)?|[+&])\s+)?)*")
# No abbreviation is longer, nor is an address that a full stop follows looked at any further back.
_TOKEN_CHARACTERS = 40


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    lists = tomllib.loads(files("index").joinpath("sentences.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words) for name, words in lists.items()}


def _can_begin(text: str, at: int, end: int) -> bool:
    """Tell whether a sentence can begin at `at`: with a capital, a digit, ''s Avonds' or a list's 'b.'."""
    following = _NEXT.match(text, at, end)
    if following is None:
        return False
    word, start = following["word"], following.start("word")
    if not word[0].islower() or (text[start - 1] in _QUOTES and word in _CLITICS):
        return True
    return following["item"] is not None and bool(_ITEM.fullmatch(word.rstrip(".) \t\n")))


def _is_item(token: str, before: str, near_start: bool) -> bool:
    """Tell whether a token is a list's number or letter; `before` is what stands before it on its line."""
    if not _ITEM.fullmatch(token):
        return False
    opens = near_start and _OTHER_ITEMS.fullmatch(f"{before} " if before else "")
    return bool(opens or before.endswith(";") or (before.endswith(":") and _FIRST_ITEM.fullmatch(token)))


def _is_abbreviation(token: str, text: str, after: int, end: int) -> bool:
    """Tell whether a sentence goes on behind a token and its full stop, by both and by what follows them."""
    words, word = _words(), token.lower()
    if token.isupper() and token.isalpha():
        # An initial, but not the bank ING or a company's BV.
        return len(token) == 1
    if word in words["before_number"]:
        return bool(_AMOUNT.match(text, after, end))
    if token.isdecimal():
        following = _NEXT.match(text, after, end)
        month = following is not None and following["word"].lower() in words["months"]
        return (month and len(token) <= 2) or (len(token) <= 3 and bool(_THOUSANDS.match(text, after, end)))
    if words["goes_on"].issuperset(_STOP_OR_STROKE.split(word)):
        return True
    return bool(_LETTERS_WITH_STOPS.fullmatch(token)) and word not in words["may_end"]


def _goes_on(text: str, start: int, stop: int, after: int, end: int) -> bool:
    """Tell whether a sentence that begins at `start` goes on behind the full stop at `stop`."""
    window = text[max(start, stop - _TOKEN_CHARACTERS) : stop]
    token = window.split()[-1].lstrip(_OPENING) if window.strip() else ""
    _, newline, line = window[: len(window) - len(token)].rpartition("\n")
    near_start = bool(newline) or stop - start <= _TOKEN_CHARACTERS
    return _is_item(token, line.strip(_BESIDE), near_start) or _is_abbreviation(token, text, after, end)


def _is_boundary(text: str, start: int, candidate: re.Match[str], end: int) -> bool:
    marks = candidate["marks"] or candidate["tight"]
    if marks is None:
        return True
    if not _can_begin(text, candidate.end(), end):
        return False
    stop = candidate.start("marks" if candidate["marks"] else "tight")
    return marks != "." or not _goes_on(text, start, stop, candidate.end(), end)


def split_sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of `text` inside `span`, without surrounding white space, in order.

    Every character inside `span` that is not white space lies in exactly one sentence. Each sentence of a
    quotation is one by itself: an answer should cite the one that says so.
    """
    sentences: list[Span] = []

    def add(start: int, end: int) -> None:
        piece = text[start:end]
        if not piece.strip():
            return
        trimmed = Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        if sentences and not _ANYTHING.search(piece):
            sentences[-1] = Span(sentences[-1].start, trimmed.end)
        else:
            sentences.append(trimmed)

    start = span.start
    for candidate in _CANDIDATE.finditer(text, span.start, span.end):
        if _is_boundary(text, start, candidate, span.end):
            add(start, candidate.end())
            start = candidate.end()
    add(start, span.end)
    return sentences
