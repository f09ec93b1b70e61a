from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.context import room, with_short_context
from index.store import context
from index.types import Passage, Role, Span


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def passage(title: str = "", heading: str = "", speaker: str = "", role: Role = "article") -> Passage:
    return Passage("wet.txt", Span(0, 4), "Een.", (Span(0, 4),), role, speaker, title, heading)


def shortened(limit: int, **parts: str) -> tuple[str, str, str]:
    short = with_short_context(passage(**parts), count_words, limit)
    return short.title, short.heading, short.speaker


@pytest.mark.parametrize(
    ("max_tokens", "passage_tokens", "expected"),
    [(507, 160, (160, 64)), (507, 448, (443, 64)), (100, 160, (50, 50)), (1, 160, (1, 0))],
)
def test_what_an_embedder_reads_is_shared_by_text_and_context(
    max_tokens: int, passage_tokens: int, expected: tuple[int, int]
) -> None:
    assert room(max_tokens, passage_tokens) == expected


def test_a_context_that_fits_stays_as_it_is() -> None:
    whole = passage("De  wet", "Hoofdstuk 2 > Artikel 3", "Anna", "comment")
    # 2 + 5 + 1 words, and the four of 'Reactie van een lezer'.
    assert with_short_context(whole, count_words, 12) is whole
    assert with_short_context(whole, count_words, 11) is not whole


def test_a_heading_keeps_its_last_words_and_a_title_its_first() -> None:
    path = "Hoofdstuk 2 > Paragraaf 3 > Artikel 2.3.5, derde lid"
    assert shortened(8, title="Wet ondersteuning 2015 van later", heading=path) == (
        "Wet ondersteuning 2015 van",
        "Artikel 2.3.5, derde lid",
        "",
    )


def test_a_short_title_or_heading_leaves_its_room_to_the_other() -> None:
    assert shortened(6, title="Wmo", heading="een twee drie vier vijf zes")[:2] == (
        "Wmo",
        "twee drie vier vijf zes",
    )
    assert shortened(6, title="een twee drie vier vijf zes", heading="Kop")[:2] == (
        "een twee drie vier vijf",
        "Kop",
    )


def test_a_speaker_may_take_a_quarter() -> None:
    assert shortened(8, title="een twee drie", heading="vier vijf zes", speaker="A B C D") == (
        "een twee drie",
        "vier vijf zes",
        "A B",
    )


def test_a_word_with_too_many_tokens_is_left_out() -> None:
    def count_characters(texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    short = with_short_context(passage("onvoorstelbaar", "ook onvoorstelbaar x"), count_characters, 8)
    assert (short.title, short.heading) == ("", "x")


_LINE = st.lists(st.sampled_from(["Wet", "Artikel 3,", ">", "x" * 30, "\n", "é😉"]), max_size=30).map(
    " ".join
)
_ROLE: st.SearchStrategy[Role] = st.sampled_from(["article", "comment"])


@given(_LINE, _LINE, _LINE, _ROLE, st.integers(4, 40))
def test_no_context_has_more_tokens_than_the_limit_and_the_text_is_whole(
    title: str, heading: str, speaker: str, role: Role, limit: int
) -> None:
    whole = passage(title, heading, speaker, role)
    short = with_short_context(whole, count_words, limit)
    assert count_words([context(short)])[0] - 1 <= limit
    assert replace(short, title=title, heading=heading, speaker=speaker) == whole
