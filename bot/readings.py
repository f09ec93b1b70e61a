"""Questions that say less, or more, than one: read after the question before, or answered part by part."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from bot import around
from bot.clock import Clock
from bot.coverage import covered
from bot.dialogue import MAX_QUESTION_CHARACTERS
from bot.evidence import Evidence, chosen, says
from bot.find import Finder, Found
from bot.followup import instead, may_answer, own_terms, refers_back
from bot.parts import Parts
from index.dutch import terms
from index.store import context
from prompts import Language

# What answers several questions at once is as long as this at most.
MAX_SENTENCES = 5
CHOSEN_OF_A_PART = 2
# From these log odds on the reader thinks that what was found with the question before answers a follow-up.
# On dev it gave 1.3 and more where that was so (but once, where the follow-up only refers back), and -1.0 at
# most to questions about something else that no source answers.
MIN_ODDS = 0.0
# So much higher they must be than those of what was found on the follow-up alone: the same sentence gets the
# same odds but for 0.02, and is better found without the question before.
MIN_GAIN = 0.1
# A follow-up that refers back and has so few words of its own is answered alone only where that is this sure:
# of seven on dev that were less sure, six were answered with something else.
FEW_OWN, MIN_CONFIDENCE_ALONE = 2, 0.75


def follow_up(  # noqa: PLR0913, PLR0917  (both questions, what the bare one finds, and with what to search)
    finder: Finder, asked: str, before: str, bare: Found, language: Language, clock: Clock
) -> tuple[str, Found] | None:
    """Return as what a follow-up is read that does not say everything by itself, and what that finds."""
    swapped = [(each, finder.find(each, language, clock)) for each in instead(before, asked)]
    # What is told of Breda is no answer on Almelo.
    answered = [each for each in swapped if not each[1].reason and says(asked, chosen(each[1].evidence))]
    if answered:
        return max(answered, key=lambda each: each[1].confidence)
    if swapped:
        # What it names is told of in the sources perhaps, but not what was asked of it.
        reading, found = max(swapped, key=lambda each: each[1].confidence)
        return reading, replace(found, reason=found.reason or "weak_evidence")
    own = set(own_terms(asked))
    if own and not bare.reason and not refers_back(asked):
        return None
    joined = f"{before} {asked}"[:MAX_QUESTION_CHARACTERS]
    found = finder.find(joined, language, clock)
    adding = own - set(terms(before))
    if not may_answer(
        asked, " ".join(around.surroundings(each, finder.index) for each in chosen(found.evidence))
    ):
        found = replace(found, reason=found.reason or "weak_evidence")
    if not own or not found.reason:
        reread = finder.reread(asked, found.evidence)
        if not adding or _follows(finder, asked, adding, bare, reread):
            # What is asked now may stand beside what both questions found.
            evidence = (around.further(one, other) for one, other in zip(found.evidence, reread, strict=True))
            return joined, replace(found, evidence=tuple(evidence))
    if not bare.reason and len(own) <= FEW_OWN and bare.confidence < MIN_CONFIDENCE_ALONE:
        return asked, replace(bare, reason="weak_evidence")
    return None


def _follows(finder: Finder, asked: str, adding: Set[str], bare: Found, reread: Sequence[Evidence]) -> bool:
    """Tell whether what is found on both questions together answers the second, not the first once more.

    Of what it adds the reader must think that it is answered, and better than by what is found on it alone.
    Where a word refers to what no reader knows of, or where there is no reader, the passages may have all
    others instead: 'In hoeveel gemeenten is dat onderzocht?'
    """
    ours = chosen(reread)
    passages = frozenset(term for each in ours for term in terms(context(each.passage)))
    if all(covered(term, passages) for term in adding) and (refers_back(asked) or not finder.reads):
        return True
    alone = [] if bare.reason else [each.signals.around + MIN_GAIN for each in chosen(bare.evidence)]
    odds = max(each.signals.around for each in ours)
    return finder.reads and odds >= max([MIN_ODDS, *alone])


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
    told = missed if evidence and (parts.separate or whole.reason) else ()
    sure = [each.confidence for each in finds if not each.reason] or [whole.confidence]
    return Best(tuple(evidence)[:MAX_SENTENCES], told, min(sure))


def _found(finder: Finder, part: str, first: str, language: Language, clock: Clock) -> Found:
    """Return what is found on a part; what refers back is a follow-up to the first one."""
    found = finder.find(part, language, clock)
    if part == first or not refers_back(part):
        return found
    read = follow_up(finder, part, first, found, language, clock)
    return read[1] if read else found
