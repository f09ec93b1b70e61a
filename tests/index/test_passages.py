from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.clean import read_page
from index.passages import CITABLE, cut, page_of
from index.types import Block, Document, Extract, Passage, Role, Span


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def count_characters(texts: Sequence[str]) -> list[int]:
    return [len(text) for text in texts]


def document(*parts: tuple[Role, str] | tuple[Role, str, str], title: str = "") -> Document:
    """A document of blocks, each on its own line."""
    blocks, at = [], 0
    for role, text, *speaker in parts:
        blocks.append(Block(Span(at, at + len(text)), role, *speaker))
        at += len(text) + 1
    return Document("page.txt", "\n".join(part[1] for part in parts), tuple(blocks), title=title)


def texts(passages: list[Passage]) -> list[str]:
    return [passage.text for passage in passages]


def sentences(page: Document, passage: Passage) -> list[str]:
    return [sentence.of(page.text) for sentence in passage.sentences]


def test_neighbouring_blocks_of_one_role_share_a_passage() -> None:
    page = document(
        ("heading", "De Wmo"),
        ("article", "Een twee drie. Vier vijf."),
        ("article", "Zes zeven."),
        title="De Wmo",
    )
    assert cut(page, count_words, 20) == [
        Passage(
            source="page.txt",
            span=Span(7, 43),
            text="Een twee drie. Vier vijf.\nZes zeven.",
            sentences=(Span(7, 21), Span(22, 32), Span(33, 43)),
            role="article",
            title="De Wmo",
        )
    ]


def test_no_passage_crosses_a_heading_a_role_or_a_speaker() -> None:
    page = document(
        ("metadata", "Foto: ANP"),
        ("article", "Een."),
        ("heading", "## Kop"),
        ("article", "Twee."),
        ("boilerplate", "Menu"),
        ("article", "Drie."),
        ("comment", "Vier.", "Anna"),
        ("comment", "Vijf.", "Anna"),
        ("comment", "Zes.", "Bo"),
        ("boilerplate", "2."),
        ("comment", "Zeven.", "Bo"),
        ("quote", "Acht.", "Bo"),
        title="Titel",
    )
    found = [
        (passage.role, passage.speaker, passage.heading, passage.text)
        for passage in cut(page, count_words, 99)
    ]
    assert found == [
        ("metadata", "", "", "Foto: ANP"),
        ("article", "", "", "Een."),
        ("article", "", "Kop", "Twee."),
        ("article", "", "Kop", "Drie."),
        ("comment", "Anna", "", "Vier.\nVijf."),
        ("comment", "Bo", "", "Zes."),
        ("comment", "Bo", "", "Zeven."),
        ("quote", "Bo", "Kop", "Acht."),
    ]


def test_the_title_is_not_repeated_as_heading() -> None:
    page = document(
        ("heading", "# Wmo"), ("article", "Een."), ("heading", "Kop"), ("article", "Twee."), title="Wmo"
    )
    assert [passage.heading for passage in cut(page, count_words, 9)] == ["", "Kop"]
    assert [passage.title for passage in cut(page, count_words, 9)] == ["Wmo", "Wmo"]


def test_passages_are_about_equally_long() -> None:
    # Four sentences of three words: two and two rather than three and one.
    page = document(("article", "Aap noot mies. Wim zus jet. Teun vuur gijs. Lam kees bok."))
    assert texts(cut(page, count_words, 9)) == [
        "Aap noot mies. Wim zus jet.",
        "Teun vuur gijs. Lam kees bok.",
    ]
    assert texts(cut(page, count_words, 12)) == ["Aap noot mies. Wim zus jet. Teun vuur gijs. Lam kees bok."]
    assert texts(cut(page, count_words, 5)) == [
        "Aap noot mies.",
        "Wim zus jet.",
        "Teun vuur gijs.",
        "Lam kees bok.",
    ]


def test_a_sentence_that_would_go_over_the_limit_opens_the_next_passage() -> None:
    # 4 + 4 + 2 words and room for 7: the share is 5, where 4 + 4/2 is over it.
    page = document(("article", "Aap noot mies wim. Zus jet teun vuur. Gijs lam."))
    assert texts(cut(page, count_words, 7)) == ["Aap noot mies wim.", "Zus jet teun vuur. Gijs lam."]


def test_a_sentence_longer_than_the_limit_is_cut_between_words_nearest_the_middle() -> None:
    # 28 characters; words end after 4, 9, 14, 19 and 24 of them, and 14 is the middle.
    page = document(("article", "een twee drie vier vijf zes."))
    found = cut(page, count_words, 3)
    assert texts(found) == ["een twee drie", "vier vijf zes."]
    assert [passage.sentences for passage in found] == [(Span(0, 13),), (Span(14, 28),)]


def test_a_long_sentence_is_rather_cut_behind_a_clause() -> None:
    page = document(("article", "een twee; drie vier vijf zes zeven"))
    assert texts(cut(page, count_words, 6)) == ["een twee;", "drie vier vijf zes zeven"]
    # In the outer quarters a clause does not count: what it would leave is too short.
    page = document(("article", "een; twee drie vier vijf zes zeven"))
    assert texts(cut(page, count_words, 6)) == ["een; twee drie", "vier vijf zes zeven"]


def test_sentences_that_have_more_tokens_together_than_apart_are_parted() -> None:
    def count_glued(parts: Sequence[str]) -> list[int]:
        """Count words, and a full stop with a letter behind it as three more."""
        return [len(part.split()) + 3 * part.count(".D") for part in parts]

    page = document(("article", "Het regent.Dat is nat.Daar zijn wij."))
    # 2 + 3 + 3 words, and the first two sentences together 4 words and 3 tokens for the stop between them.
    assert texts(cut(page, count_glued, 5)) == ["Het regent.", "Dat is nat.", "Daar zijn wij."]
    assert texts(cut(page, count_glued, 7)) == ["Het regent.Dat is nat.", "Daar zijn wij."]


