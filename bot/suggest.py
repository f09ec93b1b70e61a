"""What one could ask next: only questions that the bot has answered from this very index."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.answer import Bot
from bot.dialogue import QuestionError
from bot.explain import terms_of
from bot.types import Answer, EvidenceFound
from index.dutch import terms
from index.store import Index
from prompts import LANGUAGES, Language, load

_log = logging.getLogger(__name__)

MAX_SUGGESTED = 3
# Of a larger index the first subjects stand for the others: each takes half a second of the processor.
MAX_CANDIDATES = 60
# Visitors' questions come first. A lower priority would not do: its thread could not give up Python's lock.
PAUSE_SECONDS = 0.5
# A heading of more words is a sentence and no subject.
MAX_SUBJECT_WORDS = 5
_SMALL = re.compile(r"\b[a-zà-ÿ][\w-]*")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question that the index answers, and from which sources."""

    question: str
    sources: frozenset[str]
    terms: frozenset[str]
    """Of the question and of what answers it."""


def candidates(index: Index, language: Language, examples: Sequence[str]) -> list[str]:
    """Return what might be asked: the examples, the glossary's terms, and the headings of the sources."""
    texts = load(language)
    asked = [*examples]
    asked += [texts.get("suggest.meaning", term=term.name) for term in terms_of(language)]
    for document in index.documents.values():
        for block in document.blocks:
            heading = block.span.of(document.text).strip(" .:!")
            if block.role != "heading" or not terms(heading):
                continue
            if heading.endswith("?"):
                asked.append(heading)
            elif len(heading.split()) <= MAX_SUBJECT_WORDS:
                asked.append(texts.get("suggest.about", subject=_within(heading, document.text)))
    # Of two questions with the same words that matter the first is enough.
    first: dict[frozenset[str], str] = {}
    for question in asked:
        first.setdefault(frozenset(terms(question)), question)
    return list(first.values())[:MAX_CANDIDATES]


def _within(heading: str, text: str) -> str:
    """Return a heading as it stands in a sentence: without its capital, unless it is a name.

    It is none where the text has its first word without a capital, in any form ('samenwerking'), and where
    it has no other capital ('Werk & Inkomen').
    """
    small = heading[0].lower() + heading[1:]
    written_small = frozenset(terms(" ".join(_SMALL.findall(text))))
    is_name = small != small.lower() or not written_small.issuperset(terms(small.split()[0]))
    return heading if is_name else small


def answered(bot: Bot, questions: Iterable[str], language: Language) -> Iterator[Suggestion]:
    """Yield those of the questions that the bot answers; it is not asked to write the answers."""
    for question in questions:
        try:
            found = next(
                (e for e in bot.stream(question, (), language) if isinstance(e, EvidenceFound)), None
            )
        except QuestionError:
            continue
        if found is not None:
            said = terms(" ".join([question, *(each.quote for each in found.citations)]))
            sources = frozenset(each.source for each in found.citations)
            yield Suggestion(question, sources, frozenset(said))


class Suggestions:
    """Finds out in the background, while nobody waits, what each generation of the index can be asked."""

    def __init__(
        self, examples: Callable[[Language], Sequence[str]], busy: Callable[[], bool] = lambda: False
    ) -> None:
        """`busy` tells whether somebody waits for an answer."""
        self._examples = examples
        self._busy = busy
        self._lock = threading.Lock()
        self._begun: str | None = None
        self._known: dict[tuple[str, Language], tuple[Suggestion, ...]] = {}

    def prepare(self, bot: Bot) -> threading.Thread | None:
        """Begin with the bot's generation, unless that was begun before."""
        with self._lock:
            if self._begun == bot.index.generation:
                return None
            self._begun = bot.index.generation
            self._known = {}
        thread = threading.Thread(target=self._find, args=(bot,), name="suggestions", daemon=True)
        thread.start()
        return thread

    def _find(self, bot: Bot) -> None:
        for language in LANGUAGES:
            asked = candidates(bot.index, language, self._examples(language))
            try:
                known = tuple(answered(bot, self._one_by_one(asked), language))
                self._known[bot.index.generation, language] = known
            except Exception:  # whatever it is, the visitors' own questions go on
                _log.exception("What can be asked next was not found out.")

    def _one_by_one(self, asked: Sequence[str]) -> Iterator[str]:
        for question in asked:
            while self._busy():
                time.sleep(PAUSE_SECONDS)
            yield question

    def after(self, answer: Answer, generation: str, asked: Sequence[str]) -> tuple[str, ...]:
        """Return what could be asked after an answer: of its sources and subject, and not asked before.

        Nothing where that is not known yet.
        """
        cited = frozenset(each.citations[0].source for each in answer.sentences)
        said = frozenset(terms(" ".join([answer.question, *(each.text for each in answer.sentences)])))
        before = {each.casefold() for each in asked}
        known = self._known.get((generation, answer.language), ())
        near = [
            (len(said & each.terms) + bool(cited & each.sources), each.question)
            for each in known
            if each.question.casefold() not in before
        ]
        near.sort(key=lambda each: -each[0])
        return tuple(question for shared, question in near[:MAX_SUGGESTED] if shared)
