"""Groups of texts for one question, drawn at random: one that answers it, and some that do not."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from eval.changes import names_in, with_other_fact
from eval.reading import Asked, Paragraph
from index.types import Span

NEGATIVES = 3
# How many sentences a text has: one as often as more, sometimes the whole paragraph.
_WINDOWS = (1, 1, 1, 1, 2, 2, 3, 99)
# Where texts that do not answer come from: the same paragraph, another of the article, anywhere.
_SAME_PARAGRAPH, _SAME_ARTICLE = 0.45, 0.45


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a text, and whether that answers it."""

    question: str
    text: str
    answers: bool
    span: Span | None = None
    """Where the answer stands, if it is known."""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts for one question, the first of which answers it, and pairs of other questions and texts."""

    texts: tuple[Example, ...]
    others: tuple[Example, ...] = field(default=())


def window(paragraph: Paragraph, places: Sequence[int], chance: random.Random) -> Span:
    """Return a stretch of whole sentences that has all of `places`, which follow one another."""
    size = max(len(places), min(chance.choice(_WINDOWS), len(paragraph.sentences)))
    earliest = max(0, places[-1] - size + 1)
    first = chance.randint(earliest, max(earliest, min(places[0], len(paragraph.sentences) - size)))
    last = min(first + size, len(paragraph.sentences)) - 1
    return Span(paragraph.sentences[first].start, paragraph.sentences[last].end)


class Examples:
    """Draws groups, each time with other windows and other texts that do not answer."""

    def __init__(self, asked: Sequence[Asked], seed: int) -> None:
        self._chance = random.Random(seed)
        self._asked = asked
        self._of_article: dict[str, list[Paragraph]] = {}
        for paragraph in dict.fromkeys(each.paragraph for each in asked):
            self._of_article.setdefault(paragraph.article, []).append(paragraph)
        self._names = names_in(each.question for each in asked)

    def group(self) -> Group:
        """Return the next group; a question that nothing answers has no first text, only others."""
        asked = self._chance.choice(self._asked)
        if not asked.places:
            return Group((), tuple(self._unanswering(asked) for _ in range(NEGATIVES)))
        span = window(asked.paragraph, asked.places, self._chance)
        inside = None
        if asked.answer is not None:
            inside = Span(asked.answer.start - span.start, asked.answer.end - span.start)
        positive = Example(asked.question, span.of(asked.paragraph.text), True, inside)
        negatives = [self._unanswering(asked) for _ in range(NEGATIVES)]
        changed = with_other_fact(positive.question, positive.text, self._names, self._chance)
        unanswered = [question for question in (changed, *asked.near) if question]
        others = tuple(Example(question, positive.text, False) for question in unanswered)
        return Group((positive, *negatives), others)

    def _unanswering(self, asked: Asked) -> Example:
        """Return the question beside a text that does not answer it."""
        while True:
            paragraph, span = self._other_text(asked)
            text = span.of(paragraph.text)
            if not any(known in text or text in known for known in asked.elsewhere):
                return Example(asked.question, text, False)

    def _other_text(self, asked: Asked) -> tuple[Paragraph, Span]:
        kind = self._chance.random()
        here = asked.paragraph
        free = [place for place in range(len(here.sentences)) if place not in asked.places]
        if kind < _SAME_PARAGRAPH and free:
            place = self._chance.choice(free)
            span = window(here, (place,), self._chance)
            held = any(here.sentences[each].overlaps(span) for each in asked.places)
            return here, here.sentences[place] if held else span
        near = [each for each in self._of_article[here.article] if each is not here]
        others = near if near and kind < _SAME_PARAGRAPH + _SAME_ARTICLE else None
        other = self._chance.choice(others) if others else self._chance.choice(self._asked).paragraph
        while other is here:
            other = self._chance.choice(self._asked).paragraph
        return other, window(other, (self._chance.randrange(len(other.sentences)),), self._chance)
