"""The sets of questions there are by name, each with the sources that it is put to."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from eval.cases import QUESTIONS, Case, EarlierTurn, as_json, lines_of, load_cases, what_is_wrong
from eval.external import elsewhere_cases, xquad_cases
from eval.splits import Place, places
from index.errors import UsageError
from index.read import read_sources

SEEDS = Path(__file__).parent.parent / "seeds"
CASES = QUESTIONS / "seeds.jsonl"
PARAPHRASES = QUESTIONS / "paraphrases.jsonl"
# Questions on the seeds once more, each after one about something else.
TOPICS = "topics"
# 'own' is a case file that was named on the command line.
NAMES = ("seeds", "paraphrases", "elsewhere", TOPICS, "xquad", "own")
# What a run answers unless it is told otherwise.
USUAL = ("seeds", "paraphrases", "elsewhere")
# What is put to the seeds, and can be answered in one run.
ON_SEEDS = (*USUAL, TOPICS)


@dataclass(frozen=True, slots=True)
class Sources:
    """What is indexed, and its canonical texts by name."""

    paths: tuple[Path, ...]
    texts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The sha256 of all texts and their names."""
        content = json.dumps(sorted(self.texts.items())).encode()
        return hashlib.sha256(content).hexdigest()

    @classmethod
    def read(cls, *paths: Path) -> "Sources":
        """Read documents as the index does; raises `UsageError` where there is none."""
        documents, skipped = read_sources(paths)
        if skipped:
            raise UsageError(f"'{skipped[0].source}' cannot be read as a source: {skipped[0].reason}.")
        return cls(paths, {document.source: document.text for document in documents})


@dataclass(frozen=True, slots=True)
class CaseSet:
    """Cases with one name."""

    name: str
    cases: tuple[Case, ...]

    @property
    def digest(self) -> str:
        """The sha256 of all its cases."""
        return hashlib.sha256(as_json(self.cases).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Questions:
    """Sets over the same sources, and where each of their cases belongs."""

    sources: Sources
    sets: tuple[CaseSet, ...]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, sources: Sources, sets: Sequence[CaseSet]) -> "Questions":
        """Group the cases of all sets together."""
        return cls(sources, tuple(sets), places([case for each in sets for case in each.cases]))

    @property
    def cases(self) -> tuple[Case, ...]:
        """All cases, set by set."""
        return tuple(case for each in self.sets for case in each.cases)


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid", strict=True))
class Rephrased:
    """Another wording of a case."""

    id: str
    paraphrase_of: str
    question: str


_REPHRASED = TypeAdapter(Rephrased)


def load_paraphrases(path: Path, originals: Sequence[Case]) -> list[Case]:
    """Read other wordings: each is its original with another question.

    Raises `UsageError` for a line that is none, or whose original is not there.
    """
    by_id = {case.id: case for case in originals}
    cases = []
    for number, line in enumerate(lines_of(path), 1):
        try:
            row = _REPHRASED.validate_json(line)
        except ValidationError as error:
            raise UsageError(f"{path}, line {number} is no paraphrase: {what_is_wrong(error)}.") from error
        if row.paraphrase_of not in by_id:
            raise UsageError(f"{path}, line {number}: there is no case '{row.paraphrase_of}' to rephrase.")
        original = by_id[row.paraphrase_of]
        cases.append(
            Case(
                row.id,
                original.kind,
                original.language,
                row.question,
                original.role,
                original.facts,
                original.evidence,
                original.subject,
                original.history,
                original.withheld,
                paraphrase_of=original.id,
            )
        )
    return cases


def changed_topics(cases: Sequence[Case]) -> Iterator[Case]:
    """Yield each case that follows nothing, asked after a question about something else.

    That is one of its half and language: what was asked before should change nothing.
    """
    alone = [case for case in cases if not case.history and not case.paraphrase_of]
    of = places(cases)
    for case in alone:
        others = [
            each
            for each in alone
            if each.language == case.language
            and of[each.id].split == of[case.id].split
            and of[each.id].group != of[case.id].group
        ]
        if others:
            before = min(others, key=lambda each: hashlib.sha256(f"{case.id} {each.id}".encode()).digest())
            history = (EarlierTurn(before.question),)
            yield replace(case, id=f"{case.id}-after", history=history, paraphrase_of=case.id)


def _corpus(data: Path, cache: Path) -> Path:
    """Write XQuAD's passages as a BEIR corpus, which has titles."""
    corpus = cache / "measured" / "xquad" / "corpus.jsonl"
    corpus.parent.mkdir(parents=True, exist_ok=True)
    rows = map(json.loads, lines_of(data / "xquad_nl" / "passages.jsonl"))
    keyed = (json.dumps({"_id": row["_id"], "title": "", "text": row["text"]}) for row in rows)
    corpus.write_text("".join(f"{row}\n" for row in keyed), encoding="utf-8")
    return corpus


def needed(data: Path | None, name: str) -> Path:
    """Return the folder of the measuring data; raises `UsageError` where it is not here."""
    if data is None or not data.is_dir():
        raise UsageError(
            f"'{name}' is made from the measuring data, which is not here: set 'data' in the settings, "
            "or WIJKWIJZER_DATA, to its folder."
        )
    return data


def usual(data: Path | None) -> tuple[str, ...]:
    """Return the names of the sets that are put to the seeds, as far as they can be had."""
    return USUAL if data is not None and data.is_dir() else USUAL[:-1]


def questions(names: Sequence[str], data: Path | None, cache: Path) -> Questions:
    """Return the named sets; raises `UsageError` where one is not there or they have other sources."""
    if unknown := sorted(set(names) - set(NAMES)):
        raise UsageError(f"There is no set of questions '{unknown[0]}'; there are {', '.join(NAMES)}.")
    names = tuple(dict.fromkeys(names))
    if names == ("xquad",):
        found = needed(data, "xquad")
        sources = Sources.read(_corpus(found, cache))
        return Questions.of(sources, [CaseSet("xquad", tuple(xquad_cases(found, sources.texts)))])
    if not set(names) <= set(ON_SEEDS) or not names:
        raise UsageError(
            f"These sets are not put to the same sources: {', '.join(names)}. Run each by itself."
        )
    sources = Sources.read(SEEDS)
    seeds = load_cases(CASES, sources.texts)
    made = {
        "seeds": lambda: seeds,
        "paraphrases": lambda: load_paraphrases(PARAPHRASES, seeds),
        "elsewhere": lambda: elsewhere_cases(needed(data, "elsewhere")),
        TOPICS: lambda: list(changed_topics(seeds)),
    }
    return Questions.of(sources, [CaseSet(name, tuple(made[name]())) for name in names])


def own_questions(cases: Path, sources: Path) -> Questions:
    """Return the questions of a case file of one's own, on documents of one's own."""
    read = Sources.read(sources)
    return Questions.of(read, [CaseSet("own", tuple(load_cases(cases, read.texts)))])
