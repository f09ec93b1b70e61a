"""Dates as Dutch pages write them."""

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb febr february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_WEEKDAY = r"(?:(?:maan|dins|woens|donder|vrij|zater|zon)dag|ma|di|wo|do|vr|za|zo)\.?,?\s"
DATE = (
    rf"(?:(?:{_WEEKDAY})?(?:\d{{1,2}}(?:e|ste)?[\s.-](?:{_MONTH})\b\.?(?:,?[\s-](?:\d{{4}}\b|'\d\d))?|(?:{_MONTH})\s\d{{1,2}},\s\d{{4}}"
    r"|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b))"
)
TIME = r"(?:\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?uur|\su\b|h\b)?|\d{1,2}\suur)"
AGO = (
    r"(?:(?:\d{1,2}|een|één)\s?(?:sec(?:onden)?|min(?:uut|uten)?|uur|uren|u|dag(?:en)?|d|we(?:ek|ken)|w|maand(?:en)?|mnd|ja(?:ar|ren)|jr|j)"
    r"(?:\.?\sgeleden)?\b|zojuist|gisteren|eergisteren|vandaag)"
)
# Of these no sentence is needed around them to see that they tell when something was written.
DATE_WITH_YEAR = (
    rf"(?:\d{{1,2}}(?:e|ste)?[\s.-](?:{_MONTH})\b\.?,?[\s-]\d{{4}}\b|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b)"
)
AGO_LONG = r"(?:\d{1,2}|een|één)\s\w+\.?\sgeleden"
_GLUE = r"(?:[\s,·|•()»«–—:-]|\b(?:op|om|at|on|in)\b)*"
# From '9.00' to '11.30 uur' are hours of opening, no time at which something was written.
_HOURS = rf"{TIME}\s?(?:-|–|tot|t/m)\s?{TIME}"
# When something was written: '12 mrt 2019, 14:03', '3 dagen geleden'.
STAMP = rf"(?!.*{_HOURS}){_GLUE}(?:{DATE}|{AGO}|{TIME})(?:{_GLUE}(?:{DATE}|{TIME}))*{_GLUE}"

_SEPARATOR = r"[|·•–—,()-]"
_FACT = re.compile(
    rf"(?:[^.!?;]{{0,60}}{_SEPARATOR}\s*)?(?:{DATE}|(?:{_MONTH})\s\d{{4}})(?:\s*{_SEPARATOR}[^.!?;]{{0,60}})?",
    re.IGNORECASE,
)
_WRITTEN = re.compile(rf"(\d{{1,2}})(?:e|ste)?[\s.-]({_MONTH})\b\.?,?[\s-](\d{{4}})", re.IGNORECASE)
_ENGLISH = re.compile(rf"({_MONTH})\s(\d{{1,2}}),\s(\d{{4}})", re.IGNORECASE)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def states_date(line: str) -> bool:
    """Tell whether a line is a date among facts: 'Utrecht, 3 mei 2019', 'De Bode | 3-5-2019 | redactie'."""
    return bool(_FACT.fullmatch(line))


def _month(name: str) -> int:
    """Return a month's number, or 0: a pattern that ignores case takes the long s for an s."""
    return MONTHS.get(name.lower(), 0)


def iso_date(stated: str) -> str:
    """Return the first whole date in `stated` as ISO 8601, or nothing where there is none."""
    if found := _ISO.search(stated):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _NUMBERS.search(stated):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := _WRITTEN.search(stated):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    elif found := _ENGLISH.search(stated):
        day, month, year = int(found[2]), _month(found[1]), int(found[3])
    else:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
