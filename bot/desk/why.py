"""The page 'waarom': any question stage by stage, also beside another generation or configuration.

It is a GET, so that its address is a permanent link. Nothing of what is asked is written anywhere.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.alarm import THRESHOLD
from bot.answer import Bot
from bot.batch import replayed
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.trace import Trace
from bot.desk.tracing import traced
from bot.desk.variants import SETTINGS, Generations, configured
from bot.desk.view import View
from bot.dialogue import cleaned
from bot.legal import written_date
from bot.personal import left_out
from bot.show import as_plain_text
from bot.signals import Signals
from index.errors import UsageError, WijkwijzerError

ADDRESS = f"{HOME}/waarom"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, in its own words."""

    q: str | None
    """Nothing where only the form is asked for."""
    eerder: str
    naast: str
    instelling: str

    @property
    def compares(self) -> bool:
        """Whether two are to be seen side by side."""
        return bool(self.naast or self.instelling)


@dataclass(frozen=True, slots=True)
class Column:
    """A trace, and what of it the one beside it has not."""

    trace: Trace
    beside: Trace | None

    @property
    def used_alone(self) -> frozenset[tuple[str, str]]:
        """The keys of the passages that were used here and not there."""
        return self.trace.used - self.beside.used if self.beside else frozenset()

    @property
    def chosen_alone(self) -> frozenset[tuple[str, str]]:
        """The keys of the sentences that were chosen here and not there."""
        return self.trace.chosen - self.beside.chosen if self.beside else frozenset()


class BusyError(WijkwijzerError):
    """Too many wait for an answer."""


class Why:
    """Answers for the page, with the models that answer visitors."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.generations = Generations(desk.home)

    def columns(self, asked: Asked) -> tuple[Column, ...]:
        """Return one or two traces of a question.

        Raises `QuestionError` for what is no question, `UsageError` for a generation or configuration that
        is not there, `IndexUnavailableError` for one that cannot be opened, and `BusyError` where the line is
        full.
        """
        bot, language = self._desk.bot_now(), self._desk.settings.language
        before = cleaned(asked.eerder, language, bot.public) if asked.eerder.strip() else ""
        question = cleaned(asked.q or "", language, bot.public)
        bots = [bot, self._other(bot, asked)] if asked.compares else [bot]
        earlier = [before] if before else []
        with self._in_line():
            traces = [traced(each, question, replayed(each, earlier, language), language) for each in bots]
        if len(traces) == 1:
            return (Column(traces[0], None),)
        one, other = traces
        return (Column(one, other), Column(other, one))

    def _other(self, bot: Bot, asked: Asked) -> Bot:
        texts = self._desk.texts
        if asked.naast:
            bot = bot.like(self.generations.open(asked.naast, bot.index, texts))
        return configured(bot, asked.instelling, texts) if asked.instelling else bot

    @contextmanager
    def _in_line(self) -> Iterator[None]:
        """Take a place among the visitors who wait: their models are at work here."""
        place = self._desk.line.enter()
        if place is None:
            raise BusyError(self._desk.texts.get("page.busy"))
        try:
            yield
        finally:
            self._desk.line.leave(place.ticket)


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the page; readers may use it."""
    router, why = APIRouter(), Why(desk)

    @router.get(ADDRESS)
    def page(
        request: Request, q: str | None = None, eerder: str = "", naast: str = "", instelling: str = ""
    ) -> Response:
        asked, problem, status = Asked(q, eerder, naast, instelling), "", 200
        columns: tuple[Column, ...] = ()
        try:
            columns = why.columns(asked) if q is not None else ()
        except WijkwijzerError as error:
            problem, status = str(error), 400 if isinstance(error, UsageError) else 503
        return view.page(
            request,
            "why.html",
            status,
            asked=asked,
            columns=columns,
            problem=problem,
            link=_link(asked, columns[0].trace) if columns else "",
            generations=why.generations.names(),
            settings=list(SETTINGS),
            signals=[each.name for each in fields(Signals)],
            alarm=THRESHOLD,
            left_out=left_out,
            plain=as_plain_text,
            **_written(desk),
        )

    return router


def _link(asked: Asked, trace: Trace) -> str:
    """Return the page's address with the question as it was read: what was left out of it stays out."""
    said = {
        "q": trace.understood.asked,
        "eerder": trace.understood.before,
        "naast": asked.naast,
        "instelling": asked.instelling,
    }
    return f"{ADDRESS}?{urlencode({name: value for name, value in said.items() if value})}"


def _written(desk: Desk) -> dict[str, Callable[..., str]]:
    """Return how numbers, shares and days are written in the desk's language."""
    texts = desk.texts

    def number(value: float, digits: int) -> str:
        written = f"{value:.{digits}f}"
        return written.replace(".", ",") if texts.language == "nl" else written

    def day(of: date) -> str:
        return written_date(of.isoformat(), texts)

    return {"number": number, "share": lambda value: f"{value:.0%}", "day": day}
