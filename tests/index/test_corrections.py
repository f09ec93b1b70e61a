import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import add, build, remove
from index.clean import read_page
from index.corrections import ROLES, SPOKEN, Correction, applied, corrected
from index.embed import Encoder
from index.errors import UsageError
from index.generations import current_generation
from index.privacy import MASK, PublicContacts
from index.store import Index
from index.types import Block, Document, Extract, Role, Span

TEXT = "De bus rijdt. Hij is gratis.\n\nIk vind het niks."
#       0         1         2          3         4
DOCUMENT = Document(
    "bus.txt",
    TEXT,
    (Block(Span(0, 28), "article", label="eerste lid"), Block(Span(30, 47), "comment", "Jos")),
    title="Bus",
)


def blocks(document: Document) -> list[tuple[str, Role, str]]:
    return [(each.span.of(document.text), each.role, each.speaker) for each in document.blocks]


def of(kind: str, value: str, words: str = "", start: int | None = None) -> Correction:
    at = TEXT.find(words) if start is None and words else start or 0
    return Correction("bus.txt", kind, value, at, words)  # type: ignore[arg-type]


def test_the_facts_are_set_right() -> None:
    found = corrected(
        DOCUMENT, [of("title", "De bus"), of("publisher", "De Krant"), of("date", "2024-02-29")]
    )
    assert found == replace(DOCUMENT, title="De bus", publisher="De Krant", date="2024-02-29")
    assert corrected(DOCUMENT, [of("title", "")]).title == ""
    assert corrected(DOCUMENT, [Correction("tram.txt", "title", "Tram")]) == DOCUMENT


def test_of_two_corrections_of_the_same_the_later_holds() -> None:
    assert corrected(DOCUMENT, [of("title", "Een"), of("title", "Twee")]).title == "Twee"


def test_a_block_gets_another_role() -> None:
    found = corrected(DOCUMENT, [of("role", "boilerplate", "Ik vind het niks.")])
    assert blocks(found)[1] == ("Ik vind het niks.", "boilerplate", "")
    assert found.blocks[0] == DOCUMENT.blocks[0]
    assert found.warnings == ()


def test_words_in_a_block_are_cut_out_of_it() -> None:
    found = corrected(DOCUMENT, [of("role", "quote", "rijdt. Hij")])
    assert blocks(found) == [
        ("De bus", "article", ""),
        ("rijdt. Hij", "quote", ""),
        ("is gratis.", "article", ""),
        ("Ik vind het niks.", "comment", "Jos"),
    ]
    assert {each.label for each in found.blocks[:3]} == {"eerste lid"}


def test_words_of_two_blocks_stay_two_blocks() -> None:
    found = corrected(DOCUMENT, [of("role", "quote", "gratis.\n\nIk vind")])
    assert blocks(found) == [
        ("De bus rijdt. Hij is", "article", ""),
        ("gratis.", "quote", ""),
        ("Ik vind", "quote", "Jos"),
        ("het niks.", "comment", "Jos"),
    ]


def test_a_speaker_is_told_of_whoever_speaks_whatever_comes_first() -> None:
    role, speaker = of("role", "quote", "Hij is gratis."), of("speaker", "Eva", "Hij is gratis.")
    for order in ([role, speaker], [speaker, role]):
        assert blocks(corrected(DOCUMENT, order))[1] == ("Hij is gratis.", "quote", "Eva")
    alone = corrected(DOCUMENT, [speaker])
    assert alone.blocks == DOCUMENT.blocks
    assert alone.warnings == (
        "a correction no longer fits: 'Hij is gratis.' should have the speaker 'Eva', but these words do not "
        "stand there once, or nobody speaks there",
    )


def test_a_heading_loses_its_level() -> None:
    heading = replace(DOCUMENT, blocks=(Block(Span(0, 28), "heading", level=2), DOCUMENT.blocks[1]))
    words = "De bus rijdt. Hij is gratis."
    assert corrected(heading, [of("role", "article", words)]).blocks[0].level == 0
    assert corrected(heading, [of("role", "heading", words)]) == heading


def test_words_that_moved_are_found_where_they_stand_once() -> None:
    moved = replace(
        DOCUMENT, text=f"Kop.\n\n{TEXT}", blocks=(Block(Span(0, 4), "heading"), Block(Span(6, 53), "article"))
    )
    found = corrected(moved, [of("role", "comment", "Ik vind het niks.")])
    assert blocks(found)[-1] == ("Ik vind het niks.", "comment", "")


