"""The page of one document: its text with roles and passages drawn over it, and forms to set it right."""

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from bot.desk import catalogue
from bot.desk.catalogue import Facts
from bot.desk.drawn import chosen, drawn
from bot.desk.problems import DeskError
from bot.desk.sources import SOURCES, Sources
from index.corrections import ROLES, SPOKEN, Correction, Kind
from index.errors import WijkwijzerError
from index.privacy import mask
from index.types import Document

DOCUMENT = f"{SOURCES}/document"
# So many blocks are drawn at a time: a law has thousands.
SHOWN = 200
DONE = ("corrected", "undone")
MAX_CHARACTERS = 500


class Documents:
    """What the routes of a document share."""

    def __init__(self, shared: Sources) -> None:
        self._shared = shared
        self._desk = shared.desk

    def document(self, source: str) -> Document:
        """Return a document of the index that serves; raises 404 where there is none."""
        try:
            return self._desk.bot_now().index.documents[source]
        except KeyError:
            raise HTTPException(404) from None

    def page(self, request: Request, source: str, problem: str = "", status: int = 200) -> Response:
        """Return the page, with what went wrong, if something did."""
        index, shared = self._desk.bot_now().index, self._shared
        document = self.document(source)
        facts = Facts.read(self._desk.home, index.generation)
        blocks = drawn(document, [index.passages[row] for row in index.sources.rows(source)])
        stated = request.query_params.get("vanaf", "")
        first = int(stated) if stated.isdecimal() and len(stated) < 9 else 0
        public = shared.corrections.public(self._desk.settings.public_contacts)
        done = request.query_params.get("gedaan", "")
        return shared.view.page(
            request,
            "document.html",
            status,
            problem=problem,
            done=done if done in DONE else "",
            document=document,
            upload=shared.library.has(source),
            passages=len(index.sources.rows(source)),
            blocks=blocks[first : first + SHOWN],
            count=len(blocks),
            first=first,
            most=SHOWN,
            roles=ROLES,
            spoken=SPOKEN,
            standings=catalogue.standings(
                shared.corrections.entries(source), shared.corrections.in_force(), public, facts
            ),
            day=shared.day,
        )

    def correct(self, request: Request, source: str, make: Callable[[], list[Correction]]) -> Response:
        """Keep corrections and go back to the document, or say why that could not be done."""
        try:
            found = make()
            if not found:
                raise DeskError("cannot.correct_nothing")
            self._shared.corrections.add(found, request.state.member.name, self._shared.now())
        except WijkwijzerError as error:
            return self.page(request, source, self._shared.view.told(error), 400)
        return RedirectResponse(f"{DOCUMENT}?{urlencode({'source': source, 'gedaan': 'corrected'})}", 303)

    def said(self, stated: str) -> str:
        """Return what was typed in, on one line, without personal data; raises `DeskError` for too much."""
        if len(stated) > MAX_CHARACTERS:
            raise DeskError("cannot.be_longer", most=MAX_CHARACTERS)
        public = self._shared.corrections.public(self._desk.settings.public_contacts)
        return mask(" ".join(stated.split()), public)

    def facts(self, source: str, **stated: str) -> list[Correction]:
        """Return the corrections of those facts that are other ones than the document has."""
        document = self.document(source)
        now: dict[Kind, str] = {
            "title": document.title,
            "publisher": document.publisher,
            "date": document.date,
        }
        said = {kind: self.said(stated[kind]) for kind in now}
        return [Correction(source, kind, said[kind]) for kind in now if said[kind] != now[kind]]


def routes(shared: Sources) -> APIRouter:
    """Return the routes of the page of one document."""
    router = APIRouter()
    documents = Documents(shared)

    @router.get(DOCUMENT)
    def show(request: Request, source: str = "") -> Response:
        return documents.page(request, source)

    @router.post(DOCUMENT)
    def facts(
        request: Request,
        source: Annotated[str, Form()] = "",
        title: Annotated[str, Form()] = "",
        publisher: Annotated[str, Form()] = "",
        day: Annotated[str, Form()] = "",
    ) -> Response:
        return documents.correct(
            request, source, lambda: documents.facts(source, title=title, publisher=publisher, date=day)
        )

    @router.post(f"{DOCUMENT}/weglaten")
    def leave_out(request: Request, source: Annotated[str, Form()] = "") -> Response:
        documents.document(source)
        return documents.correct(request, source, lambda: [Correction(source, "left_out")])

    @router.post(f"{DOCUMENT}/blok")
    def block(  # noqa: PLR0913, PLR0917  (a field of the form is a parameter)
        request: Request,
        source: Annotated[str, Form()] = "",
        start: Annotated[int, Form()] = 0,
        end: Annotated[int, Form()] = 0,
        digest: Annotated[str, Form()] = "",
        part: Annotated[str, Form()] = "",
        role: Annotated[str, Form()] = "",
        speaker: Annotated[str, Form()] = "",
    ) -> Response:
        def corrections() -> list[Correction]:
            document = documents.document(source)
            span = chosen(document, start, end, digest, part)
            now = next(each for each in document.blocks if each.span.start <= span.start < each.span.end)
            words, said = span.of(document.text), documents.said(speaker)
            found = [Correction(source, "role", role, span.start, words)] if role != now.role else []
            if role in SPOKEN and said != now.speaker:
                found.append(Correction(source, "speaker", said, span.start, words))
            return found

        return documents.correct(request, source, corrections)

    return router
