"""Replies that need no source: to a greeting, to an order, to who does not understand or wants a person."""

from dataclasses import replace

from bot.dialogue import is_greeting
from bot.routing import Form
from bot.types import Answer, Reason
from prompts import Texts

_REFUSED: dict[Form, Reason] = {
    "instruction": "instruction",
    "personal_data": "personal_data",
    # Where else to go is shown to both.
    "human": "personal_case",
}


def courtesy(asked: str, form: Form, empty: Answer, texts: Texts) -> Answer | None:
    """Return the reply to a message that asks nothing of the sources; None to any other."""
    if is_greeting(asked):
        return replace(empty, kind="greeting", notices=(texts.get("answer.greeting"),))
    if form in ("thanks", "identity"):
        return replace(empty, kind="greeting", notices=(texts.get(f"answer.{form}"),))
    if form == "unclear":
        return replace(empty, kind="clarify", notices=(texts.get("answer.unclear"),))
    if form in _REFUSED:
        notices = (texts.get("answer.refusal"), texts.get(f"answer.{form}"))
        return replace(empty, notices=notices, reason=_REFUSED[form])
    return None
