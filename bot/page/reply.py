"""What is answered, as HTML. Everything from a source, a model or a visitor is escaped here."""

from collections.abc import Sequence

from bot.explain import explained
from bot.page.frame import Frame, contact_list, dutch, lang, notice
from bot.page.source import Opened, numbered, quoted, readable
from bot.page.text import escape
from bot.page.turn import TurnView
from bot.show import lead_in, place_in_law, shown_date
from bot.types import Answer, Citation, Reason, Sentence
from prompts import Texts, load

# Who asks for something else than information is not sent anywhere with it.
_SENT_NOWHERE: frozenset[Reason] = frozenset({"", "instruction", "personal_data", "invalid_question"})

# So many documents are named while they are read: what answers is mostly in the first.
MOST_FOUND = 3


def status(text: str) -> str:
    """Return what the page says of itself in passing."""
    return f'<p class="status">{escape(text)}</p>'


def sends_on(answer: Answer) -> bool:
    """Tell whether a reply also says where else a person can go."""
    return answer.abstained and answer.reason not in _SENT_NOWHERE


def notices_of(answer: Answer) -> list[str]:
    """Return an answer's notices, but for the one above what was nearest: that stands with the list."""
    above = load(answer.language).get("answer.nearest")
    return [each for each in answer.notices if each != above]


def checked(answer: Answer, texts: Texts) -> str:
    """Return how many sentences were checked, or nothing where there are none."""
    count = len(answer.sentences)
    if count < 2:
        return texts.get("page.checked_one") if count else ""
    return texts.get("page.checked_both") if count == 2 else texts.get("page.checked_many", count=count)


def _cite(turn: int, number: int, citation: Citation, texts: Texts) -> str:
    name = texts.get("page.cite", number=number, title=citation.title or texts.get("page.untitled"))
    return numbered(Opened(turn, number), "cite", str(number), aria_label=name)


def _place(citation: Citation, frame: Frame) -> str:
    texts = frame.texts
    title = dutch(readable(citation.title, texts), frame) if citation.title else texts.get("page.untitled")
    role = texts.get(f"page.role_{citation.role}") if citation.role != "article" else ""
    parts = (
        title,
        escape(place_in_law(citation, texts)),
        escape(texts.get("page.on_page", page=citation.page)) if citation.page else "",
        escape(role),
        dutch(readable(citation.speaker, texts), frame),
        dutch(readable(citation.publisher, texts), frame),
        "" if citation.valid_from else escape(shown_date(citation, texts)),
    )
    return f'<span class="place">{" · ".join(part for part in parts if part)}</span>'


def _listed(turn: int, citations: Sequence[Citation], frame: Frame) -> str:
    items = "".join(
        f'<li>{_cite(turn, number, citation, frame.texts)}<div><q lang="nl">{quoted(citation)}</q>'
        f"{_place(citation, frame)}</div></li>"
        for number, citation in enumerate(citations, 1)
    )
    return f'<ul class="found">{items}</ul>'


def _said(at: int, sentences: Sequence[Sentence], frame: Frame) -> str:
    """Return sentences with their numbers; where several in a row stand in one place, it is told once."""
    places = [_place(each.citations[0], frame) for each in sentences]
    following = [*places, ""][1:]
    return "".join(
        _sentence(at, number, sentence, "" if place == after else place, frame)
        for number, (sentence, place, after) in enumerate(zip(sentences, places, following, strict=True), 1)
    )


def _sentence(at: int, number: int, sentence: Sentence, place: str, frame: Frame) -> str:
    citation = sentence.citations[0]
    # Other words than a source's own are drafted in Dutch only.
    is_quote = sentence.support == "quote"
    said = f'<q lang="nl">{quoted(citation)}</q>' if is_quote else dutch(escape(sentence.text), frame)
    lead = lead_in(citation, frame.texts)
    before = f'<span class="lead">{escape(lead)}</span> ' if lead else ""
    kind = " comment" if citation.role == "comment" else ""
    number_shown = _cite(at, number, citation, frame.texts)
    return f'<p class="sentence{kind}">{before}{said} {number_shown}{place}</p>'


def in_the_making(at: int, turn: TurnView, frame: Frame) -> str:
    """Return what is known of an answer that is not finished."""
    texts = frame.texts
    if turn.found and not turn.evidence:
        places = "".join(f"<li>{_place(each, frame)}</li>" for each in turn.found[:MOST_FOUND])
        return status(texts.get("page.reading")) + f'<ul class="documents">{places}</ul>'
    if not turn.evidence:
        waiting = texts.get("page.waiting", count=turn.before) if turn.before else ""
        return status(waiting or texts.get("page.searching"))
    found = status(texts.get("page.found")) + _listed(at, turn.evidence, frame)
    return (_said(at, turn.sentences, frame) or found) + status(texts.get("page.writing"))


def _glossary(answer: Answer, texts: Texts) -> str:
    """Return the terms of an answer with what they mean, closed until somebody wants to know."""
    said = [answer.question, *(each.text for each in answer.sentences)]
    listed = "".join(
        f'<dt lang="nl">{escape(each.name)}</dt><dd>{escape(each.meaning)}</dd>'
        for each in explained(said, texts.language)
    )
    label = escape(texts.get("page.words"))
    return f'<details class="words"><summary>{label}</summary><dl>{listed}</dl></details>' if listed else ""


def _nearest(at: int, answer: Answer, frame: Frame) -> str:
    if not answer.nearest:
        return ""
    listed = _listed(at, answer.nearest, frame)
    if answer.kind == "clarify":
        return listed
    above = frame.texts.get("answer.nearest")
    # Who asks for help wants to know whom to call; what the policy says comes after that.
    if answer.reason == "personal_case":
        return f'<details class="nearest"><summary>{escape(above)}</summary>{listed}</details>'
    return notice(above) + listed


def answered(at: int, answer: Answer, frame: Frame) -> str:
    """Return a whole answer, or what there is instead of one."""
    texts = frame.texts
    said = "".join(notice(each, lang(answer.language, frame)) for each in notices_of(answer))
    if not answer.abstained:
        sentences = _said(at, answer.sentences, frame)
        count = f'<p class="status checked">{escape(checked(answer, texts))}</p>'
        return said + sentences + count + _glossary(answer, texts)
    nearest, words = _nearest(at, answer, frame), _glossary(answer, texts)
    if not sends_on(answer):
        return said + nearest + words
    where = notice(texts.get("page.where_to_go")) + contact_list(frame.contacts, texts)
    own = answer.reason == "personal_case"
    return said + (where + nearest + words if own else words + nearest + where)
