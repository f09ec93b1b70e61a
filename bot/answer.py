"""A message to an answer: what it is, whom to call first, and what is replied."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from bot import alarm
from bot.clock import Clock
from bot.conversation import followed
from bot.dialogue import cleaned, language_of
from bot.find import Finder
from bot.generate import Generator
from bot.notices import helping, noted, whom_to_call
from bot.observe import NOBODY, Observer, Understood
from bot.personal import left_out
from bot.replies import Replies
from bot.routing import route, without_address
from bot.trained import Trained
from bot.types import Answer, Event, Finished, Noticed
from bot.write import Writer, cite
from index.privacy import HELPLINES_ONLY, PublicContacts
from index.store import Index
from prompts import Language, load

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
        self._replies = Replies(self._finder, self._writer, today)
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
        history: Sequence[Answer] = (),
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
        history: Sequence[Answer] = (),
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
        before = followed(history)
        spoken = language_of(asked, language)
        routed = route(asked)
        danger = None if routed.crisis or self._alarm is None else self._alarm.danger(without_address(asked))
        crisis = routed.crisis or (danger is not None and danger >= alarm.THRESHOLD)
        observer.saw(Understood(asked, before.question, spoken, routed, danger))
        if crisis:
            yield Noticed(whom_to_call(load(spoken)))
        if crisis and not routed.asks:
            # What the sources have on it was not asked for, and would stand in the way. What no pattern tells
            # may be no cry: it is told where else to go.
            where = () if routed.crisis else (load(spoken).get("answer.personal_case"),)
            answer = Answer(asked, "refusal", spoken, notices=where)
            yield Finished(helping(noted(answer, left_out(asked))))
            return
        for event in self._replies.to(asked, before, routed, load(spoken), Clock(observer)):
            if not isinstance(event, Finished):
                yield event
                continue
            answer = noted(event.answer, left_out(asked))
            yield Finished(helping(answer) if crisis else answer)
