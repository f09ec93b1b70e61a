"""Question to answer: find, choose the evidence, draft, check, or say that the sources do not know."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.dialogue import MAX_QUESTION_CHARACTERS, cleaned, is_greeting, language_of, presentable
from bot.evidence import (
    MIN_CONFIDENCE,
    Evidence,
    Missing,
    asks_readers,
    chosen,
    confidence,
    meets,
    missing,
    ranked,
    with_antecedent,
    without_comments,
)
from bot.generate import Generator, Message
from bot.legal import version_notices
from bot.personal import left_out, without_placeholders, without_words
from bot.routing import route
from bot.types import (
    Answer,
    Citation,
    Event,
    EvidenceFound,
    Finished,
    Reason,
    Sentence,
    SentenceReady,
    Turn,
)
from bot.verify import answers_more_than, verify
from index.passages import page_of
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.references import References
from index.store import Index
from index.types import Hit, Passage, Span
from index.versions import Versions
from prompts import LANGUAGES, Language, Texts, load

SHOWN_NEAREST = 3
# Of an article that is asked for by its number so many sentences are shown; its source has the rest.
MAX_RECITED = 4
# A draft is worth more than the quote only where it is clearly shorter; a quote this short needs none.
MAX_DRAFT_RATIO = 0.8
MIN_DRAFTED_CHARACTERS = 80

_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")


class _Clock:
    """Seconds from the question to the end of each stage."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.timings: dict[str, float] = {}

    def mark(self, stage: str) -> None:
        self.timings[stage] = time.perf_counter() - self._start


@dataclass(frozen=True, slots=True)
class _Found:
    """Evidence good enough to answer with, and the refusal that is to become the answer."""

    base: Answer
    evidence: tuple[Evidence, ...]
    asked_day: date | None
    """The day whose law was asked for."""


def _refused(evidence: Sequence[Evidence], lacking: Missing, sure: float) -> Reason:
    if not evidence:
        return "nothing_found"
    if lacking.names:
        return "name_missing"
    if lacking.numbers:
        return "number_missing"
    return "weak_evidence" if sure < MIN_CONFIDENCE else ""


def _refusal(texts: Texts, lacking: Missing, reason: Reason, has_nearest: bool) -> tuple[str, ...]:
    notices = [texts.get("answer.refusal")]
    if reason == "name_missing":
        notices.append(texts.get("answer.name_missing", names=", ".join(lacking.names)))
    if reason == "number_missing":
        notices.append(texts.get("answer.number_missing", names=", ".join(lacking.numbers)))
    if has_nearest:
        notices.append(texts.get("answer.nearest"))
    return tuple(notices)


def _noted(finished: Finished, names: Sequence[str]) -> Finished:
    """Say what was left out of the question, after the notice that says whether it is answered."""
    if not names:
        return finished
    answer = finished.answer
    notice = load(answer.language).get("privacy.notice", names=", ".join(names))
    return Finished(replace(answer, notices=(*answer.notices[:1], notice, *answer.notices[1:])))


