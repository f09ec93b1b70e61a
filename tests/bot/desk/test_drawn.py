import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.drawn import Piece, chosen, digest, drawn
from bot.desk.problems import DeskError
from index.passages import cut
from index.types import Block, Document, Passage, Span

#       0              15                30        40
TEXT = "De bus rijdt. Bel ████ nu. Hij is leeg.\n\nMenu"
DOCUMENT = Document(
    "bus.txt", TEXT, (Block(Span(0, 39), "article", "", 0, "lid"), Block(Span(41, 45), "boilerplate"))
)


def passage(start: int, end: int) -> Passage:
    span = Span(start, end)
    return Passage("bus.txt", span, span.of(TEXT), (span,), "article")


def test_a_block_shows_its_passages_and_what_is_masked() -> None:
    first, second = drawn(DOCUMENT, [passage(0, 26), passage(27, 39)])
    assert (first.number, first.start, first.end, first.role, first.label) == (1, 0, 39, "article", "lid")
    assert first.pieces == (
        Piece("De bus rijdt. Bel ", False, 1, begins=True),
        Piece("████", True, 1),
        Piece(" nu.", False, 1, ends=True),
        Piece(" ", False, 0),
        Piece("Hij is leeg.", False, 2, begins=True, ends=True),
    )
    assert second.pieces == (Piece("Menu", False, 0),)


def test_a_passage_of_two_blocks_begins_in_one_and_ends_in_the_other() -> None:
    document = Document("bus.txt", TEXT, (Block(Span(0, 13), "article"), Block(Span(14, 39), "article")))
    first, second = drawn(document, [passage(0, 26)])
    assert [(each.begins, each.ends) for each in first.pieces] == [(True, False)]
    assert [(each.text, each.passage, each.ends) for each in second.pieces] == [
        ("Bel ", 1, False),
        ("████", 1, False),
        (" nu.", 1, True),
        (" Hij is leeg.", 0, False),
    ]


_SENTENCES = st.lists(
    st.sampled_from(["De bus rijdt. ", "Bel ████. ", "Ja! ", "\n"]), min_size=1, max_size=20
)


@given(st.lists(_SENTENCES, min_size=1, max_size=5), st.integers(2, 9))
def test_what_is_drawn_is_the_text_and_every_passage_begins_and_ends_once(
    parts: list[list[str]], limit: int
) -> None:
    texts = ["".join(part).strip() for part in parts]
    texts = [each for each in texts if each]
    text, blocks = "", []
    for each in texts:
        blocks.append(Block(Span(len(text), len(text) + len(each)), "article"))
        text += f"{each}\n\n"
    document = Document("bus.txt", text, tuple(blocks))
    passages = cut(document, lambda some: [len(each.split()) for each in some], limit)
    pieces = [piece for block in drawn(document, passages) for piece in block.pieces]
    assert "".join(piece.text for piece in pieces) == "".join(texts)
    for number, each in enumerate(passages, 1):
        own = [piece for piece in pieces if piece.passage == number]
        assert (sum(piece.begins for piece in own), sum(piece.ends for piece in own)) == (1, 1)
        assert "".join("".join(piece.text for piece in own).split()) == "".join(each.text.split())


def test_a_block_or_a_part_of_it_is_chosen() -> None:
    known = digest(TEXT[0:39])
    assert chosen(DOCUMENT, 0, 39, known, " ") == Span(0, 39)
    assert chosen(DOCUMENT, 0, 39, known, "bus\n rijdt.") == Span(3, 13)


@pytest.mark.parametrize(("part", "times"), [("De tram", 0), ("i", 3)])
def test_a_part_that_does_not_stand_there_once_is_refused(part: str, times: int) -> None:
    with pytest.raises(DeskError, match=f"find_once part='{part}' count={times}"):
        chosen(DOCUMENT, 0, 39, digest(TEXT[0:39]), part)


@pytest.mark.parametrize(("start", "end"), [(0, 38), (1, 39), (39, 0), (-5, 39), (90, 99)])
def test_words_that_were_not_shown_are_refused(start: int, end: int) -> None:
    with pytest.raises(DeskError, match="correct_other"):
        chosen(DOCUMENT, start, end, digest(TEXT[0:39]), "")
