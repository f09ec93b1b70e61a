import pytest

from bot.evidence import ranked
from bot.topics import on_topic
from index.types import Block, Document, Span
from tests.bot.conftest import index_of, page

PRINS = "Onderzoeker Jan Prins noemt de teams te duur. Dat zegt hij al jaren."
FEES = "Gemeenten verhogen de eigen bijdragen."
KNOWN = "Aldus de VNG."
# In one document, but two passages.
REPORT = Document(
    "b.txt",
    f"{FEES} {KNOWN}",
    (
        Block(Span(0, len(FEES)), "article"),
        Block(Span(len(FEES) + 1, len(FEES) + 1 + len(KNOWN)), "quote", "Vos"),
    ),
)


def left(question: str) -> list[str]:
    index = index_of(page("a.txt", PRINS), REPORT)
    every = ranked(question, index.search(question, 5), index, False)
    return sorted(each.text for each in on_topic(question, every, index))


BOTH = ["Dat zegt hij al jaren.", "Onderzoeker Jan Prins noemt de teams te duur."]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Wat zegt Jan Prins over de teams?", BOTH),
        ("Wat vindt Prins van teams?", BOTH),
        ("Wat vindt Prins ervan dat de teams zo duur zijn?", BOTH),
        # His sentences are on something else, and those on fees are not his.
        ("Wat zegt Jan Prins over de eigen bijdragen?", []),
        ("Hoe denkt Prins over bijdragen?", []),
        # An article names an organisation once, by its initials.
        ("Wat vindt de VNG van de bijdragen?", [FEES]),
        ("Wat vindt het SCP van de bijdragen?", []),
        # Nobody is named, or nothing is asked of.
        ("Wat zeggen onderzoekers over de eigen bijdragen?", [KNOWN, *BOTH[:1], FEES, *BOTH[1:]]),
        ("Wat zegt Jan Prins?", [KNOWN, *BOTH[:1], FEES, *BOTH[1:]]),
    ],
)
def test_what_a_speaker_says_of_a_subject_is_told_by_him_and_of_that(
    question: str, expected: list[str]
) -> None:
    assert left(question) == expected
