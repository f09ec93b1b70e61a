"""The conversation, as HTML. Everything from a source, a model or a visitor is escaped here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from bot.explain import explained
from bot.page.frame import Frame, button, contact_list, notice
from bot.page.source import Opened, numbered, readable
from bot.ratings import COMPLAINTS, MAX_NOTE_CHARACTERS
from bot.show import as_plain_text, lead_in, place_in_law, shown_date
from bot.types import Answer, Citation, Reason, Sentence
from index.types import Document
from prompts import Texts

# Who asks for something else than what the sources are about is not sent anywhere with it.
_SENT_NOWHERE: frozenset[Reason] = frozenset(
    {"", "instruction", "personal_data", "invalid_question", "outside_subject"}
)


@dataclass(frozen=True, slots=True)
class TurnView:
    """One question as the page shows it now: what was found, what has passed, and at last the answer."""

    question: str
    evidence: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    problem: str = ""
    help: str = ""
    """Whom to call, where somebody may be in danger: shown before anything is found."""
    ticket: int = 0
    """In the line of those who wait."""
    before: int = 0
    """How many questions were waiting when it was asked."""
    suggested: tuple[str, ...] = ()
    rated: bool = False
    generation: str = ""
    documents: Mapping[str, Document] = field(default_factory=dict, compare=False, repr=False)
    """Of the generation that answers: what is cited stays to be seen when the next one is published."""

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet and will have one."""
        return self.answer is None and not self.problem

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the numbers on the page lead to, number 1 first."""
        if self.answer is not None and self.answer.abstained:
            return self.answer.nearest
        return self.evidence


def _status(text: str) -> str:
    return f'<p class="status">{escape(text)}</p>'


def _cite(turn: int, number: int, citation: Citation, texts: Texts) -> str:
    name = texts.get("page.cite", number=number, title=citation.title or texts.get("page.untitled"))
    return numbered(Opened(turn, number), "cite", str(number), aria_label=name)


def _place(citation: Citation, texts: Texts) -> str:
    parts = (
        citation.title or texts.get("page.untitled"),
        place_in_law(citation, texts),
        texts.get("page.on_page", page=citation.page) if citation.page else "",
        texts.get(f"page.role_{citation.role}") if citation.role != "article" else "",
        citation.speaker,
        citation.publisher,
        "" if citation.valid_from else shown_date(citation, texts),
    )
    return f'<span class="place">{readable(" · ".join(part for part in parts if part), texts)}</span>'


def _listed(turn: int, citations: Sequence[Citation], texts: Texts) -> str:
    items = "".join(
        f'<li>{_cite(turn, number, citation, texts)}<div><q lang="nl">{escape(citation.quote)}</q>'
        f"{_place(citation, texts)}</div></li>"
        for number, citation in enumerate(citations, 1)
    )
    return f'<ul class="found">{items}</ul>'


def _said(turn: int, number: int, sentence: Sentence, texts: Texts) -> str:
    citation = sentence.citations[0]
    said = escape(sentence.text)
    if sentence.support == "quote":
        said = f'<q lang="nl">{said}</q>'
    lead = lead_in(citation, texts)
    before = f'<span class="lead">{escape(lead)}</span> ' if lead else ""
    kind = " comment" if citation.role == "comment" else ""
    return (
        f'<p class="sentence{kind}">{before}{said} {_cite(turn, number, citation, texts)}'
        f"{_place(citation, texts)}</p>"
    )


def _in_the_making(at: int, turn: TurnView, texts: Texts) -> str:
    """Return what is known of an answer that is not finished."""
    if not turn.evidence:
        waiting = texts.get("page.waiting", count=turn.before) if turn.before else ""
        return _status(waiting or texts.get("page.searching"))
    sentences = "".join(_said(at, i, each, texts) for i, each in enumerate(turn.sentences, 1))
    found = _status(texts.get("page.found")) + _listed(at, turn.evidence, texts)
    return (sentences or found) + _status(texts.get("page.writing"))


def checked(answer: Answer, texts: Texts) -> str:
    """Return how many sentences were checked, or nothing where there are none."""
    count = len(answer.sentences)
    if count < 2:
        return texts.get("page.checked_one") if count else ""
    return texts.get("page.checked_both") if count == 2 else texts.get("page.checked_many", count=count)


def _glossary(answer: Answer, texts: Texts) -> str:
    """Return the terms of an answer with what they mean, closed until somebody wants to know."""
    said = [answer.question, *(each.text for each in answer.sentences)]
    listed = "".join(
        f'<dt lang="nl">{escape(each.name)}</dt><dd>{escape(each.meaning)}</dd>'
        for each in explained(said, texts.language)
    )
    label = escape(texts.get("page.words"))
    return f'<details class="words"><summary>{label}</summary><dl>{listed}</dl></details>' if listed else ""


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


def _rating(at: int, turn: TurnView, texts: Texts) -> str:
    """Return the question whether an answer helped; nobody has to say so."""
    if turn.rated:
        return _status(texts.get("page.rated"))
    yes = button("rate", texts.get("page.yes"), data_helpful="yes")
    no = button(
        "rate", texts.get("page.no"), data_helpful="no", aria_expanded="false", aria_controls=f"why-{at}"
    )
    return (
        f'<div class="rating" data-turn="{at}"><p id="helped-{at}">{escape(texts.get("page.helped"))}</p>'
        f'<div role="group" aria-labelledby="helped-{at}">{yes}{no}</div>{_complaints(at, texts)}</div>'
    )


def _actions(turn: TurnView, answer: Answer, texts: Texts) -> str:
    """Return what can be done with an answer: the text to copy stands in the page and goes nowhere else."""
    text = f"{turn.question}\n\n{as_plain_text(answer)}\n\n{texts.get('page.copied_from')}"
    done = texts.get("page.copied")
    copy = button("copy", texts.get("page.copy"), data_text=text, data_done=done)
    # A follow-up is asked again as it was understood.
    share = button("share", texts.get("page.share"), data_question=answer.question, data_done=done)
    return f'<div class="actions">{copy}{share}</div>'


def _questions(asked: Sequence[str], label: str) -> str:
    """Return questions that are asked by a click."""
    items = "".join(f"<li>{button('ask', each, data_question=each)}</li>" for each in asked)
    return f'<p class="questions-label">{escape(label)}</p><ul class="questions">{items}</ul>'


def _answered(at: int, answer: Answer, frame: Frame) -> str:
    texts = frame.texts
    notices = "".join(map(notice, answer.notices))
    if answer.abstained:
        nearest = _listed(at, answer.nearest, texts) if answer.nearest else ""
        sent = answer.kind == "crisis" or answer.reason not in _SENT_NOWHERE
        where = notice(texts.get("page.where_to_go")) + contact_list(frame.contacts) if sent else ""
        return notices + nearest + where
    sentences = "".join(_said(at, i, each, texts) for i, each in enumerate(answer.sentences, 1))
    status = f'<p class="status checked">{escape(checked(answer, texts))}</p>'
    return notices + sentences + status + _glossary(answer, texts)


def _reply(at: int, turn: TurnView, frame: Frame, last: bool) -> str:
    texts = frame.texts
    if turn.problem:
        return notice(turn.problem)
    if turn.answer is None:
        return (notice(turn.help) if turn.help else "") + _in_the_making(at, turn, texts)
    said = _answered(at, turn.answer, frame)
    if turn.answer.kind == "greeting":
        return said
    said += _actions(turn, turn.answer, texts) + _rating(at, turn, texts)
    if last and turn.suggested:
        said += _questions(turn.suggested, texts.get("page.suggested"))
    return said


def _turn(at: int, turn: TurnView, frame: Frame, last: bool) -> str:
    you, bot = escape(frame.texts.get("page.you")), escape(frame.texts.get("page.bot"))
    waits = f' data-waits="{escape(turn.question)}"' if turn.waits else ""
    return (
        f'<article class="turn"{waits}><h2><span class="you">{you}</span> {escape(turn.question)}</h2>'
        f'<div class="reply"><p class="who">{bot}</p>{_reply(at, turn, frame, last)}</div></article>'
    )


def conversation(turns: Sequence[TurnView], frame: Frame) -> str:
    """Return the whole conversation, or what could be asked where there is none yet."""
    texts = frame.texts
    label = escape(texts.get("page.conversation_label"))
    if not turns:
        shown = _questions(frame.municipality.examples_in(frame.language), texts.get("page.examples_label"))
        return f'<section class="conversation" aria-label="{label}">{shown}</section>'
    shown = "".join(_turn(at, turn, frame, at == len(turns) - 1) for at, turn in enumerate(turns))
    printing = button("print", texts.get("page.print"))
    saving = button("save", texts.get("page.save"), data_name=texts.get("page.save_name"))
    tools = f'<div class="actions tools">{printing}{saving}</div>'
    return f'<section class="conversation" aria-label="{label}">{shown}{tools}</section>'
