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
