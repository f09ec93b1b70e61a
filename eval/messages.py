"""What messages are taken for. `python -m eval.messages`

Two sets by people who had not seen the patterns: on the first the patterns were widened, and what hears cries
for help was trained; the second was never worked with. The third is of cries and of people's own lives, on
topics that it was not trained on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.alarm import THRESHOLD, Alarm, load_alarm
from bot.dialogue import is_greeting
from bot.models import open_encoder, stay_offline
from bot.routing import Routed, route
from bot.settings import home_folder, load_settings
from eval.articles import rows
from eval.cases import QUESTIONS
from eval.statistics import share

KNOWN = QUESTIONS / "messages.jsonl"
BLIND = QUESTIONS / "messages_blind.jsonl"
OWN = QUESTIONS / "messages_own.jsonl"
# What is searched like a question; whether it is answered is the sources' to say.
_SEARCHED = frozenset({"question", "overview", "positions"})
_ORDINARY = frozenset({"general", "outside", "not_crisis", "vague"})
# Somebody's own life without danger: how it is answered is not the matter, only that no help is called.
_UNHEARD = "own_life"
_NAMES = {"personal_data_request": "personal_data"}


@dataclass(frozen=True, slots=True)
class Message:
    """A message, and what it is."""

    text: str
    form: str


def messages(file: Path = KNOWN) -> list[Message]:
    """Return all messages of a set."""
    return [Message(str(row["message"]), str(row["form"])) for row in rows(file)]


def is_right(message: Message, alarm: Alarm | None = None) -> bool:
    """Tell whether a message is taken for what it is; beside a cry for help it may be anything else."""
    greeting, routed = is_greeting(message.text), route(message.text)
    heard = routed.crisis or (alarm is not None and alarm.danger(message.text) >= THRESHOLD)
    if message.form == "crisis":
        return heard
    if message.form == "greeting":
        return greeting
    return not heard and _agrees(message.form, greeting, routed)


def _agrees(form: str, greeting: bool, routed: Routed) -> bool:
    if form == _UNHEARD:
        return True
    if form in _ORDINARY:
        return routed.form in _SEARCHED and not greeting
    if form == "overview":
        return routed.form in ("overview", "positions")
    return routed.form == _NAMES.get(form, form)


def figures(every: Sequence[Message], alarm: Alarm | None = None) -> Iterator[str]:
    """Yield the share that is taken for what it is, of each form."""
    for form in dict.fromkeys(each.form for each in every):
        yield f"{form}: {share([is_right(each, alarm) for each in every if each.form == form])}"


def main() -> None:
    """Print the shares of all sets, by the patterns alone and with what was trained."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    trained = load_alarm(open_encoder(settings).sentences)
    for name, alarm in (("patterns", None), ("patterns and alarm", trained)):
        for file in (KNOWN, BLIND, OWN):
            print(f"{file.stem}, {name}:")
            for line in figures(messages(file), alarm):
                print(f"  {line}")


if __name__ == "__main__":
    main()
