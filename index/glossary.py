"""Other names of what a question names: abbreviations, former names, the law's word for an everyday one."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations
from pathlib import Path

from index.dutch import stem, words

FILE = Path(__file__).with_name("glossary.toml")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Other names by the stems of a name."""

    entries: dict[tuple[str, ...], tuple[str, ...]]
    longest: int
    """Words in the longest name."""

    @classmethod
    def load(cls, file: Path = FILE) -> "Glossary":
        """Read the glossary of a file."""
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        entries: dict[tuple[str, ...], tuple[str, ...]] = {}
        pairs = [(one, [other]) for names in read["same"] for one, other in permutations(names, 2)]
        for name, others in [*pairs, *read["statutory"].items()]:
            key = _stems(name)
            entries[key] = tuple(dict.fromkeys([*entries.get(key, ()), *others]))
        return cls(entries, max(map(len, entries)))

    def other_names(self, question: str) -> tuple[str, ...]:
        """Return what the names in a question are called elsewhere; of one in another the longer one's."""
        asked = _stems(question)
        found: list[str] = []
        place = 0
        while place < len(asked):
            for size in range(min(self.longest, len(asked) - place), 0, -1):
                if names := self.entries.get(asked[place : place + size]):
                    found += names
                    place += size - 1
                    break
            place += 1
        said = f" {' '.join(asked)} "
        return tuple(name for name in dict.fromkeys(found) if f" {' '.join(_stems(name))} " not in said)


def _stems(text: str) -> tuple[str, ...]:
    return tuple(map(stem, words(text)))


@lru_cache(maxsize=1)
def packaged() -> Glossary:
    """Return the packaged glossary, read once."""
    return Glossary.load()
