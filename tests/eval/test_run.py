import json
from pathlib import Path

import pytest

from bot import gemma
from bot.settings import Settings
from eval.cases import Case, EarlierTurn
from eval.run import Setup, adopted, answer, asked, code, told_of
from eval.runs import Run, read_run
from eval.sets import CaseSet, Questions, Sources
from eval.systems import Name
from index.errors import UsageError
from tests.conftest import HashingEncoder, ScriptedGenerator
from tests.eval.conftest import CASES, ROWS, WriteRun


def setup(name: Name = "quotes", *replies: str, hits: int = 10) -> Setup:
    return Setup(name, Settings(hits=hits), HashingEncoder(), ScriptedGenerator(*replies))


def answered(path: Path) -> list[str]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row["id"] for row in rows if "id" in row]


def test_a_run_has_all_that_its_answers_depend_on(questions: Questions, tmp_path: Path) -> None:
    run = answer(tmp_path / "runs" / "run.jsonl", setup(), questions, "all")
    header = run.header
    assert header is not None
    assert (header.system, header.part) == ("quotes", "all")
    assert [(each.name, each.digest) for each in header.sets] == [("own", questions.sets[0].digest)]
    assert header.settings is not None
    assert header.settings["hits"] == "10"
    assert "cache" not in header.settings
    generator = f"gemma-3-270m-nl@{gemma.ADAPTER_SHA256[:12]}"
    assert header.models == {"embedder": "hashing", "generator": generator}
    assert header.index is not None
    assert header.index["generation"] == "000001"
    assert header.index["documents"] == "2"
    assert run.end is not None
    assert run.end.answered == len(CASES)
    assert run.end.peak_memory_bytes is not None
    assert run.end.peak_memory_bytes > 10_000_000
    assert run.answers["groningen"].abstained
    assert run.answers["twenty"].timings.first_citation is not None
    assert run.answers["twenty"].hits is not None


