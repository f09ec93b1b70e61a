"""Personal data in texts: e-mail addresses, phone numbers, bank accounts, citizen service numbers."""

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from stdnum import iban
from stdnum.nl import bsn

from index.types import Extract, Span

# What stands for one masked character. It is no letter, no digit and no space, so it is never a search term.
MASK = "█"
Kind = Literal["email", "phone", "iban", "bsn"]

# How much of a line before and after a number is read to see what it is called.
_CONTEXT = 40
# No pattern reaches further from the sign or the digits that it is tried for: the longest e-mail address has
# 254 characters, a number with the words that name it not 100.
_EMAIL_REACH = 260
_NUMBER_REACH = 100

_WORD_END = re.compile(r"\w\b")
_NO_LINE_END = re.compile(r"[^\r\n]")
_MASKED_RUN = re.compile(f"{MASK}+")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_NUMBER = re.compile(r"[\d\s()+./-]+")


@dataclass(frozen=True, slots=True)
class _Lists:
    near_email: re.Pattern[str]
    near_number: re.Pattern[str]
    email: re.Pattern[str]
    numbers: tuple[tuple[Kind, bool, re.Pattern[str]], ...]
    """Kind, whether what is found must still be proved, and pattern; the surest first."""
    before: re.Pattern[str]
    after: re.Pattern[str]
    helplines: frozenset[str]
    dangling: frozenset[str]


@lru_cache(maxsize=1)
def _lists() -> _Lists:
    lists = tomllib.loads(files("index").joinpath("privacy.toml").read_text(encoding="utf-8"))

    def each(name: str) -> list[re.Pattern[str]]:
        found = (pattern.replace("~", lists["between"]) for pattern in lists["numbers"][name])
        return [re.compile(pattern.replace("§", lists["start"]), re.IGNORECASE) for pattern in found]

    order: tuple[tuple[Kind, bool, str], ...] = (
        ("iban", False, "iban"),
        ("iban", True, "foreign_iban"),
        ("bsn", False, "named_bsn"),
        ("phone", True, "phone"),
        ("bsn", True, "bsn"),
    )
    return _Lists(
        near_email=re.compile(lists["near_email"]),
        near_number=re.compile(lists["near_number"]),
        email=re.compile("".join(lists["email"].values()), re.IGNORECASE),
        numbers=tuple((kind, unproved, pattern) for kind, unproved, name in order for pattern in each(name)),
        before=re.compile(lists["before"], re.IGNORECASE),
        after=re.compile(lists["after"], re.IGNORECASE),
        dangling=frozenset(lists["dangling"].split()),
        helplines=frozenset(_normal(number) for numbers in lists["helplines"].values() for number in numbers),
    )


def _normal(number: str) -> str:
    """Return the form that all notations of a number share: '030123' for '+31 (0)30 123' and '030-123'."""
    plain = "".join(each for each in number if each.isalnum() or each == "+").upper()
    abroad = re.fullmatch(r"(?:\+|00)(\d+)", plain) or re.fullmatch(r"(316\d{8})", plain)
    if abroad is None:
        return plain
    return f"0{abroad[1][2:].lstrip('0')}" if abroad[1].startswith("31") else f"+{abroad[1]}"


def _entry(stated: str) -> str:
    entry = stated.strip()
    if _lists().email.fullmatch(entry) or _DOMAIN.fullmatch(entry.casefold()):
        return entry.casefold()
    if (_NUMBER.fullmatch(entry) and re.search(r"\d{2}", entry)) or iban.is_valid(entry):
        return _normal(entry)
    raise ValueError(
        f"'{stated}' is neither a domain (utrecht.nl), nor an e-mail address, nor a phone or account number"
    )


@dataclass(frozen=True, slots=True)
class PublicContacts:
    """Contact details that belong to no person and may be shown, besides the helplines."""

    entries: tuple[str, ...] = ()
    """Domains, e-mail addresses and numbers, each in the form that finds are compared with."""

    @classmethod
    def of(cls, stated: Sequence[str]) -> "PublicContacts":
        """Return what is stated in any notation.

        Raises `ValueError` for what is neither a domain, nor an e-mail address, nor a number.
        """
        return cls(tuple(sorted({_entry(each) for each in stated})))

    def allows(self, kind: Kind, found: str) -> bool:
        """Tell whether what was found may be shown."""
        if kind != "email":
            return _normal(found) in _lists().helplines or _normal(found) in self.entries
        address = found.casefold()
        domain = address.rpartition("@")[2]
        return address in self.entries or any(f".{domain}".endswith(f".{entry}") for entry in self.entries)


