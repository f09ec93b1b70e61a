"""The words around what is cited and what answers, cut into stretches that a page can mark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from eval.answers import GivenAnswer
from eval.cases import Case
from index.types import Span

# So many characters are shown on both sides; two places nearer than that are shown together.
AROUND = 160


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters that are cited, that answer, both, or neither."""

    text: str
    cited: bool
    gold: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of a source."""

    source: str
    title: str
    roles: tuple[str, ...]
    stretches: tuple[Stretch, ...]


def _windows(spans: list[Span], text: str) -> list[Span]:
    """Return the spans with what is around them, whole words; those that meet are one."""
    joined: list[Span] = []
    for span in sorted(spans, key=lambda each: each.start):
        before = text.rfind(" ", 0, max(0, span.start - AROUND))
        after = text.find(" ", min(len(text), span.end + AROUND))
        start, stop = before + 1, after if after >= 0 else len(text)
        if joined and start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, stop))
        else:
            joined.append(Span(start, stop))
    return joined


def _stretches(text: str, window: Span, cited: list[Span], gold: list[Span]) -> Iterator[Stretch]:
    edges = {window.start, window.end}
    edges |= {at for span in (*cited, *gold) for at in (span.start, span.end)}
    cuts = sorted(at for at in edges if window.start <= at <= window.end)
    for start, end in pairwise(cuts):
        yield Stretch(
            text[start:end],
            any(span.start <= start < span.end for span in cited),
            any(span.start <= start < span.end for span in gold),
        )


def excerpts(case: Case, answer: GivenAnswer, texts: Mapping[str, str]) -> Iterator[Excerpt]:
    """Yield the parts of all sources that an answer cites or that answer the question.

    A source that there is none of has nothing to show.
    """
    names = [*(each.source for each in answer.citations), *(gold.source for gold in case.evidence)]
    for name in dict.fromkeys(name for name in names if name in texts):
        text = texts[name]
        citations = [each for each in answer.citations if each.source == name]
        cited = [each.span for each in citations]
        gold = [each.span for each in case.evidence if each.source == name]
        title = next((each.title for each in citations if each.title), "")
        for window in _windows([*cited, *gold], text):
            roles = [each.role for each in citations if window.start <= each.start < window.end]
            stretches = tuple(_stretches(text, window, cited, gold))
            yield Excerpt(name, title, tuple(dict.fromkeys(filter(None, roles))), stretches)
