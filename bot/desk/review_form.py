"""What staff fill in of a review, and what may be kept of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Form

from bot.answer import Bot
from bot.desk.reviews import VERDICTS, Draft, Words
from bot.desk.words import place_of, role_at
from bot.dialogue import cleaned, language_of
from index.errors import UsageError
from index.types import Span
from prompts import Texts

Text = Annotated[str, Form()]
_CITED = re.compile(r"(\d{1,9})-(\d{1,9}):(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was filled in, whatever that is."""

    question: str = ""
    verdict: str = ""
    unanswerable: str = ""
    facts: str = ""

    @classmethod
    def from_draft(cls, draft: Draft) -> "Filled":
        """Return the form of what is kept."""
        return cls(draft.question, draft.verdict, "yes" if draft.unanswerable else "", draft.facts)


def filled_in(question: Text = "", verdict: Text = "", unanswerable: Text = "", facts: Text = "") -> Filled:
    """Return what a request fills in."""
    return Filled(question, verdict, unanswerable, facts)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Words that were selected or pasted, and the source that is open beside them."""

    source: str = ""
    words: str = ""
    start: str = ""
    end: str = ""

    @property
    def span(self) -> Span | None:
        """Where they were selected; nothing where they were pasted or typed."""
        given = self.start.isdecimal() and self.end.isdecimal()
        return Span(int(self.start), int(self.end)) if given else None


def pointed_at(bron: Text = "", woorden: Text = "", start: Text = "", end: Text = "") -> Pointed:
    """Return what a request points at."""
    return Pointed(bron, woorden, start[:9], end[:9])


class Reader:
    """Makes of a form what can be kept. Whatever cannot be raises `UsageError`, in words for the page."""

    def __init__(self, bot: Bot, texts: Texts) -> None:
        self._bot = bot
        self._texts = texts

    def draft(self, filled: Filled, words: Sequence[Words]) -> Draft:
        """Return a draft without personal data; where the sources answer nothing, no words may be chosen."""
        verdict = next((each for each in VERDICTS if each == filled.verdict), None)
        if verdict is None:
            raise UsageError(self._texts.get("review.no_verdict"))
        if filled.unanswerable and words:
            raise UsageError(self._texts.get("review.not_both"))
        asked = cleaned(filled.question, self._texts.language, self._bot.public)
        lines = (" ".join(line.split()) for line in filled.facts.splitlines())
        facts = "\n".join(line for line in lines if line.strip("| "))
        return Draft(asked, language_of(asked), verdict, bool(filled.unanswerable), facts)

    def ticked(self, cited: Sequence[str], generation: str) -> list[Words]:
        """Return the citations that were ticked in an answer of a generation."""
        if cited and generation != self._bot.index.generation:
            raise UsageError(self._texts.get("review.selection_changed"))
        places = [_CITED.fullmatch(each) for each in cited]
        if not all(places):
            raise UsageError(self._texts.get("review.selection_changed"))
        return [self._cited(place[3], Span(int(place[1]), int(place[2]))) for place in places if place]

    def _cited(self, source: str, span: Span) -> Words:
        text = self._text_of(source)
        return self.words(Pointed(source, span.of(text), str(span.start), str(span.end)))

    def words(self, pointed: Pointed) -> Words:
        """Return words with their exact place in a source."""
        text = self._text_of(pointed.source)
        span = place_of(text, pointed.words, pointed.span, self._texts)
        role = role_at(self._bot.index.documents[pointed.source], span)
        return Words(pointed.source, role, span.start, span.end, span.of(text))

    def _text_of(self, source: str) -> str:
        if source not in self._bot.index.documents:
            raise UsageError(self._texts.get("review.no_source", source=source))
        return self._bot.index.documents[source].text
