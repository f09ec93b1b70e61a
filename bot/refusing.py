"""What is said where nothing is answered: why not, what came nearest, or a question back."""

from collections.abc import Sequence
from dataclasses import replace

from bot.evidence import Evidence
from bot.find import Found
from bot.overview import choices
from bot.types import Answer
from bot.write import cite
from index.store import Index
from prompts import Language, Texts

SHOWN_NEAREST = 3


def refused(  # noqa: PLR0913, PLR0917  (what was found, and how to say that it is no answer)
    index: Index,
    found: Found,
    empty: Answer,
    texts: Texts,
    read: Sequence[str] = (),
    why: str = "",
) -> Answer:
    """Say that the sources do not answer, how a follow-up was `read`, why not, and what came nearest.

    `why` is said instead of a reason that lies in the sources.
    """
    notices = [texts.get("answer.refusal"), *read]
    if found.reason == "name_missing":
        notices.append(texts.get("answer.name_missing", names=", ".join(found.lacking.names)))
    elif found.reason == "number_missing":
        notices.append(texts.get("answer.number_missing", names=", ".join(found.lacking.numbers)))
    else:
        notices.append(texts.get(f"answer.{why or found.reason}"))
    base = replace(empty, reason=found.reason, confidence=found.confidence, hits=found.hits)
    # What is near by a word alone ('vraag') is not worth showing to who asks of something else.
    near = () if found.reason == "outside_subject" else found.evidence
    return _with_nearest(index, base, notices, near, texts)


def about_oneself(index: Index, found: Found, empty: Answer, texts: Texts) -> Answer:
    """Refuse to say what somebody is entitled to; what the sources say in general is shown as nearest."""
    base = replace(empty, reason="personal_case", confidence=found.confidence, hits=found.hits)
    notices = (texts.get("answer.refusal"), texts.get("answer.personal_case"))
    return _with_nearest(index, base, notices, found.evidence, texts)


def asked_back(index: Index, found: Found, empty: Answer, texts: Texts) -> Answer:
    """Ask what is meant, with what the sources have on it to choose from."""
    shown = tuple(cite(index, each.passage, each.span) for each in choices(found.evidence))
    notices = [texts.get("answer.clarify")]
    if shown:
        notices.append(texts.get("answer.choices"))
    return replace(empty, kind="clarify", notices=tuple(notices), nearest=shown, hits=found.hits)


def _with_nearest(
    index: Index, base: Answer, notices: Sequence[str], evidence: Sequence[Evidence], texts: Texts
) -> Answer:
    near = [each for each in evidence if _is_near(each, texts.language)][:SHOWN_NEAREST]
    nearest = tuple(cite(index, each.passage, each.span) for each in near)
    shown = (texts.get("answer.nearest"),) if nearest else ()
    return replace(base, notices=(*notices, *shown), nearest=nearest)


def _is_near(evidence: Evidence, language: Language) -> bool:
    """Tell whether a sentence is worth showing for what it does not answer.

    No facts about a page, and nothing from a passage without a word of the question; Dutch sources have none
    of an English one.
    """
    said = evidence.passage.role != "metadata"
    return said and (language == "en" or evidence.signals.passage_coverage > 0)
