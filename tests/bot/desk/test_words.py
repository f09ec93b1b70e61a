from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.words import MOST_CHARACTERS, legible, place_of, places, role_at, shown
from index.errors import UsageError
from index.types import Block, Document, Span
from prompts import load

NL = load("nl")
# An emoji of one character and one of three, a carriage return, and 'hulp' more than once.
TEXT = "Hulp 🙂 voor u.\r\nDe 👩‍🚒 helpt:\r\n  hulp & <b>raad</b>,\thulp."


class Read(HTMLParser):
    """What a browser makes of text in an element, as far as Python's own parser tells."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.tags = 0
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags += 1


def test_words_are_found_by_characters_whatever_white_space_was_pasted() -> None:
    span = place_of(TEXT, "voor u. De 👩‍🚒  helpt", None, NL)
    assert span.of(TEXT) == "voor u.\r\nDe 👩‍🚒 helpt"
    # H, u, l, p, space, one emoji, space
    assert span.start == 7
    assert place_of(TEXT, "\r\n <b>raad</b>, ", None, NL).of(TEXT) == "<b>raad</b>,"


def test_all_places_are_found_those_that_overlap_too() -> None:
    assert places("aaa", "aa") == [Span(0, 2), Span(1, 3)]
    assert places("a.b axb", "a.b") == [Span(0, 3)]
    assert places(TEXT, "") == places(TEXT, " \n") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Er staan geen woorden."),
        (" \r\n", "Er staan geen woorden."),
        ("een hond", "Deze woorden staan zo niet in de tekst."),
        ("HULP", "Deze woorden staan zo niet in de tekst."),
        ("hulp", "Deze woorden staan 2 keer in de tekst."),
        ("x" * (MOST_CHARACTERS + 1), "Dit zijn 2001 tekens. Kies er hoogstens 2000"),
    ],
)
def test_words_that_are_not_there_once_are_told(words: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        place_of(TEXT, words, None, NL)


def test_a_selection_says_which_of_several_places_is_meant() -> None:
    last = TEXT.rindex("hulp")
    assert place_of(TEXT, "hulp", Span(last, last + 4), NL) == Span(last, last + 4)
    assert place_of(TEXT, " hulp", Span(last - 1, last + 4), NL) == Span(last, last + 4)
    assert place_of(TEXT, "voor u.\n", Span(7, 16), NL).of(TEXT) == "voor u."


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("hulp", Span(0, 4)),
        ("hulp", Span(5, 5)),
        ("hulp", Span(5, 4)),
        ("hulp", Span(0, 10_000)),
        (" ", Span(4, 5)),
        ("", Span(0, 4)),
    ],
)
def test_a_selection_that_does_not_hold_its_words_is_refused(words: str, at: Span) -> None:
    with pytest.raises(UsageError, match="Kies de woorden opnieuw"):
        place_of(TEXT, words, at, NL)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_whatever_is_selected_is_kept_without_the_space_around_it(
    before: str, one: str, other: str, after: str
) -> None:
    # There is always something in it that is no space.
    text = f"{before}{one}woord{other}{after}"
    span = Span(len(before), len(text) - len(after))
    found = place_of(text, span.of(legible(text)), span, NL)
    assert found.of(text) == span.of(text).strip()
    assert span.start <= found.start < found.end <= span.end


@given(st.text(max_size=80))
def test_a_text_is_shown_with_the_same_characters_and_no_tag(text: str) -> None:
    read = Read(shown(text))
    assert read.text == legible(text)
    assert (len(read.text), read.tags) == (len(text), 0)
    assert "\r" not in shown(text)


def test_what_no_page_can_hold_is_one_character_still() -> None:
    assert legible("a\0b\ud800c") == "a\ufffdb\ufffdc"
    assert place_of("a\0b c", "b c", None, NL) == Span(2, 5)
    assert place_of("a\0b c", "a\ufffdb", Span(0, 3), NL) == Span(0, 3)


def test_the_role_is_that_of_the_block_in_which_words_begin() -> None:
    blocks = (Block(Span(0, 4), "heading"), Block(Span(5, 9), "comment", "Jos"))
    document = Document("a.txt", "Kop. Nee!", blocks)
    assert role_at(document, Span(0, 9)) == "heading"
    assert role_at(document, Span(5, 6)) == "comment"
    assert role_at(document, Span(4, 9)) == "article"
