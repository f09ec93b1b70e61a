"""Questions that ask more than one thing, answered part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot import around
from bot.clock import Clock
from bot.conversation import Before
from bot.coverage import has_terms
from bot.evidence import Evidence, chosen
from bot.find import Finder, Found
from bot.followup import refers_back
from bot.onward import follow_up
from bot.parts import Parts
from index.dutch import terms
from index.store import context
from prompts import Language

# What answers several questions at once is as long as this at most.
MAX_SENTENCES = 5
CHOSEN_OF_A_PART = 2


@dataclass(frozen=True, slots=True)
class Best:
    """What the parts of a question are answered with."""

    evidence: tuple[Evidence, ...]
    unanswered: tuple[str, ...]
    """Parts that have none, as far as that can be told of them."""
    confidence: float
    """That of the part which is answered least surely."""


def best_of(finder: Finder, parts: Parts, whole: Found, language: Language, clock: Clock) -> Best:
    """Return the evidence to answer with, of each part of a question, and the parts that have none."""
    if whole.recited:
        return Best(() if whole.reason else whole.evidence, (), whole.confidence)
    ours = [] if whole.reason else chosen(whole.evidence)
    if len(parts.questions) == 1:
        return Best(tuple(around.whole(ours, finder.index)), (), whole.confidence)
    finds = [_found(finder, part, parts.questions[0], language, clock) for part in parts.questions]
    best = [each for found in finds if not found.reason for each in chosen(found.evidence, CHOSEN_OF_A_PART)]
    missed = tuple(part for part, found in zip(parts.questions, finds, strict=True) if found.reason)
    if missed:
        best += ours
    evidence = around.whole(best, finder.index)
    # What the whole question finds may answer a part that is not understood by itself.
    unsure = not (parts.separate or whole.reason)
    told = tuple(part for part in missed if evidence and not (unsure and _speaks_of(part, evidence)))
    sure = [each.confidence for each in finds if not each.reason] or [whole.confidence]
    return Best(tuple(evidence)[:MAX_SENTENCES], told, min(sure))


def _speaks_of(part: str, evidence: Sequence[Evidence]) -> bool:
    """Tell whether what is cited, with what stands around it, has every word of a part of a question."""
    return has_terms(" ".join(context(each.passage) for each in evidence), terms(part))


def _found(finder: Finder, part: str, first: str, language: Language, clock: Clock) -> Found:
    """Return what is found on a part; what refers back is a follow-up to the first one."""
    found = finder.find(part, language, clock)
    if part == first or not refers_back(part):
        return found
    read = follow_up(finder, part, Before(first, (first,)), found, language, clock)
    return read.found if read else found
