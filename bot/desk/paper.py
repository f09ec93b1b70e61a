"""The facts as a paper: sections with paragraphs and tables, which a page and a Markdown file both show."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.desk.facts import Entry, Facts
from bot.desk.numbers import Numbers
from bot.page.register import Reference
from prompts import Texts

# The register's own order, under its own headings.
TABS = {
    "general": (
        *("name", "organization", "description_short", "category", "status", "begin_date", "end_date"),
        *("publication_category", "contact_email", "website", "url", "lang", "standard_version", "source_id"),
        "tags",
    ),
    "use": (
        *("goal", "proportionality", "human_intervention", "risks", "lawful_basis", "lawful_basis_grouping"),
        *("process_index_url", "impacttoetsen_grouping", "impacttoetsen"),
    ),
    "working": ("source_data", "source_data_grouping", "methods_and_models", "provider", "publiccode"),
}
# What makes more than text of text: anywhere, and at its beginning.
_SPECIAL = re.compile(r"[\\`*_\[\]|~$]|(?<=www)\.|:(?=//)")
_LEADING = re.compile(r"^(\d*)([#+=.)-])")


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what is below it."""

    title: str
    said: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def sections(facts: Facts, texts: Texts) -> Iterator[Section]:
    """Yield the whole paper."""
    for tab, names in TABS.items():
        title = texts.get(f"facts.tab_{tab}")
        yield Section(title, (), texts.list("facts.head_field"), tuple(_entry_rows(facts, names, texts)))
    yield Section(texts.get("facts.act"), (texts.get("facts.act_said", notice=facts.notice),))
    yield Section(
        texts.get("facts.models_title"),
        (),
        texts.list("facts.head_model"),
        tuple(
            (
                texts.get(f"facts.part_{each.part}"),
                each.name,
                texts.get(f"facts.origin_{each.origin}"),
                each.licence or texts.get("facts.to_fill_in"),
                each.sha256 or texts.get("facts.unknown"),
            )
            for each in facts.models
        ),
    )
    yield Section(
        texts.get("facts.sources_title"),
        (texts.get("facts.sources_said", count=len(facts.sources), generation=facts.generation or "–"),),
        texts.list("facts.head_source"),
        tuple((each.title, each.publisher, each.date, each.source, each.link) for each in facts.sources),
    )
    yield Section(
        texts.get("facts.kept_title"),
        (),
        texts.list("facts.head_kept"),
        tuple((each.what, each.holds, each.until) for each in facts.kept),
    )
    yield Section(texts.get("facts.leaves_title"), facts.leaves)
    yield Section(
        texts.get("facts.contacts_title"),
        (),
        texts.list("facts.head_contact"),
        tuple((each.name, each.phone, each.url, each.note) for each in facts.contacts),
    )
    yield Section(texts.get("facts.limits_title"), facts.limits)
    yield _evaluation(facts, texts)


def _evaluation(facts: Facts, texts: Texts) -> Section:
    title, last = texts.get("facts.evaluation_title"), facts.evaluation
    if last is None:
        return Section(title, (texts.get("facts.evaluation_none"),))
    figure = Numbers(texts).figure
    split = texts.get(f"report.split_{last.split}")
    said = texts.get(
        "facts.evaluation_said", name=last.name, at=last.at, split=split, questions=last.questions
    )
    rows = tuple((each.label, figure(each.figure)) for each in last.figures)
    return Section(title, (said,), texts.list("facts.head_figure"), rows)


def _entry_rows(facts: Facts, names: tuple[str, ...], texts: Texts) -> Iterator[tuple[str, ...]]:
    """Yield the fields that are filled in, and those that the municipality has yet to fill in."""
    for name in names:
        value = _value(facts.register, name)
        if value or name in facts.to_fill_in:
            yield texts.get(f"facts.field_{name}"), value or texts.get("facts.to_fill_in")


def _value(entry: Entry, name: str) -> str:
    found = getattr(entry, name)
    if isinstance(found, str):
        return found
    return "; ".join(
        " ".join(filter(None, (each.title, each.link))) if isinstance(each, Reference) else each
        for each in found
    )


def escaped(text: str) -> str:
    """Return text as Markdown that says just that: no link, table, heading or HTML comes of it.

    What stands on several lines becomes one.
    """
    in_html = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", " ".join(in_html.split())))


def as_markdown(facts: Facts, texts: Texts) -> str:
    """Return the paper in Markdown, with tables as GitHub's flavour has them."""
    lines = [f"# {escaped(texts.get('facts.title'))}", "", escaped(intro(facts, texts)), ""]
    for section in sections(facts, texts):
        lines += [f"## {escaped(section.title)}", ""]
        several = len(section.said) > 1
        for each in section.said:
            lines += [f"- {escaped(each)}"] if several else [escaped(each), ""]
        lines += [""] if several else []
        if section.rows:
            lines += [_row(section.head), "|" + " --- |" * len(section.head), *map(_row, section.rows), ""]
    return "\n".join(lines)


def intro(facts: Facts, texts: Texts) -> str:
    """Return when this was made, of what."""
    return texts.get("facts.intro", at=facts.made_at, version=facts.version)


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(escaped(each) or "–" for each in cells) + " |"
