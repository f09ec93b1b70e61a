import json
import math
from pathlib import Path

import numpy as np
import pytest

from index.build import build, build_index
from index.embed import Encoder
from index.errors import IndexUnavailableError
from index.files import write_manifest
from index.fusion import fused_scores
from index.generations import Generation, current_generation, point_to
from index.lexical import LexicalSearch
from index.read import read_sources
from index.store import CANDIDATES, Index, context, head_and_text, sentence_contexts
from index.types import Passage, Span

VERVOER = "Wie slecht loopt kan een rolstoel lenen. De regiotaxi rijdt ook in het weekend."
HULP = "De gemeente regelt poetshulp. Zij vraagt het CAK om de eigen bijdrage."
JEUGD = "Kinderen krijgen hulp van het wijkteam."
COMMENT = "Bij ons duurde dat te lang."
PAGES = {
    "huishouden.txt": f"Hulp bij het huishouden\n\n{HULP}\n",
    "vervoer.txt": f"Vervoer\n\n{VERVOER}\n",
    "jeugd.txt": f"Jeugdhulp\n\n{JEUGD}\n\n1 reactie\n\nDoor Anna op\n{COMMENT}\n",
}
QUESTIONS = ["Wie kan een rolstoel lenen?", "wijkteam", "Wat zegt Anna?", "fiets", "", "de het een"]


@pytest.fixture
def home(tmp_path: Path, encoder: Encoder) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    build(tmp_path / "home", [folder], encoder, 160)
    return tmp_path / "home"


@pytest.fixture
def many(tmp_path: Path, encoder: Encoder) -> Index:
    """An index of more passages than each search hands to the fusion."""
    corpus = tmp_path / "corpus.jsonl"
    rows = [
        {"_id": f"d{i}", "text": f"Wijkteam {i} helpt met zorg{'.' * (i % 3 + 1)}"}
        for i in range(CANDIDATES + 30)
    ]
    corpus.write_text("\n".join(json.dumps(row) for row in rows))
    return build_index(read_sources([corpus])[0], encoder, 160)


def passage(**changes: object) -> Passage:
    fields: dict[str, object] = {
        "source": "page.txt",
        "span": Span(10, 21),
        "text": "Een. Twee.\n",
        "sentences": (Span(10, 14), Span(15, 20)),
        "role": "article",
    }
    return Passage(**{**fields, **changes})  # type: ignore[arg-type]


def test_searches_read_words_whole_that_have_soft_hyphens() -> None:
    assert (
        context(passage(title="Ge\u00admeente", text="De ge\u00admeen\u00adten."))
        == "Gemeente\nDe gemeenten."
    )


def test_searches_read_title_heading_role_and_speaker_before_the_text() -> None:
    assert context(passage()) == "Een. Twee.\n"
    assert context(passage(title="Wmo", heading="Kop")) == "Wmo\nKop\nEen. Twee.\n"
    spoken = passage(title="Wmo", role="comment", speaker="Anna")
    assert head_and_text(spoken) == ("Wmo", "Reactie van een lezer\nAnna\nEen. Twee.\n")
    assert head_and_text(passage()) == ("", "Een. Twee.\n")
    assert context(spoken) == "Wmo\nReactie van een lezer\nAnna\nEen. Twee.\n"
    assert sentence_contexts(spoken) == [
        "Wmo\nReactie van een lezer\nAnna\nEen.",
        "Wmo\nReactie van een lezer\nAnna\nTwee.",
    ]


def test_an_index_comes_back_from_disk_with_the_same_answers(home: Path, encoder: Encoder) -> None:
    documents, _ = read_sources([home.parent / "sources"])
    built, opened = build_index(documents, encoder, 160), Index.open(home, encoder)
    assert opened.documents == built.documents == {document.source: document for document in documents}
    assert list(opened.passages) == list(built.passages)
    assert opened.generation == "000001"
    for question in QUESTIONS:
        assert opened.search(question, 10) == built.search(question, 10)


def test_nothing_on_disk_needs_pickle(home: Path) -> None:
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".npy", ".json", ".jsonl", ".faiss", ".lock", ""}
    for path in files:
        if path.suffix == ".npy":
            assert np.load(path, allow_pickle=False).dtype != object
    sources = (Path(__file__).parent.parent.parent / "index").glob("*.py")
    assert not [path.name for path in sources if "allow_pickle=True" in path.read_text(encoding="utf-8")]


