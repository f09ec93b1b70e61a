"""The pages of the sources: what the index stands on, what is set right, and when a new one goes live."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from bot.desk import catalogue
from bot.desk.catalogue import Facts
from bot.desk.corrections import Corrections
from bot.desk.desk import Desk
from bot.desk.guard import HOME
from bot.desk.library import SUFFIXES, Library
from bot.desk.problems import DeskError
from bot.desk.rebuild import Rebuilds
from bot.desk.view import View
from bot.legal import written_date
from index.errors import WijkwijzerError

SOURCES = f"{HOME}/bronnen"
DONE = ("uploaded", "removed", "allowed", "undone", "started", "live", "discarded", "rolled_back", "asked")


class Sources:
    """What the routes of the sources share."""

    def __init__(self, desk: Desk, view: View) -> None:
        self.desk, self.view = desk, view
        self.library = Library(desk.home)
        self.corrections = Corrections(desk.database)
        self.rebuilds = Rebuilds(desk)

    def now(self) -> str:
        """Return the time as it is kept."""
        return self.desk.now().isoformat(timespec="seconds")

    def day(self, stated: str) -> str:
        """Return a time or a day as people write it."""
        try:
            return written_date(date.fromisoformat(stated[:10]).isoformat(), self.desk.texts)
        except ValueError:
            return stated

    def pending(self) -> bool:
        """Tell whether there are changes that the index which serves does not have."""
        facts = Facts.read(self.desk.home, self.desk.bot_now().index.generation)
        public = self.corrections.public(self.desk.settings.public_contacts)
        lines = catalogue.standings(self.corrections.entries(), self.corrections.in_force(), public, facts)
        changed = catalogue.pending_uploads(self.library.uploads(), facts)
        return bool(changed) or any(each.pending for each in lines)

    def page(self, request: Request, problem: str = "", status: int = 200) -> Response:
        """Return the page of all sources, with what went wrong, if something did."""
        index = self.desk.bot_now().index
        facts = Facts.read(self.desk.home, index.generation)
        uploads, public = self.library.uploads(), self.corrections.public(self.desk.settings.public_contacts)
        sought = request.query_params.get("zoek", "")
        rows = catalogue.rows(index, sought)
        first = _number(request.query_params.get("vanaf"))
        standings = catalogue.standings(
            self.corrections.entries(), self.corrections.in_force(), public, facts
        )
        job = self.rebuilds.jobs.latest()
        return self.view.page(
            request,
            "sources.html",
            status,
            problem=problem,
            done=_done(request),
            facts=facts,
            generation=index.generation,
            rows=rows[first : first + catalogue.SHOWN],
            count=len(rows),
            first=first,
            most=catalogue.SHOWN,
            sought=sought,
            documents=index.documents,
            uploads=uploads,
            pending_uploads=catalogue.pending_uploads(uploads, facts),
            suffixes=SUFFIXES,
            standings=standings,
            job=job,
            running=self.rebuilds.running(),
            step=self.rebuilds.step(),
            waits=self.rebuilds.waiting(),
            kept=self.rebuilds.kept(),
            checked=self.rebuilds.checked(job),
            compared=self.rebuilds.jobs.compared(job.number) if job else [],
            questions=self.rebuilds.questions.all(),
            day=self.day,
        )

    def did(self, request: Request, act: Callable[[], object], done: str, to: str = SOURCES) -> Response:
        """Do something and go on to a page that says so, or say on this one why it could not be done."""
        try:
            act()
        except WijkwijzerError as error:
            return self.page(request, self.view.told(error), 400)
        return RedirectResponse(f"{to}{'&' if '?' in to else '?'}{urlencode({'gedaan': done})}", 303)


def _number(stated: str | None) -> int:
    return int(stated) if stated is not None and stated.isdecimal() and len(stated) < 9 else 0


def _done(request: Request) -> str:
    stated = request.query_params.get("gedaan", "")
    return stated if stated in DONE else ""


def routes(shared: Sources) -> APIRouter:
    """Return the routes of the page of all sources."""
    router = APIRouter()
    library, corrections = shared.library, shared.corrections
    database = shared.desk.database

    @router.get(SOURCES)
    def show(request: Request) -> Response:
        return shared.page(request)

    # The form is read by the guard, after it has looked who asks: nobody else fills the disk.
    @router.post(f"{SOURCES}/bestand")
    async def upload(request: Request) -> Response:
        sent = (await request.form()).get("file")
        name, at = request.state.member.name, shared.now()

        def put() -> None:
            if not isinstance(sent, UploadFile) or not sent.filename:
                raise DeskError("cannot.no_file")
            library.put(sent.filename, sent.file, database, name, at)

        try:
            return await run_in_threadpool(shared.did, request, put, "uploaded")
        finally:
            await request.close()

    @router.post(f"{SOURCES}/bestand/verwijderen")
    def remove(request: Request, file: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: library.remove(file, database, who, shared.now()), "removed")

    @router.post(f"{SOURCES}/contact")
    def allow(request: Request, contact: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: corrections.allow(contact, who, shared.now()), "allowed")

    @router.post(f"{SOURCES}/ongedaan")
    def undo(
        request: Request, number: Annotated[str, Form()] = "", source: Annotated[str, Form()] = ""
    ) -> Response:
        who = request.state.member.name
        to = f"{SOURCES}/document?{urlencode({'source': source})}" if source else SOURCES
        return shared.did(request, lambda: corrections.undo(_number(number), who, shared.now()), "undone", to)

    return router
