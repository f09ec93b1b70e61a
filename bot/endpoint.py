"""A generator behind an OpenAI-compatible endpoint: llama-cpp-python's server, vLLM, a municipality's own."""

import json
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict

import httpx

from bot.generate import MAX_COMPOSED_TOKENS, Manner, Message
from index.errors import ModelUnavailableError, first_line

# Seconds: to connect, between two pieces of an answer, and for all of it. Who waits longer reads the quotes:
# Qwen2.5-Coder 0.5B behind a server on two cores takes 11 (p95).
CONNECT_SECONDS, PIECE_SECONDS, ANSWER_SECONDS = 5.0, 10.0, 20.0
_DATA, _DONE = "data:", "[DONE]"
_log = logging.getLogger(__name__)


def is_endpoint(setting: str) -> bool:
    """Tell an endpoint from a folder or a hub id."""
    return setting.startswith(("http://", "https://"))


class EndpointGenerator:
    """Streams chat completions, for so long.

    An endpoint that breaks off, or goes on too long, has said what it said: checks decide on that.
    """

    manner: Manner = "instructed"

    def __init__(
        self,
        url: str,
        model: str,
        key: str = "",
        client: httpx.Client | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._url = url.rstrip("/")
        self._model = model
        timeout = httpx.Timeout(PIECE_SECONDS, connect=CONNECT_SECONDS)
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = client or httpx.Client(timeout=timeout, headers=headers)

    def check(self) -> None:
        """Raise `ModelUnavailableError` where nothing answers at the address."""
        try:
            self._client.get(f"{self._url}/models").raise_for_status()
        except httpx.HTTPError as error:
            raise ModelUnavailableError(
                f"The generator's endpoint '{self._url}' does not answer: {first_line(error)} Set "
                "'generator' to an OpenAI-compatible address such as http://127.0.0.1:8000/v1, or leave "
                "it at 'packaged'."
            ) from error

    def stream(self, messages: Sequence[Message]) -> Iterator[str]:
        """Yield the reply piece by piece. Closing the iterator stops the work."""
        request = {
            "model": self._model,
            "messages": [asdict(message) for message in messages],
            "temperature": 0,
            "max_tokens": MAX_COMPOSED_TOKENS,
            "stream": True,
        }
        until = self._now() + ANSWER_SECONDS
        try:
            with self._client.stream("POST", f"{self._url}/chat/completions", json=request) as response:
                response.raise_for_status()
                for line in response.iter_lines():
                    piece = _piece(line)
                    if piece is None:
                        return
                    if self._now() > until:
                        _log.warning("The generator's endpoint took more than %s s.", ANSWER_SECONDS)
                        return
                    yield piece
        except httpx.HTTPError as error:
            _log.warning("The generator's endpoint broke off: %s", first_line(error))


def _piece(line: str) -> str | None:
    """Return the text in a line of server-sent events, nothing for a line that has none, None at the end."""
    if not line.startswith(_DATA):
        return ""
    data = line.removeprefix(_DATA).strip()
    if data == _DONE:
        return None
    try:
        choices = json.loads(data).get("choices") or [{}]
        return str((choices[0].get("delta") or {}).get("content") or "")
    except (ValueError, AttributeError, IndexError, KeyError, TypeError):
        return ""
