"""What a screen reader is told of the last question, as HTML: when it is asked, and at its end."""

from collections.abc import Sequence

from bot.page.frame import Frame, dutch, inline
from bot.page.reply import checked, notices_of, sends_on
from bot.page.text import escape
from bot.page.turn import TurnView
from bot.show import lead_in
from bot.types import Answer, Sentence


def told(turns: Sequence[TurnView], frame: Frame) -> str:
    """Return it, nothing where nothing was asked; while an answer grows it does not change."""
    if not turns:
        return ""
    last, texts = turns[-1], frame.texts
    if last.waits:
        return texts.get("page.waiting", count=last.before) if last.before else texts.get("page.searching")
    if last.answer is None:
        return escape(last.problem)
    return (f"{texts.get('page.again')} " if last.again else "") + _whole(last.answer, frame)


def _whole(answer: Answer, frame: Frame) -> str:
    texts = frame.texts
    parts = [inline(each, answer.language, frame) for each in notices_of(answer)]
    parts += [_sentence(each, frame) for each in answer.sentences]
    parts.append(checked(answer, texts))
    if answer.nearest and answer.kind != "clarify":
        parts.append(texts.get("page.told_nearest"))
    if sends_on(answer):
        parts.append(texts.get("page.told_contacts"))
    return " ".join(part for part in parts if part)


def _sentence(sentence: Sentence, frame: Frame) -> str:
    lead = lead_in(sentence.citations[0], frame.texts)
    said = dutch(escape(sentence.text), frame)
    return f"{escape(lead)} {said}" if lead else said
