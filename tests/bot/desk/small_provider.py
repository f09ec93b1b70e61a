"""A small OpenID Connect provider on 127.0.0.1, which checks what the desk sends, and can be told to lie."""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

# Status, headers, text.
Answered = tuple[int, dict[str, str], str]
CLIENT, SECRET = "balie", "geheim van de balie"
# One for all tests: it takes a while to make them.
KEY = RSAKey.generate_key(2048, {"kid": "2026", "use": "sig"})
FOREIGN = RSAKey.generate_key(2048, {"kid": "2026", "use": "sig"})


def signed(header: dict[str, Any], claims: dict[str, Any], key: Any) -> str:
    """Return an id_token; header and claims may be any."""
    return jwt.encode(header, claims, key, algorithms=[header["alg"]])


@dataclass
class SmallProvider:
    """What it knows, and what a test tells it to do otherwise."""

    now: Callable[[], datetime]
    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    """Put over those that are right; None takes one away."""
    make_token: Callable[[dict[str, Any]], str] = lambda claims: signed(
        {"alg": "RS256", "kid": "2026"}, claims, KEY
    )
    keys: list[dict[str, Any]] = field(default_factory=lambda: [KEY.as_dict(private=False)])
    document: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, tuple[int, str]] = field(default_factory=dict)
    """By path: what is answered there whatever is asked."""
    codes_last: bool = False
    asked: list[str] = field(default_factory=list)
    auth: str = ""
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def get(self, path: str, query: dict[str, str]) -> Answered:
        if path == "/.well-known/openid-configuration":
            return 200, {}, json.dumps(self._described())
        if path == "/jwks":
            return 200, {}, json.dumps({"keys": self.keys})
        if path == "/authorize":
            return self._authorize(query)
        return 404, {}, "?"

    def _described(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize?tenant=7",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "scopes_supported": ["openid", "profile", "groups"],
        } | self.document

    def _authorize(self, query: dict[str, str]) -> Answered:
        """Somebody logs in here, without further ado."""
        assert query["tenant"] == "7"
        assert query["response_type"] == "code"
        assert query["client_id"] == CLIENT
        assert query["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        back = urlencode({"code": code, "state": query["state"], "iss": self.issuer})
        return 302, {"location": f"{query['redirect_uri']}?{back}"}, ""

    def post(self, path: str, headers: dict[str, str], form: dict[str, str]) -> Answered:
        assert path == "/token"
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        by_header = headers.get("authorization") == f"Basic {basic}"
        by_form = (form.get("client_id"), form.get("client_secret")) == (CLIENT, SECRET)
        self.auth = "basic" if by_header else "post" if by_form else ""
        if not self.auth:
            return 401, {}, json.dumps({"error": "invalid_client"})
        asked = self._codes.get(form["code"]) if self.codes_last else self._codes.pop(form["code"], None)
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        if (
            asked is None
            or asked["redirect_uri"] != form["redirect_uri"]
            or asked["code_challenge"] != base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        ):
            return 400, {}, json.dumps({"error": "invalid_grant"})
        return (
            200,
            {},
            json.dumps(
                {"access_token": "toegang", "token_type": "Bearer", "id_token": self._token(asked["nonce"])}
            ),
        )

    def _token(self, nonce: str) -> str:
        now = int(self.now().timestamp())
        right = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "u-17",
            "exp": now + 300,
            "iat": now,
            "nonce": nonce,
            "preferred_username": "e.devries",
            "groups": ["wmo", "redactie"],
        }
        return self.make_token({key: each for key, each in (right | self.claims).items() if each is not None})


@contextmanager
def running(provider: SmallProvider) -> Iterator[SmallProvider]:
    """Serve until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            self._tell(address.path, lambda: provider.get(address.path, dict(parse_qsl(address.query))))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._tell(self.path, lambda: provider.post(self.path, headers, form))

        def _tell(self, path: str, answer: Callable[[], Answered]) -> None:
            provider.asked.append(unquote(path))
            if path in provider.answers:
                status, text = provider.answers[path]
                headers: dict[str, str] = {}
            else:
                status, headers, text = answer()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
