"""Every sentence that a model is told and that a citizen is told, as data, in Dutch and English."""

import string
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
# What visitors and models read, and what staff read; no table is in both.
FILES = ("", "desk.")


class TextError(KeyError):
    """A text was asked for that is not there, or with other variables than it has: a mistake in the code."""


class Texts:
    """The texts of one language, by dotted name."""

    def __init__(self, language: Language, tables: dict[str, Any]) -> None:
        self.language = language
        self._tables = tables

    def _find(self, name: str) -> Any:
        found: Any = self._tables
        for part in name.split("."):
            if not isinstance(found, dict) or part not in found:
                raise TextError(f"there is no text '{name}' in '{self.language}'")
            found = found[part]
        return found

    def variables(self, name: str) -> set[str]:
        """Return which variables a text has."""
        template = self._find(name)
        if not isinstance(template, str):
            raise TextError(f"'{name}' is not a single text")
        return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}

    def get(self, name: str, /, **variables: object) -> str:
        """Return a text with its variables filled in; raises `TextError` for a missing or an unknown one."""
        wanted, template = self.variables(name), self._find(name)
        if wanted != variables.keys():
            raise TextError(
                f"'{name}' in '{self.language}' has the variables {sorted(wanted)}, not {sorted(variables)}"
            )
        return str(template.format(**variables))

    def list(self, name: str) -> tuple[str, ...]:
        """Return a list of texts without variables."""
        found = self._find(name)
        if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
            raise TextError(f"'{name}' is not a list of texts")
        return tuple(found)

    def table(self, name: str) -> tuple[dict[str, str], ...]:
        """Return a list of small tables of texts, such as a prompt's examples."""
        found = self._find(name)
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise TextError(f"'{name}' is not a list of tables")
        return tuple(found)


@lru_cache(maxsize=len(LANGUAGES))
def load(language: Language) -> Texts:
    """Return the texts of a language."""
    tables: dict[str, Any] = {}
    for name in FILES:
        tables |= tomllib.loads(
            files("prompts").joinpath(f"{name}{language}.toml").read_text(encoding="utf-8")
        )
    return Texts(language, tables)