def test_a_passage_and_a_character_know_their_page() -> None:
    page = replace(document(("article", "Een twee. Drie vier.")), pages=(0, 10, 10, 15))
    assert [(passage.text, passage.page) for passage in cut(page, count_words, 2)] == [
        ("Een twee.", 1),
        ("Drie vier.", 3),
    ]
    assert [page_of(page, offset) for offset in (0, 9, 10, 14, 15, 99)] == [1, 1, 3, 3, 4, 4]
    assert page_of(replace(page, pages=(3, 9)), 0) == 1
    assert page_of(document(("article", "Een.")), 0) is None


def test_a_word_longer_than_the_limit_is_cut_inside() -> None:
    page = document(("article", "abcdefgh"))
    assert texts(cut(page, count_characters, 3)) == ["ab", "cd", "ef", "gh"]


def test_one_character_is_never_cut() -> None:
    def always_ten(parts: Sequence[str]) -> list[int]:
        return [10 for _ in parts]

    assert texts(cut(document(("article", "ab")), always_ten, 3)) == ["a", "b"]


def test_text_without_any_token_is_still_citable() -> None:
    def none(parts: Sequence[str]) -> list[int]:
        return [0 for _ in parts]

    assert texts(cut(document(("article", "Een. Twee.")), none, 3)) == ["Een. Twee."]


@pytest.mark.parametrize("parts", [[], [("heading", "Kop")], [("boilerplate", "Menu"), ("heading", "Kop")]])
def test_nothing_citable_makes_no_passage(parts: list[tuple[Role, str]]) -> None:
    assert cut(document(*parts), count_words, 9) == []


_WORDS = st.sampled_from(
    ["De", "gemeente", "betaalt.", "Wie", "hulp", "nodig", "heeft?", "‘Nee.’", "mevr.", "3.", "😉", "…"]
)
_LINES = st.one_of(
    st.lists(_WORDS, max_size=40).map(" ".join),
    st.sampled_from(
        [
            "Menu",
            "2 reacties",
            "Door Anna op",
            "1. Mooi.",
            "# Kop",
            "",
            "3 mei 2020",
            "Kop",
            "Geef je reactie",
        ]
    ),
    st.text(max_size=40),
)


@settings(max_examples=150)
@given(st.lists(_LINES, max_size=12).map("\n".join), st.integers(1, 30))
def test_laws(text: str, limit: int) -> None:
    page = read_page("page.txt", Extract(text))
    passages = cut(page, count_words, limit)
    role_at = {i: block.role for block in page.blocks for i in range(block.span.start, block.span.end)}
    speaker_at = {i: block.speaker for block in page.blocks for i in range(block.span.start, block.span.end)}
    cited: list[int] = []
    for passage in passages:
        assert passage.text == page.text[passage.span.start : passage.span.end]
        assert count_words([passage.text])[0] <= limit
        inside = [i for i in range(passage.span.start, passage.span.end) if i in role_at]
        assert {role_at[i] for i in inside} == {passage.role} <= CITABLE
        assert {speaker_at[i] for i in inside} == {passage.speaker}
        assert passage.sentences[0].start == passage.span.start
        assert passage.sentences[-1].end == passage.span.end
        cited += [i for sentence in passage.sentences for i in range(sentence.start, sentence.end)]
    # The sentences of all passages are the citable text, each character once and in order.
    assert cited == sorted(set(cited))
    citable = [i for i, role in sorted(role_at.items()) if role in CITABLE and not text[i].isspace()]
    assert [i for i in cited if not text[i].isspace()] == citable


@given(st.text(min_size=1, max_size=60), st.integers(1, 9))
def test_no_sentence_has_more_tokens_than_the_limit_even_in_one_endless_word(text: str, limit: int) -> None:
    page = Document("page.txt", text, (Block(Span(0, len(text)), "article"),))
    passages = cut(page, count_characters, limit)
    pieces = [piece for passage in passages for piece in sentences(page, passage)]
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # Left and right of a mask, without the brackets and dashes that lead to it.
        (
            "Wie hulp nodig heeft mailt naar (███), of belt met ████; de balie is elke dag open.",
            ["Wie hulp nodig heeft mailt", "de balie is elke dag open."],
        ),
        ("Elk wijkteam heeft een eigen nummer: ████.", ["Elk wijkteam heeft een eigen nummer"]),
        (
            "(Elk wijkteam is bereikbaar) ████ (elke dag van negen tot vijf)",
            ["(Elk wijkteam is bereikbaar)", "(elke dag van negen tot vijf)"],
        ),
        # Three words are the rest of a contact line.
        ("Mail het team: ███ of bel even ████", []),
        (
            "Hij belde gisteren nog met ████. Daarna werd het stil.",
            ["Hij belde gisteren nog", "Daarna werd het stil."],
        ),
    ],
)
def test_nothing_masked_is_in_a_sentence(text: str, said: list[str]) -> None:
    page = document(("article", text))
    passages = cut(page, count_words, 100)
    assert [sentence for passage in passages for sentence in sentences(page, passage)] == said
    for passage in passages:
        assert passage.text == passage.span.of(page.text)


@given(st.lists(st.sampled_from(["woord", "█████", "██", "einde.", "(", "—", "Bel", "dan,"]), max_size=40))
def test_no_sentence_holds_or_borders_on_half_a_mask(words: list[str]) -> None:
    page = document(("article", " ".join(["Dit is een gewone zin.", *words])))
    for passage in cut(page, count_words, 20):
        for sentence in sentences(page, passage):
            assert "█" not in sentence
            assert sentence == sentence.strip()