def test_the_passage_that_answers_comes_first(home: Path, encoder: Encoder) -> None:
    index = Index.open(home, encoder)
    hit = index.search("Wie kan een rolstoel lenen?", 1)[0]
    assert hit.passage.source == "vervoer.txt"
    assert hit.passage.text == VERVOER
    assert (hit.rank, index.passages[hit.row]) == (1, hit.passage)
    spoken = index.search("Welke reactie gaf lezer Anna?", 1)[0].passage
    assert (spoken.role, spoken.speaker, spoken.text) == ("comment", "Anna", COMMENT)


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_hold_the_fused_and_both_raw_scores(question: str, seed_index: Index) -> None:
    hits = seed_index.search(question, 10)
    query = seed_index.encoder.encode_queries([question])[0]
    contexts = [context(passage) for passage in seed_index.passages]
    cosines = seed_index.encoder.encode_passages(contexts) @ query
    heads, texts = zip(*map(head_and_text, seed_index.passages), strict=True)
    bm25 = LexicalSearch.build(texts, heads).scores(question)
    fused = cosines + 0.1 * bm25 / math.log(1 + (len(contexts) - 0.5) / 1.5)
    assert [hit.row for hit in hits] == np.argsort(-fused, kind="stable")[:10].tolist()
    assert [hit.score for hit in hits] == pytest.approx([float(fused[hit.row]) for hit in hits], abs=1e-5)
    assert [hit.rank for hit in hits] == list(range(1, 11))
    assert [hit.dense for hit in hits] == pytest.approx([float(cosines[hit.row]) for hit in hits], abs=1e-5)
    assert [hit.lexical for hit in hits] == pytest.approx([float(bm25[hit.row]) for hit in hits], abs=1e-5)
    for hit in hits:
        assert hit.passage is seed_index.passages[hit.row]
        text = seed_index.documents[hit.passage.source].text
        assert hit.passage.text == text[hit.passage.span.start : hit.passage.span.end]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_hits_are_the_first_of_the_candidates(question: str, seed_index: Index) -> None:
    found, hits = seed_index.candidates(question, 10), seed_index.search(question, 10)
    first = found.order[:10]
    assert [hit.row for hit in hits] == found.rows[first].tolist()
    assert [hit.score for hit in hits] == found.fused[first].tolist()
    assert [hit.dense for hit in hits] == found.cosines[first].tolist()
    assert [hit.lexical for hit in hits] == found.bm25[first].tolist()
    assert sorted(set(found.rows.tolist())) == found.rows.tolist()


def test_more_hits_than_passages_gives_every_passage_once(home: Path, encoder: Encoder, many: Index) -> None:
    index = Index.open(home, encoder)
    assert sorted(hit.row for hit in index.search("rolstoel", 1000)) == list(range(len(index.passages)))
    assert sorted(hit.row for hit in many.search("wijkteam", 1000)) == list(range(CANDIDATES + 30))


def test_more_hits_than_the_candidates_can_be_asked_for(many: Index) -> None:
    hits = many.search("wijkteam 17", CANDIDATES + 10)
    assert len({hit.row for hit in hits}) == CANDIDATES + 10
    assert hits[0].passage.source == "d17"


def test_fewer_hits_are_the_first_of_more(seed_index: Index) -> None:
    def ranked(k: int) -> list[tuple[int, int, float]]:
        return [(hit.rank, hit.row, hit.score) for hit in seed_index.search("Wat doet een wijkteam?", k)]

    assert ranked(3) == ranked(20)[:3]


def test_documents_can_be_left_out(many: Index) -> None:
    kept = [hit.row for hit in many.search("wijkteam 17", 1000) if hit.passage.source not in ("d17", "d3")]
    hits = many.search("wijkteam 17", 1000, frozenset(["d17", "d3", "nowhere"]))
    assert {hit.passage.source for hit in hits}.isdisjoint(["d17", "d3"])
    assert sorted(hit.row for hit in hits) == sorted(kept)


def test_no_hits_can_be_asked_for(seed_index: Index) -> None:
    assert seed_index.search("wijkteam", 0) == []


def test_cosines_of_a_hits_sentences(home: Path, encoder: Encoder) -> None:
    index = Index.open(home, encoder)
    question = "Wie kan een rolstoel lenen?"
    hits = index.search(question, 10)
    query = encoder.encode_queries([question])[0]
    found = index.sentence_cosines(question, hits)
    for hit, cosines in zip(hits, found, strict=True):
        expected = encoder.encode_passages(sentence_contexts(hit.passage)) @ query
        np.testing.assert_allclose(cosines, expected, atol=1e-3)
    assert found[0][0] > found[0][1]  # it is the first sentence that speaks of a rolstoel


# What is refused.


def test_without_an_index_it_says_how_to_build_one(tmp_path: Path, encoder: Encoder) -> None:
    with pytest.raises(IndexUnavailableError) as caught:
        Index.open(tmp_path / "nowhere", encoder)
    assert str(caught.value) == (
        f"There is no index in '{tmp_path / 'nowhere'}'. Build one: wijkwijzer index build FOLDER"
    )
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "pointer",
    ["000009", "../x", "..", ".", "", "\n", "/etc", "generations/000001", "000001/../000001", "a\0b"],
)
def test_a_pointer_to_what_is_not_there_is_refused(pointer: str, home: Path, encoder: Encoder) -> None:
    (home / "x").mkdir()
    (home / "current").write_text(pointer)
    with pytest.raises(IndexUnavailableError, match=r"damaged.*wijkwijzer index build"):
        Index.open(home, encoder)


