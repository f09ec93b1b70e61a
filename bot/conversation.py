"""What a follow-up follows: the last question on the sources, how it was read, and what was shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.evidence import Evidence, refers_to_before
from bot.followup import own_terms
from bot.types import Answer, Citation, Reason
from index.store import Index
from index.types import Span

# After an order, or a question for somebody's data, 'en in Breda?' asks on of what was asked before it.
_NOT_ON_SOURCES: frozenset[Reason] = frozenset({"instruction", "personal_data", "invalid_question"})


@dataclass(frozen=True, slots=True)
class Before:
    """What was said before a question, as far as that may ask on."""

    question: str = ""
    """The last one on the sources, as it was read; empty where there is none."""
    said: tuple[str, ...] = ()
    """What that was read from: itself, or a question and what was asked on."""
    told: tuple[Citation, ...] = ()
    """What answered it."""
    shown: tuple[Citation, ...] = ()
    """What has answered anything in the conversation."""

    def joined(self, asked: str) -> tuple[str, ...]:
        """Return what a follow-up may be read from: the question that stands by itself, the last one, this.

        What said nothing by itself ('waarom?') adds nothing to the next one.
        """
        first, *others = self.said
        earlier = (first, *(each for each in others[-1:] if own_terms(each)))
        return (*(each if each.endswith((".", "?", "!")) else f"{each}?" for each in earlier), asked)


def followed(history: Sequence[Answer]) -> Before:
    """Return what the next question may follow: no greeting, no order, no cry for help that asked nothing."""
    on_sources = [each for each in history if _on_sources(each)]
    if not on_sources:
        return Before()
    last = on_sources[-1]
    return Before(
        last.question,
        last.joined or (last.question,),
        _cited(last),
        tuple(citation for each in on_sources for citation in _cited(each)),
    )


def _on_sources(answer: Answer) -> bool:
    helped_only = answer.kind == "crisis" and not answer.sentences
    return answer.kind != "greeting" and not helped_only and answer.reason not in _NOT_ON_SOURCES


def _cited(answer: Answer) -> tuple[Citation, ...]:
    every = (citation for sentence in answer.sentences for citation in sentence.citations)
    return tuple(dict.fromkeys(every))


def is_shown(evidence: Evidence, shown: Sequence[Citation]) -> bool:
    """Tell whether a citation has shown some of a sentence."""
    return _is_seen(evidence.passage.source, evidence.span, shown)


def _is_seen(source: str, span: Span, shown: Sequence[Citation]) -> bool:
    return any(each.source == source and span.overlaps(Span(each.start, each.end)) for each in shown)


def without_shown(evidence: Sequence[Evidence], shown: Sequence[Citation]) -> list[Evidence]:
    """Return the sentences that no citation has shown, without neighbours that one has."""

    def unseen(each: Evidence, span: Span | None) -> Span | None:
        return None if span is None or _is_seen(each.passage.source, span, shown) else span

    return [
        replace(each, before=unseen(each, each.before), after=unseen(each, each.after))
        for each in evidence
        if not is_shown(each, shown)
    ]


def standing_alone(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the sentences but those that go on from one that is left out: 'Dit is niet verwonderlijk.'"""
    return [each for each in evidence if each.before or not refers_to_before(each.text)]


def told_in(index: Index, told: Sequence[Citation]) -> list[int]:
    """Return the rows of the passages in which something was told; none of a source that is gone."""
    there = (each for each in told if each.source in index.documents)
    return [row for each in there for row in index.rows_at(each.source, Span(each.start, each.end))]
