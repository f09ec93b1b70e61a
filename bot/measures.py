"""How much, when and how long: every number with its unit, what bounds it, and how often it is meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.guards import as_digits, classes, guarded, is_year, numbers_of, spelled_out, table
from index.dutch import fold

_TOKEN = re.compile(r"[€%]|\d+(?:[.,]\d+)*|[^\W\d_]+")
_DASH = re.compile(r"(?<=\d)\s?[-–]\s?(?=\d)")
_UNTIL = re.compile(r"\bt\s?/\s?m\b")
# Of an amount or a time the words before tell how it is bounded, as many as 'tot een maximum van de'.
_WORDS_BEFORE = 6
# 'Euro 12 per gezin en maand', '12 uur hulp per week'.
_WORDS_TO_PERIOD = 4
_ONE_IN = re.compile(r"\b(?P<part>een|\w+) op (?:de )?(?P<whole>\w+)\b")
_FRACTION = re.compile(
    r"\b(?:(?P<count>een|1|twee|2|drie|3) (?P<part>derde|vierde|vijfde|tiende)n?"
    r"|(?:de |een )?(?P<word>helft|kwart|driekwart|tweederde))\b"
)
_FRACTIONS = {"helft": 50.0, "kwart": 25.0, "driekwart": 75.0, "tweederde": 200 / 3}
# A part of more is seldom spoken of ('een op de twintig').
_LARGEST_WHOLE = 20

_TIMES = frozenset({"minute", "hour", "day", "working_day", "week", "month", "quarter", "year"})


@dataclass(frozen=True, slots=True)
class Measure:
    """A number, or a range of two."""

    value: str
    unit: str
    """'euro', 'percent', 'week' …; 'date' for a year, a month and its day; empty for what counts things."""
    bounds: frozenset[str]
    """What of `bounds` in guards.toml stands around it: 'since', 'to', 'about' …"""
    side: str
    """From or to what: 'na' of 'zes weken na de aanvraag', 'naar' of 'steeg naar 5 procent'."""
    period: frozenset[str]
    """How often: 'month' of '19 euro per maand'."""

    def matches(self, other: "Measure") -> bool:
        """Tell whether it is the same amount, in the same bounds.

        Ages do without their unit ('onder de 18'), and what has no side may have it elsewhere.
        """
        return (
            self.value == other.value
            and (self.unit == other.unit or {self.unit, other.unit} == {"", "year"})
            and (self.bounds == other.bounds or bool(self.bounds & other.bounds))
            and (not self.side or not other.side or self.side == other.side)
        )


@dataclass(frozen=True, slots=True)
class _Number:
    value: str
    unit: str
    start: int
    end: int


def measurable(text: str) -> str:
    """Return a text folded, with ranges in words and parts as percentages: 'de helft' is '50 procent'."""
    text = _UNTIL.sub("tot en met", fold(_DASH.sub(" tot ", spelled_out(text))))
    return _ONE_IN.sub(_as_share, _FRACTION.sub(_as_percentage, text))


def _percentage(share: float) -> str:
    return f"{share:.1f}".removesuffix(".0").replace(".", ",") + " procent"


def _as_percentage(match: re.Match[str]) -> str:
    if match["word"]:
        return _percentage(_FRACTIONS[match["word"]])
    count = 1 if match["count"] == "een" else int(as_digits(match["count"]))
    return _percentage(100 * count / int(as_digits(match["part"])))


def _as_share(match: re.Match[str]) -> str:
    part = "1" if match["part"] == "een" else as_digits(match["part"])
    whole = as_digits(match["whole"])
    if not (part.isdigit() and whole.isdigit()) or not 0 < int(part) < int(whole) <= _LARGEST_WHOLE:
        return match.group()
    return _percentage(100 * int(part) / int(whole))


def measures(text: str) -> list[Measure]:
    """Return all that is measured in a text, in its order."""
    tokens = _TOKEN.findall(measurable(text))
    numbers = _with_units(list(_numbers(tokens)), tokens)
    return [_measured(each, tokens) for each in _ranges(numbers, tokens)]


def _numbers(tokens: Sequence[str]) -> Iterator[_Number]:
    """Yield the numbers with the unit that stands beside them; a date as its parts."""
    months, in_date = guarded("months"), 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1] if at + 1 < len(tokens) else ""
        [value] = numbers_of(token) or [""]
        if not value or token in guarded("ordinals"):
            continue
        # What bounds a date stands before all of it.
        start = in_date if at and _continues_date(tokens[at - 1], token) else at
        if token in months or following in months or (is_year(token) and not _unit(following)):
            unit, in_date = "date", start
        else:
            unit = _unit(following) or ("euro" if at and tokens[at - 1] == "€" else "")
        yield _Number(value, unit, start, at + 1 + bool(_unit(following)))


def _continues_date(before: str, token: str) -> bool:
    months = guarded("months")
    return before in months or (token in months and before.isdigit())


def _unit(word: str) -> str:
    return next((unit for unit, every in table("units").items() if word in every), "")


def _with_units(numbers: Sequence[_Number], tokens: Sequence[str]) -> list[_Number]:
    """Return the numbers, each of 'acht of negen weken' with the unit."""
    found = list(numbers)
    for at in range(len(found) - 2, -1, -1):
        one, other = found[at], found[at + 1]
        unit = other.unit if other.unit != "date" else ""
        between = tokens[one.end : other.start]
        if not one.unit and unit and _joins(between, "of", "en", "tot", "tot en met", "a"):
            found[at] = replace(one, unit=unit)
    return found


def _joins(between: Sequence[str], *by: str) -> bool:
    return " ".join(each for each in between if each != "€") in by


def _ranges(numbers: Sequence[_Number], tokens: Sequence[str]) -> list[_Number]:
    """Return the numbers with each two of a range as one."""
    found: list[_Number] = []
    for number in numbers:
        last = found[-1] if found else None
        if last and "–" not in last.value and last.unit == number.unit and _is_range(last, number, tokens):
            found[-1] = replace(number, value=f"{last.value}–{number.value}", start=last.start)
        else:
            found.append(number)
    return found


def _is_range(one: _Number, other: _Number, tokens: Sequence[str]) -> bool:
    between = tokens[one.end : other.start]
    if _joins(between, "tot", "tot en met", "a"):
        return True
    return _joins(between, "en") and "tussen" in tokens[max(0, one.start - 2) : one.start]


def _measured(number: _Number, tokens: Sequence[str]) -> Measure:
    behind = tokens[number.end : number.end + _WORDS_TO_PERIOD]
    before = [each for each in tokens[: number.start] if each != "€"][-1:]
    side = behind[0] if number.unit in _TIMES and behind[:1] in (["na"], ["voor"]) else ""
    side = side or (before[0] if before in (["met"], ["naar"], ["van"]) else "")
    period = classes("periods", behind) if number.unit != "date" else frozenset()
    return Measure(number.value, number.unit, _bounds(number, tokens), side, period)


def _bounds(number: _Number, tokens: Sequence[str]) -> frozenset[str]:
    before = [each for each in tokens[max(0, number.start - _WORDS_BEFORE) : number.start] if each != "€"]
    found: set[str] = set()
    if classes_behind := " ".join(tokens[number.end : number.end + 2]):
        found |= {"over"} if classes_behind in ("of meer", "en ouder", "of ouder", "of hoger") else set()
        found |= {"to"} if classes_behind in ("of minder", "en jonger", "of jonger", "of lager") else set()
    while before:
        kinds, length = _bounded_by(before, number)
        if not length and before[-1] not in guarded("articles") | {"eerste", "leeftijd", "van"}:
            break
        found |= kinds
        del before[-(length or 1) :]
    return frozenset(found)


def _bounded_by(before: Sequence[str], number: _Number) -> tuple[frozenset[str], int]:
    """Return the classes of the longest bound that words end with, and of how many it is."""
    for length in (3, 2, 1):
        phrase = " ".join(before[-length:])
        kinds = frozenset(kind for kind, every in table("bounds").items() if phrase in every)
        if kinds and len(before) >= length and _may_bound(phrase, number):
            return kinds, length
    return frozenset(), 0


def _may_bound(phrase: str, number: _Number) -> bool:
    """'Voor' and 'per' bound a date, 'in' a time: 'in zes weken', and not 'in 2015' or 'in twee wijken'."""
    if phrase in ("voor", "per"):
        return number.unit == "date"
    return phrase != "in" or number.unit in _TIMES


def changed_measure(sentence: str, quote: str) -> str:
    """Refuse an amount or a time in another unit, in other bounds, or for another period."""
    ours, theirs = measures(sentence), measures(quote)
    said = classes("periods", _TOKEN.findall(fold(sentence)))
    for each in ours:
        same = [other for other in theirs if each.matches(other)]
        if not same:
            return f"the source does not have {each.value} so: its unit, its bounds or its range"
        if all(other.period - said for other in same):
            return f"the source says how often {each.value} is meant"
    new = said - classes("periods", _TOKEN.findall(fold(quote)))
    return f"the source does not mean it for each {sorted(new)}" if new else ""


def other_part_of_time(sentence: str, quote: str) -> str:
    """Refuse a season, a day of the week or an end of a year that the source does not name."""
    ours, theirs = (classes("parts_of_time", _TOKEN.findall(fold(text))) for text in (sentence, quote))
    return f"the source does not say that it was then: {sorted(ours - theirs)}" if ours - theirs else ""