def test_a_run_that_broke_off_goes_on_where_it_was(questions: Questions, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    whole = answer(path, setup(), questions, "all")
    lines = path.read_bytes().split(b"\n")
    kept = b"\n".join(lines[:3])
    path.write_bytes(kept + b"\n" + lines[3][:40])  # killed while it wrote the third answer
    again = answer(path, setup(), questions, "all")
    assert path.read_bytes().startswith(kept + b"\n")
    assert answered(path) == [case.id for case in CASES]
    assert again.is_whole
    assert {name: row.text for name, row in again.answers.items()} == {
        name: row.text for name, row in whole.answers.items()
    }


def test_a_whole_run_is_not_answered_again(questions: Questions, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    answer(path, setup(), questions, "all")
    before = path.read_bytes()
    answer(path, setup(), questions, "all")
    assert path.read_bytes() == before


def test_a_run_that_broke_off_before_its_first_line_begins_again(
    questions: Questions, tmp_path: Path
) -> None:
    path = tmp_path / "run.jsonl"
    path.write_bytes(b'{"run": {"sys')
    assert answer(path, setup(), questions, "all").is_whole
    assert answered(path) == [case.id for case in CASES]


def test_a_run_of_something_else_is_not_gone_on_with(questions: Questions, tmp_path: Path) -> None:
    path = tmp_path / "run.jsonl"
    answer(path, setup(), questions, "all")
    with pytest.raises(UsageError, match=r"differs in system, part\. Name another file"):
        answer(path, setup("plain"), questions, "dev")
    with pytest.raises(UsageError, match="differs in settings"):
        answer(path, setup(hits=3), questions, "all")
    fewer = Questions.of(questions.sources, [CaseSet("own", CASES[:-1])])
    with pytest.raises(UsageError, match="differs in sets"):
        answer(path, setup(), fewer, "all")
    assert answered(path) == [case.id for case in CASES]
    answer(path, setup(), fewer, "all", again=True)
    assert answered(path) == [case.id for case in CASES[:-1]]


def test_a_run_knows_the_product_by_its_files(
    questions: Questions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    (package / "part").mkdir(parents=True)
    (package / "part" / "rules.toml").write_text("a = 1", encoding="utf-8")
    monkeypatch.setattr("eval.run.PRODUCT", (package,))
    before = code()
    path = tmp_path / "run.jsonl"
    answer(path, setup(), questions, "all")
    (package / "part" / "notes.txt").write_text("no part of it", encoding="utf-8")
    assert code() == before
    (package / "part" / "rules.toml").write_text("a = 2", encoding="utf-8")
    assert code() != before
    with pytest.raises(UsageError, match=r"differs in code\. Name another file, or answer --again"):
        answer(path, setup(), questions, "all")


def test_answers_that_say_not_whose_they_are_are_not_gone_on_with(
    questions: Questions, write_run: WriteRun
) -> None:
    with pytest.raises(UsageError, match="answers that do not say what gave them"):
        answer(write_run(header=False, end=False), setup(), questions, "all")


def test_a_place_that_cannot_be_written_is_named(questions: Questions, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match=r"file/run\.jsonl' cannot be written"):
        answer(tmp_path / "file" / "run.jsonl", setup(), questions, "all")


def test_only_the_half_that_is_asked_for_is_answered(questions: Questions, tmp_path: Path) -> None:
    halves = {part: [case.id for case in asked(questions, part)] for part in ("dev", "test")}
    assert sorted(halves["dev"] + halves["test"]) == sorted(case.id for case in CASES)
    run = answer(tmp_path / "run.jsonl", setup(), questions, "test")
    assert list(run.answers) == halves["test"]


def test_a_source_that_is_withheld_answers_nothing(folder: Path, tmp_path: Path) -> None:
    known = CASES[0]
    withheld = Case("withheld", "withheld", "nl", known.question, subject="breda", withheld=("breda.txt",))
    questions = Questions.of(Sources.read(folder), [CaseSet("own", (known, withheld))])
    run = answer(tmp_path / "run.jsonl", setup(), questions, "all")
    sources = {name: {hit.source for hit in row.hits or ()} for name, row in run.answers.items()}
    assert "breda.txt" in sources["twenty"]
    assert sources["withheld"] == {"almelo.txt"}


def test_a_follow_up_is_asked_after_its_history(folder: Path, tmp_path: Path) -> None:
    first = EarlierTurn("Hoeveel organisaties doen mee aan het netwerk in Breda?")
    follow_up = Case("f", "follow-up", "nl", "Sinds wanneer?", subject="f", history=(first,))
    questions = Questions.of(Sources.read(folder), [CaseSet("own", (follow_up,))])
    generator = ScriptedGenerator("Twintig.")
    answer(tmp_path / "run.jsonl", Setup("plain", Settings(), HashingEncoder(), generator), questions, "all")
    assert "in Breda? Sinds wanneer?" in generator.asked[0][-1].content


def adopt(questions: Questions, answers: Path, out: Path, *, again: bool = False) -> Run:
    ids = [case.id for case in asked(questions, "all")]
    return adopted(answers, out, told_of("Ander systeem", questions, "all"), ids, again=again)


def test_answers_of_another_system_become_a_run_of_the_questions(
    questions: Questions, write_run: WriteRun, tmp_path: Path
) -> None:
    theirs = write_run(header=False, end=False, name="theirs")
    theirs.write_bytes(b"\xef\xbb\xbf" + theirs.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n"))
    run = adopt(questions, theirs, tmp_path / "folder" / "adopted.jsonl")
    assert run.header is not None
    assert run.name == "Ander systeem"
    assert run.header.sets[0].digest == questions.sets[0].digest
    assert run.header.sources == questions.sources.digest
    assert (run.header.settings, run.is_whole) == (None, True)
    assert read_run(theirs).answers == run.answers


def test_answers_to_other_questions_are_not_taken(
    questions: Questions, write_run: WriteRun, tmp_path: Path
) -> None:
    out = tmp_path / "adopted.jsonl"
    unknown = write_run([*ROWS, {**ROWS[2], "id": "new"}], header=False, end=False)
    with pytest.raises(UsageError, match="answers 'new', which is no question of these sets"):
        adopt(questions, unknown, out)
    with pytest.raises(UsageError, match="no answer to 'early' and 1 more: 3 of 5 questions are answered"):
        adopt(questions, write_run([ROWS[0], *ROWS[3:]], header=False, end=False), out)
    assert not out.exists()


def test_a_run_is_not_made_into_one_of_other_questions(
    questions: Questions, write_run: WriteRun, tmp_path: Path
) -> None:
    for left_out in ({}, {"end": False}, {"header": False}):
        with pytest.raises(UsageError, match="is a run already, or part of one"):
            adopt(questions, write_run(**left_out), tmp_path / "adopted.jsonl")


def test_a_file_that_is_there_is_kept_unless_it_may_be_written_again(
    questions: Questions, write_run: WriteRun, tmp_path: Path
) -> None:
    theirs, out = write_run(header=False, end=False), tmp_path / "kept.jsonl"
    out.write_text("important", encoding="utf-8")
    with pytest.raises(UsageError, match="There is a file"):
        adopt(questions, theirs, out)
    assert out.read_text(encoding="utf-8") == "important"
    assert adopt(questions, theirs, out, again=True).is_whole
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        adopt(questions, theirs, tmp_path / "folder", again=True)


@pytest.mark.parametrize("content", ['{"one": "line"}', "een\ntekst", '{"id": "x"', "{}\n"])
@pytest.mark.parametrize("again", [False, True])
def test_a_file_that_is_no_run_is_left_as_it_is(
    questions: Questions, tmp_path: Path, content: str, again: bool
) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"notes\.txt"):
        answer(path, setup(), questions, "all", again=again)
    assert path.read_text(encoding="utf-8") == content
