"""Question to answer: what it is, what the sources have on it, and what of that is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot import alarm
from bot.age import age_notices
from bot.clock import Clock
from bot.closed import agreed_ruling
from bot.dialogue import cleaned, is_greeting, language_of, presentable
from bot.evidence import Evidence
from bot.find import Finder
from bot.followup import instead
from bot.generate import Generator
from bot.legal import version_notices
from bot.notices import helping, noted, whom_to_call
from bot.observe import NOBODY, Chosen, Observer, Read, Understood
from bot.overview import beginnings, is_bare_subject, is_vague, points, positions
from bot.parts import Parts, parts_of
from bot.personal import left_out
from bot.readings import best_of, follow_up
from bot.refusing import about_oneself, asked_back, refused
from bot.routing import Routed, route, unaddressed, without_address
from bot.trained import Trained
from bot.types import (
    Answer,
    Citation,
    Event,
    EvidenceFound,
    Finished,
    Kind,
    Noticed,
    Sentence,
    SentenceReady,
    SourcesFound,
    Turn,
    Working,
)
from bot.write import Writer, cite, cited, one_of_each
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.store import Index
from prompts import Language, Texts, load

NOTHING_TRAINED = Trained()


class Bot:
    """Answers questions from one index with one generator, the same question always in the same way."""

    def __init__(  # noqa: PLR0913  (what it is made of, each with a default but the first three)
        self,
        index: Index,
        generator: Generator,
        hits: int,
        public: PublicContacts = HELPLINES_ONLY,
        *,
        today: Callable[[], date] = date.today,
        trained: Trained = NOTHING_TRAINED,
    ) -> None:
        self.index = index
        self.public = public
        self._made_of = (generator, hits, trained)
        self._today = today
        self._finder = Finder(index, hits, today, trained.reader)
        self._writer = Writer(generator, trained.support, trained.reader)
        self._alarm = trained.alarm

    def like(
        self,
        index: Index | None = None,
        generator: Generator | None = None,
        hits: int | None = None,
        trained: Callable[[Trained], Trained] = lambda ours: ours,
    ) -> "Bot":
        """Return another bot with the same models, except for what is given or made of what is trained."""
        ours, most, models = self._made_of
        return Bot(
            index or self.index,
            generator or ours,
            hits or most,
            self.public,
            today=self._today,
            trained=trained(models),
        )

    def warm_up(self) -> None:
        """Do once what is slow the first time: the libraries' set-up and the examples of the prompt."""
        texts = load("nl")
        question = texts.list("page.examples")[0]
        found = self._finder.find(question, "nl", Clock())
        passage = found.hits[0].passage
        # As if the article said it: what a reader says would not be drafted.
        citation = replace(cite(self.index, passage, passage.span), role="article")
        list(self._writer.sentences(question, [citation], texts))

    def answer(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language = "nl",
        observer: Observer = NOBODY,
    ) -> Answer:
        """Return the whole answer; raises `QuestionError` as `stream` does."""
        *_, last = self.stream(question, history, language, observer)
        if not isinstance(last, Finished):
            raise TypeError(f"the stream ended with {last}, not with an answer")
        return last.answer

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        language: Language = "nl",
        observer: Observer = NOBODY,
    ) -> Iterator[Event]:
        """Yield the sources, the evidence, each sentence that has passed its checks, then the whole answer.

        Where somebody may be in danger, whom to call comes before anything else. A follow-up that the sources
        do not answer by itself is read once more together with the question before it. Personal data is
        taken out of both before anything reads them, and the answer says so. Raises `QuestionError`, in
        `language`, where the question cannot be answered as it is.
        """
        asked = cleaned(question, language, self.public)
        before = presentable(history[-1].question, self.public) if history else ""
        spoken = language_of(asked, language)
        routed = route(asked)
        danger = None if routed.crisis or self._alarm is None else self._alarm.danger(without_address(asked))
        crisis = routed.crisis or (danger is not None and danger >= alarm.THRESHOLD)
        observer.saw(Understood(asked, before, spoken, routed, danger))
        if crisis:
            yield Noticed(whom_to_call(load(spoken)))
        if crisis and not routed.asks:
            # What the sources have on it was not asked for, and would stand in the way.
            yield Finished(helping(noted(Answer(asked, "refusal", spoken), left_out(asked))))
            return
        for event in self._events(asked, before, routed, load(spoken), Clock(observer)):
            if not isinstance(event, Finished):
                yield event
                continue
            answer = noted(event.answer, left_out(asked))
            yield Finished(helping(answer) if crisis else answer)

    def _events(self, asked: str, before: str, routed: Routed, texts: Texts, clock: Clock) -> Iterator[Event]:
        empty = Answer(asked, "refusal", texts.language, timings=clock.timings)
        if is_greeting(asked):
            yield Finished(replace(empty, kind="greeting", notices=(texts.get("answer.greeting"),)))
        elif routed.form in ("thanks", "identity"):
            yield Finished(replace(empty, kind="greeting", notices=(texts.get(f"answer.{routed.form}"),)))
        elif routed.form in ("instruction", "personal_data"):
            notices = (texts.get("answer.refusal"), texts.get(f"answer.{routed.form}"))
            yield Finished(replace(empty, notices=notices, reason=routed.form))
        elif routed.form in ("overview", "positions"):
            yield from self._overview(routed, empty, texts, clock)
        elif routed.form == "personal_case":
            found = self._finder.find(asked, texts.language, clock)
            yield Finished(about_oneself(self.index, found, empty, texts))
        else:
            yield from self._answered(asked, before, empty, texts, clock)

    def _answered(
        self, asked: str, before: str, empty: Answer, texts: Texts, clock: Clock
    ) -> Iterator[Event]:
        search = self._finder.searched(asked, clock)
        if search.hits:
            yield SourcesFound(one_of_each(self.index, search.hits))
        found = self._finder.weighed(search, texts.language, clock)
        fresh = not before or (is_bare_subject(asked) and not instead(before, asked))
        if fresh and is_vague(asked, found):
            yield Finished(asked_back(self.index, found, empty, texts))
            return
        notices: tuple[str, ...] = ()
        if before and (read := follow_up(self._finder, asked, before, found, texts.language, clock)):
            reading, found = read
            if reading != asked:
                notices = (texts.get("answer.understood_as", question=reading),)
            asked = reading
        parts = Parts((asked,)) if notices else parts_of(unaddressed(asked))
        clock.tell(Read(asked, parts, follow_up=bool(notices)))
        best = best_of(self._finder, parts, found, texts.language, clock)
        clock.mark("evidence")
        if not best.evidence:
            yield Finished(refused(self.index, found, replace(empty, question=asked), texts, notices))
            return
        notices += tuple(texts.get("answer.part_missing", question=each) for each in best.unanswered)
        notices += tuple(texts.get("answer.part_left", question=each) for each in parts.left)
        base = replace(empty, question=asked, confidence=best.confidence, hits=found.hits, notices=notices)
        kind: Kind = "partial" if best.unanswered or parts.left else "answer"
        yield from self._written(asked, base, best.evidence, texts, clock, kind, found.asked_day)

    def _overview(self, routed: Routed, empty: Answer, texts: Texts, clock: Clock) -> Iterator[Event]:
        """Cite points on a subject, or who says what of it; without one the beginning of every source."""
        subject = routed.subject
        found = self._finder.find(subject, texts.language, clock) if subject else None
        select = positions if routed.form == "positions" else points
        best = select(found, subject) if found else beginnings(self.index)
        clock.mark("evidence")
        if found and not best:
            weak = replace(found, reason=found.reason or "weak_evidence")
            yield Finished(refused(self.index, weak, empty, texts))
            return
        hits = found.hits if found else ()
        base = replace(empty, confidence=found.confidence if found else 1.0, hits=hits)
        yield from self._written(subject, base, best, texts, clock)

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
        citations = cited(self.index, evidence)
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
        laws = version_notices(citations, self.index, self._finder.versions, asked_day, texts)
        # Of a law its version has been told.
        sources = [self.index.documents[each] for each in dict.fromkeys(each.source for each in citations)]
        aged = age_notices([each for each in sources if not each.work], self._today(), texts)
        dutch = (texts.get("answer.dutch_sources"),) if texts.language == "en" else ()
        return (*verdict, *said, *laws, *aged, *dutch)
