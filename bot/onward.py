"""A follow-up: as what it is read after the question before it, and what answers it then."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from bot.around import surroundings
from bot.clock import Clock
from bot.commenters import which_commenter
from bot.conversation import Before, is_shown, without_shown
from bot.coverage import has_terms
from bot.dialogue import MAX_QUESTION_CHARACTERS
from bot.elsewhere import counted
from bot.evidence import Evidence, chosen, says
from bot.find import Finder, Found
from bot.followup import (
    asks_number_or_time,
    bare_name,
    instead,
    is_elliptical,
    may_answer,
    own_terms,
    refers_back,
    thing_counted,
)
from index.dutch import terms
from index.store import context
from prompts import Language

# So many of the sentences that were found, and of those beside what was told before, are read twice.
MAX_REREAD = 8
# What the reader makes of a sentence for the follow-up alone, and half of that for both questions together;
# more where it stands beside what was told before, less where it was shown already. See the README.
BOTH_WEIGHT, NEAR_TOLD, SHOWN_ALREADY = 0.5, 1.0, 0.5
MIN_SCORE = 0.6
# A follow-up with more words of its own may be a new question; what answers it with the one before must then
# be better by so much than what answers it alone: the same sentence gets the same odds but for 0.02.
FEW_OWN, MIN_GAIN = 2, 0.1
# One with as few is answered alone only where that is this sure, and from what was told of before.
MIN_CONFIDENCE_ALONE = 0.75


@dataclass(frozen=True, slots=True)
class ReadAs:
    """As what a follow-up is read, and what that finds."""

    question: str
    found: Found
    joined: tuple[str, ...] = ()
    """The questions of which it is made; none where it is a question of its own."""


def follow_up(  # noqa: PLR0913, PLR0917  (both questions, what the bare one finds, and with what to search)
    finder: Finder, asked: str, before: Before, bare: Found, language: Language, clock: Clock
) -> ReadAs | None:
    """Return as what a follow-up is read that does not say everything by itself."""
    swapped = [ReadAs(each, finder.find(each, language, clock)) for each in instead(before.question, asked)]
    if swapped:
        return _swapped(asked, swapped)
    own = set(own_terms(asked))
    if own and not bare.reason and not refers_back(asked) and not is_elliptical(asked):
        return None
    said = before.joined(asked)
    joined = " ".join(said)[:MAX_QUESTION_CHARACTERS]
    found = finder.find(joined, language, clock, told=before.told)
    answering = _answering(finder, asked, joined, before, found)
    adding = own - set(terms(before.question))
    if answering and (
        _answers(finder, asked, adding, bare, answering, language)
        or (not found.reason and _all_there(asked, adding, answering))
        or (not found.reason and _counts(asked, own, before, answering[0]))
    ):
        sure = max(found.confidence, finder.threshold)
        return ReadAs(joined, replace(found, evidence=tuple(answering), reason="", confidence=sure), said)
    if len(own) > FEW_OWN and not is_elliptical(asked):
        return None
    if own and not bare.reason and _is_sure_alone(bare, before):
        return None
    reading, weak = (asked, bare) if own else (joined, found)
    # What is asked after this one still asks of what was before it.
    return ReadAs(reading, replace(weak, reason=weak.reason or "weak_evidence"), said)


def _swapped(asked: str, swapped: Sequence[ReadAs]) -> ReadAs:
    """Return the best reading of one name for another: what is told of Breda is no answer on Almelo."""
    answered = [
        each for each in swapped if not each.found.reason and _is_of(asked, chosen(each.found.evidence), each)
    ]
    best = max(answered or swapped, key=lambda each: each.found.confidence)
    if answered:
        return best
    # What it names is told of in the sources perhaps, but not what was asked of it.
    return replace(best, found=replace(best.found, reason=best.found.reason or "weak_evidence"))


def _is_of(asked: str, evidence: Sequence[Evidence], read: ReadAs) -> bool:
    """Tell whether evidence tells of what a bare follow-up names; a comment never says which one it is."""
    return which_commenter(read.question) is not None or says(bare_name(asked), evidence)


def _answering(finder: Finder, asked: str, joined: str, before: Before, found: Found) -> list[Evidence]:
    """Return what may answer a follow-up, best first: what both questions find, and what stands beside it."""
    if found.reason in {"name_missing", "number_missing"}:
        return []
    beside = finder.sentences_of(joined, before.told)
    known = {(each.passage.source, each.span) for each in found.evidence[:MAX_REREAD]}
    others = [each for each in beside if (each.passage.source, each.span) not in known]
    pool: Sequence[Evidence] = [*found.evidence[:MAX_REREAD], *others[:MAX_REREAD]]
    if asks_number_or_time(asked):
        pool = [each for each in pool if may_answer(asked, each.text)]
    elif not own_terms(asked):
        # 'Waarom?' and 'welke zijn dat?' want to hear what was not said yet.
        pool = without_shown(pool, before.shown)
    if not finder.reads:
        return [] if found.reason else [*pool]
    told = {(each.passage.source, each.passage.span) for each in beside}
    both, alone = (finder.reread(each, pool, len(pool)) for each in (joined, asked))
    scored = [
        replace(
            each,
            score=each.signals.around
            + BOTH_WEIGHT * other.signals.around
            + NEAR_TOLD * ((each.passage.source, each.passage.span) in told)
            - SHOWN_ALREADY * is_shown(each, before.shown),
        )
        for each, other in zip(alone, both, strict=True)
    ]
    return sorted(scored, key=lambda each: -each.score)


def _answers(  # noqa: PLR0913, PLR0917  (what is asked, what is new in it, and what answers it in either way)
    finder: Finder,
    asked: str,
    adding: Set[str],
    bare: Found,
    answering: Sequence[Evidence],
    language: Language,
) -> bool:
    """Tell whether what was found answers a follow-up, not only the question before it."""
    ours = chosen(answering)
    if is_elliptical(asked) and language == "nl":
        stretches = " ".join(surroundings(each, finder.index) for each in ours)
        if not has_terms(stretches, adding):
            return False
    if not finder.reads:
        passages = " ".join(context(each.passage) for each in ours)
        return has_terms(passages, adding)
    if not bare.reason and len(own_terms(asked)) > FEW_OWN:
        alone = max(each.signals.around for each in chosen(bare.evidence))
        if max(each.signals.around for each in ours) < alone + MIN_GAIN:
            return False
    return answering[0].score >= MIN_SCORE


def _all_there(asked: str, adding: Set[str], answering: Sequence[Evidence]) -> bool:
    """Tell whether passages have all that a follow-up adds, where it refers to what no reader knows of.

    'In hoeveel gemeenten is dat onderzocht?' means nothing by itself.
    """
    passages = " ".join(context(each.passage) for each in chosen(answering))
    return bool(adding) and refers_back(asked) and has_terms(passages, adding)


def _counts(asked: str, own: Set[str], before: Before, best: Evidence) -> bool:
    """Tell whether what was told before counts what a follow-up asks the number of: 'tien gemeenten'."""
    near = best.passage.source in {each.source for each in before.told}
    there = (thing_counted(asked), False) in counted(best.text)
    return near and there and has_terms(context(best.passage), own)


def _is_sure_alone(bare: Found, before: Before) -> bool:
    """Tell whether a follow-up is answered by itself, surely, and by a source that was told of before."""
    sources = {each.source for each in before.told}
    return bare.confidence >= MIN_CONFIDENCE_ALONE and bare.evidence[0].passage.source in sources