@pytest.mark.parametrize("text", ["De tram rijdt.", f"Ja.\n{TEXT}\n{TEXT}"])
def test_words_that_are_gone_or_stand_twice_are_told_and_not_corrected(text: str) -> None:
    changed = replace(DOCUMENT, text=text, blocks=(Block(Span(0, len(text)), "article"),))
    found = corrected(changed, [of("role", "comment", "Ik vind het niks.")])
    assert found.blocks == changed.blocks
    assert found.warnings[0].startswith(
        "a correction no longer fits: 'Ik vind het niks.' should have the role"
    )


def test_long_words_are_told_in_part() -> None:
    [warning] = corrected(DOCUMENT, [of("role", "comment", "woord " * 20)]).warnings
    assert warning.startswith(f"a correction no longer fits: '{'woord ' * 10}…' should have the role")


def test_what_is_masked_in_one_and_shown_in_the_other_is_the_same() -> None:
    words = "Bel 030 286 00 00."
    hidden = f"Bel {MASK * 13}."
    for text, known in ((words, hidden), (hidden, words)):
        document = Document("bel.txt", text, (Block(Span(0, len(text)), "article"),))
        found = corrected(document, [Correction("bel.txt", "role", "metadata", 0, known)])
        assert found.blocks[0].role == "metadata"


