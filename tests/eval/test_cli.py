"""`wijkwijzer eval` as its users meet it: what it prints, how it leaves, and what it says of bad input."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.trained import Trained
from eval.cases import as_json
from eval.cli import main
from eval.runs import read_run
from tests.bot.conftest import Ran
from tests.conftest import HashingEncoder, ScriptedGenerator
from tests.eval.conftest import ASKED, CASES, ROWS, TWENTY, WriteRun
from tests.eval.test_judge import Server

Eval = Callable[..., Ran]


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> list[object]:
    """The options that name a case file of one's own."""
    cases = tmp_path / "cases.jsonl"
    cases.write_text(as_json(CASES), encoding="utf-8")
    return ["--cases", cases, "--sources", folder]


@pytest.fixture
def wijkwijzer(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Eval:
    monkeypatch.setattr("bot.models.open_encoder", lambda settings: HashingEncoder())
    monkeypatch.setattr("bot.models.open_generator", lambda settings: ScriptedGenerator())
    monkeypatch.setattr("bot.models.open_trained", lambda settings, encoder: Trained())
    monkeypatch.setattr("bot.models.open_reader", lambda settings, encoder=None: None)

    def call(*arguments: object) -> Ran:
        code = 0
        try:
            main(["eval", *map(str, arguments), "--home", str(tmp_path / "home")])
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ran(code, out, err)

    return call


def test_questions_are_answered_scored_compared_and_reported(
    wijkwijzer: Eval, own: list[object], tmp_path: Path
) -> None:
    ours, quotes = tmp_path / "ours.jsonl", tmp_path / "quotes.jsonl"
    ran = wijkwijzer("run", ours, *own)
    assert (ran.code, ran.out.split("'")[0]) == (0, "5 answers in ")
    assert wijkwijzer("run", quotes, "--system", "quotes", *own).code == 0
    scored = wijkwijzer("score", ours, *own)
    assert scored.out.startswith("wijkwijzer, all: own 5 (2 unanswerable)\n")
    row = wijkwijzer("score", ours, *own, "--json").json()
    assert row["figures"]["quotes_exact"]["value"] == 1.0
    compared = wijkwijzer("compare", ours, quotes, *own)
    assert compared.out.startswith("A minus B, on 5 questions:\n")
    assert wijkwijzer("compare", ours, quotes, *own, "--json").json()["won"] == []
    page = tmp_path / "report.html"
    assert wijkwijzer("report", ours, quotes, "--out", page, *own).code == 0
    text = page.read_text(encoding="utf-8")
    assert ASKED in text
    assert "alleen citaten" in text


def test_a_half_is_answered_and_scored_without_naming_it_again(
    wijkwijzer: Eval, own: list[object], tmp_path: Path
) -> None:
    path = tmp_path / "dev.jsonl"
    wijkwijzer("run", path, "--split", "dev", *own)
    header = read_run(path).header
    assert header is not None
    assert header.part == "dev"
    assert wijkwijzer("score", path, *own).out.startswith("wijkwijzer, dev: ")
    wrong = wijkwijzer("score", path, *own, "--split", "test")
    assert (wrong.code, wrong.said) == (2, [f"'{path}' answers only the dev half: score that one."])


def test_another_systems_answers_are_scored_as_they_are_or_as_a_run(
    wijkwijzer: Eval, own: list[object], write_run: WriteRun, tmp_path: Path
) -> None:
    theirs = write_run(header=False, end=False, name="theirs")
    assert wijkwijzer("score", theirs, *own).out.startswith("theirs, all: own 5 (2")
    run = tmp_path / "run.jsonl"
    assert wijkwijzer("run", run, "--answers", theirs, "--name", "Hunne", *own).code == 0
    assert wijkwijzer("score", run, *own).out.startswith("Hunne, all: own 5 (2")


def test_the_questions_are_written_for_another_system(wijkwijzer: Eval, tmp_path: Path) -> None:
    out = tmp_path / "asked.jsonl"
    ran = wijkwijzer("questions", out, "--set", "seeds")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert ran.out == f"{len(rows)} questions in '{out}'.\n"
    assert rows[0].keys() == {"id", "question"}
    follow_ups = [row for row in rows if row["id"].startswith("follow-up")]
    assert follow_ups
    assert all(row["history"][0]["question"] for row in follow_ups)


def test_the_gate_leaves_with_one_where_the_answers_are_worse(
    wijkwijzer: Eval, own: list[object], write_run: WriteRun, tmp_path: Path
) -> None:
    run = write_run()
    thresholds = tmp_path / "thresholds.toml"
    thresholds.write_text("refused = {at_most = 1}\n", encoding="utf-8")
    passed = wijkwijzer("gate", run, "--thresholds", thresholds, *own)
    assert (passed.code, passed.out) == (0, "refused: 1.000, at most 1\n")
    thresholds.write_text("hallucinated = {at_most = -1}\n", encoding="utf-8")
    failed = wijkwijzer("gate", run, "--thresholds", thresholds, *own)
    assert (failed.code, failed.said[0]) == (1, "The answers are below the thresholds:")


def test_a_judge_is_asked_only_where_it_is_named(
    wijkwijzer: Eval, own: list[object], write_run: WriteRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    monkeypatch.setenv("OPENAI_API_KEY", "geheim")
    out = tmp_path / "judged.jsonl"
    ran = wijkwijzer("judge", write_run(), out, "--url", server.url, "--model", "groot", *own)
    assert ran.out == (
        "5 answers: correct 4.00, helpful 3.00 (0 to 4); agrees with the facts on 0.40, kappa 0.00\n"
    )
    assert set(server.keys) == {"Bearer geheim"}
    assert server.asked[0]["messages"][1]["content"].endswith(TWENTY)
    server.stop()
    page = tmp_path / "report.html"
    assert wijkwijzer("report", write_run(), "--judged", out, "--out", page, *own).code == 0
    assert "groot vond van 5 antwoorden: juistheid 4,00" in page.read_text(encoding="utf-8")


def write_opinion(folder: Path) -> Path:
    path = folder / "judged.jsonl"
    path.write_text('{"id": "other", "model": "groot", "opinion": {"correct": 1, "helpful": 1}}\n', "utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["score", "RUN", "--cases", "CASES"], "Give --cases FILE together with --sources FOLDER"),
        (["score", "RUN", "--cases", "CASES", "--sources", "FOLDER", "--set", "seeds"], "not both"),
        (["score", "RUN"], "These are the answers to a case file of your own: give --cases and --sources."),
        (["score", "BARE", "--set", "sedes"], "There is no set of questions 'sedes'"),
        (
            ["report", "RUN", "--judged", "JUDGED", "--cases", "CASES", "--sources", "FOLDER"],
            "judges no answer",
        ),
        (["score", "nowhere.jsonl"], "'nowhere.jsonl' cannot be read"),
        (["score", "RUN", "--cases", "RUN", "--sources", "FOLDER"], "line 1 is no case"),
        (["compare", "RUN", "BARE", "--cases", "CASES", "--sources", "FOLDER"], "has no answer to"),
        (
            ["score", "RUN", "--cases", "CASES", "--sources", "FOLDER", "--nli", "./nowhere"],
            "folder './nowhere' for the --nli",
        ),
        (
            ["report", "RUN", "--out", "FOLDER", "--cases", "CASES", "--sources", "FOLDER"],
            "cannot be written",
        ),
    ],
)
def test_bad_input_is_one_sentence(
    wijkwijzer: Eval,
    own: list[object],
    write_run: WriteRun,
    tmp_path: Path,
    arguments: list[str],
    told: str,
) -> None:
    places = {
        "RUN": str(write_run()),
        "BARE": str(write_run(ROWS[:2], name="bare", header=False, end=False)),
        "CASES": str(own[1]),
        "JUDGED": str(write_opinion(tmp_path)),
        "FOLDER": str(own[3]),
    }
    ran = wijkwijzer(*(places.get(each, each) for each in arguments))
    assert ran.code in (2, 4)
    assert len(ran.said) == 1
    assert told in ran.said[0]


def test_bare_answers_are_taken_to_be_of_the_projects_own_questions(
    wijkwijzer: Eval, write_run: WriteRun
) -> None:
    ran = wijkwijzer("score", write_run(header=False, end=False))
    assert ran.code == 2
    assert "answers 'early' and 4 more, which is no question of these sets" in ran.said[0]


def test_the_checks_are_measured_on_sick(wijkwijzer: Eval, measuring_data: Path) -> None:
    row = wijkwijzer("entailment", "--json").json()
    assert {label: figure["n"] for label, figure in row.items()} == {
        "neutral": 2790,
        "entailment": 1404,
        "contradiction": 712,
    }
    # Held to the source's own words, .04 of what follows passes, and next to nothing that does not.
    assert row["entailment"]["follows"] > 0.02
    assert row["contradiction"]["follows"] < 0.01
    assert "entailment" in wijkwijzer("entailment").out
