"""`wijkwijzer index`: build, change and inspect the index."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.options import AsJson, Config, Home, say
from bot.settings import home_folder, load_settings
from index.errors import IndexUnavailableError, UsageError

if TYPE_CHECKING:
    from index.build import Report

app = typer.Typer(help="Build, change and inspect the index.", no_args_is_help=True)


def _check_paths(paths: Sequence[Path]) -> None:
    """Say that a path is not there before a model is loaded."""
    for path in paths:
        if not path.exists():
            raise UsageError(
                f"There is no file or folder '{path}'. Name the folder that holds your documents."
            )


def _say_report(report: "Report", home: Path) -> None:
    from index.read import MAX_TOLD, left_out

    for warning in report.warnings[:MAX_TOLD]:
        say(f"Note: {warning}")
    if report.skipped:
        say(left_out(report.skipped))
    if report.notice:
        say(report.notice)
    changes = report.changes
    resumed = f", {report.resumed} by the build that was interrupted" if report.resumed else ""
    say(
        f"Documents: {changes.added} added, {changes.changed} changed, {changes.removed} removed, "
        f"{changes.unchanged} unchanged; {report.embedded} texts embedded{resumed}."
    )
    if not report.published:
        say(f"Nothing changed: generation {report.generation} in '{home}' serves on.")
        return
    say(
        f"Indexed {report.documents} documents, {report.passages} passages, left out {len(report.skipped)}, "
        f"in '{home}' (generation {report.generation})."
    )


@app.command("build", epilog="Example: wijkwijzer index build seeds")
def index_build(
    sources: Annotated[
        list[Path], typer.Argument(help="Folders, or .txt, .md, .html, .pdf, .docx or BEIR .jsonl files.")
    ],
    if_missing: Annotated[bool, typer.Option("--if-missing", help="Keep an index that is there.")] = False,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Publish nothing and leave with 2 where a file or line cannot be read."
        ),
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Read documents and publish an index of them in the place of the old one.

    What the old one holds already is not embedded again. What staff uploaded and corrected at the desk stays.
    """
    folder = home_folder(home)
    settings = load_settings(folder, config)
    from bot.database import Database
    from bot.desk.corrections import Corrections
    from bot.desk.library import Library
    from bot.models import open_encoder, stay_offline
    from index.build import build, has_index
    from index.progress import bars

    if if_missing and has_index(folder):
        say(f"There is an index in '{folder}' already.")
        return
    _check_paths(sources)
    stay_offline(settings)
    say("Loading the embedder …")
    corrections = Corrections(Database(folder))
    public, library = corrections.public(settings.public_contacts), Library(folder)
    with bars() as progress:
        report = build(
            folder,
            sources,
            open_encoder(settings),
            settings.passage_tokens,
            public,
            corrections.in_force(),
            over=library.folder if library.uploads() else None,
            strict=strict,
            progress=progress,
        )
    _say_report(report, folder)


@app.command("add", epilog="Example: wijkwijzer index add nieuw/verordening.txt")
def index_add(
    paths: Annotated[
        list[Path], typer.Argument(help="Folders, or .txt, .md, .html, .pdf, .docx or BEIR .jsonl files.")
    ],
    home: Home = None,
    config: Config = None,
) -> None:
    """Add documents to the index, or put them in the place of those with the same names."""
    folder = home_folder(home)
    settings = load_settings(folder, config)
    from bot.database import Database
    from bot.desk.corrections import Corrections
    from bot.models import open_encoder, stay_offline
    from index.build import add
    from index.generations import current_generation
    from index.progress import bars

    current_generation(folder)
    _check_paths(paths)
    stay_offline(settings)
    say("Loading the embedder …")
    corrections = Corrections(Database(folder))
    public, encoder = corrections.public(settings.public_contacts), open_encoder(settings)
    with bars() as progress:
        report = add(
            folder,
            paths,
            encoder,
            settings.passage_tokens,
            public,
            corrections.in_force(),
            progress=progress,
        )
    _say_report(report, folder)


@app.command("remove", epilog="Example: wijkwijzer index remove 004_fc42d5245a250134.txt")
def index_remove(
    sources: Annotated[list[str], typer.Argument(help="Documents' names in the index.")],
    home: Home = None,
    config: Config = None,
) -> None:
    """Remove documents from the index; their files stay."""
    folder = home_folder(home)
    settings = load_settings(folder, config)
    from bot.models import open_encoder, stay_offline
    from index.build import remove
    from index.generations import current_generation
    from index.progress import bars

    current_generation(folder)
    stay_offline(settings)
    say("Loading the embedder …")
    with bars() as progress:
        report = remove(folder, sources, open_encoder(settings), settings.passage_tokens, progress=progress)
    _say_report(report, folder)


@app.command("status", epilog="Example: wijkwijzer index status --json")
def index_status(as_json: AsJson = False, home: Home = None, config: Config = None) -> None:
    """Show what the index holds."""
    folder = home_folder(home)
    load_settings(folder, config)
    from index.status import status

    facts = status(folder)
    if as_json:
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    for name, value in facts.items():
        if isinstance(value, list):
            print(f"{name}:")
            for item in value:
                print(f"  {item}")
        else:
            print(f"{name}: {value}")


@app.command("verify", epilog="Example: wijkwijzer index verify")
def index_verify(home: Home = None, config: Config = None) -> None:
    """Hash every file of all generations that are kept; leave with 3 where the one in use is damaged."""
    folder = home_folder(home)
    load_settings(folder, config)
    from index.generations import REBUILD
    from index.status import checked

    found = list(checked(folder))
    for each in found:
        if not each.damage:
            print(f"All {each.files} files of generation {each.generation} are as they were written.")
    for each in found[1:]:
        if each.damage:
            say(f"Generation {each.generation}, kept to serve in need, is damaged: {each.damage}.")
    if found[0].damage:
        raise IndexUnavailableError(f"The index is damaged: {found[0].damage}. {REBUILD}")


@app.command("text", epilog="Example: wijkwijzer index text 004_fc42d5245a250134.txt")
def index_text(
    source: Annotated[str, typer.Argument(help="A document's name in the index.")],
    home: Home = None,
    config: Config = None,
) -> None:
    """Print a document's canonical text, which citations count characters in."""
    folder = home_folder(home)
    load_settings(folder, config)
    from index.status import document_text

    sys.stdout.write(document_text(folder, source))
