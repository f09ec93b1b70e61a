"""What answers the questions: the product, and baselines that show what its parts bring."""

import time
from collections.abc import Iterator, Sequence
from typing import Any, Literal, Protocol

from bot.answer import Bot
from bot.batch import answered
from bot.generate import Generator, Manner, Message
from bot.rows import Asked, hit_row
from eval.cases import Case
from index.sentences import split_sentences
from index.store import Index
from index.types import Span
from prompts import Language, load

Name = Literal["wijkwijzer", "quotes", "plain"]
# Of the passages that are found, so many are put before a generator that has to do without the rest.
PLAIN_PASSAGES = 3


class System(Protocol):
    """Anything that answers a case."""

    def row(self, case: Case) -> dict[str, Any]:
        """Return the answer as a row of the contract's JSON."""
        ...


class Silent:
    """A generator that says nothing: what is left is quotes."""

    manner: Manner = "completes"

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield nothing."""
        del messages
        return iter(())


class Product:
    """The bot as visitors have it."""

    def __init__(self, bot: Bot, language: Language) -> None:
        self._bot = bot
        self._language = language

    def row(self, case: Case) -> dict[str, Any]:
        """Return the bot's answer to the question after its history."""
        history = tuple(turn.question for turn in case.history)
        return answered(self._bot, Asked(case.id, case.question, history), self._language)


class Plain:
    """A generator that is given the question and the best passages, as most chatbots do: nothing is checked.

    It is told how to say that the passages do not answer. Each of its sentences cites all that it was given.
    """

    def __init__(self, index: Index, generator: Generator, hits: int) -> None:
        self._index = index
        self._generator = generator
        self._hits = hits

    def row(self, case: Case) -> dict[str, Any]:
        """Return what the generator makes of the question, together with the one before it."""
        started = time.perf_counter()
        texts = load("nl")
        asked = " ".join([*(turn.question for turn in case.history[-1:]), case.question])
        hits = self._index.search(asked, self._hits)
        found = time.perf_counter() - started
        passages = " ".join(" ".join(hit.passage.text.split()) for hit in hits[:PLAIN_PASSAGES])
        messages = [Message("system", texts.get("baseline.system", refusal=texts.get("baseline.refusal")))]
        for example in texts.table("baseline.examples"):
            shown = texts.get("draft.user", text=example["text"], question=example["question"])
            messages += [Message("user", shown), Message("assistant", example["answer"])]
        messages.append(Message("user", texts.get("draft.user", text=passages, question=asked)))
        said = "".join(self._generator.stream(messages)).strip()
        refused = not said or texts.get("baseline.refusal").rstrip(".") in said
        cited = [
            {
                "source": hit.passage.source,
                "title": hit.passage.title,
                "role": hit.passage.role,
                "start": hit.passage.span.start,
                "end": hit.passage.span.end,
                "quote": hit.passage.text,
            }
            for hit in hits[:PLAIN_PASSAGES]
        ]
        return {
            "id": case.id,
            "answer": said,
            "kind": "refusal" if refused else "answer",
            "abstained": refused,
            "reason": "",
            "language": "nl",
            "sentences": [
                {"text": sentence.of(said), "support": "unchecked", "citations": cited}
                for sentence in (() if refused else split_sentences(said, Span(0, len(said))))
            ],
            "notices": [],
            "hits": [hit_row(hit) for hit in hits],
            "timings": {"search": found, "total": time.perf_counter() - started},
        }