def test_a_pointer_never_leads_out_of_the_generations(home: Path) -> None:
    (home / "x").mkdir()
    (home / "current").write_text(f"../x {'0' * 64}\n")
    with pytest.raises(IndexUnavailableError, match=r"current' does not name a generation"):
        current_generation(home)


def test_a_pointer_that_is_no_text_is_refused(home: Path, encoder: Encoder) -> None:
    (home / "current").write_bytes(b"\xff\xfe")
    with pytest.raises(IndexUnavailableError, match=r"current' does not name a generation"):
        Index.open(home, encoder)


def test_every_damaged_file_is_refused_by_its_name(home: Path, encoder: Encoder) -> None:
    folder = current_generation(home)
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
    names = {path.relative_to(folder).as_posix().split("/")[0] for path in files}
    assert names == {
        "digests.npy",
        "documents.jsonl",
        "documents.starts.npy",
        "first_rows.npy",
        "passages.jsonl",
        "passages.starts.npy",
        "sources.json",
        "dense.faiss",
        "sentences.npy",
        "sentence_starts.npy",
        "lexical",
    }
    for path in files:
        content = path.read_bytes()
        flipped = bytearray(content)
        flipped[len(flipped) // 2] ^= 1
        for damaged in (flipped, content[:-1], content + b"\n", b"", None):
            path.unlink()
            if damaged is not None:
                path.write_bytes(damaged)
            with pytest.raises(IndexUnavailableError) as caught:
                Index.open(home, encoder)
            assert f"'{path}'" in str(caught.value)
            assert "Build it again: wijkwijzer index build FOLDER" in str(caught.value)
            path.write_bytes(content)
    best = Index.open(home, encoder).search("Wie kan een rolstoel lenen?", 1)[0]
    assert best.passage.source == "vervoer.txt"


def test_a_missing_manifest_is_refused(home: Path, encoder: Encoder) -> None:
    (current_generation(home) / "manifest.json").unlink()
    with pytest.raises(IndexUnavailableError, match=r"manifest\.json' is missing or damaged"):
        Index.open(home, encoder)


def test_another_embedder_is_refused_with_both_names(home: Path, encoder: Encoder) -> None:
    encoder.name = "another@2"
    with pytest.raises(
        IndexUnavailableError, match="embedder 'hashing' and cannot be searched with 'another@2'"
    ):
        Index.open(home, encoder)


@pytest.mark.parametrize("found", [4, 6, "5", None])
def test_another_format_is_refused_with_both_numbers(found: object, home: Path, encoder: Encoder) -> None:
    folder = current_generation(home)
    (folder / "manifest.json").unlink()
    digest = write_manifest(folder, {"encoder": "hashing", "format": found})
    point_to(home, [Generation(folder, digest)])
    with pytest.raises(IndexUnavailableError, match=f"has the format {found}, and this version reads 5"):
        Index.open(home, encoder)


def test_masked_words_are_read_by_neither_search() -> None:
    text = "Mail ████████ nu."
    passage = Passage(
        "a.txt", Span(0, len(text)), text, (Span(0, 4),), "article", title="Bel ██", speaker="Jan █"
    )
    assert context(passage) == "Bel \nJan \nMail  nu."
    assert sentence_contexts(passage) == ["Bel \nJan \nMail"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_search_without_documents_is_search_in_the_rest(home: Path, encoder: Encoder, question: str) -> None:
    index = Index.open(home, encoder)
    without = frozenset({"vervoer.txt"})
    bm25 = index.lexical.scores(question)
    cosines = index.dense.vectors(np.arange(len(index.passages))) @ encoder.encode_queries([question])[0]
    rest = [row for row, each in enumerate(index.passages) if each.source not in without]
    fused = fused_scores(cosines, bm25, index.lexical.rarest)
    hits = index.search(question, 10, without)
    assert {hit.row for hit in hits} == set(rest)
    assert [hit.score for hit in hits] == pytest.approx(sorted(fused[rest].tolist(), reverse=True), abs=1e-5)
    assert [(hit.dense, hit.lexical) for hit in hits] == [
        (pytest.approx(cosines[hit.row], abs=1e-5), pytest.approx(bm25[hit.row])) for hit in hits
    ]


def test_search_without_any_document_finds_nothing(home: Path, encoder: Encoder) -> None:
    assert Index.open(home, encoder).search("rolstoel", 5, frozenset(PAGES)) == []
