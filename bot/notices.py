"""What an answer says of itself before its sentences: whom to call, and what was left out of the question."""

from collections.abc import Sequence
from dataclasses import replace

from bot.types import Answer
from prompts import Texts, load

# Beside whom to call, that nothing was found is not said.
_NOT_BESIDE_HELP = (
    "refusal",
    "nearest",
    "nothing_found",
    "weak_evidence",
    "only_opinions",
    "outside_subject",
)


def whom_to_call(texts: Texts) -> str:
    """Return the numbers for who may be in danger."""
    return texts.get("answer.crisis")


def helping(answer: Answer) -> Answer:
    """Return an answer that begins with whom to call; to somebody's own case, where else to go stays."""
    texts = load(answer.language)
    own = answer.reason == "personal_case"
    left = [texts.get(f"answer.{each}") for each in _NOT_BESIDE_HELP if not (own and each == "nearest")]
    notices = (whom_to_call(texts), *(each for each in answer.notices if each not in left))
    if own:
        return replace(answer, kind="crisis", notices=notices)
    return replace(answer, kind="crisis", reason="", nearest=(), notices=notices)


def noted(answer: Answer, names: Sequence[str]) -> Answer:
    """Say what was left out of the question, after the notice that says whether it is answered."""
    if not names:
        return answer
    notice = load(answer.language).get("privacy.notice", names=", ".join(names))
    return replace(answer, notices=(*answer.notices[:1], notice, *answer.notices[1:]))
