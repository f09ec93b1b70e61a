import json
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from index.build import Changes, Report, add, build, build_index, has_index, remove
from index.dense import DenseSearch
from index.embed import Encoder
from index.errors import UsageError
from index.files import sha256
from index.generations import current_generation
from index.privacy import PublicContacts
from index.progress import bars
from index.read import Skipped, read_sources
from index.reuse import Stored
from index.store import Index, context, sentence_contexts
from index.types import FloatArray

PAGE = "Vervoer\n\nWie slecht loopt kan een rolstoel lenen. De regiotaxi rijdt ook in het weekend.\n"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "vervoer.txt").write_text(PAGE)
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "home"


def generations(home: Path) -> list[str]:
    """All that lies beside the generations, hidden leftovers too."""
    return sorted(path.name for path in (home / "generations").iterdir())


def texts(home: Path, encoder: Encoder) -> list[str]:
    return [passage.text for passage in Index.open(home, encoder).passages]


def test_a_build_is_published_and_reported(home: Path, sources: Path, encoder: Encoder) -> None:
    (sources / "photo.jpg").write_bytes(b"x")
    (sources / "leeg.txt").write_bytes(b"")
    assert not has_index(home)
    report = build(home, [sources], encoder, 160)
    assert report == Report(
        generation="000001",
        published=True,
        documents=1,
        passages=1,
        changes=Changes(added=1, changed=0, removed=0, unchanged=0),
        embedded=3,  # the passage and its two sentences
        skipped=(
            Skipped("leeg.txt", "it is empty"),
            Skipped("photo.jpg", "files of the kind '.jpg' are not read"),
        ),
    )
    assert has_index(home)
    manifest = home / "generations" / "000001" / "manifest.json"
    assert (home / "current").read_text() == f"000001 {sha256(manifest)}\n"
    assert generations(home) == ["000001"]
    assert texts(home, encoder) == [
        "Wie slecht loopt kan een rolstoel lenen. De regiotaxi rijdt ook in het weekend."
    ]
    assert {path.name for path in home.iterdir()} - {"build.lock"} == {"current", "generations"}


def test_the_facts_tell_what_was_built(home: Path, sources: Path, encoder: Encoder) -> None:
    (sources / "jeugd.txt").write_text("Jeugd\n\nHet wijkteam helpt.\n\n1 reactie\n\nMooi.\n")
    (sources / "photo.jpg").write_bytes(b"x")
    build(home, [sources], encoder, 99)
    facts = json.loads((current_generation(home) / "manifest.json").read_text(encoding="utf-8"))["facts"]
    built = datetime.fromisoformat(facts.pop("built"))
    assert built.utcoffset() is not None
    assert abs((datetime.now(built.tzinfo) - built).total_seconds()) < 60
    assert facts == {
        "format": 5,
        "encoder": "hashing",
        "dimension": 64,
        "passage_tokens": 99,
        "public_contacts": [],
        "documents": 2,
        "passages": 3,
        "roles": {"article": 2, "comment": 1},
        "sources": [str(sources)],
        "over": {},
        "corrections": {},
        "skipped": ["photo.jpg: files of the kind '.jpg' are not read"],
        "dense": {"search": "exact"},
    }


