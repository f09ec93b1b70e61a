from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.around import MIN_SURE, read_around, whole
from bot.evidence import Evidence, confidence, ranked, with_antecedent
from bot.reader.reading import Reading
from bot.signals import PLAIN, READ
from index.store import Index
from index.types import Span
from tests.bot.conftest import index_of, page

PREMISE, REASON, MORE = "De teams hangen samen.", "Ze hebben dezelfde klanten.", "Dat is al jaren zo."
TEXT = f"Er zijn drie teams. {PREMISE} {REASON} {MORE}"
QUESTION = "Waarom hangen de teams samen?"


class Pointing:
    """A reader who finds the answer where some words stand, and nowhere else."""

    def __init__(self, answer: str, sure: float = 0.9) -> None:
        self._answer = answer
        self._sure = sure
        self.texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        assert question == QUESTION
        self.texts += texts
        starts = [text.find(self._answer) for text in texts]
        return [
            Reading(4.0, Span(start, start + len(self._answer)), self._sure)
            if start >= 0
            else Reading(-4.0, Span(0, 0))
            for start in starts
        ]


class Spanning:
    """A reader who finds some words in every text, whatever is asked."""

    def __init__(self, answer: str) -> None:
        self._answer = answer

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        starts = [text.index(self._answer) for text in texts]
        return [Reading(4.0, Span(start, start + len(self._answer))) for start in starts]


class Sure:
    """A reader who thinks that every text answers every question, nowhere in particular."""

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        return [Reading(4.0, Span(0, 0)) for _ in texts]


def found(index: Index, *beginnings: str) -> list[Evidence]:
    every = ranked(QUESTION, index.search(QUESTION, 5), index, False)
    return [each for beginning in beginnings for each in every if each.text.startswith(beginning)]


def said(answer: str, *beginnings: str) -> list[str]:
    index = index_of(page("a.txt", TEXT))
    read = read_around(QUESTION, found(index, *beginnings), index, Pointing(answer))
    return [each.text for each in whole(read, index)]


@pytest.mark.parametrize("answer", ["dezelfde klanten", "samen. Ze hebben", "klanten."])
def test_a_reason_in_the_next_sentence_is_cited_too(answer: str) -> None:
    assert said(answer, "De teams") == [f"{PREMISE} {REASON}"]


def test_what_is_told_beside_it_of_another_place_is_not_cited() -> None:
    there, here, later = "In Almere gaat het zo.", "In Almelo werken teams.", "In Breda ook, met succes."
    index = index_of(page("a.txt", f"{there} {here} {later}"))
    for question, expected in (
        ("Wat doen teams in Almelo?", here),
        ("Wat doen teams in Almelo en Almere?", f"{there} {here}"),
        ("Wat doen teams?", f"{there} {here} {later}"),
    ):
        every = ranked(question, index.search(question, 5), index, False)
        best = next(each for each in every if each.text == here)
        [read] = read_around(question, [best], index, Spanning(f"zo. {here} In"))
        [shown] = whole([read], index)
        assert shown.text == expected


LISTED = "Er kwamen in Zeist drie teams. Het ging om buurt, jeugd en werk. Dat beviel goed."


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Welke teams kwamen er in Zeist?",
            LISTED,
            "Er kwamen in Zeist drie teams. Het ging om buurt, jeugd en werk.",
        ),
        ("Wanneer kwamen er teams in Zeist?", LISTED, "Er kwamen in Zeist drie teams."),
        (
            "Welke teams kwamen er in Zeist?",
            LISTED.replace("Het ging om", "Er gingen"),
            "Er kwamen in Zeist drie teams.",
        ),
        (
            "Welke teams kwamen er in Zeist?",
            "Er kwamen in Zeist drie teams.",
            "Er kwamen in Zeist drie teams.",
        ),
    ],
)
def test_what_a_sentence_announces_is_cited_with_it_where_it_is_asked_for(
    question: str, text: str, expected: str
) -> None:
    index = index_of(page("a.txt", text))
    [best, *_] = ranked(question, index.search(question, 5), index, False)
    [read] = read_around(question, [best], index, Sure())
    [shown] = whole([read], index)
    assert shown.text == expected


def test_what_stands_before_is_cited_where_the_answer_is_there() -> None:
    assert said("drie teams", "De teams") == [f"Er zijn drie teams. {PREMISE}"]


@pytest.mark.parametrize("answer", ["samen", "nergens"])
def test_a_sentence_with_the_answer_in_it_or_without_any_stays_alone(answer: str) -> None:
    assert said(answer, "De teams") == [PREMISE]


def marked(answer: str, *beginnings: str, sure: float = 0.9) -> list[str]:
    index = index_of(page("a.txt", TEXT))
    read = read_around(QUESTION, found(index, *beginnings), index, Pointing(answer, sure))
    return [each.answer.of(TEXT) if each.answer else "" for each in whole(read, index)]


def test_the_words_that_answer_are_known_where_the_reader_is_sure_of_them() -> None:
    assert marked("dezelfde klanten", "De teams") == ["dezelfde klanten"]
    assert marked("dezelfde klanten", "De teams", "Ze hebben") == ["dezelfde klanten"]
    assert marked("dezelfde klanten", "De teams", "Ze hebben", sure=MIN_SURE) == ["dezelfde klanten"]
    assert marked("dezelfde klanten", "De teams", "Ze hebben", sure=MIN_SURE - 0.01) == [""]
    assert marked("nergens", "De teams") == [""]


