import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.answers import GivenAnswer, GivenCitation, GivenSentence
from eval.cases import Case, GoldSpan
from eval.context import AROUND, excerpts

TEXT = " ".join(f"woord{number:04}" for number in range(200))  # ten characters a word with its space


def case(*spans: tuple[int, int], source: str = "a.txt") -> Case:
    evidence = tuple(GoldSpan(source, start, end, TEXT[start:end]) for start, end in spans)
    return Case("x", "fact", "nl", "?", evidence=evidence)


def answer(*spans: tuple[int, int], source: str = "a.txt", role: str = "article") -> GivenAnswer:
    cited = tuple(GivenCitation(source, start, end, role=role, title="Titel") for start, end in spans)
    return GivenAnswer("x", not spans, (GivenSentence("s", "quote", cited),) if spans else ())


def test_cited_words_and_words_that_answer_are_told_apart() -> None:
    (found,) = excerpts(case((1000, 1019)), answer((990, 1009)), {"a.txt": TEXT})
    assert (found.source, found.title, found.roles) == ("a.txt", "Titel", ("article",))
    marked = [(each.text, each.cited, each.gold) for each in found.stretches if each.cited or each.gold]
    assert marked == [
        (TEXT[990:1000], True, False),
        (TEXT[1000:1009], True, True),
        (TEXT[1009:1019], False, True),
    ]


def test_whole_words_are_shown_around() -> None:
    (found,) = excerpts(case((1000, 1009)), answer(), {"a.txt": TEXT})
    shown = "".join(each.text for each in found.stretches)
    assert shown.split() == TEXT[1000 - AROUND : 1009 + AROUND + 1].split()


def test_places_far_apart_are_excerpts_of_their_own() -> None:
    found = list(excerpts(case((100, 109)), answer((1500, 1509)), {"a.txt": TEXT}))
    assert len(found) == 2
    assert [each.roles for each in found] == [(), ("article",)]
    near = list(excerpts(case((100, 109)), answer((100 + 2 * AROUND, 109 + 2 * AROUND)), {"a.txt": TEXT}))
    assert len(near) == 1


def test_a_source_that_is_not_there_shows_nothing() -> None:
    other = dataclasses.replace(answer((0, 9), source="nowhere.txt"))
    assert list(excerpts(case(), other, {"a.txt": TEXT})) == []


@pytest.mark.parametrize("spans", [[(0, 9)], [(1990, 1999)]])
def test_at_the_ends_of_a_text_what_is_there_is_shown(spans: list[tuple[int, int]]) -> None:
    (found,) = excerpts(case(*spans), answer(), {"a.txt": TEXT})
    shown = "".join(each.text for each in found.stretches)
    assert shown in TEXT
    assert TEXT.startswith(shown) or TEXT.endswith(shown)


spans = st.tuples(st.integers(0, 1990), st.integers(1, 60)).map(lambda s: (s[0], min(1999, s[0] + s[1])))


@given(st.lists(spans, max_size=4), st.lists(spans, max_size=4))
def test_stretches_are_the_texts_own_words_in_order(
    gold: list[tuple[int, int]], cited: list[tuple[int, int]]
) -> None:
    at = 0
    for found in excerpts(case(*gold), answer(*cited), {"a.txt": TEXT}):
        shown = "".join(each.text for each in found.stretches)
        assert TEXT.index(shown, at) >= at
        at = TEXT.index(shown, at) + len(shown)
    marked = sum(
        len(each.text)
        for found in excerpts(case(*gold), answer(*cited), {"a.txt": TEXT})
        for each in found.stretches
        if each.gold
    )
    assert marked == len({at for start, end in gold for at in range(start, end)})


def test_an_excerpt_begins_and_ends_with_a_word() -> None:
    (found,) = excerpts(case((1000, 1009)), answer(), {"a.txt": TEXT})
    # From the last space before 840, at 839, to the first one from 1169 on, which is there.
    assert "".join(each.text for each in found.stretches) == TEXT[840:1169]
    assert [each.text for each in found.stretches if each.gold] == [TEXT[1000:1009]]


def test_a_text_without_spaces_is_shown_whole() -> None:
    text = "x" * 1000
    gold = GoldSpan("a.txt", 500, 510, "x" * 10)
    (found,) = excerpts(Case("x", "fact", "nl", "?", evidence=(gold,)), answer(), {"a.txt": text})
    assert [len(each.text) for each in found.stretches] == [500, 10, 490]
    assert [each.gold for each in found.stretches] == [False, True, False]


def test_a_place_inside_another_one_does_not_shorten_what_is_shown() -> None:
    (found,) = excerpts(case((1000, 1499)), answer((1010, 1019)), {"a.txt": TEXT})
    assert "".join(each.text for each in found.stretches) == TEXT[840:1659]


def test_sources_follow_as_they_are_cited_and_then_as_they_answer() -> None:
    texts = dict.fromkeys(("gold.txt", "first.txt", "second.txt"), TEXT)
    cited = tuple(
        GivenCitation(source, 0, 9, role=role, title=title)
        for source, role, title in [
            ("second.txt", "comment", ""),
            ("first.txt", "", ""),
            ("second.txt", "article", "Twee"),
            ("second.txt", "comment", "Nog een"),
        ]
    )
    given_answer = GivenAnswer("x", False, (GivenSentence("s", "quote", cited),))
    found = list(excerpts(case((0, 9), source="gold.txt"), given_answer, texts))
    assert [(each.source, each.title, each.roles) for each in found] == [
        ("second.txt", "Twee", ("comment", "article")),
        ("first.txt", "", ()),
        ("gold.txt", "", ()),
    ]


@given(st.lists(spans, min_size=1, max_size=4), st.lists(spans, max_size=4))
def test_every_character_is_shown_once_and_marked_for_what_it_is(
    gold: list[tuple[int, int]], cited: list[tuple[int, int]]
) -> None:
    shown: dict[int, tuple[bool, bool]] = {}
    for found in excerpts(case(*gold), answer(*cited), {"a.txt": TEXT}):
        whole = "".join(each.text for each in found.stretches)
        # Words are numbered, so an excerpt stands in one place only.
        at = TEXT.index(whole)
        for stretch in found.stretches:
            assert stretch.text
            assert TEXT.startswith(stretch.text, at)
            for place in range(at, at + len(stretch.text)):
                assert place not in shown
                shown[place] = (stretch.cited, stretch.gold)
            at += len(stretch.text)
    marked = {
        place: (
            any(start <= place < end for start, end in cited),
            any(start <= place < end for start, end in gold),
        )
        for start, end in (*gold, *cited)
        for place in range(max(0, start - AROUND), min(len(TEXT), end + AROUND))
    }
    assert marked.items() <= shown.items()
