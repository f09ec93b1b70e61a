"""Laws in JSON lines, a row an article: composed to the text of one law a version, and read as one."""

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


def _composed(rows: Sequence[Row]) -> str:
    """Return the text of a law in Markdown, its chapters and articles as headings."""
    name, _, valid_from = _version(rows[0])
    parts = [f"# {name} (geldend {valid_from})" if valid_from else f"# {name}"]
    path = ""
    for row in rows:
        here = str(row.get("path") or "")
        if here and here != path:
            parts.append(f"## {here}")
            path = here
        article = str(row["article"])
        numbered = article if article[:3].casefold() == "art" else f"Artikel {article}"
        parts += [f"### {numbered}", str(row["text"]).strip()]
    return "\n\n".join(parts) + "\n"


def law_documents(name: str, rows: Sequence[Row]) -> Iterator[Document]:
    """Yield a document for each version of a law in a file's rows.

    It is called as the file where that holds one version, else as the file and the law's number.
    """
    versions: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        versions.setdefault(_version(row), []).append(row)
    for (title, number, valid_from), articles in versions.items():
        own = "#".join(part for part in (name, number or title) if part)
        source = name if len(versions) == 1 else own if _once(number or title, versions) else f"{own}#{valid_from}"
        extract = Extract(
            _composed(articles), title=title, publisher=str(articles[0].get("gemeente") or "")
        )
        yield read_law(source, extract)


def _once(number: str, versions: Mapping[tuple[str, str, str], object]) -> bool:
    return sum(number in (each[1] or each[0], each[0]) for each in versions) == 1
