"""What the page of the sources is told to do about the index: make a new one, check it, put it to use."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.desk.sources import SOURCES, Sources


def routes(shared: Sources) -> APIRouter:
    """Return the routes of indexing anew and of the questions of its check."""
    router = APIRouter()
    rebuilds = shared.rebuilds

    @router.post(f"{SOURCES}/indexeren")
    def start(request: Request) -> Response:
        return shared.did(request, lambda: rebuilds.start(request.state.member.name), "started")

    @router.post(f"{SOURCES}/controleren")
    def check(request: Request) -> Response:
        return shared.did(request, lambda: rebuilds.check_again(request.state.member.name), "started")

    @router.post(f"{SOURCES}/live")
    def live(request: Request, generation: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: rebuilds.go_live(generation, who), "live")

    @router.post(f"{SOURCES}/weggooien")
    def discard(request: Request, generation: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: rebuilds.discard(generation, who), "discarded")

    @router.post(f"{SOURCES}/terug")
    def back(request: Request, generation: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: rebuilds.roll_back(generation, who), "rolled_back")

    @router.post(f"{SOURCES}/vraag")
    def ask(request: Request, question: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: rebuilds.questions.add(question, who, shared.now()), "asked")

    @router.post(f"{SOURCES}/vraag/verwijderen")
    def drop(request: Request, question: Annotated[str, Form()] = "") -> Response:
        who = request.state.member.name
        return shared.did(request, lambda: rebuilds.questions.drop(question, who, shared.now()), "asked")

    return router
