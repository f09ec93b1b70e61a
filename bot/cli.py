"""The command line: it parses and calls. Only the commands that need models load them."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import cli_index
from bot.desk.cli import data_app, staff_app
from bot.opening import open_bots, open_index
from bot.options import AsJson, Config, Home, say
from bot.settings import home_folder, load_settings
from index.errors import UsageError, WijkwijzerError
from index.privacy import PublicContacts

if TYPE_CHECKING:
    from bot.rows import BadLine

app = typer.Typer(
    help="Answers from Dutch sources on the social domain, every sentence with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
config_app = typer.Typer(help="Show the settings.", no_args_is_help=True)
app.add_typer(cli_index.app, name="index")
app.add_typer(config_app, name="config")
app.add_typer(staff_app, name="staff")
app.add_typer(data_app, name="data")


def _report_bad_lines(file: Path, bad: "Sequence[BadLine]") -> None:
    for line in bad:
        say(f"{file}, line {line.number}: {line.reason}")
    if bad:
        raise UsageError(f"{len(bad)} lines of '{file}' were left out; all others are answered.")


@app.command(epilog='Example: wijkwijzer ask "Wat is de Kanteling?"')
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in Dutch or English.")] = None,
    batch: Annotated[Path | None, typer.Option(help="Questions, a JSON object a line: id, question.")] = None,
    out: Annotated[Path | None, typer.Option(help="Where the batch's answers go.")] = None,
    as_json: AsJson = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Answer a question, or a batch of them, with citations."""
    folder = home_folder(home)
    settings = load_settings(folder, config)
    if (question is None) == (batch is None) or (batch is None) != (out is None):
        raise UsageError("Give a question, or --batch IN.jsonl together with --out OUT.jsonl.")
    if question is None and batch is not None and out is not None:
        from bot.batch import answer_batch

        if not batch.is_file():
            raise UsageError(f"There is no file '{batch}'. Name a file of JSON lines.")
        bot = open_bots(folder, settings)()  # one generation for all rows, whatever is published meanwhile
        _report_bad_lines(batch, answer_batch(bot, batch, out, settings.language))
        return
    from bot.dialogue import cleaned
    from bot.rows import answer_row
    from bot.show import as_plain_text

    asked = cleaned(question or "", settings.language, PublicContacts.of(settings.public_contacts))
    answer = open_bots(folder, settings)().answer(asked, language=settings.language)
    print(json.dumps(answer_row(answer), ensure_ascii=False, indent=1) if as_json else as_plain_text(answer))


