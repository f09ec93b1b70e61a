import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from index import unfinished
from index.build import Report, build
from index.errors import IndexUnavailableError
from index.generations import current_generation
from index.progress import bars
from index.types import FloatArray
from index.unfinished import Unfinished, encode
from tests.conftest import ROOT, HashingEncoder

PAGES = 40


class Stopping(HashingEncoder):
    """Fails at the step after these many, and remembers what it was asked to embed before."""

    def __init__(self, steps: int) -> None:
        self.steps = steps
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        if self.steps == 0:
            raise KeyboardInterrupt
        self.steps -= 1
        self.asked.extend(texts)
        return super().encode_passages(texts)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of ten pages of the corpus."""
    monkeypatch.setattr(unfinished, "STEP_TOKENS", 50)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Forty pages of one sentence each: forty passages and one sentence each, with the same text."""
    path = tmp_path / "corpus.jsonl"
    rows = [{"_id": f"d{number}", "text": f"Lijn {number} rijdt elk uur."} for number in range(PAGES)]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def chunks(home: Path) -> list[Path]:
    return sorted((home / "unfinished").rglob("*.npy"))


def held(home: Path) -> dict[str, bytes]:
    folder = current_generation(home)
    files = {path.name: path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"}
    return {name: path.read_bytes() for name, path in files.items()}


def interrupted(home: Path, corpus: Path, steps: int) -> list[str]:
    """Build until so many steps are done; return what was embedded."""
    encoder = Stopping(steps)
    with pytest.raises(KeyboardInterrupt):
        build(home, [corpus], encoder, 160)
    return encoder.asked


def resumed(home: Path, corpus: Path) -> tuple[Report, list[str]]:
    encoder = Stopping(-1)
    return build(home, [corpus], encoder, 160), encoder.asked


def test_a_build_that_was_interrupted_goes_on_where_it_was(home: Path, corpus: Path, tmp_path: Path) -> None:
    before = interrupted(home, corpus, 2)
    assert (len(before), len(chunks(home))) == (20, 2)
    report, after = resumed(home, corpus)
    assert (report.resumed, report.embedded, len(after)) == (20, 60, 60)
    assert len({*before, *after}) == PAGES
    assert not (home / "unfinished").exists()
    build(tmp_path / "fresh", [corpus], HashingEncoder(), 160)
    assert held(home) == held(tmp_path / "fresh")


def test_what_is_kept_is_bit_for_bit_what_was_embedded(home: Path) -> None:
    encoder = HashingEncoder()
    kept = Unfinished.of(home, encoder, "passages")
    vectors = np.array([[1 / 3] * 64, [np.nextafter(np.float32(1), np.float32(0))] * 64], dtype=np.float32)
    kept.keep([b"a" * 16, b"b" * 16], vectors)
    found = np.zeros((3, 64), dtype=np.float32)
    assert kept.take({b"b" * 16: 0, b"c" * 16: 1, b"a" * 16: 2}, found).tolist() == [True, False, True]
    assert found.tobytes() == vectors[1].tobytes() + bytes(256) + vectors[0].tobytes()


def test_an_interrupted_resumption_loses_nothing_either(home: Path, corpus: Path) -> None:
    interrupted(home, corpus, 1)
    interrupted(home, corpus, 2)
    assert resumed(home, corpus)[0].resumed == 30


def test_a_damaged_chunk_is_embedded_again(home: Path, corpus: Path, tmp_path: Path) -> None:
    interrupted(home, corpus, 3)
    cut, flipped, _ = chunks(home)
    cut.write_bytes(cut.read_bytes()[:-1])
    content = bytearray(flipped.read_bytes())
    content[-1] ^= 1
    flipped.write_bytes(content)
    report, asked = resumed(home, corpus)
    assert (report.resumed, report.embedded, len(asked)) == (10, 70, 70)
    build(tmp_path / "fresh", [corpus], HashingEncoder(), 160)
    assert held(home) == held(tmp_path / "fresh")


def test_what_cannot_be_read_is_embedded_again(home: Path, corpus: Path) -> None:
    interrupted(home, corpus, 2)
    (chunks(home)[0].parent / "x.npy").mkdir()
    assert resumed(home, corpus)[0].resumed == 20
    assert not (home / "unfinished").exists()


def test_builds_that_are_killed_leave_no_heap(home: Path, corpus: Path) -> None:
    interrupted(home, corpus, 2)
    both = chunks(home)
    both[0].write_bytes(b"")
    corpus.write_text(
        "".join(f'{{"_id": "t{number}", "text": "Tram {number} is vol."}}\n' for number in range(9))
    )
    interrupted(home, corpus, 0)
    assert chunks(home) == []


def test_another_embedder_has_no_use_for_it(home: Path, corpus: Path) -> None:
    interrupted(home, corpus, 2)
    other = Stopping(-1)
    other.name = "hashing@2"
    report = build(home, [corpus], other, 160)
    assert (report.resumed, report.embedded, len(other.asked)) == (0, 2 * PAGES, 2 * PAGES)
    assert not (home / "unfinished").exists()


def test_a_home_that_cannot_be_written_is_told(
    home: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(IndexUnavailableError, match=f"written to '{home}': No space left on device"):
        build(home, [corpus], HashingEncoder(), 160)


def test_the_longest_texts_come_first_and_the_vectors_in_the_texts_order() -> None:
    texts = {bytes([number]): " ".join(["lijn"] * (number % 7 + 1)) + f" {number}" for number in range(25)}
    encoder = Stopping(-1)
    vectors, had = encode(texts, encoder)
    lengths = [len(text.split()) for text in encoder.asked]
    assert lengths == sorted(lengths, reverse=True)
    assert had == 0
    np.testing.assert_array_equal(vectors, HashingEncoder().encode_passages(list(texts.values())))


def test_progress_counts_what_was_kept(home: Path, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    interrupted(home, corpus, 2)
    capsys.readouterr()
    with bars() as progress:
        build(home, [corpus], HashingEncoder(), 160, progress=progress)
    shown = capsys.readouterr().err
    assert "Embedding:  50%" in shown
    assert "40/40" in shown
    with bars() as progress:
        build(home, [corpus], HashingEncoder(), 160, progress=progress)
    assert "Embedding" not in capsys.readouterr().err


KILLED = """
import os, signal, sys
from pathlib import Path
from index import unfinished
from index.build import build
from tests.index.test_unfinished import Stopping

class Killed(Stopping):
    def encode_passages(self, texts, *, progress=False):
        if self.steps == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode_passages(texts)

unfinished.STEP_TOKENS = 50
build(Path(sys.argv[1]), [Path(sys.argv[2])], Killed(2), 160)
"""


def test_a_build_that_was_killed_embeds_only_the_rest(home: Path, corpus: Path, tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, home, corpus], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    report, asked = resumed(home, corpus)
    assert (report.resumed, len(asked)) == (20, 60)
    build(tmp_path / "fresh", [corpus], HashingEncoder(), 160)
    assert held(home) == held(tmp_path / "fresh")
    assert sorted(path.name for path in home.iterdir()) == ["build.lock", "current", "generations"]
