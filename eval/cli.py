"""`wijkwijzer eval`: answer questions once, score and compare the answers as often as one likes."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot import cli
from bot.options import AsJson, Config, Home
from bot.settings import Settings, home_folder, load_settings
from index.errors import UsageError

if TYPE_CHECKING:
    from eval.entailment import Entailment
    from eval.runs import Run
    from eval.score import Scores
    from eval.sets import Questions

SystemName = Literal["wijkwijzer", "quotes", "plain"]
Half = Literal["all", "dev", "test"]

app = typer.Typer(help="Answer questions, score and compare the answers.", no_args_is_help=True)
cli.app.add_typer(app, name="eval")

Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help="seeds, paraphrases, elsewhere, topics, or xquad by itself; default: the first three.",
    ),
]
CaseFile = Annotated[
    Path | None, typer.Option("--cases", help="A case file of your own, together with --sources.")
]
SourceFolder = Annotated[Path | None, typer.Option("--sources", help="The documents that its spans are in.")]
Split = Annotated[
    Half | None,
    typer.Option("--split", help="Which half of the questions; default: what the run has, or all."),
]
Nli = Annotated[
    str | None, typer.Option("--nli", help="A model of natural language inference that judges support.")
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a command scores, as it was told."""

    settings: Settings
    split: Half | None = None
    sets: Sequence[str] | None = None
    cases: Path | None = None
    sources: Path | None = None
    nli: str | None = None


def _settings(home: Path | None, config: Path | None) -> Settings:
    return load_settings(home_folder(home), config)


def _questions(chosen: Chosen, run: "Run | None" = None) -> "Questions":
    """Return the questions that are named, or those that a run says it answers, or the usual ones."""
    from eval.sets import own_questions, questions, usual

    if (chosen.cases is None) != (chosen.sources is None):
        raise UsageError("Give --cases FILE together with --sources FOLDER: its spans are proved there.")
    if chosen.cases is not None and chosen.sources is not None:
        if chosen.sets:
            raise UsageError("Give --cases, or --set, not both.")
        return own_questions(chosen.cases, chosen.sources)
    settings = chosen.settings
    if run is None:
        return questions(chosen.sets or usual(settings.data), settings.data, settings.cache)
    if run.header is None:
        # Answers alone do not say what was asked: it was some of the questions that come with the project.
        every = questions(usual(settings.data), settings.data, settings.cache)
        answered = [each.name for each in every.sets if run.answers.keys() & {case.id for case in each.cases}]
        return questions(chosen.sets or answered or usual(None)[:1], settings.data, settings.cache)
    names = [each.name for each in run.header.sets]
    if names == ["own"]:
        raise UsageError("These are the answers to a case file of your own: give --cases and --sources.")
    return questions(names, settings.data, settings.cache)


def _entailment(nli: str | None, settings: Settings) -> "Entailment":
    from bot.models import locate, open_reader
    from eval.entailment import OwnChecks, load_nli

    if nli is None:
        return OwnChecks(open_reader(settings))
    where = locate(nli, "--nli")
    return load_nli(where.model, offline=not where.hub)


def _scored(path: Path, chosen: Chosen) -> "tuple[Scores, Questions]":
    """Score a run on the half that is asked for, or on the one that it answers."""
    from eval.metrics import Judge
    from eval.runs import read_run
    from eval.score import of_sets, score

    run = read_run(path)
    questions = _questions(chosen, run)
    split = chosen.split or (run.header.part if run.header else "all")
    scores = score(
        run, questions, Judge(questions.sources.texts, _entailment(chosen.nli, chosen.settings)), split
    )
    return (of_sets(scores, chosen.sets) if chosen.sets else scores), questions