@app.command(epilog='Example: wijkwijzer search "eigen bijdrage" -k 3')
def search(
    query: Annotated[str | None, typer.Argument(help="What to look for.")] = None,
    k: Annotated[int, typer.Option("-k", min=1, help="How many hits.")] = 10,
    queries: Annotated[
        Path | None, typer.Option(help="BEIR queries, a JSON object a line: _id, text.")
    ] = None,
    trec: Annotated[Path | None, typer.Option(help="Where the TREC run of the queries goes.")] = None,
    as_json: AsJson = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Show what the retriever alone finds."""
    folder = home_folder(home)
    settings = load_settings(folder, config)
    if (query is None) == (queries is None) or (queries is None) != (trec is None):
        raise UsageError("Give a query, or --queries Q.jsonl together with --trec RUN.trec.")
    public = PublicContacts.of(settings.public_contacts)
    if query is None and queries is not None and trec is not None:
        from bot.batch import write_trec_run

        if not queries.is_file():
            raise UsageError(f"There is no file '{queries}'. Name a file of JSON lines.")
        _report_bad_lines(queries, write_trec_run(open_index(folder, settings), queries, trec, k, public))
        return
    from bot.dialogue import cleaned
    from bot.personal import left_out, without_placeholders
    from bot.rows import hit_row
    from prompts import load

    wanted = cleaned(query or "", settings.language, public)
    if names := left_out(wanted):
        say(load(settings.language).get("privacy.notice", names=", ".join(names)))
    hits = open_index(folder, settings).search(without_placeholders(wanted), k)
    rows = [hit_row(hit) for hit in hits]
    if as_json:
        print(json.dumps({"hits": rows}, ensure_ascii=False, indent=1))
        return
    for row in rows:
        place = f"{row['source']} {row['start']}-{row['end']}  {row['title']}"
        print(f"{row['rank']:>3}  {row['score']:.4f}  {place}")
        print(f"     {' '.join(row['text'].split())[:160]}")


@app.command(epilog="Example: wijkwijzer chat --port 8080")
def chat(
    host: Annotated[str | None, typer.Option(help="Address to serve on.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Port to serve on.")] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Serve the citizens' page."""
    folder = home_folder(home)
    settings = load_settings(folder, config)
    where = (host or settings.host, port or settings.port)
    from bot.asked import Asked
    from bot.database import Database
    from bot.desk.accounts import Accounts
    from bot.desk.desk import Desk
    from bot.endpoint import is_endpoint
    from bot.forgetting import Forgetting
    from bot.models import stay_offline
    from bot.page.handlers import Handlers
    from bot.page.line import Line
    from bot.page.municipality import load_municipality
    from bot.page.serve import check_port, serve
    from bot.ratings import Ratings
    from bot.suggest import Suggestions

    municipality = load_municipality(settings.municipality)
    check_port(*where)
    stay_offline(settings)
    say("Loading models …")
    bots = open_bots(folder, settings)
    bots().warm_up()
    line = Line()
    suggestions = Suggestions(municipality.examples_in, busy=lambda: not line.is_empty())
    suggestions.prepare(bots())
    database, public = Database(folder), PublicContacts.of(settings.public_contacts)
    asked = Asked(database, settings.keep_questions_days, public, bots().index.encoder)
    Forgetting(asked).start()
    handlers = Handlers(
        bots,
        municipality,
        told_others=is_endpoint(settings.generator),
        ratings=Ratings(database, public),
        asked=asked,
        suggestions=suggestions,
        line=line,
    )
    say(f"Serving on http://{where[0]}:{where[1]} - stop with Ctrl-C")
    desk = Desk(
        folder,
        settings,
        bots,
        database,
        Accounts(database),
        now=lambda: datetime.now(UTC),
        line=line,
        municipality=municipality,
    )
    serve(handlers, desk, settings.language, *where)


@app.command(epilog="Example: wijkwijzer prepare")
def prepare(home: Home = None, config: Config = None) -> None:
    """Prepare the packaged models in the cache; damaged ones are made again, sound ones stay."""
    settings = load_settings(home_folder(home), config)
    from bot.models import (
        embedder_base,
        embedder_folder,
        generator_folder,
        repair_packaged,
        stay_offline,
    )
    from bot.settings import PACKAGED

    stay_offline(settings)
    repair_packaged(settings)
    if settings.embedder == PACKAGED:
        say(f"The embedder is ready in '{embedder_folder(settings)}'.")
    if settings.reader == PACKAGED:
        say(f"The reader's model is ready in '{embedder_base(settings)}'.")
    if settings.generator == PACKAGED:
        say(f"The generator is ready in '{generator_folder(settings)}'.")


@config_app.command("show", epilog="Example: wijkwijzer config show > wijkwijzer.toml")
def config_show(home: Home = None, config: Config = None) -> None:
    """Print all settings as they are now, in the form of the settings file."""
    from bot.show import as_toml

    folder = home_folder(home)
    print(as_toml(load_settings(folder, config), folder))


def main(arguments: list[str] | None = None) -> None:
    """Run the command line. Problems that users can act on become one sentence and an exit code."""
    try:
        app(args=arguments)
    except WijkwijzerError as error:
        say(str(error))
        sys.exit(error.exit_code)
