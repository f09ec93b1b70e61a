"""What a law says about itself: its name, when it is in force, and which law it is a version of."""

import re

from index.dates import iso_date
from index.dutch import words
from index.lawlines import bare
from index.types import Extract

# What a law says about itself, it says above its first article.
MAX_PREAMBLE_CHARACTERS = 20_000

_VERSION = re.compile(r"\s*\((?:geldend|stand|versie|tekst|geraadpleegd)[^)]*\)$", re.IGNORECASE)
# What the sites of laws add to the names of their pages: 'wetten.nl - Regeling - Jeugdwet - BWBR0034925'.
_SITE = re.compile(
    r"^wetten\.(?:nl|overheid\.nl) - \w+ - "
    r"|(?: [-|] (?:(?:BWB|CVDR)\w+|wetten\.nl|Lokale wet- en regelgeving))+$"
)
_SHORT_TITLE = re.compile(r"\(([^()]+)\)$")
_CITED_AS = re.compile(
    r"aangehaald als:?\s+(?:[“\"‘'*]+([^.;”\"’'*]{4,120})[”\"’'*]|([^.;\n”\"*]{4,120}?)\s*[.;\n])"
)
_FULL_TITLE = re.compile(r"(?:wet|besluit|regeling|verordening|beleidsregels?) van\b", re.IGNORECASE)
_DATE = r"\d{4}-\d{2}-\d{2}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2} [a-z]+ \d{4}"
_IN_FORCE = re.compile(
    rf"geldende?(?: (?:van|vanaf|sinds|per))? ({_DATE})(?: (?:t/m|tot en met) ({_DATE}))?", re.IGNORECASE
)
_AS_OF = re.compile(rf"(?:snapshot|geldende? op|wetten\.overheid\.nl/\w+/) ?({_DATE})", re.IGNORECASE)
# A municipality's regulation has a name that other municipalities' have, too; a national law's is its own.
_LOCAL_NUMBER = re.compile(r"\bCVDR\d+")


def full_title(line: str) -> bool:
    """Tell whether a line begins as the long title of a law: 'Wet van 9 juli 2014, houdende …'."""
    return bool(_FULL_TITLE.match(line))


def title(text: str, stated: str) -> str:
    """Return the law's own name: the heading `stated`, or the short name where that is the long title."""
    named = _VERSION.sub("", _SITE.sub("", bare(stated)))
    if named and not full_title(named):
        return named
    short, cited_as = _SHORT_TITLE.search(named), _CITED_AS.search(text)
    return short[1] if short else " ".join((cited_as[1] or cited_as[2]).split()) if cited_as else named


def in_force(text: str) -> tuple[str, str]:
    """Return the first and last day that this version is in force, as ISO 8601; empty where not stated."""
    found = _IN_FORCE.search(text, 0, MAX_PREAMBLE_CHARACTERS)
    return (iso_date(found[1]), iso_date(found[2] or "")) if found else ("", "")


def known_on(text: str) -> str:
    """Return a day on which this version is known to have been in force, as ISO 8601, or nothing.

    A month ('stand mei 2017') is not a day, and none is made of it.
    """
    found = _AS_OF.search(text, 0, MAX_PREAMBLE_CHARACTERS)
    return iso_date(found[1]) if found else ""


def work(extract: Extract, name: str) -> str:
    """Return what all versions of a law share: its number where it is a municipality's, or its name.

    A number is not used for national laws: a file of theirs often lacks it, and their names are unique.
    """
    local = _LOCAL_NUMBER.search(extract.text, 0, MAX_PREAMBLE_CHARACTERS)
    if local and not extract.publisher:
        return local[0].lower()
    return " ".join(words(f"{extract.publisher} {name}"))