HELPLINES_ONLY = PublicContacts()


@dataclass(frozen=True, slots=True)
class Find:
    """Personal data in a text."""

    kind: Kind
    span: Span


def _named_otherwise(text: str, span: Span) -> bool:
    lists = _lists()
    before = text[max(0, span.start - _CONTEXT) : span.start]
    return bool(lists.before.search(before) or lists.after.match(text, span.end, span.end + _CONTEXT))


def _proved(kind: Kind, text: str, span: Span) -> Span | None:
    """Return the characters that hold up as what they look like, or nothing."""
    if kind == "iban":
        ends = (span.start + end.end() for end in _WORD_END.finditer(span.of(text)))
        return next((Span(span.start, end) for end in ends if iban.is_valid(text[span.start : end])), None)
    if kind == "bsn" and not bsn.is_valid(span.of(text)):
        return None
    return None if _named_otherwise(text, span) else span


def _near(text: str, pattern: re.Pattern[str], reach: int) -> Iterator[Span]:
    """Yield the stretches round every match of a cheap pattern, those that meet as one."""
    start = end = 0
    for match in pattern.finditer(text):
        if match.start() - reach > end:
            yield Span(start, end)
            start = max(0, match.start() - reach)
        end = match.end() + reach
    yield Span(start, end)


def _each_find(text: str) -> Iterator[Find]:
    lists = _lists()
    for near in _near(text, lists.near_email, _EMAIL_REACH):
        for match in lists.email.finditer(text, near.start, near.end):
            yield Find("email", Span(*match.span()))
    for near in _near(text, lists.near_number, _NUMBER_REACH):
        for kind, unproved, pattern in lists.numbers:
            for match in pattern.finditer(text, near.start, near.end):
                span = Span(*match.span(pattern.groups))
                proved = _proved(kind, text, span) if unproved else span
                if proved is not None:
                    yield Find(kind, proved)


def finds(text: str, public: PublicContacts = HELPLINES_ONLY) -> list[Find]:
    """Return the personal data in `text`, in order, without overlap, without public contact details."""
    taken = bytearray(len(text))
    chosen: list[Find] = []
    for find in _each_find(text):
        start, end = find.span.start, find.span.end
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            if not public.allows(find.kind, find.span.of(text)):
                chosen.append(find)
    return sorted(chosen, key=lambda find: find.span.start)


def replaced(text: str, public: PublicContacts, stand_in: Callable[[Kind, str], str]) -> str:
    """Return `text` with what `stand_in` gives in the place of all personal data."""
    # Another round sees what the first one's finds stood beside.
    while found := finds(text, public):
        pieces: list[str] = []
        at = 0
        for find in found:
            pieces += (text[at : find.span.start], stand_in(find.kind, find.span.of(text)))
            at = find.span.end
        text = "".join(pieces) + text[at:]
    return text


def mask(text: str, public: PublicContacts = HELPLINES_ONLY) -> str:
    """Return `text` with every character of personal data as `MASK`, line ends kept: offsets hold."""
    return replaced(text, public, lambda _, found: _NO_LINE_END.sub(MASK, found))


def masked(extract: Extract, public: PublicContacts) -> Extract:
    """Return what was read from a file with the personal data in its text and facts masked."""
    return replace(
        extract,
        text=mask(extract.text, public),
        title=mask(extract.title, public),
        publisher=mask(extract.publisher, public),
    )


def without_dangling(text: str) -> str:
    """Return what stands before a mask without the words at its end that led to what is masked."""
    said, _, last = text.rpartition(" ")
    while said and last.strip("(:,").casefold() in _lists().dangling:
        text = said.rstrip()
        said, _, last = text.rpartition(" ")
    return text


def without_masks(text: str) -> str:
    """Return `text` without its masked runs, for whoever counts or embeds its words."""
    return _MASKED_RUN.sub("", text)
