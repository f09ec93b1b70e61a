"""The conversation, as HTML: questions, replies, and what can be done with them."""

from collections.abc import Collection, Sequence

from bot.page.frame import Frame, button, inline, notice
from bot.page.reply import answered, in_the_making, status
from bot.page.text import escape
from bot.page.turn import TurnView
from bot.ratings import COMPLAINTS, MAX_NOTE_CHARACTERS
from bot.show import as_plain_text
from bot.types import Answer
from prompts import Texts, load


def _complaints(at: int, texts: Texts) -> str:
    """Return what may be wrong with an answer, one to choose, and room for a note."""
    choices = "".join(
        f'<label><input type="radio" name="complaint-{at}" value="{each}"> '
        f"{escape(texts.get(f'page.complaint_{each}'))}</label>"
        for each in COMPLAINTS
        if each
    )
    room = escape(texts.get("page.note", count=MAX_NOTE_CHARACTERS))
    return (
        f'<div class="why" id="why-{at}" hidden>'
        f"<fieldset><legend>{escape(texts.get('page.why'))}</legend>{choices}</fieldset>"
        f'<label for="note-{at}">{room}</label>'
        f'<textarea id="note-{at}" rows="2" maxlength="{MAX_NOTE_CHARACTERS}"></textarea>'
        f"{button('rate', texts.get('page.send'), data_helpful='send')}</div>"
    )


def _rating(at: int, rated: bool, frame: Frame) -> str:
    """Return the question whether an answer helped; nobody has to say so."""
    if rated:
        return f'<p class="status thanks" tabindex="-1">{escape(frame.thanks)}</p>'
    texts = frame.texts
    yes = button("rate", texts.get("page.yes"), data_helpful="yes")
    no = button(
        "rate", texts.get("page.no"), data_helpful="no", aria_expanded="false", aria_controls=f"why-{at}"
    )
    return (
        f'<div class="rating" data-turn="{at}"><p id="helped-{at}">{escape(texts.get("page.helped"))}</p>'
        f'<div role="group" aria-labelledby="helped-{at}">{yes}{no}</div>{_complaints(at, texts)}</div>'
    )


def _copied(turn: TurnView, answer: Answer) -> str:
    """Return a question and its answer as text, with the sources as footnotes, in the answer's language."""
    last = load(answer.language).get("page.copied_from")
    return f"{turn.question}\n\n{as_plain_text(answer)}\n\n{last}"


def _actions(texts: Texts) -> str:
    done = texts.get("page.copied")
    copy = button("copy", texts.get("page.copy"), data_done=done)
    share = button("share", texts.get("page.share"), data_done=done)
    return f'<div class="actions">{copy}{share}</div>'


def _questions(asked: Sequence[str], label: str) -> str:
    """Return questions that are asked by a click."""
    items = "".join(f"<li>{button('ask', each, data_question=each)}</li>" for each in asked)
    return f'<p class="questions-label">{escape(label)}</p><ul class="questions">{items}</ul>'


def _problem(turn: TurnView, texts: Texts, last: bool) -> str:
    said = f'<div class="problem">{notice(turn.problem)}</div>'
    if not (turn.retry and last):
        return said
    once_more = button("ask", texts.get("page.ask_again"), data_question=turn.question)
    return f'{said}<div class="actions">{once_more}</div>'


def _reply(at: int, turn: TurnView, frame: Frame, last: bool, rated: bool) -> str:
    texts = frame.texts
    if turn.problem:
        return _problem(turn, texts, last)
    if turn.answer is None:
        return (notice(turn.help) if turn.help else "") + in_the_making(at, turn, frame)
    said = answered(at, turn.answer, frame)
    # Who is in danger is asked for no opinion.
    if turn.answer.kind in ("greeting", "crisis"):
        return said
    said += _actions(texts) + _rating(at, rated, frame)
    if last and turn.suggested:
        said += _questions(turn.suggested, texts.get("page.suggested"))
    return said


def _state(turn: TurnView) -> str:
    """Return what the page's scripts must know of a turn; what they copy goes nowhere else."""
    if turn.waits:
        return f' data-waits="{escape(turn.question)}"'
    if turn.answer is None:
        return ""
    # A follow-up is asked again as it was understood.
    copied = escape(_copied(turn, turn.answer))
    return f' data-question="{escape(turn.answer.question)}" data-text="{copied}"'


def _turn(at: int, turn: TurnView, frame: Frame, last: bool, rated: bool) -> str:
    texts = frame.texts
    you, bot = escape(texts.get("page.you")), escape(texts.get("page.bot"))
    spoken = turn.answer.language if turn.answer else frame.language
    asked = inline(turn.question, spoken, frame)
    again = status(texts.get("page.again")) if turn.again else ""
    return (
        f'<article class="turn" tabindex="-1" aria-labelledby="asked-{at}"{_state(turn)}>{again}'
        f'<h2 id="asked-{at}"><span class="you">{you}</span> {asked}</h2>'
        f'<div class="reply"><p class="who">{bot}</p>{_reply(at, turn, frame, last, rated)}</div></article>'
    )


def conversation(turns: Sequence[TurnView], frame: Frame, rated: Collection[str] = ()) -> str:
    """Return the whole conversation, or what could be asked where there is none yet.

    `rated` are the tokens of the answers of which the visitor has said what they think.
    """
    texts = frame.texts
    label = escape(texts.get("page.conversation_label"))
    if not turns:
        shown = _questions(frame.municipality.examples_in(frame.language), texts.get("page.examples_label"))
        return f'<section class="conversation" aria-label="{label}">{shown}</section>'
    last = len(turns) - 1
    shown = "".join(_turn(at, turn, frame, at == last, turn.token in rated) for at, turn in enumerate(turns))
    printing = button("print", texts.get("page.print"))
    saving = button("save", texts.get("page.save"), data_name=texts.get("page.save_name"))
    tools = f'<div class="actions tools">{printing}{saving}</div>'
    return f'<section class="conversation" aria-label="{label}">{shown}{tools}</section>'
