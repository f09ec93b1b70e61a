"""Laws in JSON lines, a row an article: composed to the text of one law a version, and read as one."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from index.law import read_law
from index.types import Document, Extract

Row = Mapping[str, Any]


def is_law_row(row: object) -> bool:
    """Tell whether a row of JSON is an article of a law."""
    return (
        isinstance(row, dict)
        and "_id" not in row
        and isinstance(row.get("text"), str)
        and isinstance(row.get("article"), str)
        and isinstance(row.get("law", row.get("regeling")), str)
    )


def _name(row: Row) -> str:
    return str(row.get("law") or row.get("regeling"))


def _version(row: Row) -> tuple[str, str, str]:
    """Return what all articles of one version of a law share."""
    return _name(row), str(row.get("bwb_id") or row.get("cvdr") or ""), str(row.get("valid_from") or "")


def _named(row: Row) -> str:
    """Return an article's heading."""
    article = str(row["article"])
    return article if article[:3].casefold() == "art" else f"Artikel {article}"


def _composed(rows: Sequence[Row]) -> str:
    """Return the text of a law in Markdown, its chapters and articles as headings."""
    name, _, valid_from = _version(rows[0])
    valid_to = str(rows[0].get("valid_to") or "")
    in_force = f"geldend van {valid_from} t/m {valid_to}" if valid_to else f"geldend {valid_from}"
    parts = [f"# {name} ({in_force})" if valid_from else f"# {name}"]
    path = ""
    for row in rows:
        here = str(row.get("path") or "")
        if here and here != path:
            parts.append(f"## {here}")
            path = here
        parts += [f"### {_named(row)}", str(row["text"]).strip()]
    return "\n\n".join(parts) + "\n"


def law_documents(name: str, rows: Sequence[Row]) -> Iterator[Document]:
    """Yield a document for each version of a law in a file's rows.

    It is called as the file where that holds one version, else as the file and the law's number, and the
    day it came into force where the file holds several of one law.
    """
    versions: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        versions.setdefault(_version(row), []).append(row)
    numbers = Counter(number or title for title, number, _ in versions)
    for (title, number, valid_from), articles in versions.items():
        own = f"{name}#{number or title}"
        of_several = own if numbers[number or title] == 1 else f"{own}#{valid_from}"
        publisher = str(articles[0].get("gemeente") or "")
        extract = Extract(_composed(articles), title=title, publisher=publisher)
        yield read_law(name if len(versions) == 1 else of_several, extract)
