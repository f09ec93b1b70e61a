from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk.evaluations import Evaluation, digest, read_all, read_report
from eval.metrics import Judge
from eval.publish import evaluation
from eval.runs import AnsweredSet, End, Header, Run, read_run
from eval.score import Scores, of_sets, part_of, score
from eval.sets import CaseSet, Questions
from index.errors import UsageError
from tests.eval.conftest import ASKED, CASES, ROWS, WriteRun
from tests.eval.test_cli import Eval, own, wijkwijzer

__all__ = ["own", "wijkwijzer"]


def published(scores: Scores) -> Evaluation:
    return evaluation(scores, "<p>Rapport</p>")


def test_the_figures_are_those_of_the_score_worked_by_hand(scores: Scores) -> None:
    made = published(scores)
    every = made.half("all")
    assert every is not None
    # One right of three answerable; one of two without an answer in the sources got one.
    assert (every.questions, every.figures["right"].n, every.figures["hallucinated"].n) == (5, 3, 2)
    assert every.figures["right"].value == pytest.approx(1 / 3)
    assert every.figures["hallucinated"].value == 0.5
    assert every.figures["seconds_p50"].value == 1.5
    # The exact interval of one of one: 0.05 / 2.
    role = every.figures["role_right"]
    assert (role.value, role.low, role.high, role.n) == (1.0, pytest.approx(0.025), 1.0, 1)
    assert made.report_sha256 == digest("<p>Rapport</p>")


def test_the_halves_come_test_first_and_are_scored_by_themselves(scores: Scores) -> None:
    made = published(scores)
    splits = {each.place.split for each in scores.scored}
    assert splits == {"dev", "test"}
    assert [each.split for each in made.halves] == ["test", "dev", "all"]
    test, dev, every = made.halves
    assert test.questions + dev.questions == every.questions == 5


@pytest.mark.parametrize("part", ["dev", "test"])
def test_a_run_of_one_half_has_that_half_alone(scores: Scores, part: str) -> None:
    made = published(part_of(scores, part))
    assert [each.split for each in made.halves] == [part]


def test_what_gave_the_answers_is_told(run: Run, questions: Questions, judge: Judge) -> None:
    sets = tuple(run.header.sets) if run.header else ()
    header = Header(
        "wijkwijzer",
        sets,
        models={"embedder": "e5@123"},
        index={"generation": "000001", "documents": "2"},
        version="0.6.0",
        code="c0de",
        machine="x86_64",
    )
    at = datetime(2026, 11, 27, 7, 0, tzinfo=UTC)
    told = published(score(replace(run, header=header, end=End(5, None, at)), questions, judge))
    assert (told.at, told.models, told.index) == (at, header.models, header.index)
    assert (told.version, told.code, told.machine) == ("0.6.0", "c0de", "x86_64")
    assert told.questions == {"own": questions.sets[0].digest}


def test_only_the_sets_that_were_chosen_are_named(
    write_run: WriteRun, questions: Questions, judge: Judge
) -> None:
    halved = Questions.of(questions.sources, [CaseSet("seeds", CASES[:3]), CaseSet("elsewhere", CASES[3:])])
    run = read_run(write_run(header=False, end=False))
    header = Header("wijkwijzer", tuple(AnsweredSet(each.name, each.digest) for each in halved.sets))
    scores = score(replace(run, header=header, end=End(5)), halved, judge)
    assert published(scores).questions.keys() == {"seeds", "elsewhere"}
    assert published(of_sets(scores, ["seeds"])).questions == {"seeds": halved.sets[0].digest}


def test_a_run_of_an_older_version_has_the_time_of_its_file(scores: Scores) -> None:
    at = published(scores).at
    assert at == datetime.fromtimestamp(int(scores.run.path.stat().st_mtime), UTC)


@pytest.mark.parametrize("changes", [{"system": "plain"}, {"header": False, "end": False}])
def test_only_the_products_own_answers_are_published(
    write_run: WriteRun, questions: Questions, judge: Judge, changes: dict[str, object]
) -> None:
    scores = score(read_run(write_run(ROWS, **changes)), questions, judge)
    with pytest.raises(UsageError, match="The desk shows what wijkwijzer itself is worth"):
        published(scores)


def test_a_run_is_answered_and_published_by_its_command(
    wijkwijzer: Eval, own: list[object], tmp_path: Path
) -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    run, home = tmp_path / "mijn-run.jsonl", tmp_path / "home"
    assert wijkwijzer("run", run, *own).code == 0
    ran = wijkwijzer("publish", run, *own)
    assert (ran.code, ran.out) == (0, f"The desk shows '{home / 'evaluations' / 'mijn-run.json'}'.\n")
    assert wijkwijzer("publish", run, "--name", "2026-11", *own).code == 0
    read = read_all(home)
    assert read.damaged == ()
    assert {each.name for each in read.sound} == {"mijn-run", "2026-11"}
    first, second = read.sound
    assert first.evaluation == second.evaluation
    assert before <= first.evaluation.at <= datetime.now(UTC)
    assert first.evaluation.index["generation"] == "000001"
    assert first.evaluation.models["embedder"]
    assert ASKED in read_report(home, first)
    half = first.evaluation.halves[0]
    row = wijkwijzer("score", run, "--split", half.split, *own, "--json").json()
    assert {name: vars(each) for name, each in half.figures.items()} == row["figures"]


def test_no_key_gets_into_a_run_or_its_report(
    wijkwijzer: Eval, own: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GENERATOR_KEY", "OIDC_SECRET"):
        monkeypatch.setenv(f"WIJKWIJZER_{name}", "geheim")
    run = tmp_path / "run.jsonl"
    assert wijkwijzer("run", run, *own).code == 0
    assert wijkwijzer("publish", run, *own).code == 0
    written = [run, *(tmp_path / "home" / "evaluations").iterdir()]
    assert not any("geheim" in each.read_text(encoding="utf-8") for each in written)


def test_a_name_that_will_not_do_is_one_sentence(
    wijkwijzer: Eval, own: list[object], write_run: WriteRun
) -> None:
    ran = wijkwijzer("publish", write_run(), "--name", "../weg", *own)
    assert (ran.code, len(ran.said)) == (2, 1)
    assert "The name '../weg' will not do" in ran.said[0]
