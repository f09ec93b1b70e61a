"""Which sentences may answer at all: not those on another town, another's opinion, another thing's share.

They have the question's words, and a reader of single sentences takes them for answers.
"""

from collections.abc import Sequence

from bot.commenters import by_commenter
from bot.elsewhere import without_others
from bot.evidence import Evidence
from bot.shares import with_share
from bot.topics import on_topic
from index.store import Index

_FILTERS = (without_others, by_commenter, on_topic, with_share)


def fitting(question: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the sentences of what a question names: its places, years, numbers, speakers and shares."""
    left = [*evidence]
    for each in _FILTERS:
        left = each(question, left, index)
    return left
