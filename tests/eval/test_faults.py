"""A small sample of each kind of fault; `make faults` does them by the hundred."""

import sys
from pathlib import Path

import pytest

from eval import faults
from eval.builds import full_disks, kills, rivals
from eval.damage import damages
from eval.swaps import swaps
from eval.trials import Result, edition_of, freshly, publish, served, warnings_of_index, write
from index.generations import current_generation


def modules() -> set[str]:
    return set(sys.modules)


def test_the_processes_of_the_trials_load_no_torch() -> None:
    loaded = freshly(modules)
    assert "index.build" in loaded
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "gradio"})


def test_killed_builds_leave_the_old_or_the_new_generation(tmp_path: Path) -> None:
    result = kills(tmp_path, 5)
    assert result.failures == []
    assert result.outcomes.total() == 6
    assert result.outcomes["the next whole build leaves nothing of them"] == 1


def test_a_full_disk_is_told_and_the_old_generation_serves(tmp_path: Path) -> None:
    result = full_disks(tmp_path, 6)
    assert result.failures == []
    assert result.outcomes["said, and the old one serves"] == 6


def test_of_two_builders_one_is_told_to_wait(tmp_path: Path) -> None:
    assert rivals(tmp_path, 2) == Result({"one published, one told to wait": 2})


def test_damage_anywhere_is_named_and_the_generation_before_serves(tmp_path: Path) -> None:
    result = damages(tmp_path, 8)
    assert result.failures == []
    assert result.outcomes["byte flipped: named, the generation before serves"] > 50
    assert result.outcomes["byte flipped: pointer named by verify, one of both serves"] > 3


def test_visitors_notice_nothing_of_new_editions(tmp_path: Path) -> None:
    result = swaps(tmp_path, 4, 20, reading=0.05)
    assert result.failures == []
    assert result.outcomes["swaps"] == 4
    assert result.outcomes["answered from one edition"] > 20


# That the trials notice harm.


def test_an_index_of_two_editions_is_noticed(tmp_path: Path) -> None:
    assert edition_of(["uitgave 3", "zegt uitgave 3."]) == 3
    with pytest.raises(ValueError, match=r"editions \[3, 4\]"):
        edition_of(["uitgave 3", "uitgave 4"])
    both = tmp_path / "both.jsonl"
    first, second = write(tmp_path, 3, 1), write(tmp_path, 4, 2)
    both.write_text(first.read_text() + second.read_text().splitlines()[1])
    publish(tmp_path / "home", both)
    with pytest.raises(ValueError, match=r"editions \[3, 4\]"):
        freshly(served, tmp_path / "home")


def test_a_generation_that_serves_in_need_is_noticed(tmp_path: Path) -> None:
    for edition in (1, 2):
        publish(tmp_path / "home", write(tmp_path, edition, 2))
    (current_generation(tmp_path / "home") / "passages.jsonl").unlink()
    with pytest.raises(ValueError, match=r"and it warns: .*passages\.jsonl' is missing"):
        freshly(served, tmp_path / "home")


def test_what_the_index_says_at_ease_is_no_warning(tmp_path: Path) -> None:
    with warnings_of_index() as said:
        publish(tmp_path / "home", write(tmp_path, 1, 2))
    assert said == []


@pytest.mark.parametrize(("failures", "code"), [([], 0), (["trial 3: mixed"], 1)])
def test_the_table_has_a_line_a_kind_and_harm_is_told(
    failures: list[str], code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = Result(failures=failures)
    result.outcomes.update({"one told": 1, "swaps": 1200})
    monkeypatch.setattr(faults, "damages", lambda scratch: result)
    monkeypatch.setattr(sys, "argv", ["faults", "--only", "damaged files"])
    with pytest.raises(SystemExit) as left:
        faults.main()
    shown = capsys.readouterr()
    trials = f"{1201 + len(failures):,}"
    assert (
        shown.out.splitlines()[2]
        == f"| damaged files | {trials} | 1,200 swaps; 1 one told | {len(failures)} | 0 |"
    )
    assert (left.value.code, shown.err) == (code, "".join(f"damaged files: {each}\n" for each in failures))
