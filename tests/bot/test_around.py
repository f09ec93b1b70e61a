from collections.abc import Sequence

from bot.around import widened
from bot.evidence import Evidence, ranked
from bot.reader.reading import Reading
from index.store import Index
from index.types import Span
from tests.bot.conftest import index_of, page

PREMISE, REASON, MORE = "De teams hangen samen.", "Ze hebben dezelfde klanten.", "Dat is al jaren zo."
TEXT = f"Er zijn drie teams. {PREMISE} {REASON} {MORE}"
QUESTION = "Waarom hangen de teams samen?"


class Pointing:
    """A reader who finds the answer where some words stand, and nowhere else."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self.texts: list[str] = []

    def read(self, question: str, texts: Sequence[str]) -> list[Reading]:
        assert question == QUESTION
        self.texts += texts
        starts = [text.find(self._answer) for text in texts]
        return [
            Reading(0.0, Span(start, start + len(self._answer)) if start >= 0 else Span(0, 0))
            for start in starts
        ]


def found(index: Index, *beginnings: str) -> list[Evidence]:
    every = ranked(QUESTION, index.search(QUESTION, 5), index, False)
    return [each for beginning in beginnings for each in every if each.text.startswith(beginning)]


def said(answer: str, *beginnings: str) -> list[str]:
    index = index_of(page("a.txt", TEXT))
    return [each.text for each in widened(QUESTION, found(index, *beginnings), index, Pointing(answer))]


def test_a_reason_in_the_next_sentence_is_cited_too() -> None:
    assert said("dezelfde klanten", "De teams") == [f"{PREMISE} {REASON}"]
    assert said("samen. Ze hebben", "De teams") == [f"{PREMISE} {REASON}"]


def test_what_stands_before_is_cited_where_the_answer_is_there() -> None:
    assert said("drie teams", "De teams") == [f"Er zijn drie teams. {PREMISE}"]


def test_a_sentence_with_the_answer_in_it_stays_alone() -> None:
    assert said("samen", "De teams") == [PREMISE]
    assert said("nergens", "De teams") == [PREMISE]


def test_stretches_that_overlap_are_one() -> None:
    assert said("dezelfde klanten", "De teams", "Ze hebben") == [f"{PREMISE} {REASON}"]
    assert said("dezelfde klanten", "Ze hebben", "De teams") == [f"{PREMISE} {REASON}"]
    assert said("nergens", "De teams", "Ze hebben") == [PREMISE, REASON]


def test_sentences_of_different_documents_stay_apart() -> None:
    index = index_of(page("a.txt", PREMISE), page("b.txt", PREMISE))
    both = found(index, "De teams")
    assert widened(QUESTION, both, index, Pointing("samen")) == both
    assert len(both) == 2


def test_without_a_reader_nothing_is_widened() -> None:
    index = index_of(page("a.txt", TEXT))
    both = found(index, "De teams")
    assert widened(QUESTION, both, index, None) == both
    assert widened(QUESTION, [], index, Pointing("x")) == []
