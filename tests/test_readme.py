"""The README names what is there."""

import re
import subprocess
from pathlib import Path

from eval.cases import load_cases
from eval.score import CASES, SEEDS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_file_map_has_every_file_of_the_rooms_and_no_other() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    rooms = {
        name
        for name in tracked.stdout.split()
        if name.startswith(("index/", "bot/", "prompts/", "eval/"))
        and (not name.endswith("__init__.py") or name.startswith("prompts/"))
    }
    named = set(re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE))
    assert rooms - named == set()
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_counts_in_the_readme_are_those_of_the_questions() -> None:
    assert f"answers the {len(load_cases(CASES, SEEDS))} questions" in README


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README
