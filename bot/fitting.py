"""Which sentences may answer at all: not those on another town, another's opinion, another thing's share.

They have the question's words, and a reader of single sentences takes them for answers.
"""

from collections.abc import Sequence

from bot.commenters import by_commenter
from bot.elsewhere import without_others
from bot.evidence import Evidence
from bot.routing import to_machine
from bot.shares import with_share
from bot.topics import on_topic
from index.store import Index


def _to_people(_question: str, evidence: Sequence[Evidence], _index: Index) -> list[Evidence]:
    return [each for each in evidence if not to_machine(each.text)]


_FILTERS = (_to_people, without_others, by_commenter, on_topic, with_share)


def fitting(question: str, evidence: Sequence[Evidence], index: Index) -> list[Evidence]:
    """Return the sentences of what a question names: its places, years, numbers, speakers and shares.

    None that speaks to a machine.
    """
    left = [*evidence]
    for each in _FILTERS:
        left = each(question, left, index)
    return left
