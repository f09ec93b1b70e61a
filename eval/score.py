"""Answer the questions through the command line and print what the answers are worth.

`python -m eval.score [ANSWERS.jsonl]`: with a file, that file is scored and nothing is run.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.cases import QUESTIONS, Case, Split, load_cases
from eval.metrics import (
    GivenAnswer,
    GivenCitation,
    citation_precision,
    cites_right,
    share,
    states_all_facts,
)
from index.types import Span

SEEDS = Path(__file__).parent.parent / "seeds"
CASES = QUESTIONS / "seeds.jsonl"


def command_line(*arguments: str | Path) -> None:
    """Run `wijkwijzer` as a user would; its progress goes to the terminal."""
    wijkwijzer = Path(sys.executable).with_name("wijkwijzer")
    subprocess.run([wijkwijzer, *arguments], check=True)


def read_answers(path: Path) -> dict[str, GivenAnswer]:
    """Read a file of answers in the contract's form, by question id."""
    answers = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        cited = [citation for sentence in row["sentences"] for citation in sentence["citations"]]
        answers[str(row["id"])] = GivenAnswer(
            text=" ".join(sentence["text"] for sentence in row["sentences"]),
            abstained=bool(row["abstained"]),
            citations=tuple(
                GivenCitation(each["source"], Span(each["start"], each["end"])) for each in cited
            ),
            supports=tuple(str(sentence["support"]) for sentence in row["sentences"]),
            seconds=float(row["timings"].get("total", row["timings"].get("evidence", 0.0))),
        )
    return answers


def answer_all(cases: Sequence[Case], answers: Path) -> None:
    """Index the seeds in a folder of their own and answer every case."""
    with TemporaryDirectory() as scratch:
        questions = Path(scratch) / "questions.jsonl"
        rows = (json.dumps({"id": case.id, "question": case.question}, ensure_ascii=False) for case in cases)
        questions.write_text("\n".join(rows) + "\n", encoding="utf-8")
        command_line("index", "build", SEEDS, "--home", scratch)
        command_line("ask", "--batch", questions, "--out", answers, "--home", scratch)


def report(cases: Sequence[Case], answers: Mapping[str, GivenAnswer], split: Split) -> list[str]:
    """Return the figures of one half of the questions, a line each."""
    here = [(case, answers[case.id]) for case in cases if case.split == split]
    known = [(case, answer) for case, answer in here if case.answerable]
    answered = [(case, answer) for case, answer in known if not answer.abstained]
    unknown = [(case, answer) for case, answer in here if not case.answerable]
    near = [(case, answer) for case, answer in unknown if case.kind == "near-miss"]
    supports = [support for _, answer in here for support in answer.supports]
    precision = [citation_precision(case, answer) for case, answer in answered]
    seconds = sorted(answer.seconds for _, answer in answered)
    rows = [
        ("right (states all asked facts), of the answerable", share([_right(*each) for each in known])),
        ("right, of the answered", share([_right(*each) for each in answered])),
        ("cites the right sentence, of the answered", share([cites_right(*each) for each in answered])),
        ("refused, of the unanswerable", share([answer.abstained for _, answer in unknown])),
        ("refused, of the near misses among them", share([answer.abstained for _, answer in near])),
        ("refused though answerable", share([answer.abstained for _, answer in known])),
        ("checked (the generator's own), of the sentences", share([each == "checked" for each in supports])),
    ]
    lines = [f"{split}: {len(known)} answerable questions, {len(unknown)} unanswerable"]
    lines += [f"  {what:<52} {figure}" for what, figure in rows]
    if answered:
        p95 = seconds[min(len(seconds) - 1, int(0.95 * len(seconds)))]
        times = f"p50 {statistics.median(seconds):.2f}, p95 {p95:.2f}"
        lines.append(f"  {'citation precision, mean over the answered':<52} {statistics.mean(precision):.2f}")
        lines.append(f"  {'seconds to the whole answer':<52} {times}")
    return lines


def _right(case: Case, answer: GivenAnswer) -> bool:
    return not answer.abstained and states_all_facts(case, answer)


def main(arguments: Sequence[str]) -> None:
    """Score the file that is named, or run the command line first."""
    cases = load_cases(CASES, SEEDS)
    if arguments:
        answers = read_answers(Path(arguments[0]))
    else:
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / "answers.jsonl"
            answer_all(cases, path)
            answers = read_answers(path)
    for split in ("dev", "test"):
        print("\n".join(report(cases, answers, split)))


if __name__ == "__main__":
    main(sys.argv[1:])
