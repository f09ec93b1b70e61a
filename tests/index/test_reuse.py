"""Any sequence of builds, additions and removals ends in the index that a build from nothing gives."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import Changes, Report, add, build, remove
from index.embed import Encoder
from index.errors import IndexUnavailableError, UsageError
from index.files import sha256
from index.generations import FORMAT, Generation, current_generation, point_to
from index.read import Skipped
from index.store import Index, context, sentence_contexts
from index.types import FloatArray
from tests.conftest import ROOT, HashingEncoder

SENTENCES = (
    "Wie slecht loopt kan een rolstoel lenen.",
    "De regiotaxi rijdt ook in het weekend.",
    "Het wijkteam helpt bij schulden.",
    "De gemeente regelt poetshulp.",
    "Dat is gratis.",
)
NAMES = ("jeugd.txt", "vervoer.txt", "wijk/a.txt", "wijk/b.txt", "zorg.txt")


class CountingEncoder(HashingEncoder):
    """Remembers what it was asked to embed."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str], *, progress: bool = False) -> FloatArray:
        self.asked.extend(texts)
        return super().encode_passages(texts, progress=progress)

    def asked_since(self) -> list[str]:
        """Return what was asked since the last call."""
        asked, self.asked = self.asked, []
        return asked


@pytest.fixture
def counting() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    write(folder, {"bus.txt": page("Bus", "De bus rijdt."), "tram.txt": page("Tram", "De tram rijdt.")})
    return folder


def page(title: str, *sentences: str) -> str:
    return f"{title}\n\n{' '.join(sentences)}\n"


def write(folder: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def held(home: Path) -> dict[str, bytes]:
    """Everything of the generation that serves, but the hour and the paths of its sources."""
    folder = current_generation(home)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    del files["manifest.json"]
    return {name: path.read_bytes() for name, path in files.items()}


def embedded(home: Path) -> tuple[set[str], set[str]]:
    """Return the texts behind the vectors of passages and of sentences."""
    passages = Index.open(home, HashingEncoder()).passages
    return (
        {context(passage) for passage in passages},
        {sentence for passage in passages for sentence in sentence_contexts(passage)},
    )


def facts(home: Path) -> dict[str, object]:
    read = json.loads((current_generation(home) / "manifest.json").read_text(encoding="utf-8"))
    return dict(read["facts"])


# The law.

texts = st.builds(
    page,
    st.sampled_from(["Vervoer", "Wonen"]),
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES),
    st.sampled_from(SENTENCES),
)
pages = st.dictionaries(st.sampled_from(NAMES), texts, min_size=1)
steps = st.one_of(
    st.tuples(st.just("build"), pages),
    st.tuples(st.just("add"), pages),
    st.tuples(st.just("remove"), st.sets(st.sampled_from(NAMES), min_size=1)),
)


@settings(max_examples=40)
@given(first=pages, later=st.lists(steps, max_size=5), tokens=st.sampled_from([8, 160]))
def test_any_sequence_of_changes_gives_what_a_build_from_nothing_gives(
    first: dict[str, str], later: list[tuple[str, dict[str, str] | set[str]]], tokens: int
) -> None:
    encoder = CountingEncoder()
    with TemporaryDirectory() as scratch:
        home, wanted = Path(scratch) / "home", dict(first)
        write(Path(scratch) / "0", first)
        build(home, [Path(scratch) / "0"], encoder, tokens)
        for number, (verb, what) in enumerate(later, 1):
            folder = Path(scratch) / str(number)
            encoder.asked_since()
            before = embedded(home)
            if isinstance(what, dict):
                write(folder, what)
                (build if verb == "build" else add)(home, [folder], encoder, tokens)
                wanted = what if verb == "build" else wanted | what
            elif what < wanted.keys():
                remove(home, sorted(what), encoder, tokens)
                wanted = {name: text for name, text in wanted.items() if name not in what}
            after = embedded(home)
            expected = [*(after[0] - before[0]), *(after[1] - before[1])]
            assert sorted(encoder.asked_since()) == sorted(expected)
            write(folder / "all", wanted)
            fresh = Path(scratch) / f"fresh{number}"
            build(fresh, [folder / "all"], HashingEncoder(), tokens)
            assert held(home) == held(fresh)


