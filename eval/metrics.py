"""What a single answer is worth: each metric a small function of a case and the answer to it.

A metric that a case or answer says nothing about gives None, and is left out of every mean.
"""

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.stated import says
from eval import readability
from eval.answers import GivenAnswer, GivenCitation
from eval.cases import Case, GoldSpan
from eval.entailment import Entailment
from eval.ranking import worth
from index.types import Span

Verdict = Literal["right", "wrong", "refused", "refused_rightly", "invented"]
GOOD: frozenset[Verdict] = frozenset({"right", "refused_rightly"})
# A citation or passage meets the words that answer where they have half of the shorter one in common: a
# sentence that is cited along with them does no harm here (`citation_focus` sees it), part of a passage that
# answers will do, and what only touches them is no citation.
MIN_COMMON = 0.5


def _common(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def meets(source: str, span: Span, gold: GoldSpan) -> bool:
    """Tell whether a span and the words that answer share at least half of the characters of the shorter."""
    shorter = min(span.end - span.start, gold.end - gold.start)
    return source == gold.source and _common(span, gold.span) >= MIN_COMMON * shorter


def _adds(gold: GoldSpan, found: Collection[GoldSpan], case: Case) -> bool:
    """Tell whether evidence states a fact that what was found does not; without facts, if none was found."""
    if not case.facts:
        return not found
    return any(
        any(says(gold.quote, wording) for wording in wordings)
        and not any(says(each.quote, wording) for each in found for wording in wordings)
        for wordings in case.facts
    )


def _cites(citation: GivenCitation, gold: GoldSpan) -> bool:
    return meets(citation.source, citation.span, gold)


def verdict(case: Case, answer: GivenAnswer) -> Verdict | None:
    """Return what became of a case. None where nothing tells whether an answer is right: no fact is known."""
    if not case.answerable:
        return "refused_rightly" if answer.abstained else "invented"
    if answer.abstained:
        return "refused"
    if not case.facts:
        return None
    return "wrong" if missing_facts(case, answer) else "right"


def missing_facts(case: Case, answer: GivenAnswer) -> tuple[tuple[str, ...], ...]:
    """Return the facts that neither the sentences state in any wording, nor who is shown to say them."""
    return tuple(each for each in case.facts if not any(says(answer.told, wording) for wording in each))


def right(case: Case, answer: GivenAnswer) -> float | None:
    """Return 1 where all facts are stated, 0 where one is missing or the answer is a refusal."""
    if not case.facts:
        return None
    return float(not missing_facts(case, answer))


def right_if_answered(case: Case, answer: GivenAnswer) -> float | None:
    """Return the same, of the questions that got an answer: 1 - risk."""
    return None if answer.abstained else right(case, answer)


def facts_stated(case: Case, answer: GivenAnswer) -> float | None:
    """Return facts stated / facts asked for, of the questions that got an answer."""
    if answer.abstained or not case.facts:
        return None
    return 1 - len(missing_facts(case, answer)) / len(case.facts)


def hallucinated(case: Case, answer: GivenAnswer) -> float | None:
    """Return 1 where a question without an answer in the sources got one.

    Its mean is the hallucination rate of Thakur et al., 'NoMIRACL', 2024: answered / unanswerable.
    """
    return None if case.answerable else float(not answer.abstained)


def refused(case: Case, answer: GivenAnswer) -> float | None:
    """Return 1 where an answerable question was refused: NoMIRACL's error rate, refused / answerable."""
    return float(answer.abstained) if case.answerable else None


def citation_precision(case: Case, answer: GivenAnswer) -> float | None:
    """Return citations of words that answer / all citations of all sentences.

    As in Gao et al., 'Enabling large language models to generate text with citations', 2023, a citation that
    adds nothing costs; but what answers is known here, not judged. A sentence without a citation counts as
    one that misses.
    """
    if not case.answerable or answer.abstained:
        return None
    hits = []
    for sentence in answer.sentences:
        cites = [any(_cites(each, gold) for gold in case.evidence) for each in sentence.citations]
        hits += cites or [False]
    return statistics.mean(hits)


def cited_right(case: Case, answer: GivenAnswer) -> float | None:
    """Return whether any citation is of what answers, of the answered questions that have an answer."""
    if not case.evidence or answer.abstained:
        return None
    return float(any(_cites(citation, gold) for citation in answer.citations for gold in case.evidence))


def checked(answer: GivenAnswer) -> Mapping[str, float]:
    """Return what share of the sentences is the generator's own, and how many words both kinds have."""
    own = [len(each.text.split()) for each in answer.sentences if each.support == "checked"]
    quoted = [len(each.text.split()) for each in answer.sentences if each.support == "quote"]
    if not own and not quoted:
        return {}
    values = {"checked": len(own) / (len(own) + len(quoted))}
    words = {"words_checked": own, "words_quoted": quoted}
    return values | {name: statistics.fmean(each) for name, each in words.items() if each}


def citation_recall(case: Case, answer: GivenAnswer) -> float | None:
    """Return facts whose words are cited / facts asked for; any evidence that states a fact will do.

    Without a known fact: 1 where some evidence is cited.
    """
    if not case.answerable or answer.abstained:
        return None
    cited = [gold for gold in case.evidence if any(_cites(each, gold) for each in answer.citations)]
    if not case.facts:
        return float(bool(cited))
    return statistics.mean(
        any(says(gold.quote, wording) for gold in cited for wording in wordings) for wordings in case.facts
    )


def citation_focus(case: Case, answer: GivenAnswer) -> float | None:
    """Return cited characters that answer / all cited characters: low where whole passages are cited."""
    if not case.answerable or not answer.citations:
        return None
    cited = _joined([(each.source, each.span) for each in answer.citations])
    gold = _joined([(each.source, each.span) for each in case.evidence])
    common = sum(_common(one, other) for source, one in cited for name, other in gold if source == name)
    return common / sum(span.end - span.start for _, span in cited)


def _joined(places: Sequence[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """Return the same characters in spans that do not overlap."""
    joined: list[tuple[str, Span]] = []
    for source, span in sorted(places, key=lambda each: (each[0], each[1].start)):
        if joined and joined[-1][0] == source and span.start < joined[-1][1].end:
            last = joined[-1][1]
            joined[-1] = (source, Span(last.start, max(last.end, span.end)))
        else:
            joined.append((source, span))
    return joined


def role_right(case: Case, answer: GivenAnswer) -> float | None:
    """Return 1 where the words that answer are cited under the role that the case expects, else 0.

    Of the answers that cite such words and say in what role.
    """
    roles = [
        each.role for each in answer.citations if each.role and any(_cites(each, g) for g in case.evidence)
    ]
    if not roles or not case.role:
        return None
    return float(case.role in roles)


def quotes_exact(answer: GivenAnswer, texts: Mapping[str, str]) -> float | None:
    """Return quotes that stand in their source where they are said to / all quotes; it must be 1.

    A sentence that is said to be a quote must be one of its citations' quotes; a citation of what is in no
    source, with a quote or without, is not exact.
    """
    exact = [
        each.end <= len(texts.get(each.source, "")) and each.quote in (None, each.span.of(texts[each.source]))
        for each in answer.citations
        if each.quote is not None or each.end > len(texts.get(each.source, ""))
    ]
    exact += [
        sentence.text in [each.quote for each in sentence.citations]
        for sentence in answer.sentences
        if sentence.support == "quote"
    ]
    return statistics.mean(exact) if exact else None


def supported(answer: GivenAnswer, texts: Mapping[str, str], entailment: Entailment) -> float | None:
    """Return sentences that follow from one of the places they cite, or from all together / all sentences."""
    if answer.abstained:
        return None
    follows = []
    for sentence in answer.sentences:
        cited = [each.span.of(texts.get(each.source, "")) for each in sentence.citations]
        places = [*cited, " ".join(cited)] if len(cited) > 1 else cited
        follows.append(any(entailment.entails(each, sentence.text) for each in places))
    return statistics.mean(follows)


def retrieval(case: Case, answer: GivenAnswer) -> Mapping[str, float]:
    """Return nDCG@10, recall@10 and MRR@10 of the evidence among the passages that were found.

    Relevant are the passages that meet evidence, and evidence that is missed: what no passage meets, where it
    states a fact that no evidence which is met states (of several that answer, one will do).
    """
    if not case.answerable or answer.hits is None:
        return {}
    passages = list(dict.fromkeys(answer.hits))
    met = [[gold for gold in case.evidence if meets(hit.source, hit.span, gold)] for hit in passages]
    found = {gold for each in met for gold in each}
    missed = [gold for gold in case.evidence if gold not in found and _adds(gold, found, case)]
    ranked = [f"passage {rank}" for rank in range(len(passages))]
    relevant = {name for name, each in zip(ranked, met, strict=True) if each}
    measured = worth(ranked, frozenset(relevant | {f"missed {row}" for row in range(len(missed))}))
    return {"ndcg": measured.ndcg, "recall": measured.recall, "reciprocal_rank": measured.reciprocal_rank}


def agrees(answer: GivenAnswer, other: GivenAnswer) -> float | None:
    """Return 1 where two wordings of a question fare alike: both refused, or citing words in common.

    Answers without citations cannot be compared.
    """
    if answer.abstained or other.abstained:
        return float(answer.abstained and other.abstained)
    if not answer.citations or not other.citations:
        return None
    return float(
        any(
            one.source == two.source and _common(one.span, two.span) > 0
            for one in answer.citations
            for two in other.citations
        )
    )


@dataclass(frozen=True, slots=True)
class Judge:
    """What metrics need besides case and answer."""

    texts: Mapping[str, str]
    entailment: Entailment

    def values(self, case: Case, answer: GivenAnswer) -> Mapping[str, float]:
        """Return the metrics that apply to an answer, by name."""
        told = None if answer.abstained else answer.text
        values = {
            "right": right(case, answer),
            "right_if_answered": right_if_answered(case, answer),
            "facts_stated": facts_stated(case, answer),
            "hallucinated": hallucinated(case, answer),
            "refused": refused(case, answer),
            "citation_precision": citation_precision(case, answer),
            "citation_recall": citation_recall(case, answer),
            "citation_focus": citation_focus(case, answer),
            "cited_right": cited_right(case, answer),
            "right_if_checked": right(case, answer) if checked(answer).get("checked") else None,
            "right_if_quoted": right(case, answer) if checked(answer).get("checked") == 0 else None,
            **checked(answer),
            "role_right": role_right(case, answer),
            "quotes_exact": quotes_exact(answer, self.texts),
            "supported": supported(answer, self.texts, self.entailment),
            **retrieval(case, answer),
            "sentence_words": None if told is None else readability.sentence_words(told),
            "long_words": None if told is None else readability.long_words(told),
            "seconds": None if answer.abstained else answer.seconds,
            "seconds_first": None if answer.abstained else answer.timings.first_citation,
            "seconds_refusal": answer.seconds if answer.abstained else None,
        }
        return {name: float(value) for name, value in values.items() if value is not None}
