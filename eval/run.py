"""Answer questions once, into a file that can be scored as often as one likes."""

import hashlib
import json
import platform
import resource
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bot.answer import NOTHING_TRAINED, Bot
from bot.generate import Generator
from bot.models import generator_name
from bot.settings import Settings
from bot.trained import Trained
from eval.cases import Case
from eval.homes import by_withheld, homes
from eval.runs import END, HEADER, AnsweredSet, End, Header, Part, Run, in_part, read_run
from eval.sets import Questions
from eval.systems import Name, Plain, Product, Silent, System
from index.embed import Encoder
from index.errors import UsageError
from index.privacy import PublicContacts
from index.status import status
from index.store import Index

# Where something lies changes no answer, nor does the desk; and keys are not for whoever reads a run.
_NO_MATTER = frozenset({"cache", "data", "host", "municipality", "port", "keep_questions_days"}) | {
    name for name, field in Settings.model_fields.items() if not field.repr or name.startswith("oidc_")
}
PRODUCT = tuple(Path(__file__).parent.parent / name for name in ("index", "bot", "prompts"))
SYSTEMS = Path(__file__).parent / "systems.py"
_PARTS = frozenset({".py", ".toml", ".safetensors"})


@dataclass(frozen=True, slots=True)
class Setup:
    """What answers: a system with its settings and its models, loaded."""

    name: Name
    settings: Settings
    encoder: Encoder
    generator: Generator
    trained: Trained = NOTHING_TRAINED

    def system(self, home: Path) -> System:
        """Return the system on the index of a folder."""
        public = PublicContacts.of(self.settings.public_contacts)
        index = Index.open(home, self.encoder)
        if self.name == "plain":
            return Plain(index, self.generator, self.settings.hits)
        generator = Silent() if self.name == "quotes" else self.generator
        bot = Bot(index, generator, self.settings.hits, public, trained=self.trained)
        return Product(bot, self.settings.language)


def machine() -> str:
    """Return what the timings were taken on."""
    return f"{platform.machine()}, Python {platform.python_version()}"


def code() -> str:
    """Return the first digits of the sha256 of what answers: the version changes less often."""
    digest = hashlib.sha256()
    for folder in PRODUCT:
        for path in sorted(each for each in folder.rglob("*") if each.suffix in _PARTS):
            digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
            digest.update(path.read_bytes())
    digest.update(SYSTEMS.read_bytes())
    return digest.hexdigest()[:12]


def header(setup: Setup, questions: Questions, part: Part) -> Header:
    """Return all that the answers depend on, as far as it is known before the index is built."""
    stated = setup.settings.model_dump(mode="json").items()
    return Header(
        system=setup.name,
        sets=tuple(AnsweredSet(each.name, each.digest) for each in questions.sets),
        sources=questions.sources.digest,
        part=part,
        settings={field: str(value) for field, value in stated if field not in _NO_MATTER},
        models={"embedder": setup.encoder.name, "generator": generator_name(setup.settings)},
        version=version("wijkwijzer"),
        code=code(),
        machine=machine(),
    )


def asked(questions: Questions, part: Part) -> list[Case]:
    """Return the cases of a half, or all."""
    return [case for case in questions.cases if in_part(questions.places[case.id].split, part)]


def _begun(path: Path, wanted: Header, *, again: bool) -> Run | None:
    """Return the run that is there to go on with; what it wrote last may be torn and is cut off.

    A run of something else is emptied with `again`. Without it, and for a file that is no run at all, raises
    `UsageError`.
    """
    if not path.exists() or not path.stat().st_size:
        return None
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if not whole and content.startswith(b'{"run": '):  # killed while it wrote its first line
        path.write_bytes(b"")
        return None
    run = read_run(path)
    if run.header is None:
        raise UsageError(f"'{path}' holds answers that do not say what gave them. Name another file.")
    if other := replace(run.header, index=None).other_than(replace(wanted, index=None)):
        if not again:
            raise UsageError(
                f"'{path}' is a run of something else: it differs in {other}. Name another file, or answer "
                "--again into this one."
            )
        path.write_bytes(b"")
        return None
    if not run.end and len(whole) < len(content):
        path.write_bytes(whole)
        run = read_run(path)
    return run


