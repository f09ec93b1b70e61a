"""Law articles to search in and to train on: those of the pile of acts, and of the laws of the field."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEADING = re.compile(r"^#+ *(.*)$", re.MULTILINE)
_SHORT_TITLE = re.compile(r"\(([^()]{4,80})\)$")
_EMPTY = re.compile(r"(?:Bevat wijzig|Deze wet treedt|\[?Vervallen|Wijzigt|Dit artikel is)")
_MIN_CHARACTERS = 80
FIELD_LAWS = ("participatiewet_2026-01-01", "jeugdwet_2024-01-01", "wmo2015_2017-05")
MUNICIPAL = "gemeentelijke_regelingen"


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a law; `act` is what all articles of one law share."""

    id: str
    act: str
    law: str
    heading: str
    name: str
    text: str

    @property
    def path(self) -> str:
        """Where it stands in its law, its own name last."""
        return f"{self.heading} > {self.name}".removeprefix(" > ")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a file of JSON lines."""
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def pile_articles(data: Path) -> Iterator[Article]:
    """Yield the articles of all acts that say anything, each id once."""
    known: set[str] = set()
    for row in rows(data / "scale_pile" / "wetten_wet_2017.jsonl"):
        for article in _articles(row["_id"], _law_name(row["title"], row["slug"]), row["text"]):
            if article.id not in known:
                known.add(article.id)
                yield article


def _law_name(title: str, slug: str) -> str:
    short = _SHORT_TITLE.search(title)
    if short:
        return short[1]
    return title if len(title) < 60 and not title.startswith("Wet van") else slug.replace("-", " ")


def _articles(act: str, law: str, text: str) -> Iterator[Article]:
    headings = list(_HEADING.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    above = ""
    for heading, end in zip(headings, ends, strict=True):
        name = " ".join(heading[1].split())
        body = text[heading.end() : end].strip()
        if not name.lower().startswith("artikel"):
            above = name
        elif len(body) >= _MIN_CHARACTERS and not _EMPTY.match(body):
            yield Article(f"{act}/{name}", act, law, above, name, body)


def held_out(act: str) -> bool:
    """Tell whether an act is one of the quarter that nothing is trained on."""
    return _hash(act) % 4 == 0


def in_sample(article: str) -> bool:
    """Tell whether an article is one of an eighth, chosen by its id: enough to be lost among."""
    return _hash(article) % 8 == 0


def _hash(name: str) -> int:
    return int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16)


def field_articles(data: Path) -> Iterator[Article]:
    """Yield the articles of Participatiewet, Jeugdwet, Wmo 2015 and nine municipal regulations."""
    known: set[str] = set()
    for file in (*FIELD_LAWS, MUNICIPAL):
        for row in rows(data / "laws" / f"{file}.jsonl"):
            article = _municipal(row) if "cvdr" in row else _national(file, row)
            if article.id not in known:
                known.add(article.id)
                yield article


def _national(file: str, row: dict[str, Any]) -> Article:
    return Article(
        f"{file}/{row['article']}", file, row["law"], row.get("path", ""), row["article"], row["text"]
    )


def _municipal(row: dict[str, Any]) -> Article:
    law = f"{row['regeling']} (gemeente {row['gemeente']})"
    number = row["article"]
    return Article(f"{row['cvdr']}/{number}", row["cvdr"], law, "", f"Artikel {number}", row["text"])