def test_an_embedder_that_fails_changes_nothing(
    home: Path, sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(home, [sources], encoder, 160)

    def fail(texts: list[str], *, progress: bool = False) -> FloatArray:
        raise RuntimeError("out of memory")

    (sources / "vervoer.txt").write_text("Vervoer\n\nAlles is anders.\n")

    with monkeypatch.context() as patched:
        patched.setattr(encoder, "encode_passages", fail)
        with pytest.raises(RuntimeError, match="out of memory"):
            build(home, [sources], encoder, 160)
    assert generations(home) == ["000001"]
    assert texts(home, encoder)[0].startswith("Wie slecht loopt")


def test_documents_without_citable_text_are_wrong_use(home: Path, sources: Path, encoder: Encoder) -> None:
    (sources / "vervoer.txt").write_text("Menu\nInloggen\n")
    with pytest.raises(UsageError, match="hold no text that can be cited"):
        build(home, [sources], encoder, 160)
    assert not has_index(home)


def test_every_passage_and_sentence_is_embedded_with_its_context(
    sources: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "jeugd.txt").write_text("Jeugd\n\nHet wijkteam helpt. Dat is gratis.\n\n1 reactie\n\nMooi.\n")
    asked: list[list[str]] = []
    encode = encoder.encode_passages

    def remember(texts: list[str], *, progress: bool = False) -> FloatArray:
        asked.append(list(texts))
        return encode(texts)

    monkeypatch.setattr(encoder, "encode_passages", remember)
    with bars() as progress:
        index = build_index(read_sources([sources])[0], encoder, 160, progress=progress)
    assert asked == [
        [
            "Vervoer\nWie slecht loopt kan een rolstoel lenen. De regiotaxi rijdt ook in het weekend.",
            "Jeugd\nHet wijkteam helpt. Dat is gratis.",
            "Jeugd\nReactie van een lezer\nMooi.",
        ],
        [
            "Vervoer\nWie slecht loopt kan een rolstoel lenen.",
            "Vervoer\nDe regiotaxi rijdt ook in het weekend.",
            "Jeugd\nReactie van een lezer\nMooi.",
            "Jeugd\nHet wijkteam helpt.",
            "Jeugd\nDat is gratis.",
        ],
    ]
    contexts = [context(passage) for passage in index.passages]
    assert contexts == [asked[0][1], asked[0][2], asked[0][0]]
    assert "Embedding: 100%" in capsys.readouterr().err
    query = encoder.encode_queries(["rolstoel"])[0]
    for row, passage in enumerate(index.passages):
        expected = encode(sentence_contexts(passage)) @ query
        assert index.sentences.cosines(query, row).tolist() == pytest.approx(expected.tolist(), abs=1e-3)


@pytest.mark.parametrize(("passage_tokens", "limit"), [(3, 3), (500, 6)])
def test_room_is_kept_for_the_context_of_a_passage(
    passage_tokens: int, limit: int, sources: Path, encoder: Encoder
) -> None:
    encoder.max_tokens = 12  # half of which are kept
    passages = build_index(read_sources([sources])[0], encoder, passage_tokens).passages
    counts = encoder.count_tokens([passage.text for passage in passages])
    assert sum(counts) == 14
    assert max(counts) <= limit
    assert len(counts) >= 14 / limit


def test_documents_are_added_only_under_the_same_public_contacts(
    home: Path, sources: Path, encoder: Encoder
) -> None:
    (sources / "loket.txt").write_text(
        "Loket\n\nMail info@utrecht.nl of jan@ziggo.nl voor hulp van het loket.\n"
    )
    public = PublicContacts.of(["utrecht.nl"])
    build(home, [sources], encoder, 160, public)
    more = sources.parent / "meer.txt"
    more.write_text("Meer\n\nOok balie@utrecht.nl en els@ziggo.nl helpen u graag verder.\n")
    with pytest.raises(UsageError, match="'public_contacts' is another one than the index was built with"):
        add(home, [more], encoder, 160)
    add(home, [more], encoder, 160, PublicContacts.of(["UTRECHT.nl", "utrecht.nl"]))
    documents = Stored.open(home).documents
    assert documents["loket.txt"].text.endswith("info@utrecht.nl of ████████████ voor hulp van het loket.\n")
    assert documents["meer.txt"].text.endswith(
        "Ook balie@utrecht.nl en ████████████ helpen u graag verder.\n"
    )
    remove(home, ["meer.txt"], encoder, 160)
    assert Stored.open(home).public_contacts == public.entries


def test_an_index_of_many_passages_is_searched_by_cells(
    home: Path, tmp_path: Path, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DenseSearch, "build", partial(DenseSearch.build, most_exact=50))
    corpus = tmp_path / "corpus.jsonl"
    rows = [{"_id": f"{number}", "text": f"Wijkteam {number} helpt. Dat is gratis."} for number in range(60)]
    corpus.write_text("\n".join(map(json.dumps, rows)))
    build(home, [corpus], encoder, 160)
    facts = json.loads((current_generation(home) / "manifest.json").read_text(encoding="utf-8"))["facts"]
    assert facts["dense"]["search"] == "cells"
    assert (facts["dense"]["cells"], facts["dense"]["questions"]) == (31, 60)
    assert facts["dense"]["recall"] >= 0.985
    index = Index.open(home, encoder)
    assert (index.dense.facts, index.search("wijkteam 42", 1)[0].passage.source) == (facts["dense"], "42")
    assert not build(home, [corpus], encoder, 160).published
