"""Numbers and names that a sentence may have: those of what it cites, in full or in short."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from wordfreq import zipf_frequency

from bot.coverage import covered
from bot.guards import guarded, numbers_of
from bot.measures import measurable
from index.dutch import STOP_WORDS, stem, words

_NAME = re.compile(r"(?<=[\w,;:(] )[A-ZÀ-Ý][\w’'-]*|\b[A-Z]{2,}\b|\b\w{3,}wet\b")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")
_CAPITALISED = re.compile(r"(?:[A-ZÀ-Ý][\w’'-]*(?: (?:en|van|voor|de|het) )?\s?){2,}")
# Zipf values (log10 of occurrences a billion words): of the names of Dutch towns Amsterdam's is the highest.
MIN_COMMON = 5.46
# Lists of words that are no names with a capital at the beginning of a sentence.
_NO_NAMES = (
    "quantities",
    "limits",
    "hedges",
    "periods",
    "conditional",
    "exceptions",
    "actors",
    "clausal",
    "causes",
    "effects",
    "circumstances",
    "verbs",
)
_SMALL = frozenset({"en", "van", "voor", "de", "het", "der", "op", "in", "te"})


def new_numbers(sentence: str, quote: str) -> str:
    """Refuse a number that the source does not have."""
    new = numbers_of(measurable(sentence)) - numbers_of(measurable(quote))
    return f"the numbers {sorted(new)} are not in the source" if new else ""


@lru_cache(maxsize=256)
def initials(text: str) -> frozenset[str]:
    """Return the initials of every run of two to five words: SCP of 'Sociaal en Cultureel Planbureau'."""
    said = words(text)
    runs = ("".join(word[0] for word in of) for of in (said, [word for word in said if word not in _SMALL]))
    return frozenset(
        letters[i : i + n] for letters in runs for n in range(2, 6) for i in range(len(letters) - n + 1)
    )


def _runs_in_full(text: str, other: str) -> Iterator[tuple[str, str]]:
    """Yield the names of a text that another text has as an abbreviation, and that."""
    abbreviations = _ABBREVIATION.findall(other)
    for run in _CAPITALISED.findall(text):
        of = run.split()
        for at in range(len(of)):
            said = [word for word in words(" ".join(of[at:])) if word not in _SMALL]
            for short in abbreviations:
                if _is_short_for(short.casefold(), said):
                    yield " ".join(of[at:]), short


def abbreviated(text: str, other: str) -> str:
    """Return a text with the names that another text abbreviates as that does."""
    for full, short in _runs_in_full(text, other):
        text = text.replace(full, short)
    return text


def _is_short_for(short: str, said: Sequence[str]) -> bool:
    letters = "".join(word[0] for word in said)
    pattern = ".*".join(map(re.escape, short))
    in_order = re.fullmatch(f"{pattern}.*", "".join(said))
    return len(said) > 1 and in_order is not None and short.startswith(letters[:2])


def new_names(sentence: str, quote: str) -> str:
    """Refuse a name that the source does not have, in full or in short."""
    known = frozenset(words(quote))
    stems, short = frozenset(stem(word) for word in known), initials(quote)
    full = frozenset(word for run, _ in _runs_in_full(sentence, quote) for word in words(run))

    def is_known(word: str) -> bool:
        exempt = word in STOP_WORDS or word in full or numbers_of(word)
        return bool(exempt) or word in known or word in short or covered(stem(word), stems)

    # A sentence's first word has a capital whatever it is.
    first = [
        word
        for word in sentence.split()[:1]
        if zipf_frequency(word, "nl") < MIN_COMMON and guarded(*_NO_NAMES).isdisjoint(words(word))
    ]
    names = [*first, *_NAME.findall(sentence)]
    new = [name for name in names if not all(is_known(word) for word in words(name))]
    return f"the names {new} are not in the source" if new else ""