def answer(path: Path, setup: Setup, questions: Questions, part: Part, *, again: bool = False) -> Run:
    """Answer the cases that a run lacks, each written as soon as it is there; returns the whole run.

    Raises `UsageError` where the file holds another run that may not be answered `again`, or cannot be
    written.
    """
    from tqdm import tqdm

    wanted = header(setup, questions, part)
    begun = _begun(path, wanted, again=again)
    done = begun.answers.keys() if begun else frozenset()
    if begun and begun.end:
        return begun
    left = [case for case in asked(questions, part) if case.id not in done]

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with (
            homes(questions.sources, setup.encoder, setup.settings.passage_tokens) as home,
            path.open("a", encoding="utf-8", errors="backslashreplace") as out,
            tqdm(total=len(left), desc="Answering", unit=" questions") as progress,
        ):
            if begun is None:
                told = replace(wanted, index=_facts(home(())))
                _write(out.write, {"run": HEADER.dump_python(told, mode="json")})
            for withheld, cases in by_withheld(left).items():
                answering = setup.system(home(withheld))
                for case in cases:
                    _write(out.write, answering.row(case))
                    out.flush()
                    progress.update()
            _write(out.write, {"end": END.dump_python(_end(len(done) + len(left)), mode="json")})
    except OSError as error:
        raise UsageError(f"'{path}' cannot be written: {error.strerror}.") from error
    return read_run(path)


def _facts(home: Path) -> dict[str, str]:
    """Return what the index that answered was: all its facts but the documents themselves."""
    facts = status(home)
    return {name: str(value) for name, value in facts.items() if name not in ("home", "contents")}


def _write(write: Callable[[str], object], row: Mapping[str, object]) -> None:
    write(json.dumps(row, ensure_ascii=False) + "\n")


def _end(answers: int) -> End:
    """Return how the run ended. Linux counts the peak in KiB, and only that of the process that ended it."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return End(answers, peak, datetime.now(UTC).replace(microsecond=0))


def told_of(name: str, questions: Questions, part: Part) -> Header:
    """Return what is known of another system's answers."""
    return Header(
        name,
        tuple(AnsweredSet(each.name, each.digest) for each in questions.sets),
        questions.sources.digest,
        part,
    )


def adopted(answers: Path, out: Path, told: Header, ids: Sequence[str], *, again: bool = False) -> Run:
    """Make a run of another system's answers: they are bound to the questions as they are now.

    Raises `UsageError` where they are a run already, or not the answers to exactly the questions with these
    ids; and where there is a file `out` that may not be written `again`, or it cannot be written.
    """
    given = read_run(answers)
    if given.header is not None or given.end is not None:
        raise UsageError(f"'{answers}' is a run already, or part of one: score it as it is.")
    check_ids(given, ids)
    if out.exists() and not again:
        raise UsageError(f"There is a file '{out}'. Name another one, or write --again into this one.")
    body = answers.read_bytes().removeprefix(BOM_UTF8).decode("utf-8").split("\n")
    rows = [
        json.dumps({"run": HEADER.dump_python(told, mode="json", exclude_none=True)}, ensure_ascii=False),
        *(line for line in body if line.strip()),
        json.dumps({"end": END.dump_python(End(len(given.answers)), mode="json")}),
    ]
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"'{out}' cannot be written: {error.strerror}.") from error
    return read_run(out)


def check_ids(run: Run, ids: Sequence[str]) -> None:
    """Raise `UsageError` where a run's answers are not exactly those to the questions."""
    if unknown := sorted(run.answers.keys() - set(ids)):
        raise UsageError(
            f"'{run.path}' answers '{unknown[0]}'{_more(unknown)}, which is no question of these sets. "
            "Name the sets, the half or the case file that was answered."
        )
    if missing := [each for each in ids if each not in run.answers]:
        raise UsageError(
            f"'{run.path}' has no answer to '{missing[0]}'{_more(missing)}: {len(run.answers)} of {len(ids)} "
            "questions are answered. Answer the others before it is scored."
        )


def _more(names: Sequence[str]) -> str:
    return f" and {len(names) - 1} more" if len(names) > 1 else ""
