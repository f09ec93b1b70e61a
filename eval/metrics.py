"""What a single answer is worth, each metric a small function, and how sure a share of them is."""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest

from eval.cases import Case, GoldSpan
from index.types import Span


@dataclass(frozen=True, slots=True)
class GivenCitation:
    """A citation as an answer file has it."""

    source: str
    span: Span


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as an answer file has it: what any system could give."""

    text: str
    abstained: bool
    citations: tuple[GivenCitation, ...]
    supports: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `n`."""

    hits: int
    n: int

    def __str__(self) -> str:
        if not self.n:
            return "n = 0"
        low, high = self.interval()
        return f"{self.hits / self.n:.2f} [{low:.2f}, {high:.2f}] ({self.hits} of {self.n})"

    def interval(self) -> tuple[float, float]:
        """Return the 95% interval of Clopper and Pearson (1934) for the share behind `hits` of `n`."""
        interval = binomtest(self.hits, self.n).proportion_ci(confidence_level=0.95, method="exact")
        return float(interval.low), float(interval.high)


def share(outcomes: Sequence[bool]) -> Share:
    """Return how many outcomes are true."""
    return Share(sum(outcomes), len(outcomes))


def states_all_facts(case: Case, answer: GivenAnswer) -> bool:
    """Tell whether every fact of a case stands in the answer's sentences, in one of its wordings."""
    said = " ".join(answer.text.casefold().split())
    return all(any(wording in said for wording in wordings) for wordings in case.facts)


def _overlap(citation: GivenCitation, gold: GoldSpan) -> bool:
    return (
        citation.source == gold.source
        and citation.span.start < gold.span.end
        and gold.span.start < citation.span.end
    )


def cites_right(case: Case, answer: GivenAnswer) -> bool:
    """Tell whether one of the citations shares characters with a sentence that answers the question."""
    return any(_overlap(citation, gold) for citation in answer.citations for gold in case.evidence)


def citation_precision(case: Case, answer: GivenAnswer) -> float:
    """Return citations that share characters with a sentence that answers / all citations."""
    right = sum(any(_overlap(citation, gold) for gold in case.evidence) for citation in answer.citations)
    return right / len(answer.citations)