@app.command("questions", epilog="Example: wijkwijzer eval questions asked.jsonl --split dev")
def questions_command(
    out: Annotated[Path, typer.Argument(help="Where the questions go, a JSON object a line.")],
    sets: Sets = None,
    split: Split = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write the questions for another system to answer: id, question, and history where there is one."""
    from eval.run import asked

    chosen = asked(_questions(Chosen(_settings(home, config), split, sets)), split or "all")
    rows = [
        {"id": case.id, "question": case.question}
        | ({"history": [asdict(turn) for turn in case.history]} if case.history else {})
        for case in chosen
    ]
    _write(out, "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in rows))
    print(f"{len(rows)} questions in '{out}'.")


@app.command("run", epilog="Example: wijkwijzer eval run run.jsonl --split dev")
def run_command(
    out: Annotated[Path, typer.Argument(help="The run's file; one that broke off is gone on with.")],
    sets: Sets = None,
    split: Split = None,
    system: Annotated[
        SystemName,
        typer.Option(
            help="The product; quotes: without its generator; plain: its generator without the rest."
        ),
    ] = "wijkwijzer",
    cases: CaseFile = None,
    sources: SourceFolder = None,
    answers: Annotated[
        Path | None, typer.Option(help="Take the answers from this file, of another system, instead.")
    ] = None,
    name: Annotated[str, typer.Option(help="What that system is called.")] = "other",
    again: Annotated[
        bool, typer.Option("--again", help="Answer anew where the file is a run of something else.")
    ] = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Answer questions into a file, with all settings, the models' hashes and the timings."""
    settings = _settings(home, config)
    from eval.run import Setup, adopted, answer, asked, told_of

    questions = _questions(Chosen(settings, split, sets, cases, sources))
    if answers is not None:
        half = split or "all"
        ids = [case.id for case in asked(questions, half)]
        run = adopted(answers, out, told_of(name, questions, half), ids, again=again)
    else:
        from bot.models import open_encoder, open_generator, open_trained, stay_offline

        stay_offline(settings)
        encoder = open_encoder(settings)
        setup = Setup(system, settings, encoder, open_generator(settings), open_trained(settings, encoder))
        run = answer(out, setup, questions, split or "all", again=again)
    print(f"{len(run.answers)} answers in '{out}'. 'wijkwijzer eval score {out}' says what they are worth.")


@app.command("score", epilog="Example: wijkwijzer eval score run.jsonl --split test")
def score_command(
    run: Annotated[Path, typer.Argument(help="A run, or answers in the contract's form.")],
    split: Split = None,
    sets: Sets = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    nli: Nli = None,
    as_json: AsJson = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Print what a run's answers are worth, each figure with its 95% interval and of how many questions."""
    from eval.table import as_row, as_table

    scores, _ = _scored(run, Chosen(_settings(home, config), split, sets, cases, sources, nli))
    print(json.dumps(as_row(scores), ensure_ascii=False, indent=1) if as_json else as_table(scores))


@app.command("compare", epilog="Example: wijkwijzer eval compare new.jsonl old.jsonl --split dev")
def compare_command(
    a: Annotated[Path, typer.Argument(help="A run.")],
    b: Annotated[Path, typer.Argument(help="A run that it is compared with.")],
    split: Split = None,
    sets: Sets = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    nli: Nli = None,
    as_json: AsJson = False,
    home: Home = None,
    config: Config = None,
) -> None:
    """Print what run A has that B has not, whether chance explains it, and the questions won and lost."""
    from eval.compare import compare
    from eval.table import comparison_row, comparison_table

    chosen = Chosen(_settings(home, config), split, sets, cases, sources, nli)
    found = compare(_scored(a, chosen)[0], _scored(b, chosen)[0])
    print(
        json.dumps(comparison_row(found), ensure_ascii=False, indent=1)
        if as_json
        else comparison_table(found)
    )


@app.command("report", epilog="Example: wijkwijzer eval report run.jsonl plain.jsonl --out report.html")
def report_command(
    runs: Annotated[list[Path], typer.Argument(help="Runs on the same questions; the first is looked into.")],
    out: Annotated[Path, typer.Option(help="Where the page goes.")] = Path("report.html"),
    split: Split = None,
    sets: Sets = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    nli: Nli = None,
    opinions: Annotated[
        Path | None, typer.Option("--judged", help="What 'wijkwijzer eval judge' wrote about the first run.")
    ] = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Write one page with the figures and every question with its answer; it needs no network."""
    from eval import judge
    from eval.report import report

    settings = _settings(home, config)
    chosen = Chosen(settings, split, sets, cases, sources, nli)
    scored = [_scored(each, chosen) for each in runs]
    judged = judge.read(opinions) if opinions else None
    if judged is not None and not judged.keys() & {each.case.id for each in scored[0][0].scored}:
        raise UsageError(f"'{opinions}' judges no answer of '{runs[0]}'.")
    page = report([each for each, _ in scored], scored[0][1].sources.texts, settings.language, judged)
    _write(out, page)
    print(f"Report in '{out}'.")


@app.command("publish", epilog="Example: wijkwijzer eval publish run.jsonl --name 2026-11")
def publish_command(
    run: Annotated[Path, typer.Argument(help="A run of the product itself.")],
    name: Annotated[
        str | None, typer.Option(help="What the desk calls it; default: the run's file without its ending.")
    ] = None,
    split: Split = None,
    sets: Sets = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    nli: Nli = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Show a run at the staff desk, under /balie/kwaliteit: its figures over time, and its report.

    They go to evaluations/NAME.json and evaluations/NAME.html in the home folder; those of the same name are
    replaced. To take a run away from the desk, remove both files.
    """
    from bot.desk.evaluations import publish
    from eval.publish import evaluation
    from eval.report import report

    folder = home_folder(home)
    settings = load_settings(folder, config)
    scores, questions = _scored(run, Chosen(settings, split, sets, cases, sources, nli))
    page = report([scores], questions.sources.texts, settings.language)
    file = publish(folder, name or run.stem, evaluation(scores, page), page)
    print(f"The desk shows '{file}'.")


@app.command("gate", epilog="Example: wijkwijzer eval gate run.jsonl")
def gate_command(
    run: Annotated[Path, typer.Argument(help="A run that has the dev half.")],
    thresholds: Annotated[
        Path | None, typer.Option(help="Thresholds by figure; default: eval/thresholds.toml.")
    ] = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Leave with 1 where the dev half's figures are below the thresholds."""
    from eval.gate import THRESHOLDS, check, read_thresholds

    wanted = read_thresholds(thresholds or THRESHOLDS)
    scores, _ = _scored(run, Chosen(_settings(home, config), "dev", None, cases, sources))
    print("\n".join(check(scores, wanted)))


@app.command("judge", epilog="Example: wijkwijzer eval judge run.jsonl judged.jsonl --url … --model …")
def judge_command(
    run: Annotated[Path, typer.Argument(help="A run, or answers in the contract's form.")],
    out: Annotated[Path, typer.Argument(help="Where the opinions go.")],
    url: Annotated[str, typer.Option(help="An OpenAI-compatible endpoint, up to its version: …/v1.")],
    model: Annotated[str, typer.Option(help="What the model is called there.")],
    split: Split = None,
    sets: Sets = None,
    cases: CaseFile = None,
    sources: SourceFolder = None,
    home: Home = None,
    config: Config = None,
) -> None:
    """Ask a large model what it thinks of the answers, and print how far it agrees with the facts.

    Questions, evidence and answers leave this machine for the endpoint. Its key is read from OPENAI_API_KEY.
    """
    from tqdm import tqdm

    from eval import judge
    from eval.table import agreement_line

    settings = _settings(home, config)
    scores, _ = _scored(run, Chosen(settings, split, sets, cases, sources))
    judged = [each for each in scores.scored if each.verdict]
    endpoint = judge.Endpoint(url, model, os.environ.get("OPENAI_API_KEY", ""))
    opinions = judge.judge(endpoint, judged, settings.language)
    judge.write(out, iter(tqdm(opinions, desc="Judging", total=len(judged), unit=" answers")))
    print(agreement_line(judge.agreement(judged, judge.read(out))))


@app.command("entailment", epilog="Example: wijkwijzer eval entailment --nli models/nli")
def entailment_command(
    nli: Nli = None, as_json: AsJson = False, home: Home = None, config: Config = None
) -> None:
    """Measure the checks, or an NLI model, on SICK-NL: what of each label is taken to follow."""
    from eval.entailment import shares
    from eval.external import sick_pairs
    from eval.sets import needed
    from eval.table import entailment_row, entailment_table

    settings = _settings(home, config)
    found = shares(sick_pairs(needed(settings.data, "SICK-NL")), _entailment(nli, settings))
    print(json.dumps(entailment_row(found), indent=1) if as_json else entailment_table(found))


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}.") from error


def main(arguments: list[str] | None = None) -> None:
    """Run the whole command line: the product's, and `eval` beside it."""
    cli.main(arguments)
