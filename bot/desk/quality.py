"""How good the answers are, over time, and how the server is doing: /balie/kwaliteit."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from threading import Lock
from typing import get_args

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from bot.desk.desk import Desk
from bot.desk.evaluations import HEADLINE, Split, read_all, read_report
from bot.desk.guard import HOME
from bot.desk.health import health, reach, verified
from bot.desk.logbook import written_time
from bot.desk.numbers import Numbers
from bot.desk.trend import HEIGHT, WIDTH, comparable, trends
from bot.desk.view import HEADERS, View
from bot.desk.weights import Model, models_of
from bot.endpoint import is_endpoint
from index.errors import StoreUnavailableError, WijkwijzerError
from index.status import Checked
from prompts import Texts

PAGE = f"{HOME}/kwaliteit"
SPLITS: tuple[Split, ...] = get_args(Split)
# The report has its style and script inside. It gets an origin of its own: nothing in it can act for whoever
# is logged in, and it can fetch nothing.
REPORT_HEADERS = HEADERS | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "sandbox allow-scripts; frame-ancestors 'none'; form-action 'none'; base-uri 'none'",
}


def _long(up: timedelta, texts: Texts) -> str:
    minutes = int(up.total_seconds()) // 60
    return texts.get("quality.up_value", days=minutes // 1440, hours=minutes // 60 % 24, minutes=minutes % 60)


class Quality:
    """The page, and what its buttons have found."""

    def __init__(self, desk: Desk, view: View) -> None:
        self._desk = desk
        self._view = view
        self._started = desk.now()
        self._models = cache(lambda: models_of(desk.settings))
        self._checking = Lock()

    def page(
        self, request: Request, *, found: tuple[Checked, ...] = (), said: str = "", problem: str = ""
    ) -> HTMLResponse:
        """Return the page; `said` and `problem` are what a button has to tell."""
        desk, texts = self._desk, self._desk.texts
        evaluations = read_all(desk.home)
        latest = evaluations.sound[0] if evaluations.sound else None
        split = self._split(request) or (latest.evaluation.halves[0].split if latest else "test")
        models, missing = self._known_models()
        numbers = Numbers(texts)
        return self._view.page(
            request,
            "quality.html",
            evaluations=evaluations,
            split=split,
            splits=SPLITS,
            headline=HEADLINE,
            shown=[each for each in evaluations.sound if each.evaluation.half(split)],
            comparable=comparable(evaluations.sound, split),
            trends=trends(evaluations.sound, split),
            width=WIDTH,
            height=HEIGHT,
            health=health(desk, self._started),
            up=lambda up: _long(up, texts),
            time=lambda at: written_time(at, texts),
            models=models,
            endpoint=desk.settings.generator if is_endpoint(desk.settings.generator) else "",
            number=numbers.number,
            figure=numbers.figure,
            size=numbers.size,
            found=found,
            said=said,
            problem=problem or missing,
        )

    @staticmethod
    def _split(request: Request) -> Split | None:
        asked = request.query_params.get("deel")
        return next((each for each in SPLITS if each == asked), None)

    def _known_models(self) -> tuple[tuple[Model, ...], str]:
        try:
            return self._models(), ""
        except WijkwijzerError as error:
            return (), self._view.told(error)

    def verify(self, request: Request) -> HTMLResponse:
        """Hash the whole index again, for one at a time: it keeps the disk busy."""
        texts = self._desk.texts
        if not self._checking.acquire(blocking=False):
            return self.page(request, problem=texts.get("quality.verifying"))
        try:
            found = verified(self._desk.home)
        except WijkwijzerError as error:
            return self.page(request, problem=self._view.told(error))
        finally:
            self._checking.release()
        sound = not any(each.damage for each in found)
        if sound:
            return self.page(request, found=found, said=texts.get("quality.verified"))
        return self.page(request, found=found, problem=texts.get("quality.damaged_index"))

    def reach(self, request: Request) -> HTMLResponse:
        """Ask the endpoint whether it is there."""
        settings = self._desk.settings
        if not is_endpoint(settings.generator):
            raise HTTPException(404)
        try:
            reach(settings)
        except WijkwijzerError as error:
            return self.page(request, problem=self._view.told(error))
        return self.page(request, said=self._desk.texts.get("quality.reached", address=settings.generator))

    def report(self, request: Request, name: str) -> Response:
        """Return the report of an evaluation that is listed, in an origin of its own."""
        published = next((each for each in read_all(self._desk.home).sound if each.name == name), None)
        if published is None:
            raise HTTPException(404)
        try:
            return HTMLResponse(read_report(self._desk.home, published), headers=REPORT_HEADERS)
        except StoreUnavailableError as error:
            return self.page(request, problem=self._view.told(error))


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the page, its two buttons and the reports. They are plain functions: threads run them."""
    router, quality = APIRouter(), Quality(desk, view)

    @router.get(PAGE)
    def page(request: Request) -> Response:
        return quality.page(request)

    @router.get(PAGE + "/rapport/{name}")
    def report(request: Request, name: str) -> Response:
        return quality.report(request, name)

    @router.post(f"{PAGE}/controle")
    def verify(request: Request) -> Response:
        return quality.verify(request)

    @router.post(f"{PAGE}/eindpunt")
    def endpoint(request: Request) -> Response:
        return quality.reach(request)

    changing_nothing: list[Callable[..., Response]] = [verify, endpoint]
    for each in changing_nothing:
        each.reader_may = True  # type: ignore[attr-defined]
    return router
