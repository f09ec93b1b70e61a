"""Visitors who ask while one edition of the index after the other is published."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.answer import Bot
from bot.generate import Manner, Message
from bot.types import Answer
from eval.hashing import HashingEncoder
from eval.trials import DOCUMENTS, Result, edition_of, freshly, publish, question, warnings_of_index, write
from index.live import Live
from index.store import Index

HITS = 10
# A visitor reads an answer for so many seconds, on average, before the next question: on two cores a thousand
# of them ask more than can be answered, so that questions are under way at every moment.
READING_SECONDS = 1.0
# A new generation has to be picked up in this time, with all visitors asking meanwhile.
MOST_SECONDS = 60.0


class _Silent:
    """Writes nothing: answers are quotes."""

    manner: Manner = "completes"

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:  # noqa: ARG002
        return iter(())


def _check(bot: Bot, answer: Answer) -> None:
    """Raise `ValueError` where not all of an answer is of the bot's edition; generation 1 is edition 0."""
    citations = [*answer.nearest, *(each for sentence in answer.sentences for each in sentence.citations)]
    for each in citations:
        if bot.index.documents[each.source].text[each.start : each.end] != each.quote:
            raise ValueError(f"'{each.quote}' is not what the source says")
    found = edition_of([*(each.quote for each in citations), *(hit.passage.text for hit in answer.hits)])
    if found != int(bot.index.generation) - 1:
        raise ValueError(f"edition {found} in an answer from generation {bot.index.generation}")


def _visit(live: Live[Bot], reading: float, left: threading.Event, seed: int, outcomes: list[str]) -> None:
    chance = random.Random(seed)
    while not left.wait(chance.uniform(0, 2 * reading)):
        try:
            bot = live()
            answer = bot.answer(question(chance.randrange(DOCUMENTS)))
            _check(bot, answer)
            outcomes.append("answered from one edition" if answer.sentences else "refused from one edition")
        except Exception as error:  # whatever it is, a visitor got no answer
            outcomes.append(repr(error))


def _picked_up(live: Live[Bot], edition: int) -> bool:
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if int(live().index.generation) - 1 == edition:
            return True
        time.sleep(0.05)
    return False


def swaps(scratch: Path, trials: int, visitors: int, reading: float = READING_SECONDS) -> Result:
    """Publish so many editions, one after the other is served, while so many visitors ask."""
    home, result, left = scratch / "home", Result(), threading.Event()
    freshly(publish, home, write(scratch, 0))
    with warnings_of_index() as said:
        live = Live(home, lambda: Bot(Index.open(home, HashingEncoder()), _Silent(), HITS))
        oldest = live()
        before = oldest.answer(question(7))
        outcomes: list[list[str]] = [[] for _ in range(visitors)]
        threads = [
            threading.Thread(target=_visit, args=(live, reading, left, seed, own))
            for seed, own in enumerate(outcomes)
        ]
        for thread in threads:
            thread.start()
        for edition in range(1, trials + 1):
            freshly(publish, home, write(scratch, edition))
            result.check(_picked_up(live, edition), "swaps", f"edition {edition} was not picked up")
        left.set()
        for thread in threads:
            thread.join()
    for outcome in (each for own in outcomes for each in own):
        result.check(outcome.endswith("from one edition"), outcome)
    after = oldest.answer(question(7))
    same = (after.sentences, after.nearest, after.hits) == (before.sentences, before.nearest, before.hits)
    result.check(same, "the oldest answers as before, its files long gone", "the oldest answers otherwise")
    result.check(not said, "nothing to warn of", f"warnings: {said}")
    return result
