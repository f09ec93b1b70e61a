"""What messages are taken for: 194 by somebody who had not seen the patterns. `python -m eval.messages`"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.dialogue import is_greeting
from bot.routing import Routed, route
from eval.articles import rows
from eval.cases import QUESTIONS
from eval.statistics import share

MESSAGES = QUESTIONS / "messages.jsonl"
# What is searched like a question; whether it is answered is the sources' to say.
_SEARCHED = frozenset({"question", "overview", "positions"})
_ORDINARY = frozenset({"general", "outside", "not_crisis", "vague"})
_NAMES = {"personal_data_request": "personal_data"}


@dataclass(frozen=True, slots=True)
class Message:
    """A message, and what it is."""

    text: str
    form: str


def messages() -> list[Message]:
    """Return all messages."""
    return [Message(str(row["message"]), str(row["form"])) for row in rows(MESSAGES)]


def is_right(message: Message) -> bool:
    """Tell whether a message is taken for what it is; beside a cry for help it may be anything else."""
    greeting, routed = is_greeting(message.text), route(message.text)
    if message.form == "crisis":
        return routed.crisis
    if message.form == "greeting":
        return greeting
    return not routed.crisis and _agrees(message.form, greeting, routed)


def _agrees(form: str, greeting: bool, routed: Routed) -> bool:
    if form in _ORDINARY:
        return routed.form in _SEARCHED and not greeting
    if form == "overview":
        return routed.form in ("overview", "positions")
    return routed.form == _NAMES.get(form, form)


def figures(every: Sequence[Message]) -> Iterator[str]:
    """Yield the share that is taken for what it is, of each form."""
    for form in dict.fromkeys(each.form for each in every):
        yield f"{form}: {share([is_right(each) for each in every if each.form == form])}"


if __name__ == "__main__":
    for line in figures(messages()):
        print(line)
