"""The README names what is there."""

import re
from pathlib import Path

from eval.cases import lines_of
from eval.sets import CASES, PARAPHRASES

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_file_map_has_every_file_of_the_rooms_and_no_other() -> None:
    files = (path for room in ("index", "bot", "prompts", "eval") for path in (ROOT / room).rglob("*"))
    rooms = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.is_file()
        and "__pycache__" not in path.parts
        and (path.name != "__init__.py" or path.parent.name == "prompts")
    }
    named = set(re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE))
    folders = tuple(name for name in named if name.endswith("/"))
    assert {name for name in rooms - named if not name.startswith(folders)} == set()
    assert {name for name in named if not (ROOT / name).exists()} == set()


def test_counts_in_the_readme_are_those_of_the_questions() -> None:
    assert f"The {len(lines_of(CASES))} questions of `eval/questions/seeds.jsonl`" in README
    assert f"of the {len(lines_of(PARAPHRASES))} other wordings in `paraphrases.jsonl`" in README


def test_nothing_is_left_to_fill_in() -> None:
    assert "@@" not in README
