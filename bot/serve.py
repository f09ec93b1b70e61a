"""The server around the page."""

import socket

import gradio as gr
import uvicorn
from fastapi import FastAPI

from bot.chat import BotNow, asset, page, theme
from bot.endpoint import is_endpoint
from bot.municipality import Municipality
from bot.settings import Settings
from index.errors import UsageError


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


def application(bot_now: BotNow, settings: Settings, municipality: Municipality) -> FastAPI:
    """Return the web application: the page at '/', and '/health' for whoever watches over it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/health")
    def health() -> dict[str, str]:
        return {"status": "ok", "generation": bot_now().index.generation}

    served: FastAPI = gr.mount_gradio_app(
        app,
        page(bot_now, settings.language, municipality, told_others=is_endpoint(settings.generator)),
        path="",
        theme=theme(),
        css=municipality.style() + asset("page.css"),
        js=f"() => {{ document.documentElement.lang = '{settings.language}'; }}",
        footer_links=[],
        ssr_mode=False,
        pwa=False,
        show_error=False,
        enable_monitoring=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )
    return served


# A page that is open holds a connection for its events; without a bound it would keep the server from ending.
SHUTDOWN_SECONDS = 2


def serve(bot_now: BotNow, settings: Settings, municipality: Municipality, host: str, port: int) -> None:
    """Serve until interrupted."""
    uvicorn.run(
        application(bot_now, settings, municipality),
        host=host,
        port=port,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=SHUTDOWN_SECONDS,
    )
