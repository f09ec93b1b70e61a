"""What happens on the page: a question comes in, is answered step by step, stopped, opened, rated."""

import logging
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from bot.answer import Bot
from bot.asked import Asked
from bot.dialogue import presentable
from bot.page.frame import Frame
from bot.page.line import Line
from bot.page.municipality import Municipality
from bot.page.source import Opened
from bot.page.told import told
from bot.page.turn import TurnView
from bot.ratings import COMPLAINTS, MAX_NOTE_CHARACTERS, Complaint, Rating, Ratings
from bot.suggest import Suggestions
from bot.types import Working
from index.errors import StoreUnavailableError, WijkwijzerError
from prompts import LANGUAGES, Language

_log = logging.getLogger(__name__)

Turns = tuple[TurnView, ...]
# Tokens of the answers that a visitor has rated: one set, which is changed in place. An answer that is being
# written yields turns of its own, and would take back what was written to those meanwhile.
Rated = set[str]
# Gives the bot of the moment: it answers from one generation of the index, the next question perhaps another.
BotNow = Callable[[], Bot]
# What a page in the browser sends with a click: anything, if somebody wants to.
Sent = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Handlers:
    """One for the server: whatever belongs to a visitor is given to it and returned by it."""

    bot_now: BotNow
    municipality: Municipality
    told_others: bool
    ratings: Ratings
    asked: Asked
    suggestions: Suggestions
    line: Line

    def frame(self, language: Language) -> Frame:
        """Return what stands around a conversation in a language."""
        return Frame(language, self.municipality, self.told_others, self.asked.days)

    def received(
        self, question: str, turns: Turns, language: Language, again: bool = False
    ) -> tuple[Turns, str]:
        """Return the turns with the question waiting, and what stays in the field.

        The page asks `again` by itself after it was loaded anew.

        A second click while the last question waits changes nothing, and a full line leaves the question
        where it is. From here on nothing holds what the visitor typed.
        """
        if turns and turns[-1].waits:
            return turns, question
        bot, texts = self.bot_now(), self.frame(language).texts
        view = TurnView(
            presentable(question, bot.public),
            again=again,
            generation=bot.index.generation,
            documents=bot.index.documents,
        )
        place = self.line.enter()
        if place is None:
            return (*turns, replace(view, problem=texts.get("page.busy"), retry=True)), question
        return (*turns, replace(view, ticket=place.ticket, before=place.before)), ""

    def answering(self, turns: Turns, language: Language) -> Iterator[Turns]:
        """Yield the turns after every event of the last one's answer; nothing where it waits for none."""
        if not turns or not turns[-1].waits:
            return
        bot = self.bot_now()
        self.suggestions.prepare(bot)
        *earlier, view = turns
        self.line.reach(view.ticket)
        # Another generation may have come while it waited.
        view = replace(
            view,
            before=0,
            token=secrets.token_hex(16),
            generation=bot.index.generation,
            documents=bot.index.documents,
        )
        history = [turn.answer for turn in earlier if turn.answer]
        try:
            for event in bot.stream(view.question, history, language):
                if not self.line.stays(view.ticket):
                    # Stopped: nobody waits for the rest of it.
                    return
                if isinstance(event, Working):
                    continue
                view = view.after(event)
                if view.answer is not None:
                    asked = [each.question for each in turns]
                    suggested = self.suggestions.after(view.answer, view.generation, asked)
                    view = replace(view, suggested=suggested)
                yield (*earlier, view)
        except WijkwijzerError as error:
            yield (*earlier, replace(view, problem=str(error)))
        except Exception:  # whatever went wrong, nobody is left waiting, and the question is in no log
            _log.exception("A question could not be answered.")
            failed = self.frame(language).texts.get("page.failed")
            yield (*earlier, replace(view, problem=failed, retry=True))
        finally:
            self.line.leave(view.ticket)
            # Only now: the visitor has the answer.
            if view.answer is not None:
                self.asked.add(view.token, view.answer, view.generation)

    def stopped(self, turns: Turns, language: Language) -> tuple[Turns, str]:
        """Return the turns without an answer to the one that waits, and its question, back in the field."""
        if not turns or not turns[-1].waits:
            return turns, ""
        *earlier, view = turns
        self.line.leave(view.ticket)
        problem = self.frame(language).texts.get("page.stopped")
        return (*earlier, replace(view, problem=problem, retry=True)), view.question

    def told(self, turns: Turns, language: Language) -> str:
        """Return as HTML what a screen reader is told of the last question."""
        return told(turns, self.frame(language))

    def rated(self, turns: Turns, rated: Rated, sent: Sent, language: Language) -> str:
        """Keep what a visitor thinks of an answer; return what is said of that.

        What no page sends changes nothing.
        """
        at, helpful, complaint, note = (sent.get(name) for name in ("turn", "helpful", "complaint", "note"))
        if not isinstance(at, int) or not 0 <= at < len(turns) or not isinstance(helpful, bool):
            return ""
        view = turns[at]
        if view.answer is None or view.token in rated:
            return ""
        known: Complaint = next((each for each in COMPLAINTS if each == complaint), "")
        said = note[:MAX_NOTE_CHARACTERS] if isinstance(note, str) else ""
        texts = self.frame(language).texts
        try:
            self.ratings.add(Rating(helpful, known, said), view.answer, view.generation)
        except StoreUnavailableError:
            return texts.get("page.not_rated")
        if not helpful:
            self.asked.not_helpful(view.token, view.answer, view.generation)
        rated.add(view.token)
        return self.frame(language).thanks


def opened(turns: Turns, sent: Sent) -> Opened | None:
    """Return which number a click asks for; nothing for one that this conversation does not have."""
    turn, number = sent.get("turn"), sent.get("number")
    if not isinstance(turn, int) or not isinstance(number, int) or not 0 <= turn < len(turns):
        return None
    citations = turns[turn].citations
    return Opened(turn, number, citations[number - 1]) if 1 <= number <= len(citations) else None


def moved(turns: Turns, at: Opened | None) -> Opened | None:
    """Return what was opened with the number that it has now.

    It may have been opened among what was found, which the sentences of the answer then put in their order.
    """
    if at is None or at.turn >= len(turns):
        return None
    citations = turns[at.turn].citations
    if at.cited not in citations or citations[at.number - 1 : at.number] == (at.cited,):
        return at
    return replace(at, number=citations.index(at.cited) + 1)


def language_in(sent: Sent, now: Language) -> Language:
    """Return the language that a click chooses, or the one that is shown."""
    return next((each for each in LANGUAGES if each == sent.get("language")), now)
