"""The facts for the Algoritmeregister and a DPIA, to read and to take along: /balie/verantwoording."""

import json
from dataclasses import asdict
from functools import cache

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import TypeAdapter

from bot.desk.desk import Desk
from bot.desk.facts import Facts, facts_of
from bot.desk.guard import HOME
from bot.desk.logbook import written_time
from bot.desk.paper import as_markdown, sections
from bot.desk.view import HEADERS, View
from bot.desk.weights import models_of

PAGE = f"{HOME}/verantwoording"


def as_json(facts: Facts) -> str:
    """Return the facts field by field."""
    return json.dumps(asdict(facts), ensure_ascii=False, indent=1) + "\n"


def _file(content: str, kind: str, name: str) -> Response:
    told = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content.encode("utf-8", "backslashreplace"), media_type=kind, headers=HEADERS | told)


def routes(desk: Desk, view: View) -> APIRouter:
    """Return the page, the same as Markdown and JSON, and the JSON's schema. Threads run them all."""
    router = APIRouter()
    models = cache(lambda: models_of(desk.settings))

    def name(ending: str) -> str:
        return f"wijkwijzer-{desk.now().date().isoformat()}.{ending}"

    @router.get(PAGE)
    def page(request: Request) -> Response:
        facts = facts_of(desk, models())
        return view.page(
            request,
            "facts.html",
            intro=desk.texts.get(
                "facts.intro", at=written_time(facts.made_at, desk.texts), version=facts.version
            ),
            sections=list(sections(facts, desk.texts)),
            to_fill_in=facts.to_fill_in,
        )

    @router.get(f"{PAGE}.md")
    def markdown() -> Response:
        return _file(as_markdown(facts_of(desk, models()), desk.texts), "text/markdown", name("md"))

    @router.get(f"{PAGE}.json")
    def data() -> Response:
        return _file(as_json(facts_of(desk, models())), "application/json", name("json"))

    @router.get(f"{PAGE}.schema.json")
    def schema() -> Response:
        described = json.dumps(TypeAdapter(Facts).json_schema(mode="serialization"), indent=1)
        return _file(described, "application/schema+json", "wijkwijzer.schema.json")

    return router