def test_only_words_that_are_cited_are_set_apart() -> None:
    # What stands two sentences away is no part of what is read.
    assert marked("drie teams", "De teams", "Dat is") == ["drie teams", ""]


def test_stretches_that_overlap_are_one() -> None:
    assert said("dezelfde klanten", "De teams", "Ze hebben") == [f"{PREMISE} {REASON}"]
    assert said("dezelfde klanten", "Ze hebben", "De teams") == [f"{PREMISE} {REASON}"]
    assert said("nergens", "De teams", "Ze hebben") == [PREMISE, REASON]


def test_what_lies_between_two_stretches_joins_both() -> None:
    # The premise and what comes after the reason were chosen first; the reason reaches into both.
    index = index_of(page("a.txt", TEXT))
    first, last, between = found(index, "De teams", "Dat is", "Ze hebben")
    reaching = replace(between, reach=Span(first.span.start, last.span.end))
    assert [each.text for each in whole([first, last, reaching], index)] == [f"{PREMISE} {REASON} {MORE}"]


def test_what_refers_back_loses_nothing_of_a_stretch_that_begins_earlier() -> None:
    index = index_of(page("a.txt", f"Daarom zijn er drie teams. {TEXT}"))
    [last] = found(index, "Dat is")
    begun = replace(last, reach=Span(0, last.span.end))
    [stretch] = whole([begun], index)
    assert with_antecedent(stretch) == Span(0, last.span.end)


def test_sentences_of_different_documents_stay_apart() -> None:
    index = index_of(page("a.txt", PREMISE), page("b.txt", PREMISE))
    both = read_around(QUESTION, found(index, "De teams"), index, Pointing("samen"))
    assert [each.text for each in whole(both, index)] == [PREMISE, PREMISE]


def test_without_a_reader_sentences_stay_as_they_are() -> None:
    index = index_of(page("a.txt", TEXT))
    both = found(index, "De teams")
    assert read_around(QUESTION, both, index, None) == both
    assert whole(both, index) == both
    assert read_around(QUESTION, [], index, Pointing("x")) == []


def test_only_sentences_that_may_be_chosen_are_read_around() -> None:
    wrote = "Dat vind ik ook."
    comments = [page(f"c{n}.txt", f"Teams hangen samen {n}.", "comment", "Jo") for n in range(4)]
    index = index_of(page("a.txt", f"{TEXT} {wrote}"), *comments)
    every = ranked(QUESTION, index.search(QUESTION, 9), index, False)
    reader = Pointing("samen")
    read = read_around(QUESTION, every, index, reader)
    told = [each.passage.role for each in read if each.reach is not None]
    first = [each.passage.role for each in every[:3]]
    # The first three of all, and of the article's the first three that are not among those.
    assert len(reader.texts) == len(told) == first.count("comment") + 3
    assert told.count("article") == 3


def test_the_likeliest_of_the_first_sentences_says_how_sure_it_is() -> None:
    index = index_of(page("a.txt", TEXT))
    several = read_around(QUESTION, found(index, "De teams", "Ze hebben"), index, Pointing("drie teams"))
    # The second one does not reach as far as the words that answer.
    assert [each.signals.around for each in several] == [4.0, -4.0]
    assert confidence(several[::-1], "nl", READ) > confidence(several[1:], "nl", READ)
    assert confidence([], "nl", READ) == 0.0
    assert confidence(several, "nl", PLAIN) == PLAIN.confidence.probability(several[0].signals, "nl")


def test_a_reader_is_told_who_wrote_a_comment() -> None:
    first, second = "Dat vind ik ook.", "De rol is klein."
    for speaker, lead in (("Jo", "Een lezer (Jo) schrijft: "), ("", "Een lezer schrijft: ")):
        index = index_of(page("c.txt", f"{first} {second}", "comment", speaker))
        hits = index.search(QUESTION, 5)
        reader = Pointing("rol")
        every = ranked(QUESTION, hits, index, True, reader)
        assert sorted(reader.texts) == [f"{lead}{first}", f"{lead}{first} {second}"]
        read = read_around(QUESTION, every, index, reader)
        assert reader.texts[2:] == [f"{lead}{first} {second}"] * 2
        # The places are those of the document all the same: the second sentence has the answer.
        assert sorted(each.text for each in whole(read, index)) == [f"{first} {second}"]
        alone = [each for each in read if each.text == second]
        assert [each.text for each in whole(alone, index)] == [second]


def test_who_wrote_it_is_no_part_of_what_is_cited() -> None:
    index = index_of(page("c.txt", "Dat vind ik ook. De rol is klein.", "comment", "Jo"))
    every = ranked(QUESTION, index.search(QUESTION, 5), index, True)
    read = read_around(QUESTION, every, index, Pointing("lezer (Jo)"))
    assert sorted(each.text for each in whole(read, index)) == ["Dat vind ik ook.", "De rol is klein."]
    reaching = read_around(QUESTION, every, index, Pointing("schrijft: Dat vind"))
    assert sorted(each.text for each in whole(reaching, index)) == ["Dat vind ik ook.", "De rol is klein."]
