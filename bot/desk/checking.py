"""A fixed set of questions, answered by the bot of now and by one on an index that is not live yet."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from bot.answer import Bot
from bot.database import Database
from bot.desk.audit import Deed, write
from bot.desk.problems import DeskError
from bot.dialogue import MAX_QUESTION_CHARACTERS, QuestionError
from prompts import Language

# Each is answered twice, which takes seconds.
MAX_QUESTIONS = 100


@dataclass(frozen=True, slots=True)
class Said:
    """What of an answer matters to whoever compares it with another."""

    kind: str
    sentences: tuple[str, ...]
    sources: tuple[str, ...]

    def written(self) -> str:
        """Return it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> "Said":
        """Return what was written."""
        row = json.loads(written)
        return cls(row["kind"], tuple(row["sentences"]), tuple(row["sources"]))


@dataclass(frozen=True, slots=True)
class Compared:
    """What was answered before, and what is answered after."""

    question: str
    before: Said
    after: Said

    @property
    def differences(self) -> tuple[str, ...]:
        """What differs, of 'kind', 'sentences' and 'sources'."""
        return tuple(
            part
            for part in ("kind", "sentences", "sources")
            if getattr(self.before, part) != getattr(self.after, part)
        )


def said(bot: Bot, question: str, language: Language) -> Said:
    """Answer a question; one that cannot be answered as it is, is refused with the reason."""
    try:
        answer = bot.answer(question, language=language)
    except QuestionError as error:
        return Said("refusal", (str(error),), ())
    sources = dict.fromkeys(each.source for sentence in answer.sentences for each in sentence.citations)
    return Said(answer.kind, tuple(each.text for each in answer.sentences), tuple(sources))


def compared(before: Bot, after: Bot, questions: Sequence[str], language: Language) -> Iterator[Compared]:
    """Yield the answers to each question, as they are there."""
    for question in questions:
        yield Compared(question, said(before, question, language), said(after, question, language))


class Questions:
    """The questions of the check: the page's examples, and what editors added and took out."""

    def __init__(self, database: Database, examples: Sequence[str]) -> None:
        self._database = database
        self._examples = tuple(dict.fromkeys(examples))

    def all(self) -> tuple[str, ...]:
        """Return them, the examples first."""
        with self._database.transaction() as connection:
            rows = connection.execute("SELECT question, asked FROM check_question ORDER BY rowid").fetchall()
        chosen = {row["question"]: bool(row["asked"]) for row in rows}
        added = (question for question, asked in chosen.items() if asked and question not in self._examples)
        return (*(each for each in self._examples if chosen.get(each, True)), *added)

    def add(self, stated: str, name: str, at: str) -> None:
        """Let a question be asked; raises `DeskError` for one that is none, is there, or is one too many."""
        question, asked = " ".join(stated.split()), self.all()
        if not question or len(question) > MAX_QUESTION_CHARACTERS:
            raise DeskError("cannot.be_question", most=MAX_QUESTION_CHARACTERS)
        if question in asked:
            raise DeskError("cannot.ask_twice", question=question)
        if len(asked) >= MAX_QUESTIONS:
            raise DeskError("cannot.ask_more", most=MAX_QUESTIONS)
        self._set(question, True, Deed(at, name, "check_add", question, ""))

    def drop(self, question: str, name: str, at: str) -> None:
        """Let a question be asked no more; raises `DeskError` where it is not asked."""
        if question not in self.all():
            raise DeskError("cannot.drop_question", question=question)
        self._set(question, False, Deed(at, name, "check_drop", question, ""))

    def _set(self, question: str, asked: bool, deed: Deed) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM check_question WHERE question = ?", (question,))
            connection.execute("INSERT INTO check_question VALUES (?, ?)", (question, int(asked)))
            write(connection, deed)