def test_documents_are_left_out() -> None:
    other = replace(DOCUMENT, source="tram.txt")
    kept, gone = applied([DOCUMENT, other], [of("left_out", ""), Correction("tram.txt", "title", "Tram")])
    assert kept == [replace(other, title="Tram")]
    assert gone == ["bus.txt"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (of("role", "advert", "De bus"), "'advert' is no role"),
        (of("date", "2024-02-30"), "'2024-02-30' is no date"),
        (of("role", "quote"), "is corrected of words"),
        (of("title", "Bus", "De bus"), "all else of a document"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Correction, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        wrong.check()


def test_what_can_be_is_taken() -> None:
    for each in (of("role", "quote", "De bus"), of("date", ""), of("date", "2024-02-29"), of("left_out", "")):
        each.check()


_LINES = st.sampled_from(
    ["", "Kop", "De bus rijdt elke dag naar het station. Dat is gratis.", "1 reactie", "Mooi!", "Deel dit"]
)


@st.composite
def _cases(draw: st.DrawFn) -> tuple[Document, list[Correction]]:
    text = draw(st.lists(_LINES, max_size=12).map("\n".join))
    document = read_page("bus.txt", Extract(text))
    found = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        words = text[start : draw(st.integers(start, len(text)))]
        kind, value = draw(st.sampled_from([("role", role) for role in ROLES] + [("speaker", "Eva")]))
        moved = start + draw(st.sampled_from([0, 0, 0, 3]))
        if words.strip():
            found.append(Correction("bus.txt", kind, value, moved, words))  # type: ignore[arg-type]
    return document, found


def _covered(document: Document) -> list[int]:
    return [at for each in document.blocks for at in range(each.span.start, each.span.end)]


@given(_cases())
def test_whatever_is_corrected_the_blocks_stay_in_order_and_cover_the_same_words(
    case: tuple[Document, list[Correction]],
) -> None:
    document, corrections = case
    found = corrected(document, corrections)
    covered = _covered(found)
    assert covered == sorted(set(covered))
    assert {at for at in _covered(document) if not document.text[at].isspace()} == {
        at for at in covered if not document.text[at].isspace()
    }
    assert found.text == document.text
    assert all(each.role in SPOKEN for each in found.blocks if each.speaker)
    assert all(each.span.of(found.text).strip() for each in found.blocks)


@given(_cases())
def test_applying_once_more_changes_no_block(case: tuple[Document, list[Correction]]) -> None:
    document, corrections = case
    roles = [each for each in corrections if each.kind == "role"][:1]
    once = corrected(document, roles)
    assert corrected(once, roles).blocks == once.blocks


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "bus.txt").write_text(
        "De bus\n\nDe bus rijdt elke dag naar het station in Ede. Dat is gratis.\n"
    )
    (folder / "tram.txt").write_text(
        "De tram\n\nDe tram rijdt nooit. Bel 030 286 00 00 of wacht op de trein.\n"
    )
    return folder


def _index(home: Path, encoder: Encoder) -> Index:
    return Index.open(home, encoder)


TRAM = Correction("tram.txt", "title", "Alles over de tram")
FREE = Correction("bus.txt", "role", "boilerplate", 0, "Dat is gratis.")
GONE = Correction("bus.txt", "left_out")


def test_corrections_are_in_what_is_built_until_they_are_taken_back(
    tmp_path: Path, sources: Path, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    before = build(home, [sources], encoder, 160)
    assert build(home, [sources], encoder, 160, corrections=[TRAM, FREE]).published
    index = _index(home, encoder)
    assert index.documents["tram.txt"].title == "Alles over de tram"
    assert "Dat is gratis." not in " ".join(passage.text for passage in index.passages)
    facts = json.loads((current_generation(home) / "manifest.json").read_text())["facts"]
    assert facts["corrections"] == {"bus.txt": [FREE.digest], "tram.txt": [TRAM.digest]}
    assert not build(home, [sources], encoder, 160, corrections=[TRAM, FREE]).published
    build(home, [sources], encoder, 160)
    assert before.documents == 2
    assert "Dat is gratis." in " ".join(passage.text for passage in _index(home, encoder).passages)


def test_a_document_that_is_left_out_is_in_no_index(tmp_path: Path, sources: Path, encoder: Encoder) -> None:
    home = tmp_path / "home"
    report = build(home, [sources], encoder, 160, corrections=[GONE])
    assert list(_index(home, encoder).documents) == ["tram.txt"]
    assert [(each.source, each.reason) for each in report.skipped] == [
        ("bus.txt", "it was left out at the desk")
    ]
    build(home, [sources], encoder, 160)
    report = add(home, [sources / "bus.txt"], encoder, 160, corrections=[GONE])
    assert list(_index(home, encoder).documents) == ["tram.txt"]
    assert report.changes.removed == 1


def test_what_is_left_out_on_purpose_is_no_reason_to_refuse_strictly(
    tmp_path: Path, sources: Path, encoder: Encoder
) -> None:
    assert build(tmp_path / "home", [sources], encoder, 160, corrections=[GONE], strict=True).published


def test_adding_sets_right_what_is_read_and_keeps_the_rest(
    tmp_path: Path, sources: Path, encoder: Encoder
) -> None:
    home = tmp_path / "home"
    build(home, [sources], encoder, 160, corrections=[TRAM])
    add(home, [sources / "bus.txt"], encoder, 160, corrections=[FREE])
    facts = json.loads((current_generation(home) / "manifest.json").read_text())["facts"]
    assert facts["corrections"] == {"bus.txt": [FREE.digest], "tram.txt": [TRAM.digest]}
    assert _index(home, encoder).documents["tram.txt"].title == "Alles over de tram"
    add(home, [sources / "bus.txt"], encoder, 160)
    remove(home, ["tram.txt"], encoder, 160)
    facts = json.loads((current_generation(home) / "manifest.json").read_text())["facts"]
    assert facts["corrections"] == {"tram.txt": [TRAM.digest]}


def test_files_over_others_are_read_in_their_place(tmp_path: Path, sources: Path, encoder: Encoder) -> None:
    home, over = tmp_path / "home", tmp_path / "uploads"
    over.mkdir()
    (over / "bus.txt").write_text("De bus\n\nDe bus rijdt nu alleen nog op zondag naar het station.\n")
    report = build(home, [sources], encoder, 160, over=over)
    assert report.skipped == ()
    assert "op zondag" in _index(home, encoder).documents["bus.txt"].text
    facts = json.loads((current_generation(home) / "manifest.json").read_text())["facts"]
    assert facts["sources"] == [str(over), str(sources)]
    assert facts["over"] == {"bus.txt": (over / "bus.txt").stat().st_mtime_ns}


def test_allowed_contacts_do_not_undo_a_role(tmp_path: Path, sources: Path, encoder: Encoder) -> None:
    home = tmp_path / "home"
    build(home, [sources], encoder, 160)
    [block] = [each for each in _index(home, encoder).documents["tram.txt"].blocks if each.role == "article"]
    text = _index(home, encoder).documents["tram.txt"].text
    words = block.span.of(text)
    assert MASK in words
    role = Correction("tram.txt", "role", "comment", block.span.start, words)
    build(home, [sources], encoder, 160, PublicContacts.of(["030 286 00 00"]), [role])
    document = _index(home, encoder).documents["tram.txt"]
    assert "030 286 00 00" in document.text
    assert (document.blocks[-1].role, document.warnings) == ("comment", ())
