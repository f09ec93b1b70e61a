"""Names of people and bodies in a Dutch text, as far as capital letters tell."""

import re
import tomllib
from collections import Counter
from functools import lru_cache
from importlib.resources import files

_INITIALS = r"(?:[A-Z]\.\s?)+"
_CAPITAL = r"[A-ZÀ-Ý][\w’'-]*\w"
_PARTICLES = r"(?:van|de|der|den|ten|ter|te|el|al|in|['’]t)"
# 'Lian Stouthard', 'Silke van Arum', 'A.P. Vrieze', 'Jan Peter de Wit', 'SCP'; a second 'van' names where
# somebody works, not the person.
_NAME = re.compile(
    rf"(?<![\w-])(?:{_INITIALS}(?:{_PARTICLES}\s){{0,3}})?(?:{_CAPITAL})(?:(?:\s{_PARTICLES}){{1,3}}\s{_CAPITAL}"
    rf"|(?:\s{_CAPITAL}){{1,2}}(?:\s(?:(?:van\s)?(?:der|den)|(?:in|voor)\s(?:de|het)|de|ter|ten|el)\s{_CAPITAL})?)?"
)
_EMPLOYER = re.compile(rf"^((?:{_INITIALS})?{_CAPITAL}) van ({_CAPITAL})$")
_DESCRIPTION = re.compile(r"\W*((?:de|het|een|zijn|haar|hun)\s[a-zà-ÿ-]+)", re.IGNORECASE)
# 'Corrie (54)', 'deelneemster Corrie': somebody who has no more than a first name.
_INTRODUCED = re.compile(rf"({_CAPITAL})\s\(\d{{1,3}}\)|(?<=[a-z]{{3}}(?:er|ar|st|nt|nd) )({_CAPITAL})")


# The word before a name is looked for in so many characters: the longest of the list has fourteen.
MAX_WORD_BEFORE = 40


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    read = tomllib.loads(files("index").joinpath("quotes.toml").read_text(encoding="utf-8"))
    return {name: frozenset(read[name].split()) for name in ("no_names", "body_words", "function_ends")}


def _is_function(word: str) -> bool:
    return any(word.lower().endswith(end) for end in _lists()["function_ends"])


def _without_lead(words: list[str]) -> list[str]:
    """Return a name's words without those before it: 'Maar', 'Psychiater', a line in capitals."""
    while words and (words[0] in _lists()["no_names"] or words[0][0].islower()):
        words = words[1:]
    while len(words) > 1 and words[1][0].isupper() and (_is_function(words[0]) or _shouts(words)):
        words = words[1:]
    return words


def _shouts(words: list[str]) -> bool:
    first = words[0]
    return len(first) > 1 and first.isalpha() and first.isupper() and not words[-1].isupper()


class Names:
    """Finds names, and knows the full name of whom a text later calls by the surname alone."""

    def __init__(self, text: str) -> None:
        self._words = Counter(re.findall(r"(?<!van )(?<!Van )\b[A-ZÀ-Ý][\w’'-]*\w", text))
        self._full = [name for name in self._all(text) if " " in name]

    def _all(self, text: str) -> list[str]:
        found = []
        for match in _NAME.finditer(text):
            words = _without_lead(match.group().split())
            if words:
                found.append(self._with_body(text, match.end(), self._without_employer(" ".join(words))))
        return found

    def _without_employer(self, name: str) -> str:
        """Return 'Jansen' for 'Jansen van Movisie' where the text has 'Movisie' elsewhere, by itself."""
        found = _EMPLOYER.match(name)
        return found[1] if found and (self._words[found[2]] or found[2].isupper()) else name

    @staticmethod
    def _with_body(text: str, end: int, name: str) -> str:
        start = end - len(name)
        if not text.endswith(name, 0, end):
            return name
        before = text[max(0, start - MAX_WORD_BEFORE) : start].split()[-1:]
        is_body = bool(before) and before[0].lower() in _lists()["body_words"]
        return f"{before[0].lower()} {name}" if is_body else name

    def _resolved(self, name: str) -> str:
        """Return the fullest form of a surname in the text; a name of several words is full."""
        if " " in name and name.split(maxsplit=1)[0] not in _lists()["body_words"]:
            return name
        fuller = {full for full in self._full if full.endswith(f" {name}")}
        longer = {full for full in self._full if full.startswith(f"{name} ")}
        if not fuller and len(longer) == 1:
            return longer.pop()
        return max(sorted(fuller), key=len, default=name)

    def first(self, phrase: str) -> str:
        """Return the first whole name of a phrase, or the first, in its fullest form; nothing without one."""
        found = self._all(phrase)
        # 'de Vlaamse socioloog Lucia Ferrant': of several, a whole name is the person.
        whole = [name for name in found if " " in name]
        return self._resolved((whole or found)[0]) if found else ""

    def last(self, phrase: str) -> str:
        """Return the last name of a phrase in its fullest form; nothing where there is none."""
        found = self._all(phrase)
        return self._resolved(found[-1]) if found else ""

    def person(self, sentence: str) -> str:
        """Return the first name of a sentence that has a first name or initials somewhere in the text."""
        return next((full for full in map(self._resolved, self._all(sentence)) if " " in full), "")

    def subject(self, text: str) -> str:
        """Return the last person whom `text` names, by a full name or as 'Corrie (54)'; else nothing."""
        introduced = [found[1] or found[2] for found in _INTRODUCED.finditer(text)]
        people = [full for full in map(self._resolved, self._all(text)) if " " in full]
        return (people or introduced or [""])[-1]

    def most_named(self, text: str) -> str:
        """Return the full name in `text` whose last word is the most frequent in the whole text."""
        people = [full for full in self._all(text) if " " in full]
        return max(people, key=lambda full: self._words[full.split()[-1]], default="")

    @staticmethod
    def described(phrase: str) -> str:
        """Return how a phrase calls a speaker without a name: 'een bewoner'; nothing where it does not."""
        found = _DESCRIPTION.match(phrase)
        return found[1].lower() if found else ""