# What is reported, and what is taken over.


def test_a_build_of_a_changed_folder_embeds_what_is_new(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    write(sources, {"trein.txt": page("Trein", "De trein rijdt.", "Hij is vol.")})
    build(home, [sources], counting, 160)
    counting.asked_since()
    write(
        sources,
        {
            "bus.txt": page("Bus", "De bus rijdt.", "Hij is leeg."),
            "fiets.txt": page("Fiets", "De fiets staat."),
        },
    )
    (sources / "tram.txt").unlink()
    report = build(home, [sources], counting, 160)
    passages = ["Bus\nDe bus rijdt. Hij is leeg.", "Fiets\nDe fiets staat."]
    sentences = ["Bus\nHij is leeg.", "Fiets\nDe fiets staat."]
    assert counting.asked_since() == [*passages, *sentences]
    assert report == Report(
        generation="000002",
        published=True,
        documents=3,
        passages=3,
        changes=Changes(added=1, changed=1, removed=1, unchanged=1),
        embedded=4,
    )


def test_a_changed_title_is_embedded_with_all_that_stands_below_it(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    build(home, [sources], counting, 160)
    counting.asked_since()
    write(sources, {"bus.txt": page("Buurtbus", "De bus rijdt.")})
    assert build(home, [sources], counting, 160).changes == Changes(0, 1, 0, 1)
    assert counting.asked_since() == ["Buurtbus\nDe bus rijdt."] * 2


def test_a_document_under_another_name_is_not_embedded_again(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    build(home, [sources], counting, 160)
    counting.asked_since()
    (sources / "bus.txt").rename(sources / "zbus.txt")
    report = build(home, [sources], counting, 160)
    assert (report.changes, report.embedded, counting.asked_since()) == (Changes(1, 0, 1, 1), 0, [])
    assert [passage.source for passage in Index.open(home, counting).passages] == ["tram.txt", "zbus.txt"]


def test_where_nothing_changed_the_generation_serves_on(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    (sources / "leeg.txt").touch()
    build(home, [sources], counting, 160)
    built = facts(home)["built"]
    counting.asked_since()
    skipped = (Skipped("leeg.txt", "it is empty"),)
    for report in (build(home, [sources], counting, 160), add(home, [sources], counting, 160)):
        assert report == Report("000001", False, 2, 2, Changes(0, 0, 0, 2), 0, skipped)
    assert counting.asked_since() == []
    assert facts(home)["built"] == built
    assert [path.name for path in (home / "generations").iterdir()] == ["000001"]


@pytest.mark.parametrize("change", ["left out", "root", "date"])
def test_what_is_said_of_the_documents_is_published_though_no_text_changed(
    change: str, home: Path, sources: Path, counting: CountingEncoder
) -> None:
    build(home, [sources], counting, 160)
    counting.asked_since()
    if change == "left out":
        (sources / "leeg.txt").touch()
    elif change == "root":
        sources = sources.rename(sources.with_name("bronnen"))
    else:
        (sources / "bus.txt").write_text("Bus\n\nDe bus rijdt.\n\n", encoding="utf-8")
    report = build(home, [sources], counting, 160)
    assert (report.generation, report.published, counting.asked_since()) == ("000002", True, [])
    assert report.changes == (Changes(0, 1, 0, 1) if change == "date" else Changes(0, 0, 0, 2))
    assert facts(home)["sources"] == [str(sources)]
    assert facts(home)["skipped"] == (["leeg.txt: it is empty"] if change == "left out" else [])


# Adding.


def test_added_documents_stand_beside_the_others_and_replace_their_namesakes(
    home: Path, sources: Path, tmp_path: Path, counting: CountingEncoder
) -> None:
    (sources / "wacht.txt").touch()
    (sources / "leeg.txt").touch()
    build(home, [sources], counting, 160)
    counting.asked_since()
    more = tmp_path / "more"
    write(
        more,
        {"bus.txt": page("Bus", "De bus staat."), "auto.txt": page("Auto", "Rij!"), "leeg.txt": "Vol.\n"},
    )
    (more / "x.bin").touch()
    report = add(home, [more], counting, 160)
    assert report.changes == Changes(added=2, changed=1, removed=0, unchanged=1)
    assert [skip.source for skip in report.skipped] == ["x.bin"]
    opened = Index.open(home, counting)
    assert list(opened.documents) == ["auto.txt", "bus.txt", "leeg.txt", "tram.txt"]
    assert opened.documents["bus.txt"].text == page("Bus", "De bus staat.")
    assert not any("De tram" in text for text in counting.asked_since())
    assert facts(home)["sources"] == [str(sources), str(more)]
    assert facts(home)["skipped"] == [
        "wacht.txt: it is empty",
        "x.bin: files of the kind '.bin' are not read",
    ]


def test_a_single_file_is_added_under_its_own_name(home: Path, sources: Path, encoder: Encoder) -> None:
    build(home, [sources / "bus.txt"], encoder, 160)
    add(home, [sources / "tram.txt"], encoder, 160)
    assert list(Index.open(home, encoder).documents) == ["bus.txt", "tram.txt"]


# Removing.


def test_removed_documents_are_gone_and_nothing_is_embedded(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    write(sources, {"a b/trein.txt": page("Trein", "De trein rijdt.")})
    build(home, [sources], counting, 160)
    counting.asked_since()
    report = remove(home, ["a b/trein.txt", "tram.txt", "tram.txt"], counting, 160)
    assert report == Report("000002", True, 1, 1, Changes(0, 0, 2, 1), 0)
    assert counting.asked_since() == []
    assert [passage.source for passage in Index.open(home, counting).passages] == ["bus.txt"]
    assert facts(home)["sources"] == [str(sources)]


def test_an_unknown_name_is_refused_with_near_ones_and_nothing_happens(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    build(home, [sources], encoder, 160)
    with pytest.raises(UsageError) as caught:
        remove(home, ["bus.txt", "tran.txt"], encoder, 160)
    assert str(caught.value) == (
        "There is no document 'tran.txt' in the index; nothing was removed. Near it are 'tram.txt'. "
        "'wijkwijzer index status' lists all."
    )
    with pytest.raises(
        UsageError, match=r"'Ω' in the index; nothing was removed\. 'wijkwijzer index status'"
    ):
        remove(home, ["Ω"], encoder, 160)
    assert current_generation(home).name == "000001"


def test_the_last_document_is_not_removed(home: Path, sources: Path, encoder: Encoder) -> None:
    build(home, [sources], encoder, 160)
    with pytest.raises(UsageError, match=r"No document would be left.*wijkwijzer index build FOLDER"):
        remove(home, ["bus.txt", "tram.txt"], encoder, 160)
    assert current_generation(home).name == "000001"


# What can and cannot be taken over.


def test_another_embedder_embeds_everything_anew_and_says_so(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    build(home, [sources], counting, 160)
    counting.asked_since()
    counting.name = "hashing@2"
    report = remove(home, ["bus.txt"], counting, 160)
    assert report.notice == "The embedder is 'hashing@2' now and was 'hashing': everything is embedded anew."
    assert counting.asked_since() == ["Tram\nDe tram rijdt."] * 2
    assert Index.open(home, counting).generation == "000002"


def test_another_passage_size_cuts_all_documents_anew_and_says_so(
    home: Path, sources: Path, counting: CountingEncoder
) -> None:
    write(sources, {"bus.txt": page("Bus", "De bus rijdt.", "De bus stopt.")})
    build(home, [sources], counting, 160)
    counting.asked_since()
    report = add(home, [sources / "tram.txt"], counting, 3)
    assert report.notice == "A passage has at most 3 tokens now, and had 160: all documents are cut anew."
    # As sentences they are known, in half precision; as passages they are not.
    assert counting.asked_since() == ["Bus\nDe bus rijdt.", "Bus\nDe bus stopt."]
    assert report.passages == 3


@pytest.mark.parametrize("harm", ["file", "facts", "format", "pointer"])
def test_of_an_index_that_cannot_be_trusted_nothing_is_taken_over(
    harm: str, home: Path, sources: Path, counting: CountingEncoder, tmp_path: Path
) -> None:
    build(home, [sources], counting, 160)
    counting.asked_since()
    folder = current_generation(home)
    if harm == "file":
        (folder / "sentences.npy").write_bytes(b"")
    elif harm == "pointer":
        (home / "current").write_text(f"000009 {'0' * 64}\n")
    else:
        harmed = ('"sources"', '"bronnen"') if harm == "facts" else (f't": {FORMAT}', f't": {FORMAT - 1}')
        manifest = (folder / "manifest.json").read_text(encoding="utf-8")
        assert harmed[0] in manifest
        (folder / "manifest.json").write_text(manifest.replace(*harmed), encoding="utf-8")
        point_to(home, [Generation(folder, sha256(folder / "manifest.json"))])
    for change in (
        lambda: add(home, [sources], counting, 160),
        lambda: remove(home, ["bus.txt"], counting, 160),
    ):
        with pytest.raises(IndexUnavailableError, match="Build it again: wijkwijzer index build FOLDER"):
            change()
    assert counting.asked_since() == []
    report = build(home, [sources], counting, 160)
    assert report.notice.startswith("Nothing is taken over. The index ")
    assert "index build" not in report.notice
    assert report.changes == Changes(2, 0, 0, 0)
    assert counting.asked_since() == ["Bus\nDe bus rijdt.", "Tram\nDe tram rijdt."] * 2
    build(tmp_path / "fresh", [sources], counting, 160)
    assert held(home) == held(tmp_path / "fresh")


def test_without_an_index_there_is_nothing_to_change(home: Path, sources: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexUnavailableError, match="There is no index"):
        add(home, [sources], encoder, 160)
    with pytest.raises(IndexUnavailableError, match="There is no index"):
        remove(home, ["bus.txt"], encoder, 160)
    assert not home.exists()


# Readers and failures.


def test_a_reader_keeps_its_generation_while_others_are_published(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    build(home, [sources], encoder, 160)
    opened = Index.open(home, encoder)
    before = opened.search("bus", 5)
    for number in range(3):
        write(sources, {"bus.txt": page("Bus", f"De bus is {number} jaar oud.")})
        add(home, [sources / "bus.txt"], encoder, 160)
    assert opened.search("bus", 5) == before
    assert Index.open(home, encoder).search("bus", 1)[0].passage.text == "De bus is 2 jaar oud."


KILLED = """
import os, signal, sys
from pathlib import Path
from index.build import add
from index.store import Index
from tests.conftest import HashingEncoder

def killed(self, folder):
    (folder / "documents.jsonl").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)

Index.save = killed
add(Path(sys.argv[1]), [Path(sys.argv[2])], HashingEncoder(), 160)
"""


def test_a_killed_build_leaves_the_old_generation_and_the_next_one_tidies_up(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    build(home, [sources], encoder, 160)
    before = held(home)
    write(sources, {"bus.txt": page("Bus", "De bus staat stil.")})
    ended = subprocess.run([sys.executable, "-c", KILLED, home, sources], cwd=ROOT, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert held(home) == before
    left = sorted(path.name for path in (home / "generations").iterdir())
    assert len(left) == 2
    assert left[0].startswith(".000002.")
    assert add(home, [sources], encoder, 160).changes == Changes(0, 1, 0, 1)
    assert sorted(path.name for path in (home / "generations").iterdir()) == ["000001", "000002"]
