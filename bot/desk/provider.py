"""An OpenID Connect provider: where it sends people, and whom it vouches for. Nothing else is contacted."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import httpx2
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import is_secure_transport
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet, import_key
from joserfc.jws import JWSRegistry
from pydantic import BaseModel

from bot.desk.accounts import Role
from bot.desk.sent import Sent
from bot.settings import Settings
from index.errors import first_line

DISCOVERY = "/.well-known/openid-configuration"
# Signatures that only the provider can make: 'none' is anybody's, and HMAC that of whoever knows our secret.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
SECONDS = 10.0
# By so much two clocks may differ.
LEEWAY = timedelta(minutes=1)
# What the provider says of itself is asked for again after so long.
KNOWN = timedelta(minutes=10)
MAX_NAME, MAX_SUBJECT = 64, 255


class ProviderError(Exception):
    """The provider cannot be reached, or says what cannot be trusted; the message says what."""


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider vouches for."""

    name: str
    subject: str
    """What the provider knows them by, for good."""
    role: Role | None


class _Document(BaseModel):
    """What we use of what a provider says of itself."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    scopes_supported: tuple[str, ...] = ()
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)


class _Keys(BaseModel):
    keys: list[dict[str, Any]]


class _Token(BaseModel):
    id_token: str
    access_token: str = ""


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (httpx2.HTTPError, httpx2.InvalidURL, AuthlibBaseError, JoseError, ValueError) as error:
        raise ProviderError(first_line(error)) from error


class Provider:
    """The one that the settings name. Everything raises `ProviderError` where it is of no use."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._known: tuple[datetime, _Document] | None = None

    def address(self, sent: Sent, back: str) -> str:
        """Return where to send somebody who is to come back to the address `back`."""
        with _explained(), self._client(back) as client:
            document = self._document(client)
            wanted = ["openid", *({"profile", "email", "groups"} & set(document.scopes_supported))]
            address, _ = client.create_authorization_url(
                document.authorization_endpoint,
                state=sent.state,
                nonce=sent.nonce,
                code_verifier=sent.verifier,
                scope=" ".join(sorted(wanted)),
            )
            return str(address)

    def person(self, code: str, sent: Sent, back: str) -> Person:
        """Return who it is that came back with a code."""
        with _explained(), self._client(back) as client:
            document = self._document(client)
            methods = document.token_endpoint_auth_methods_supported
            if client.client_secret and "client_secret_basic" not in methods:
                client.token_endpoint_auth_method = "client_secret_post"
            answered = client.fetch_token(document.token_endpoint, code=code, code_verifier=sent.verifier)
            token = _Token.model_validate(dict(answered))
            keys = _Keys.model_validate(_json(client, document.jwks_uri)).keys
            claims = self._claims(token, KeySet(_usable(keys)), sent.nonce)
            return self._vouched_for(claims)

    def _client(self, back: str) -> Any:
        return OAuth2Client(
            self._settings.oidc_client,
            self._settings.oidc_secret or None,
            redirect_uri=back,
            code_challenge_method="S256",
            timeout=SECONDS,
            verify=self._certificates,
        )

    @cached_property
    def _certificates(self) -> ssl.SSLContext:
        """Whom the machine trusts: a tenth of a second to read, and so only once."""
        return httpx2.create_ssl_context()

    def _document(self, client: Any) -> _Document:
        if self._known and self._now() < self._known[0]:
            return self._known[1]
        issuer = self._settings.oidc_issuer
        document = _Document.model_validate(_json(client, issuer.rstrip("/") + DISCOVERY))
        if document.issuer != issuer:
            raise ProviderError(f"oidc_issuer is '{issuer}', but it calls itself '{document.issuer}'")
        for each in (document.authorization_endpoint, document.token_endpoint, document.jwks_uri):
            if not is_secure_transport(each):
                raise ProviderError(f"'{each}' does not begin with https")
        self._known = (self._now() + KNOWN, document)
        return document

    def _claims(self, token: _Token, keys: KeySet, nonce: str) -> CodeIDToken:
        registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
        signed = jwt.decode(token.id_token, keys, registry=registry)
        if not isinstance(signed.claims.get("at_hash", ""), str):  # authlib takes for granted that it is
            raise ProviderError("the claim 'at_hash' is no text")
        issuer, client = self._settings.oidc_issuer, self._settings.oidc_client
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client}},
            {"nonce": nonce, "client_id": client, "access_token": token.access_token},
        )
        claims.validate(now=int(self._now().timestamp()), leeway=int(LEEWAY.total_seconds()))
        return claims

    def _vouched_for(self, claims: CodeIDToken) -> Person:
        names = (claims.get(each) for each in ("preferred_username", "email", "name", "sub"))
        shown = next((clean for each in names if (clean := _printable(each))), "")
        # The brackets tell them from accounts of our own, whose names have none.
        return Person(f"{shown} (sso)", claims["sub"][:MAX_SUBJECT], self._role(claims.get("groups")))

    def _role(self, groups: object) -> Role | None:
        stated = groups if isinstance(groups, list) else [groups]
        if self._settings.oidc_editors and self._settings.oidc_editors in stated:
            return "editor"
        if self._settings.oidc_readers and self._settings.oidc_readers in stated:
            return "reader"
        return None


def _usable(keys: list[dict[str, Any]]) -> list[Key]:
    """Return the keys that we understand: a provider may have others, for other purposes (RFC 7517, 5)."""
    found = []
    for each in keys:
        with suppress(JoseError, ValueError, KeyError, TypeError):
            found.append(import_key(each))
    if not found:
        raise ProviderError("there is no key that can be used")
    return found


def _json(client: Any, address: str) -> object:
    answer = client.request("GET", address, withhold_token=True)
    answer.raise_for_status()
    found: object = answer.json()
    return found


def _printable(name: object) -> str:
    """Return a name without what would turn or break a line."""
    if not isinstance(name, str):
        return ""
    return "".join(each for each in name if each.isprintable()).strip()[:MAX_NAME]
