"""Does a sentence say no more than the words it cites? Checks that can only refuse, each with a reason."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot import paraphrase, wordings
from bot.coverage import covered
from bot.guards import Verdict, numbers_of
from bot.reader.reading import Reader, Support
from index.dutch import STOP_WORDS, stem, terms, words

# 'Wie voert de Participatiewet in?' is not answered by 'Jetta Klijnsma maakt zich geen zorgen': of the words
# that were asked of no more than this share may go. Two of four sentences on the seeds' questions were such.
MAX_ASKED_LOST = 0.5

Kind = Literal["wordings", "paraphrase", "support", "new", "answer"]


@dataclass(frozen=True, slots=True)
class Check:
    """A check that was made, and why it refused; it passed where there is no reason."""

    kind: Kind
    name: str
    reason: str


def every_check(  # noqa: PLR0913, PLR0917  (what is checked against what, and who judges)
    sentence: str,
    quote: str,
    question: str,
    support: Support | None = None,
    said_by: str = "",
    reader: Reader | None = None,
) -> Iterator[Check]:
    """Yield all checks that a draft must pass with what they found, for whoever looks on."""
    for name, refuses in paraphrase.CHECKS:
        yield Check("paraphrase", name, refuses(sentence, _said(quote, said_by)))
    for name, refuses in wordings.CHECKS:
        yield Check("wordings", name, refuses(sentence, quote))
    if support is not None:
        yield Check("support", "support", _unsupported(sentence, quote, support))
    yield Check("new", "new", "" if answers_more_than(sentence, question) else "it only repeats the question")
    if reader is not None:
        lost = leaves_out_answer if support is None else leaves_out_figure
        yield Check("answer", "answer", lost(sentence, quote, question, reader))


def verify(sentence: str, quote: str, support: Support | None = None, said_by: str = "") -> Verdict:
    """Check a sentence against the words it cites; the first check that refuses gives the verdict.

    Whatever its words, a sentence must keep to the numbers, names, actors and limits. Then it is the quote in
    its own words, shortened, or it must mean the same to `support`; without that it is refused. `said_by`
    names who says the quote, where the quote does not.
    """
    meaning = _first_refusal(paraphrase.CHECKS, sentence, _said(quote, said_by))
    if not meaning.passed:
        return meaning
    in_its_words = _first_refusal(wordings.CHECKS, sentence, quote)
    if in_its_words.passed or support is None:
        return in_its_words
    reason = _unsupported(sentence, quote, support)
    return Verdict("support", reason) if reason else Verdict()


def _said(quote: str, said_by: str) -> str:
    return f"{quote} {said_by}".strip()


def _unsupported(sentence: str, quote: str, support: Support) -> str:
    [odds] = support.supports(quote, [sentence])
    return f"the source does not say so (log odds {odds:.1f})" if odds < paraphrase.MIN_SUPPORT else ""


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


def leaves_out_answer(sentence: str, quote: str, question: str, reader: Reader) -> str:
    """Return a reason against what a shortened quote leaves out: what was asked of, or the answer itself.

    What was asked of are words of the question that the quote has; the answer is what a reader takes for it.
    """
    kept = frozenset(stem(word) for word in words(sentence))
    ours, theirs = frozenset(terms(sentence)), frozenset(terms(quote))
    told = [term for term in terms(question) if covered(term, theirs)]
    missing = [term for term in told if not covered(term, ours)]
    if len(missing) > MAX_ASKED_LOST * len(told):
        return f"{missing} were asked of, and are left out"
    [reading] = reader.read(question, [quote])
    asked = (word for word in words(reading.span.of(quote)) if word not in STOP_WORDS)
    lost = [word for word in asked if stem(word) not in kept]
    return f"{lost} may be what was asked, and is left out" if lost else ""


def leaves_out_figure(sentence: str, quote: str, question: str, reader: Reader) -> str:
    """Return a reason against other words that leave out a number of what a reader takes for the answer."""
    [reading] = reader.read(question, [quote])
    lost = sorted(numbers_of(reading.span.of(quote)) - numbers_of(sentence))
    return f"{lost} may be what was asked, and is left out" if lost else ""