class Bot:
    """Answers questions from one index with one generator, the same question always in the same way."""

    def __init__(
        self,
        index: Index,
        generator: Generator,
        hits: int,
        public: PublicContacts = HELPLINES_ONLY,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.index = index
        self.public = public
        self._today = today
        laws = [index.documents[name] for name in index.sources.laws]
        self._versions = Versions(laws)
        self._references = References(laws, index.passages, index.sources.rows)
        self._generator = generator
        self._hits = hits

    def warm_up(self) -> None:
        """Do once what is slow the first time: the libraries' set-up and the examples of the prompt."""
        texts = load("nl")
        question = texts.list("page.examples")[0]
        hits = self.index.search(question, self._hits)
        self._draft(question, hits[0].passage.text, texts)

    def answer(self, question: str, history: Sequence[Turn] = (), language: Language = "nl") -> Answer:
        """Return the whole answer; raises `QuestionError` as `stream` does."""
        *_, last = self.stream(question, history, language)
        if not isinstance(last, Finished):
            raise TypeError(f"the stream ended with {last}, not with an answer")
        return last.answer

    def stream(
        self, question: str, history: Sequence[Turn] = (), language: Language = "nl"
    ) -> Iterator[Event]:
        """Yield the evidence, then each sentence that has passed its checks, then the whole answer.

        A follow-up that the sources do not answer by itself is read once more together with the question
        before it. Personal data is taken out of both before anything reads them, and the answer says so.
        Raises `QuestionError`, in `language`, where the question cannot be answered as it is.
        """
        asked = cleaned(question, language, self.public)
        before = presentable(history[-1].question, self.public) if history else ""
        for event in self._events(asked, before):
            yield _noted(event, left_out(asked)) if isinstance(event, Finished) else event

    def _events(self, asked: str, before: str) -> Iterator[Event]:
        clock = _Clock()
        spoken = language_of(asked)
        texts = load(spoken)
        if is_greeting(asked):
            greeting = texts.get("answer.greeting")
            yield Finished(Answer(asked, "greeting", spoken, notices=(greeting,), timings=clock.timings))
            return
        routed = route(asked)
        if routed == "instruction":
            notices = (texts.get("answer.refusal"), texts.get("answer.instruction"))
            yield Finished(
                Answer(asked, "refusal", spoken, notices=notices, reason=routed, timings=clock.timings)
            )
            return
        found = self._evidence(asked, spoken, clock)
        if routed == "personal_case":
            yield Finished(self._about_oneself(found, texts))
            return
        understood: tuple[str, ...] = ()
        if isinstance(found, Answer) and before:
            joined = f"{before} {asked}"[:MAX_QUESTION_CHARACTERS]
            again = self._evidence(joined, spoken, clock)
            # An English follow-up has other words than Dutch sources.
            if not isinstance(again, Answer) and (spoken == "en" or meets(asked, before, again.evidence)):
                found, understood = again, (texts.get("answer.understood_as", question=joined),)
                asked = joined
        if isinstance(found, Answer):
            yield Finished(found)
            return
        yield from self._written(asked, found, texts, understood, clock)

    def _about_oneself(self, found: "Answer | _Found", texts: Texts) -> Answer:
        """Refuse to say what somebody is entitled to; what the sources say in general is shown as nearest."""
        if isinstance(found, Answer):
            base, nearest = found, found.nearest
        else:
            base = found.base
            nearest = tuple(
                self._citation(each.passage, each.span) for each in found.evidence[:SHOWN_NEAREST]
            )
        notices = [texts.get("answer.refusal"), texts.get("answer.personal_case")]
        if nearest:
            notices.append(texts.get("answer.nearest"))
        return replace(base, reason="personal_case", notices=tuple(notices), nearest=nearest)

    def _evidence(self, question: str, language: Language, clock: _Clock) -> "Answer | _Found":
        searched = without_placeholders(question)
        today = self._today()
        asked = self._versions.asked(searched, today)
        out_of_force = self._versions.others(asked.day if asked else today, today)
        searched = self._references.spelled_out(searched, self.index.lexical.terms)
        hits = self._hits_for(searched, out_of_force)
        clock.mark("search")
        subject = searched
        if asked and hits and self.index.documents[hits[0].passage.source].work:
            # The day chose the version of the law: that no text names it says nothing.
            subject = searched.replace(asked.words, " ")
        opinion_words = [word for each in LANGUAGES for word in load(each).list("question.opinion_words")]
        asks_opinion = asks_readers(searched, hits, opinion_words)
        evidence: Sequence[Evidence] = ranked(subject, hits, self.index, asks_opinion)
        if not asks_opinion:
            evidence = without_comments(evidence, language)
        if left_out(question):
            # What the placeholder stood for is no name: 'mijn BSN is …'.
            subject = without_words(subject, load(language).list("privacy.words"))
        lacking = missing(subject, self.index.lexical.terms, language)
        if articles := self._references.missing(searched, out_of_force):
            lacking = replace(lacking, names=(*articles, *lacking.names))
        sure = confidence(evidence[0], language) if evidence else 0.0
        recited = self._references.asks_text(subject)
        if recited:
            evidence, sure = sorted(evidence, key=lambda each: each.span.start)[:MAX_RECITED], 1.0
        clock.mark("evidence")
        base = Answer(question, "refusal", language, confidence=sure, hits=tuple(hits), timings=clock.timings)
        reason = _refused(evidence, lacking, sure)
        if reason:
            nearest = tuple(self._citation(each.passage, each.span) for each in evidence[:SHOWN_NEAREST])
            notices = _refusal(load(language), lacking, reason, bool(nearest))
            return replace(base, reason=reason, notices=notices, nearest=nearest)
        best = evidence if recited else chosen(evidence)
        return _Found(base, tuple(best), asked.day if asked else None)

    def _hits_for(self, question: str, without: frozenset[str]) -> list[Hit]:
        """Return the passages that a question names by article and member, or else those that are found."""
        named = self._references.rows(question, without)[: self._hits]
        return self.index.hits_at(question, named) or self.index.search(question, self._hits, without)

    def _written(
        self, question: str, found: "_Found", texts: Texts, notices: tuple[str, ...], clock: _Clock
    ) -> Iterator[Event]:
        cited: list[tuple[Evidence, Citation]] = []
        for each in found.evidence:
            span = with_antecedent(each)
            shown_before = any(citation.source == each.passage.source for _, citation in cited)
            # A second sentence of the same document needs no antecedent: it may be the first one.
            cited.append((each, self._citation(each.passage, each.span if shown_before else span)))
        clock.mark("first_citation")
        yield EvidenceFound(tuple(citation for _, citation in cited))
        sentences: list[Sentence] = []
        for each, citation in cited:
            sentence = self._sentence(question, each, citation, texts)
            clock.mark("first_sentence" if not sentences else "next_sentence")
            sentences.append(sentence)
            yield SentenceReady(sentence)
        citations = [citation for _, citation in cited]
        notices += version_notices(citations, self.index, self._versions, found.asked_day, texts)
        if texts.language == "en":
            notices = (*notices, texts.get("answer.dutch_sources"))
        clock.mark("total")
        yield Finished(
            replace(
                found.base, kind="answer", sentences=tuple(sentences), notices=notices, timings=clock.timings
            )
        )

    def _sentence(self, question: str, evidence: Evidence, citation: Citation, texts: Texts) -> Sentence:
        """Draft a sentence, and fall back on the source's own words where a check refuses the draft.

        What a reader wrote is always quoted: retold, it would sound like a fact.
        """
        quoted = Sentence(citation.quote, "quote", (citation,))
        drafted = evidence.passage.role == "article" and texts.language == "nl"
        if not drafted or len(citation.quote) < MIN_DRAFTED_CHARACTERS:
            return quoted
        draft = self._draft(question, citation.quote, texts)
        good = verify(draft, citation.quote).passed and answers_more_than(draft, question)
        return Sentence(draft, "checked", (citation,)) if good else quoted

    def _draft(self, question: str, quote: str, texts: Texts) -> str:
        """Return the generator's first whole sentence, or nothing where it gets too long or never ends."""
        messages = [Message("system", texts.get("draft.system"))]
        for example in texts.table("draft.examples"):
            shown = texts.get("draft.user", text=example["text"], question=example["question"])
            messages += [Message("user", shown), Message("assistant", example["answer"])]
        one_line = " ".join(quote.split())
        messages.append(Message("user", texts.get("draft.user", text=one_line, question=question)))
        written = ""
        for piece in self._generator.stream(messages):
            written += piece
            end = _SENTENCE_END.search(written)
            if end and len(written) > end.end():
                return written[: end.end()].strip()
            if len(written) > MAX_DRAFT_RATIO * len(quote):
                return ""
        return written.strip()

    def _citation(self, passage: Passage, span: Span) -> Citation:
        document = self.index.documents[passage.source]
        return Citation(
            source=passage.source,
            title=document.title,
            publisher=document.publisher,
            date=document.date,
            page=page_of(document, span.start),
            role=passage.role,
            speaker=passage.speaker,
            start=span.start,
            end=span.end,
            quote=span.of(document.text),
            heading=passage.heading,
            valid_from=document.valid_from,
            valid_to=document.valid_to,
        )
