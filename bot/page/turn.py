"""One question and its answer, as the page shows them now."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.types import (
    Answer,
    Citation,
    Event,
    EvidenceFound,
    Finished,
    Noticed,
    Sentence,
    SentenceReady,
    SourcesFound,
    Working,
)
from index.types import Document


@dataclass(frozen=True, slots=True)
class TurnView:
    """One question as the page shows it now: what was found, what has passed, and at last the answer."""

    question: str
    found: tuple[Citation, ...] = ()
    """A passage of each document that was found, before they were read."""
    evidence: tuple[Citation, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    answer: Answer | None = None
    problem: str = ""
    retry: bool = False
    """Whether the same question may be asked once more after the problem."""
    help: str = ""
    """Whom to call, where somebody may be in danger: shown before anything is found."""
    ticket: int = 0
    """In the line of those who wait."""
    before: int = 0
    """How many questions were waiting when it was asked."""
    again: bool = False
    """Whether the page asked it by itself after it was loaded anew."""
    suggested: tuple[str, ...] = ()
    token: str = ""
    """By which its question is found where that is kept; no page shows it."""
    generation: str = ""
    documents: Mapping[str, Document] = field(default_factory=dict, compare=False, repr=False)
    """Of the generation that answers: what is cited stays to be seen when the next one is published."""

    @property
    def waits(self) -> bool:
        """Whether it has no answer yet and will have one."""
        return self.answer is None and not self.problem

    def after(self, event: Event) -> "TurnView":
        """Return what is to be seen once an event of the answer has come."""
        match event:
            case Noticed(notice):
                return replace(self, help=notice)
            case SourcesFound(passages):
                return replace(self, found=passages)
            case EvidenceFound(citations):
                return replace(self, evidence=citations)
            case SentenceReady(sentence):
                return replace(self, sentences=(*self.sentences, sentence))
            case Finished(answer):
                return replace(self, answer=answer)
            case Working():
                return self

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the numbers on the page lead to, number 1 first.

        A sentence has the number of its place: a generator may say what was found in another order, or
        several things of one source.
        """
        if self.answer is not None and self.answer.abstained:
            return self.answer.nearest
        said = self.sentences if self.answer is None else self.answer.sentences
        return tuple(each.citations[0] for each in said) or self.evidence
