"""Why what was found does not answer a question, as far as that can be told without understanding it."""

from collections.abc import Sequence

from bot.coverage import Missing
from bot.evidence import Evidence
from bot.types import Reason
from index.dutch import terms
from index.store import Index

# A question of which less than this, weighted by rarity, stands in the passage of its best sentence is about
# something else ...
MIN_SUBJECT_COVERAGE = 0.2
# ... but not where it has a word that one passage of seven has, which is what the sources are about, ...
MAX_SUBJECT_RARITY = 1.9
# ... nor where a passage is as near as this, in whatever language: of five dev questions on something else
# none is (.22 to .34), of 39 near misses and questions that other laws answer 30 are.
MIN_SUBJECT_COSINE = 0.4
# Where half of a question, weighted by rarity, stands in readers' comments alone, only they speak of it.
MIN_OPINION_COVERAGE = 0.5


# What a sure enough sentence outweighs.
WEAK: frozenset[Reason] = frozenset({"outside_subject", "only_opinions", "weak_evidence"})


def why_not(question: str, evidence: Sequence[Evidence], lacking: Missing, index: Index) -> Reason:
    """Return what speaks against answering a question with what was found for it, best first."""
    if not evidence:
        return "nothing_found"
    if lacking.names:
        return "name_missing"
    if lacking.numbers:
        return "number_missing"
    if _is_about_something_else(question, evidence, index):
        return "outside_subject"
    return "only_opinions" if _only_opinions(evidence) else "weak_evidence"


def _is_about_something_else(question: str, evidence: Sequence[Evidence], index: Index) -> bool:
    known = (term for term in terms(question) if term in index.lexical.terms)
    usual = any(index.lexical.rarity(term) <= MAX_SUBJECT_RARITY for term in known)
    near = max(each.signals.passage_cosine for each in evidence) >= MIN_SUBJECT_COSINE
    return not usual and not near and evidence[0].signals.passage_coverage < MIN_SUBJECT_COVERAGE


def _only_opinions(evidence: Sequence[Evidence]) -> bool:
    """Tell whether only comments speak of what is asked; that one came nearest is not enough."""
    told = {
        each.passage.role == "comment"
        for each in evidence
        if each.signals.passage_coverage >= MIN_OPINION_COVERAGE
    }
    return told == {True}
