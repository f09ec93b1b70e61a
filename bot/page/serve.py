"""The server around the page."""

import os
import socket
from uuid import uuid4

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.page.blocks import asset, page, theme
from bot.page.handlers import Handlers
from bot.page.shell import Shell
from bot.page.statement import statement
from index.errors import UsageError
from prompts import LANGUAGES, Language

# More events than a server will see.
NEVER = 10**12


def check_port(host: str, port: int) -> None:
    """Raise `UsageError` where the address cannot be served on, before models are loaded for nothing."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise UsageError(
                f"The page cannot be served on {host}:{port}: {getattr(error, 'strerror', None) or error}. "
                "Stop what is running there or choose another port: wijkwijzer chat --port 7861"
            ) from error


def application(handlers: Handlers, language: Language, desk: Desk | None = None) -> FastAPI:
    """Return the web application: the page at '/', and '/health' for whoever watches over it.

    Beside it stands the accessibility statement, in each language, and the staff's desk, if one is given.
    """
    # Gradio sums up its events with pandas after each of them, for a page of figures that is switched off.
    os.environ.setdefault("GRADIO_ANALYTICS_CACHE_FREQUENCY", str(NEVER))
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    # The page tells by it that another server answers than the one that was asked.
    started = uuid4().hex
    municipality = handlers.municipality
    style, media = municipality.style() + asset("page.css"), asset("media.css")
    plain = municipality.style_by_system() + asset("page.css") + media

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok", "generation": handlers.bot_now().index.generation, "started": started}

    for each in LANGUAGES:
        frame = handlers.frame(each)
        stated = HTMLResponse(statement(frame, plain))
        app.add_api_route(
            frame.texts.get("page.statement_path"), lambda stated=stated: stated, methods=["GET"]
        )

    if desk is not None:
        add_desk(app, desk)
    served: FastAPI = gr.mount_gradio_app(
        app,
        page(handlers, language),
        path="",
        theme=theme(),
        css=style,
        # Gradio says what the browser speaks; what the page speaks is in its header.
        js="() => window.dispatchEvent(new Event('spoken'))",
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        show_error=False,
        enable_monitoring=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    # What is in a media query Gradio would keep to its own main part.
    served.add_middleware(Shell, frame=handlers.frame(language), style=municipality.style_on_paper() + media)
    return served


# A page that is open holds a connection for its events; without a bound it would keep the server from ending.
SHUTDOWN_SECONDS = 2


def serve(handlers: Handlers, desk: Desk, language: Language, host: str, port: int) -> None:
    """Serve until interrupted."""
    uvicorn.run(
        application(handlers, language, desk),
        host=host,
        port=port,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
