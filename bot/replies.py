"""What is replied to a message: an answer in sentences that cite, a refusal, a question back."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot.age import age_notices
from bot.clock import Clock
from bot.closed import agreed_ruling
from bot.conversation import Before, without_shown
from bot.courtesies import courtesy
from bot.evidence import Evidence
from bot.find import Finder, Found
from bot.followup import asks_when, instead
from bot.headings import HeadingAsked, heading_asked, headings
from bot.legal import version_notices
from bot.observe import Chosen, Read
from bot.onward import follow_up
from bot.overview import beginnings, is_bare_subject, is_vague, points
from bot.parts import Parts, parts_of
from bot.positions import positions
from bot.provenance import with_speaker
from bot.readings import best_of
from bot.refusing import about_oneself, asked_back, refused
from bot.routing import Form, Routed, route, states, unaddressed
from bot.show import described
from bot.types import (
    Answer,
    Citation,
    Event,
    EvidenceFound,
    Finished,
    Kind,
    Sentence,
    SentenceReady,
    SourcesFound,
    Working,
)
from bot.write import Writer, cited, one_of_each
from prompts import Texts

_OVERVIEWS: tuple[Form, ...] = ("overview", "positions")


class Replies:
    """Replies to messages from one index."""

    def __init__(self, finder: Finder, writer: Writer, today: Callable[[], date]) -> None:
        self._finder = finder
        self._index = finder.index
        self._writer = writer
        self._today = today

    def to(self, asked: str, before: Before, routed: Routed, texts: Texts, clock: Clock) -> Iterator[Event]:
        """Yield what is found and written on a message without personal data, and last the whole answer."""
        empty = Answer(asked, "refusal", texts.language, timings=clock.timings)
        if reply := courtesy(asked, routed.form, empty, texts):
            yield Finished(reply)
        elif routed.form in _OVERVIEWS:
            yield from self._overview(routed, empty, texts, clock)
        elif routed.form == "personal_case":
            found = self._finder.find(asked, texts.language, clock)
            yield Finished(about_oneself(self._index, found, empty, texts))
        elif routed.form == "provenance" and before.told:
            yield from self._provenance(asked, before, empty, texts, clock)
        elif routed.form == "more" and before.question:
            yield from self._more(before, empty, texts, clock)
        elif before.question and (other := self._other_subject(asked, before)):
            read = texts.get("answer.understood_as", question=other)
            base = replace(empty, question=other, notices=(read,))
            yield from self._overview(route(other), base, texts, clock)
        elif (heading := heading_asked(asked)) and (heading.subject or before.shown):
            yield from self._headed(asked, heading, before, empty, texts, clock)
        else:
            yield from self._answered(asked, before, empty, texts, clock)

    def _other_subject(self, asked: str, before: Before) -> str:
        """Return the overview that a bare name asks for after one of another name; else nothing."""
        swapped = instead(before.question, asked) if route(before.question).form in _OVERVIEWS else []
        return next((each for each in swapped if route(each).form in _OVERVIEWS), "")

    def _answered(
        self, asked: str, before: Before, empty: Answer, texts: Texts, clock: Clock
    ) -> Iterator[Event]:
        search = self._finder.searched(asked, clock)
        if search.hits:
            yield SourcesFound(one_of_each(self._index, search.hits))
        found = self._finder.weighed(search, texts.language, clock)
        fresh = not before.question or (is_bare_subject(asked) and not instead(before.question, asked))
        if (fresh and is_vague(asked, found)) or states(asked):
            yield Finished(asked_back(self._index, found, empty, texts))
            return
        notices: tuple[str, ...] = ()
        if before.question and (read := follow_up(self._finder, asked, before, found, texts.language, clock)):
            if read.question != asked:
                notices = (texts.get("answer.understood_as", question=read.question),)
            asked, found = read.question, read.found
            empty = replace(empty, joined=read.joined)
        parts = Parts((asked,)) if notices else parts_of(unaddressed(asked))
        clock.tell(Read(asked, parts, follow_up=bool(notices)))
        best = best_of(self._finder, parts, found, texts.language, clock)
        clock.mark("evidence")
        if not best.evidence:
            yield Finished(refused(self._index, found, replace(empty, question=asked), texts, notices))
            return
        notices += tuple(texts.get("answer.part_missing", question=each) for each in best.unanswered)
        notices += tuple(texts.get("answer.part_left", question=each) for each in parts.left)
        base = replace(empty, question=asked, confidence=best.confidence, hits=found.hits, notices=notices)
        kind: Kind = "partial" if best.unanswered or parts.left else "answer"
        yield from self._written(asked, base, best.evidence, texts, clock, kind, found.asked_day)

    def _provenance(
        self, asked: str, before: Before, empty: Answer, texts: Texts, clock: Clock
    ) -> Iterator[Event]:
        """Say again what was told, and where each of it stands; not of when, where no source says that."""
        told = with_speaker(before.told, self._index)
        clock.mark("evidence")
        sources = dict.fromkeys(described(each, texts) for each in told)
        notices = tuple(texts.get("answer.stands_in", source=each) for each in sources)
        base = replace(empty, question=before.question, joined=before.said, confidence=1.0)
        if asks_when(asked) and not any(each.date or each.valid_from for each in told):
            undated = (texts.get("answer.refusal"), *notices, *self._aged(told, texts))
            yield Finished(replace(base, reason="weak_evidence", nearest=told, notices=undated))
            return
        yield from self._quoted(replace(base, notices=notices), told, clock)

    @staticmethod
    def _quoted(base: Answer, told: Sequence[Citation], clock: Clock) -> Iterator[Event]:
        """Answer with citations as they are."""
        yield EvidenceFound(tuple(told))
        quotes = tuple(Sentence(each.quote, "quote", (each,)) for each in told)
        clock.mark("total")
        yield Finished(replace(base, kind="answer", sentences=quotes))

    def _headed(  # noqa: PLR0913, PLR0917  (which heading is asked for, and of what)
        self,
        asked: str,
        heading: HeadingAsked,
        before: Before,
        empty: Answer,
        texts: Texts,
        clock: Clock,
    ) -> Iterator[Event]:
        """Answer with the title of a text, or the heading above a part of it."""
        found = self._finder.find(asked, texts.language, clock)
        missing = bool(found.lacking.names or found.lacking.numbers)
        told = () if missing else headings(heading, found.hits, before.shown, self._index)
        clock.mark("evidence")
        if not told:
            yield Finished(self._refused(found, empty, texts, ()))
            return
        yield from self._quoted(replace(empty, confidence=1.0, hits=found.hits), told, clock)

    def _more(self, before: Before, empty: Answer, texts: Texts, clock: Clock) -> Iterator[Event]:
        """Answer the question before with what was not shown yet."""
        asked, routed = before.question, route(before.question)
        notices = (texts.get("answer.more_on", question=asked),)
        base = replace(empty, question=asked, joined=before.said, notices=notices)
        if routed.form in _OVERVIEWS:
            yield from self._overview(routed, base, texts, clock, before.shown)
            return
        found = self._finder.find(asked, texts.language, clock, shown=before.shown)
        best = best_of(self._finder, Parts((asked,)), found, texts.language, clock)
        clock.mark("evidence")
        if not best.evidence:
            yield Finished(self._refused(found, base, texts, before.shown))
            return
        base = replace(base, confidence=best.confidence, hits=found.hits)
        yield from self._written(asked, base, best.evidence, texts, clock, asked_day=found.asked_day)

    def _overview(
        self,
        routed: Routed,
        empty: Answer,
        texts: Texts,
        clock: Clock,
        shown: Sequence[Citation] = (),
    ) -> Iterator[Event]:
        """Cite points on a subject, or who says what of it; without one the beginning of every source."""
        subject = routed.subject
        found = self._finder.find(subject or empty.question, texts.language, clock, shown=shown)
        if not subject:
            best = without_shown(beginnings(self._index), shown)
        elif routed.form == "positions":
            best = without_shown(positions(subject, found.hits, self._index), shown)
        else:
            best = points(found, subject)
        clock.mark("evidence")
        if not best:
            yield Finished(self._refused(found, empty, texts, shown))
            return
        base = replace(empty, confidence=found.confidence if subject else 1.0, hits=found.hits)
        yield from self._written(subject, base, best, texts, clock)

    def _refused(self, found: Found, empty: Answer, texts: Texts, shown: Sequence[Citation]) -> Answer:
        """Refuse for want of evidence, or of any that was not shown yet."""
        weak = replace(found, reason=found.reason or "weak_evidence")
        read, why = ((), "no_more") if shown else (empty.notices, "")
        return refused(self._index, weak, empty, texts, read, why)

    def _written(  # noqa: PLR0913, PLR0917  (what is asked, what is known of it, and how to say it)
        self,
        asked: str,
        base: Answer,
        evidence: Sequence[Evidence],
        texts: Texts,
        clock: Clock,
        kind: Kind = "answer",
        asked_day: date | None = None,
    ) -> Iterator[Event]:
        clock.tell(Chosen(tuple(evidence)))
        citations = cited(self._index, evidence)
        clock.mark("first_citation")
        yield EvidenceFound(tuple(citations))
        sentences: list[Sentence] = []
        for sentence in self._writer.sentences(asked, citations, texts, clock.observer):
            if sentence is None:
                yield Working()
                continue
            clock.mark("first_sentence" if not sentences else "next_sentence")
            sentences.append(sentence)
            yield SentenceReady(sentence)
        clock.mark("total")
        notices = self._notices(asked, base.notices, evidence, citations, texts, asked_day)
        yield Finished(replace(base, kind=kind, sentences=tuple(sentences), notices=notices))

    def _notices(  # noqa: PLR0913, PLR0917  (what there is to say something about)
        self,
        asked: str,
        said: Sequence[str],
        evidence: Sequence[Evidence],
        citations: Sequence[Citation],
        texts: Texts,
        asked_day: date | None,
    ) -> tuple[str, ...]:
        """Return yes or no, what was said already, and what of the sources one must know."""
        ruled = agreed_ruling(asked, evidence) if texts.language == "nl" else ""
        verdict = (texts.get(f"answer.{ruled}"),) if ruled else ()
        laws = version_notices(citations, self._index, self._finder.versions, asked_day, texts)
        dutch = (texts.get("answer.dutch_sources"),) if texts.language == "en" else ()
        return (*verdict, *said, *laws, *self._aged(citations, texts), *dutch)

    def _aged(self, citations: Sequence[Citation], texts: Texts) -> tuple[str, ...]:
        """Say how old the sources are; of a law its version is told instead."""
        named = dict.fromkeys(each.source for each in citations)
        sources = [self._index.documents[each] for each in named if each in self._index.documents]
        return age_notices([each for each in sources if not each.work], self._today(), texts)
