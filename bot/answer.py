"""Question to answer: what it is, what the sources have on it, and what of that is said."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot import alarm
from bot.age import age_notices
from bot.clock import Clock
from bot.closed import agreed_ruling
from bot.dialogue import MAX_QUESTION_CHARACTERS, cleaned, is_greeting, language_of, presentable
from bot.evidence import Evidence, chosen, meets, says
from bot.find import Finder, Found
from bot.followup import instead
from bot.generate import Generator
from bot.legal import version_notices
from bot.notices import helping, noted, whom_to_call
from bot.overview import beginnings, choices, is_bare_subject, is_vague, points, positions
from bot.parts import Parts, parts_of
from bot.personal import left_out
from bot.routing import Routed, route
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
    Turn,
)
from bot.write import Writer, cite, cited
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.store import Index
from prompts import Language, Texts, load

NOTHING_TRAINED = Trained()
SHOWN_NEAREST = 3
# What answers several questions at once is as long as this at most.
MAX_SENTENCES = 5
CHOSEN_OF_A_PART = 2


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
        self._today = today
        self._finder = Finder(index, hits, today, trained.reader)
        self._writer = Writer(generator, trained.support)
        self._alarm = trained.alarm

    def warm_up(self) -> None:
        """Do once what is slow the first time: the libraries' set-up and the examples of the prompt."""
        texts = load("nl")
        question = texts.list("page.examples")[0]
        found = self._finder.find(question, "nl", Clock())
        self._writer.draft(question, found.hits[0].passage.text, texts)

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

        Where somebody may be in danger, whom to call comes before anything else. A follow-up that the sources
        do not answer by itself is read once more together with the question before it. Personal data is
        taken out of both before anything reads them, and the answer says so. Raises `QuestionError`, in
        `language`, where the question cannot be answered as it is.
        """
        asked = cleaned(question, language, self.public)
        before = presentable(history[-1].question, self.public) if history else ""
        spoken = language_of(asked)
        routed = route(asked)
        crisis = routed.crisis or self._hears_danger(asked)
        if crisis:
            yield Noticed(whom_to_call(load(spoken)))
        for event in self._events(asked, before, routed, spoken):
            if not isinstance(event, Finished):
                yield event
                continue
            answer = noted(event.answer, left_out(asked))
            yield Finished(helping(answer) if crisis else answer)

    def _hears_danger(self, asked: str) -> bool:
        return self._alarm is not None and self._alarm.danger(asked) >= alarm.THRESHOLD

    def _events(self, asked: str, before: str, routed: Routed, spoken: Language) -> Iterator[Event]:
        texts, clock = load(spoken), Clock()
        empty = Answer(asked, "refusal", spoken, timings=clock.timings)
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
            yield Finished(self._about_oneself(asked, empty, texts, clock))
        else:
            yield from self._answered(asked, before, empty, texts, clock)

    def _answered(
        self, asked: str, before: str, empty: Answer, texts: Texts, clock: Clock
    ) -> Iterator[Event]:
        found = self._finder.find(asked, texts.language, clock)
        fresh = not before or (is_bare_subject(asked) and not instead(before, asked))
        if fresh and is_vague(asked, found):
            yield Finished(self._asked_back(found, empty, texts))
            return
        notices: tuple[str, ...] = ()
        if before and (read := self._follow_up(asked, before, found, texts, clock)):
            asked, found = read
            notices = (texts.get("answer.understood_as", question=asked),)
        parts = Parts((asked,)) if notices else parts_of(asked)
        best, unanswered = self._best(parts, found, texts.language, clock)
        clock.mark("evidence")
        if not best:
            yield Finished(self._refused(found, empty, texts))
            return
        notices += tuple(texts.get("answer.part_missing", question=each) for each in unanswered)
        base = replace(empty, question=asked, confidence=found.confidence, hits=found.hits, notices=notices)
        kind: Kind = "partial" if unanswered else "answer"
        yield from self._written(asked, base, best, texts, clock, kind, found.asked_day)

    def _follow_up(
        self, asked: str, before: str, bare: Found, texts: Texts, clock: Clock
    ) -> tuple[str, Found] | None:
        """Return as what a follow-up is read that does not say everything by itself, and what that finds."""
        swapped = [(each, self._finder.find(each, texts.language, clock)) for each in instead(before, asked)]
        # What is told of Breda is no answer on Almelo.
        answered = [each for each in swapped if not each[1].reason and says(asked, chosen(each[1].evidence))]
        if answered:
            return max(answered, key=lambda each: each[1].confidence)
        if swapped or not bare.reason:
            return None
        joined = f"{before} {asked}"[:MAX_QUESTION_CHARACTERS]
        found = self._finder.find(joined, texts.language, clock)
        # An English follow-up has other words than Dutch sources.
        met = texts.language == "en" or meets(asked, before, found.evidence)
        return (joined, found) if met and not found.reason else None

    def _best(
        self, parts: Parts, whole: Found, language: Language, clock: Clock
    ) -> tuple[list[Evidence], tuple[str, ...]]:
        """Return the evidence to answer with, of each part of a question, and the parts that have none."""
        ours = [] if whole.reason else [*whole.evidence] if whole.recited else chosen(whole.evidence)
        if len(parts.questions) == 1 or whole.recited:
            return ours, ()
        finds = [self._finder.find(part, language, clock) for part in parts.questions]
        best = [
            each for found in finds if not found.reason for each in chosen(found.evidence, CHOSEN_OF_A_PART)
        ]
        missed = tuple(part for part, found in zip(parts.questions, finds, strict=True) if found.reason)
        if missed:
            best += ours
        once = {(each.passage.source, each.span): each for each in best}
        told = missed if once and (parts.separate or whole.reason) else ()
        return list(once.values())[:MAX_SENTENCES], told

    def _refused(self, found: Found, empty: Answer, texts: Texts) -> Answer:
        notices = [texts.get("answer.refusal")]
        if found.reason == "name_missing":
            notices.append(texts.get("answer.name_missing", names=", ".join(found.lacking.names)))
        elif found.reason == "number_missing":
            notices.append(texts.get("answer.number_missing", names=", ".join(found.lacking.numbers)))
        elif found.reason in ("only_opinions", "outside_subject"):
            notices.append(texts.get(f"answer.{found.reason}"))
        base = replace(empty, reason=found.reason, confidence=found.confidence, hits=found.hits)
        return self._with_nearest(base, notices, found.evidence, texts)

    def _with_nearest(
        self, base: Answer, notices: Sequence[str], evidence: Sequence[Evidence], texts: Texts
    ) -> Answer:
        nearest = tuple(cite(self.index, each.passage, each.span) for each in evidence[:SHOWN_NEAREST])
        shown = (texts.get("answer.nearest"),) if nearest else ()
        return replace(base, notices=(*notices, *shown), nearest=nearest)

    def _about_oneself(self, asked: str, empty: Answer, texts: Texts, clock: Clock) -> Answer:
        """Refuse to say what somebody is entitled to; what the sources say in general is shown as nearest."""
        found = self._finder.find(asked, texts.language, clock)
        base = replace(empty, reason="personal_case", confidence=found.confidence, hits=found.hits)
        notices = (texts.get("answer.refusal"), texts.get("answer.personal_case"))
        return self._with_nearest(base, notices, found.evidence, texts)

    def _asked_back(self, found: Found, empty: Answer, texts: Texts) -> Answer:
        """Ask what is meant, with what the sources have on it to choose from."""
        shown = tuple(cite(self.index, each.passage, each.span) for each in choices(found.evidence))
        notices = [texts.get("answer.clarify")]
        if shown:
            notices.append(texts.get("answer.choices"))
        return replace(empty, kind="clarify", notices=tuple(notices), nearest=shown, hits=found.hits)

    def _overview(self, routed: Routed, empty: Answer, texts: Texts, clock: Clock) -> Iterator[Event]:
        """Cite points on a subject, or who says what of it; without one the beginning of every source."""
        subject = routed.subject
        found = self._finder.find(subject, texts.language, clock) if subject else None
        select = positions if routed.form == "positions" else points
        best = select(found, subject) if found else beginnings(self.index)
        clock.mark("evidence")
        if found and not best:
            yield Finished(
                self._refused(replace(found, reason=found.reason or "weak_evidence"), empty, texts)
            )
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
        citations = cited(self.index, evidence)
        clock.mark("first_citation")
        yield EvidenceFound(tuple(citations))
        sentences: list[Sentence] = []
        for sentence in self._writer.sentences(asked, citations, texts):
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
