"""Words that were broken at the end of a line: which hyphens belong to the word and which to the line."""

import re
from collections.abc import Iterable

# What marks a hyphen at the end of a line, as pdfium does, and what marks where a page begins: no characters.
HYPHEN = "\ufffe"
PAGE = "\f"

_WORD = re.compile(r"\w+(?:-\w+)*")
_BROKEN = re.compile(rf"(\w+(?:-\w+)*){HYPHEN}({PAGE}?)(\w+)")
# 'zorg- en welzijnsbeleid', 'drie- tot vierjarigen': the hyphen stands for a part that is left out.
_AND_OR = re.compile("en|of|tot|and|or|to")
_VOWEL = re.compile("[aeiouyáéíóúàèäëïöüœæ]", re.IGNORECASE)
_TWO_CONSONANTS = re.compile("[bcdfghjklmnpqrstvwxz]{2}")
# The pairs of consonants that Dutch words begin with: 'Wmo', 'Zvw' and 'Wlz' are no syllables.
_ONSET = re.compile("[bcfgkpsv]l|[bcdfgkptvw]r|[cghkprst]h|[gkmps]n|[dfst]j|[kdtsz]w|[pt]s|s[cfkmpqt]")


def _is_abbreviation(part: str) -> bool:
    """Tell whether a part of a word can be no syllable, so that a hyphen after it is its own."""
    return (
        len(part) == 1
        or any(character.isdigit() for character in part)
        or any(character.isupper() for character in part[1:])
        or not _VOWEL.search(part)
        or bool(_TWO_CONSONANTS.match(part.lower()) and not _ONSET.match(part.lower()))
    )


class Hyphens:
    """Mends broken words, with the words that a document has unbroken as evidence."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._words = {word.casefold() for text in texts for word in _WORD.findall(_BROKEN.sub(" ", text))}

    def mend(self, text: str) -> str:
        """Return `text` with every `HYPHEN` resolved; a `PAGE` stays before the second part of its word."""

        def mended(found: re.Match[str]) -> str:
            word = self._mended(found[1], found[3])
            return word[: -len(found[3])] + found[2] + found[3]

        return _BROKEN.sub(mended, text).replace(HYPHEN, "-")

    def _mended(self, before: str, after: str) -> str:
        whole, hyphenated = f"{before}{after}", f"{before}-{after}"
        if _AND_OR.fullmatch(after):
            return f"{before}- {after}"
        if hyphenated.casefold() in self._words:
            return hyphenated
        if whole.casefold() in self._words:
            return whole
        own = _is_abbreviation(before.rpartition("-")[2]) or not after[0].islower()
        return hyphenated if own else whole
