"""The day that a question about the law asks about."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.dates import DATE, MONTHS, iso_date
from index.dutch import words

YEAR = r"((?:19|20)\d\d)"
_A_DAY = timedelta(days=1)
# 'De norm voor 2024' is the norm of 2024, 'wat gold er voor 2015' is about the time before it; before a day,
# 'voor' is always a limit.
_BEFORE = r"\b(?:vóór|tot|before|until|(?<=\ber )voor|(?<=(?:tijd|jaar|iode|atie) )voor)"
_BEFORE_DAY = r"\b(?:vóór|voor|tot|before|until)"
_FROM = r"\b(?:sinds|vanaf|since|from)"
_AT = r"\b(?:in|op|per|voor|anno|eind|begin|medio|versie van|tekst van|stand van|jaar|for|as of)"
_DAY = re.compile(rf"(?:({_BEFORE_DAY})\s+|({_FROM})\s+)?({DATE})", re.IGNORECASE)
_MONTH = re.compile(
    rf"(?:({_BEFORE})\s+|({_FROM})\s+)?\b({'|'.join(MONTHS)})\s+{YEAR}\b",
    re.IGNORECASE,
)
_IN_YEAR = re.compile(
    rf"(?:({_BEFORE})|({_FROM})|{_AT})\s+(?:(?:het jaar|eind|begin|medio)\s+)?{YEAR}\b(?![-/.\d])",
    re.IGNORECASE,
)
_LAST_YEAR = re.compile(r"\b(?:vorig|verleden|last)\s(?:jaar|year)\b", re.IGNORECASE)
# Alone, a number is a year at the end of a clause or before a small word, not before what it counts.
_SMALL = (
    r"(?:aan|als|bij|dan|de|door|een|en|er|het|in|is|met|of|om|op|te|tot|uit|van|voor|was|zijn"
    r"|and|at|for|or|the|to)"
)
_BARE_YEAR = re.compile(
    rf"(?<![\w.,/€-]){YEAR}\b(?![-/.,:]?\d)(?=\s*(?:[^\w\s]|$)|\s+{_SMALL}\b)", re.IGNORECASE
)
_A_TIME = rf"(?:{DATE}|(?:(?:{'|'.join(MONTHS)})\s+)?(?:19|20)\d\d\b)"
_LIFE = (
    r"(?:geboren|geboorte\w*|getrouwd|trouwde\w*|gescheiden|overleden|gestorven|verhuisd\w*|afgestudeerd|gepensioneerd"
    r"|diploma\w*|bouwjaar|gebouwd|born|birth|married|divorced|died|moved|graduated)"
)
_MONEY = (
    r"(?:€|\b(?:verdien|ontvang|krijg|betaal|kost|earn|receive|pay)\w*"
    r"|\b(?:inkomen|loon|salaris|huur|uitkering|pensioen|spaargeld|vermogen|bedrag|schuld|boete"
    r"|income|rent|savings) (?:van|of))"
)
_UNIT = r"(?:euro|eur|gulden|bruto|netto|gross|net|uur|per|in de maand|a month)"
# Years of somebody's life and amounts say nothing of the law that is asked for.
_NO_TIME_OF_LAW = re.compile(
    rf"\b{_LIFE}\b[^.?!,;]{{0,20}}?\b{_A_TIME}|\b{_A_TIME}\s+(?:[^\W\d]+\s+){{0,2}}{_LIFE}\b"
    rf"|{_MONEY}\s*(?:(?:ongeveer|ruim|circa|about)\s+)?{YEAR}\b|\b{YEAR}\s*{_UNIT}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A day that a question asks about, and the words that say so."""

    day: date
    words: str


def asked_day(question: str, today: date, names: frozenset[tuple[str, str]] = frozenset()) -> Asked | None:
    """Return the day that a question asks about; None where it names none, or names its speaker's own days.

    A month and a year stand for their last day, or for today in the running one: the version of that day is
    what they brought. 'vóór' a time means the day before it; what holds 'sinds' a past time holds today. A
    year that stands alone is a time unless it is in the name of a law: `names` are such years with the word
    before each ('wmo', '2015').
    """
    asked = _NO_TIME_OF_LAW.sub(lambda found: "," * len(found[0]), question)
    for found in _DAY.finditer(asked):
        if stated := iso_date(found[3]):
            day = date.fromisoformat(stated)
            return _asked(found, _Time(day, day), today)
    if in_month := _MONTH.search(asked):
        first = date(int(in_month[4]), MONTHS[in_month[3].lower()], 1)
        return _asked(in_month, _Time(first, _last_day(first)), today)
    if in_year := _IN_YEAR.search(asked):
        return _asked(in_year, _year(int(in_year[3])), today)
    if last_year := _LAST_YEAR.search(asked):
        return Asked(date(today.year - 1, 12, 31), last_year[0])
    for alone in _BARE_YEAR.finditer(asked):
        if (*words(asked[: alone.start()])[-1:], alone[1]) not in names:
            return Asked(_year(int(alone[1])).asked(today), alone[0])
    return None


@dataclass(frozen=True, slots=True)
class _Time:
    first: date
    last: date

    def asked(self, today: date) -> date:
        return today if self.first <= today <= self.last else self.last


def _asked(found: re.Match[str], time: _Time, today: date) -> Asked | None:
    """Return the day of a time that was `found` after 'vóór' (group 1), 'sinds' (group 2) or neither."""
    if found[1]:
        return Asked(time.first - _A_DAY, found[0])
    if found[2]:
        return Asked(time.first, found[0]) if time.first > today else None
    return Asked(time.asked(today), found[0])


def _year(year: int) -> _Time:
    return _Time(date(year, 1, 1), date(year, 12, 31))


def _last_day(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
