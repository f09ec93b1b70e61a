"""What the lexical search counts: stems, parts of compounds; places, days and sums in one spelling."""

import re
from collections.abc import Iterator

from index.compounds import Compounds
from index.dates import DATE_WITH_YEAR, iso_date
from index.dutch import STOP_WORDS, split, stem

_NUMBER = r"\d+[a-z]?(?:[.:]\d+[a-z]?)*\b"
_AND = r"(?:,| en| of| and| or)\s+"
_ARTICLES = re.compile(rf"\b(?:art\.?|artikel|artikelen|articles?)\s*({_NUMBER}(?:{_AND}{_NUMBER})*)")
_PARAGRAPH = re.compile(r"§\s*(\d+(?:\.\d+)*)")
_NUMBERED = re.compile(r"\b(\d+(?:\.\d+)*[a-z]{1,2})\b")
_THOUSANDS = re.compile(r"\b\d{1,3}(?:\.\d{3})+(?:,\d+)?\b|\b\d+,(?:\d\d|-)(?!\d)")
_DAY = re.compile(DATE_WITH_YEAR)
# 'july 1, 2024'; which words are months is asked afterwards, since trying all of them at each is slow.
_ENGLISH_DAY = re.compile(r"\b[a-z]{3,9} \d{1,2}, \d{4}\b")


def content_words(folded: str) -> list[str]:
    """Return the words and numbers of a folded text but stop words, in order, repeats kept."""
    return [word for word in split(folded) if word not in STOP_WORDS]


def parts(content: list[str], compounds: Compounds) -> list[str]:
    """Return the stems of the parts of all compounds among folded words."""
    return [stem(part) for word in content for part in compounds.parts(word)]


def spelled_alike(folded: str) -> Iterator[str]:
    """Yield a term for what may be spelled otherwise: 'art. 18b' and 'artikel 18b', '€ 1.500' and '1500'."""
    for _, term in with_spellings(folded):
        yield term


def with_spellings(folded: str) -> Iterator[tuple[str, str]]:
    """Yield what may be spelled otherwise, as it is written, with its term.

    Articles and paragraphs keep their number and its letter together, days become ISO 8601, sums lose the
    points between thousands and empty cents.
    """
    for articles in _ARTICLES.finditer(folded):
        for number in re.findall(_NUMBER, articles[1]):
            yield number, f"artikel {number}"
    for pattern, kind in ((_PARAGRAPH, "§ "), (_NUMBERED, "")):
        for found in pattern.finditer(folded):
            yield found[0], f"{kind}{found[1]}"
    for found in _THOUSANDS.finditer(folded):
        yield found[0], re.sub(r",(?:00|-)$", "", found[0].replace(".", ""))
    for found in (*_DAY.finditer(folded), *_ENGLISH_DAY.finditer(folded)):
        if day := iso_date(found[0]):
            yield found[0], day
