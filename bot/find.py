"""What the sources have on a question: the sentences that may answer it, and whether they do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.around import read_around
from bot.clock import Clock
from bot.commenters import of_commenter, unnumbered, which_commenter
from bot.conversation import standing_alone, told_in, without_shown
from bot.coverage import Missing, missing
from bot.defining import Definiendum, definiendum, definitions
from bot.evidence import MAX_CHOSEN, Evidence, asks_readers, confidence, ranked, without_comments
from bot.fitting import fitting
from bot.observe import Searched, Weighed
from bot.personal import left_out, without_placeholders, without_words
from bot.reader.reading import Reader
from bot.routing import unaddressed
from bot.signals import PLAIN, READ
from bot.types import Citation, Reason
from bot.unanswered import WEAK, why_not
from index.references import References
from index.store import Index
from index.types import Hit
from index.versions import Versions
from prompts import LANGUAGES, Language, load

# So many passages are looked through for what says what something is: 0.13 s (two cores, 999 passages).
DEFINING_HITS = 60
# Of an article that is asked for by its number so many sentences are shown; its source has the rest.
MAX_RECITED = 4


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

    def find(
        self,
        question: str,
        language: Language,
        clock: Clock,
        *,
        told: Sequence[Citation] = (),
        shown: Sequence[Citation] = (),
    ) -> Found:
        """Return what the sources in force have on a question without personal data.

        Where something was `told` before it is looked for too; what was `shown` is left out.
        """
        return self.weighed(self.searched(question, clock, told), language, clock, shown)

    def searched(self, question: str, clock: Clock, told: Sequence[Citation] = ()) -> Searched:
        """Return the passages that are nearest to a question, and those of what was told before it."""
        searched = unaddressed(without_placeholders(question))
        # In capitals the embedder finds next to nothing.
        searched = searched.capitalize() if searched.isupper() else searched
        today = self._today()
        asked = self.versions.asked(searched, today)
        out_of_force = self.versions.others(asked.day if asked else today, today)
        searched = self._references.spelled_out(searched, self.index.lexical.terms)
        named = self._references.rows(searched, out_of_force)[: self._hits]
        hits = self.index.hits_at(searched, named) or self.index.search(searched, self._hits, out_of_force)
        which = which_commenter(searched)
        if which is not None:
            hits = of_commenter(which, hits, self.index, searched) or hits
        if told:
            found = {hit.row for hit in hits}
            rows = [row for row in told_in(self.index, told) if row not in found]
            hits += [replace(hit, rank=hit.rank + len(hits)) for hit in self.index.hits_at(searched, rows)]
        clock.mark("search")
        search = Searched(question, searched, asked, out_of_force, bool(named), tuple(hits))
        clock.tell(search)
        return search

    def weighed(
        self, search: Searched, language: Language, clock: Clock, shown: Sequence[Citation] = ()
    ) -> Found:
        """Return which sentences of the passages answer, but those that were shown, and whether any does."""
        searched, asked, hits = search.searched, search.day, search.hits
        subject = searched
        if asked and hits and self.index.documents[hits[0].passage.source].work:
            # The day chose the version of the law: that no text names it says nothing.
            subject = searched.replace(asked.words, " ")
        asks_opinion = self._asks_opinion(searched, hits)
        wording = unnumbered(subject, load(language).get("question.a_commenter"))
        read = ranked(wording, hits, self.index, asks_opinion, self._reader)
        if shown:
            read = standing_alone(without_shown(read, shown))
        fit = fitting(subject, read, self.index)
        ordered = read_around(wording, fit or read, self.index, self._reader)
        evidence = ordered if asks_opinion else without_comments(ordered, language, self._fit)
        lacking = self._lacking(search, subject, language)
        recited = self._references.asks_text(subject)
        wanted = definiendum(subject) if fit and not recited else None
        defining = self._defining(wanted, ordered, search) if wanted else None
        if recited:
            evidence = sorted(evidence, key=lambda each: each.span.start)[:MAX_RECITED]
        sure = 1.0 if recited else confidence(evidence if fit else (), language, self._fit)
        if wanted and defining is not None:
            evidence = defining or evidence
            sure = self._defined(wanted, defining, sure, language)
        reason: Reason = why_not(subject, evidence, lacking, self.index)
        if reason in WEAK and sure >= self.threshold:
            reason = ""
        elif reason == "only_opinions" and asks_opinion:
            # They were asked for, and do not answer either.
            reason = "weak_evidence"
        if reason and fit:
            # What tells of other places alone may still have come nearest.
            evidence = [*evidence, *(each for each in read if each not in fit)]
        day = asked.day if asked else None
        found = Found(hits, tuple(evidence), sure, reason, lacking, recited, day)
        clock.tell(
            Weighed(
                ranked=tuple(ordered),
                evidence=found.evidence,
                asks_opinion=asks_opinion,
                recited=recited,
                term=wanted.term if wanted and defining is not None else "",
                lacking=lacking,
                fit=self._fit,
                confidence=sure,
                reason=reason,
            )
        )
        return found

    @property
    def threshold(self) -> float:
        """From which confidence on a question is answered."""
        return self._fit.confidence.threshold

    @property
    def reads(self) -> bool:
        """Whether a reader reads what is found."""
        return self._reader is not None

    def reread(self, question: str, evidence: Sequence[Evidence], most: int) -> list[Evidence]:
        """Return evidence that another question found, with what the reader makes of it for this one.

        Its order and scores stay, and so does what comes after the first `most`; without a reader all does.
        """
        return read_around(question, evidence, self.index, self._reader, most)

    def sentences_of(self, question: str, told: Sequence[Citation]) -> list[Evidence]:
        """Return the sentences of the passages in which something was told, the likeliest to answer first."""
        hits = self.index.hits_at(question, told_in(self.index, told))
        return ranked(question, hits, self.index, asks_opinion=False)

    def _defining(
        self, wanted: Definiendum, ordered: Sequence[Evidence], search: Searched
    ) -> list[Evidence] | None:
        """Return what says what something is, first among what was read, then further down what was found.

        A law has it in its first article, below all those that use the word.
        """
        found = definitions(wanted.term, ordered, self.index)
        if found or found is None:
            return found
        hits = self.index.search(search.searched, DEFINING_HITS, search.without)
        every = ranked(search.searched, hits, self.index, False)
        here = fitting(search.searched, every, self.index)
        further = definitions(wanted.term, here, self.index) or []
        return read_around(search.searched, further[:MAX_CHOSEN], self.index, self._reader)

    def _defined(
        self, wanted: Definiendum, defining: Sequence[Evidence], otherwise: float, language: Language
    ) -> float:
        """Return how sure a definition is: sure enough, unless a reader wrote it or it may not be asked.

        Where nothing defines, whatever else is told of it is as sure as `otherwise`, or no answer at all.
        """
        if not defining:
            return 0.0 if wanted.strict else otherwise
        sure = confidence(defining, language, self._fit)
        certain = wanted.strict and defining[0].passage.role != "comment"
        return max(sure, self.threshold) if certain else sure

    def _lacking(self, search: Searched, subject: str, language: Language) -> Missing:
        """Return what a question names and no source has, articles of laws among them."""
        if left_out(search.question):
            # What the placeholder stood for is no name: 'mijn BSN is …'.
            subject = without_words(subject, load(language).list("privacy.words"))
        lacking = missing(subject, self.index.lexical.terms, language)
        articles = self._references.missing(search.searched, search.without)
        return replace(lacking, names=(*articles, *lacking.names)) if articles else lacking

    def _asks_opinion(self, searched: str, hits: Sequence[Hit]) -> bool:
        opinion_words = [word for each in LANGUAGES for word in load(each).list("question.opinion_words")]
        return asks_readers(searched, hits, opinion_words)
