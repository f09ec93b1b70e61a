"""Does a sentence say no more than the words it cites? Checks that can only refuse, each with a reason."""

from collections.abc import Callable, Sequence

from bot import paraphrase, wordings
from bot.guards import Verdict
from bot.reader.reading import Support
from index.dutch import STOP_WORDS, stem, words


def verify(sentence: str, quote: str, support: Support | None = None, said_by: str = "") -> Verdict:
    """Check a sentence against the words it cites; the first check that refuses gives the verdict.

    In the source's own words and order a sentence needs no more. In other words it must keep to the numbers,
    names and limits, and mean the same to `support`; without that it is refused. `said_by` names who says
    the quote, where the quote does not.
    """
    verdict = _first_refusal(wordings.CHECKS, sentence, quote)
    if verdict.passed or support is None:
        return verdict
    verdict = _first_refusal(paraphrase.CHECKS, sentence, f"{quote} {said_by}".strip())
    if not verdict.passed:
        return verdict
    [odds] = support.supports(quote, [sentence])
    if odds < paraphrase.MIN_SUPPORT:
        return Verdict("support", f"the source does not say so (log odds {odds:.1f})")
    return Verdict()


def _first_refusal(
    checks: Sequence[tuple[str, Callable[[str, str], str]]], sentence: str, quote: str
) -> Verdict:
    for name, check in checks:
        if reason := check(sentence, quote):
            return Verdict(name, reason)
    return Verdict()


def answers_more_than(sentence: str, question: str) -> bool:
    """Tell whether a sentence has a content word that the question lacks: without one it says nothing new."""
    asked = frozenset(stem(word) for word in words(question))
    return any(stem(word) not in asked for word in words(sentence) if word not in STOP_WORDS)
