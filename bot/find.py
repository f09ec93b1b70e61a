"""What the sources have on a question: the sentences that may answer it, and whether they do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.clock import Clock
from bot.coverage import Missing, missing
from bot.evidence import Evidence, asks_readers, ranked, without_comments
from bot.personal import left_out, without_placeholders, without_words
from bot.reader.reading import Reader
from bot.signals import PLAIN, READ
from bot.types import Reason
from index.references import References
from index.store import Index
from index.types import Hit
from index.versions import Versions
from prompts import LANGUAGES, Language, load

# Of an article that is asked for by its number so many sentences are shown; its source has the rest.
MAX_RECITED = 4
# A question of which less than this, weighted by rarity, stands in the passage of its best sentence is about
# something else; what is refused all the same is near to the subject.
MIN_SUBJECT_COVERAGE = 0.2


@dataclass(frozen=True, slots=True)
class Found:
    """What was found on a question; it is answered where there is no reason against it."""

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    """Best first; of a recited article in the order of its text."""
    confidence: float
    reason: Reason
    lacking: Missing
    recited: bool = False
    """Whether an article is asked for by its number, so that it is shown whole."""
    asked_day: date | None = None
    """The day whose law was asked for."""


class Finder:
    """Searches an index, reads what it finds, and says whether that answers."""

    def __init__(
        self, index: Index, hits: int, today: Callable[[], date], reader: Reader | None = None
    ) -> None:
        self.index = index
        laws = [index.documents[name] for name in index.sources.laws]
        self.versions = Versions(laws)
        self._references = References(laws, index.passages, index.sources.rows)
        self._hits = hits
        self._today = today
        self._reader = reader
        self._fit = PLAIN if reader is None else READ

    def find(self, question: str, language: Language, clock: Clock) -> Found:
        """Return what the sources in force have on a question without personal data."""
        searched = without_placeholders(question)
        today = self._today()
        asked = self.versions.asked(searched, today)
        out_of_force = self.versions.others(asked.day if asked else today, today)
        searched = self._references.spelled_out(searched, self.index.lexical.terms)
        hits = self._hits_for(searched, out_of_force)
        clock.mark("search")
        subject = searched
        if asked and hits and self.index.documents[hits[0].passage.source].work:
            # The day chose the version of the law: that no text names it says nothing.
            subject = searched.replace(asked.words, " ")
        evidence = self._ranked(subject, searched, hits, language)
        if left_out(question):
            # What the placeholder stood for is no name: 'mijn BSN is …'.
            subject = without_words(subject, load(language).list("privacy.words"))
        lacking = missing(subject, self.index.lexical.terms, language)
        if articles := self._references.missing(searched, out_of_force):
            lacking = replace(lacking, names=(*articles, *lacking.names))
        recited = self._references.asks_text(subject)
        if recited:
            evidence = sorted(evidence, key=lambda each: each.span.start)[:MAX_RECITED]
        sure = 1.0 if recited else self._confidence(evidence, language)
        reason = self._reason(evidence, lacking, sure)
        day = asked.day if asked else None
        return Found(tuple(hits), tuple(evidence), sure, reason, lacking, recited, day)

    def _hits_for(self, question: str, without: frozenset[str]) -> list[Hit]:
        """Return the passages that a question names by article and member, or else those that are found."""
        named = self._references.rows(question, without)[: self._hits]
        return self.index.hits_at(question, named) or self.index.search(question, self._hits, without)

    def _ranked(
        self, subject: str, searched: str, hits: Sequence[Hit], language: Language
    ) -> Sequence[Evidence]:
        opinion_words = [word for each in LANGUAGES for word in load(each).list("question.opinion_words")]
        asks_opinion = asks_readers(searched, hits, opinion_words)
        evidence = ranked(subject, hits, self.index, asks_opinion, self._reader)
        return evidence if asks_opinion else without_comments(evidence, language, self._fit)

    def _confidence(self, evidence: Sequence[Evidence], language: Language) -> float:
        return self._fit.confidence.probability(evidence[0].signals, language) if evidence else 0.0

    def _reason(self, evidence: Sequence[Evidence], lacking: Missing, sure: float) -> Reason:
        """Return why the question is not answered; nothing where it is."""
        if not evidence:
            return "nothing_found"
        if lacking.names:
            return "name_missing"
        if lacking.numbers:
            return "number_missing"
        if sure >= self._fit.confidence.threshold:
            return ""
        if evidence[0].signals.passage_coverage < MIN_SUBJECT_COVERAGE:
            return "outside_subject"
        return "only_opinions" if evidence[0].passage.role == "comment" else "weak_evidence"
