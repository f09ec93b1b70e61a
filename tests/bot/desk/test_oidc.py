import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response  # what the test client of Starlette answers with
from joserfc.jwk import OctKey

from bot.desk import audit
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.guard import COOKIE, HOME, LOGIN, SSO, SSO_BACK
from bot.desk.oidc import SENT_COOKIE
from bot.desk.sent import SENT, SentOut
from bot.settings import Settings
from tests.bot.desk.conftest import PASSWORD, Clock
from tests.bot.desk.small_provider import CLIENT, FOREIGN, KEY, SECRET, SmallProvider, running, signed

FAILED = "geen bruikbaar antwoord"
STALE = "verlopen of al gebruikt"
HTML = {"accept": "text/html"}


@pytest.fixture
def provider(clock: Clock) -> Iterator[SmallProvider]:
    with running(SmallProvider(clock)) as served:
        yield served


def with_settings(desk: Desk, **settings: Any) -> FastAPI:
    app = FastAPI()
    add_desk(app, replace(desk, settings=Settings(**settings)))
    return app


@pytest.fixture
def app(desk: Desk, provider: SmallProvider) -> FastAPI:
    return with_settings(
        desk,
        oidc_issuer=provider.issuer,
        oidc_client=CLIENT,
        oidc_secret=SECRET,
        oidc_editors="redactie",
        oidc_readers="lezers",
    )


def browser_of(app: FastAPI, **options: Any) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, **options)


@pytest.fixture
def browser(app: FastAPI) -> TestClient:
    return browser_of(app)


def sent(browser: TestClient) -> str:
    """Return where the desk sends somebody."""
    answer = browser.get(SSO)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def vouched(address: str) -> dict[str, str]:
    """Return what the provider sends back with somebody, once they have logged in there."""
    answer = httpx.get(address)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert back.path == SSO_BACK
    return dict(parse_qsl(back.query))


def back(browser: TestClient, query: dict[str, str]) -> Response:
    return browser.get(f"{SSO_BACK}?{urlencode(query)}")


def come(browser: TestClient) -> Response:
    return back(browser, vouched(sent(browser)))


def refused(browser: TestClient, answer: Response, said: str, status: int = 502) -> None:
    assert (answer.status_code, COOKIE in browser.cookies) == (status, False)
    assert said in answer.text
    assert 'role="alert"' in answer.text
    assert browser.get(f"{HOME}/logboek", headers=HTML).headers["location"] == LOGIN


def test_who_is_vouched_for_gets_in_and_the_log_says_who(
    browser: TestClient, desk: Desk, provider: SmallProvider
) -> None:
    answer = come(browser)
    # a page that goes on by itself: after a redirection from elsewhere a strict cookie would not be sent
    assert answer.status_code == 200
    assert f'<meta http-equiv="refresh" content="0;url={HOME}">' in answer.text
    member = desk.accounts.member(browser.cookies[COOKIE])
    assert member is not None
    assert (member.name, member.role) == ("e.devries (sso)", "editor")
    [deed] = audit.latest(desk.database, 1)
    assert (deed.name, deed.action, deed.detail) == ("e.devries (sso)", "log_in", "u-17")
    assert "Ingelogd" in browser.get(f"{HOME}/logboek").text
    assert provider.asked == ["/.well-known/openid-configuration", "/authorize", "/token", "/jwks"]
    assert provider.auth == "basic"


def test_the_cookies_are_as_strict_as_they_can_be(app: FastAPI) -> None:
    browser = browser_of(app)
    there = browser.get(SSO).headers["set-cookie"]
    assert "HttpOnly" in there
    assert "SameSite=lax" in there
    assert f"Path={SSO};" in there
    assert "Max-Age=600" in there
    kept, dropped = come(browser_of(app)).headers.get_list("set-cookie")
    assert "HttpOnly" in kept
    assert "SameSite=strict" in kept
    assert f'{SENT_COOKIE}=""' in dropped


def test_behind_tls_the_cookies_are_secure_and_the_way_back_too(app: FastAPI) -> None:
    browser = browser_of(app, headers={"x-forwarded-proto": "https"})
    answer = browser.get(SSO)
    assert "Secure" in answer.headers["set-cookie"]
    asked = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    assert asked["redirect_uri"] == f"https://127.0.0.1{SSO_BACK}"


def test_what_is_sent_is_new_each_time_and_only_scopes_that_there_are(browser: TestClient) -> None:
    first, second = (dict(parse_qsl(urlsplit(sent(browser)).query)) for _ in range(2))
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name]) >= 43
        assert first[name] != second[name]
    assert first["scope"] == "groups openid profile"


@pytest.mark.parametrize(
    ("groups", "role"),
    [
        (["redactie"], "editor"),
        (["lezers"], "reader"),
        (["lezers", "redactie"], "editor"),
        ("redactie", "editor"),
        ([], None),
        (None, None),
        ("geen redactie", None),
        (["geen redactie", ""], None),
        ("", None),
        ({"redactie": True}, None),
        ([["redactie"]], None),
        (7, None),
    ],
)
def test_the_groups_decide_on_the_role(
    browser: TestClient, provider: SmallProvider, desk: Desk, groups: object, role: str | None
) -> None:
    provider.claims = {"groups": groups}
    answer = come(browser)
    if role is None:
        refused(browser, answer, "geen toegang tot de balie", 403)
        return
    member = desk.accounts.member(browser.cookies[COOKIE])
    assert member is not None
    assert member.role == role


def test_a_group_that_is_not_set_is_nobodys(desk: Desk, provider: SmallProvider) -> None:
    app = with_settings(
        desk, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret=SECRET, oidc_readers="lezers"
    )
    provider.claims = {"groups": ["", "redactie"]}
    browser = browser_of(app)
    refused(browser, come(browser), "geen toegang", 403)


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"preferred_username": "eva"}, "eva (sso)"),
        ({"preferred_username": None, "email": "eva@breda.nl"}, "eva@breda.nl (sso)"),
        ({"preferred_username": ["x"], "name": "Eva de Vries"}, "Eva de Vries (sso)"),
        ({"preferred_username": None}, "u-17 (sso)"),
        ({"preferred_username": "eva\u202e\n<b>"}, "eva<b> (sso)"),
        ({"preferred_username": "e" * 500}, "e" * 64 + " (sso)"),
    ],
)
def test_a_name_is_shown_and_is_never_that_of_an_account(
    browser: TestClient, provider: SmallProvider, desk: Desk, claims: dict[str, Any], name: str
) -> None:
    provider.claims = claims
    come(browser)
    member = desk.accounts.member(browser.cookies[COOKIE])
    assert member is not None
    assert member.name == name
    assert "<b>" not in browser.get(f"{HOME}/logboek").text


def hmac(claims: dict[str, Any], secret: bytes) -> str:
    return signed({"alg": "HS256", "kid": "2026"}, claims, OctKey.import_key(secret))


def unsigned(claims: dict[str, Any], header: dict[str, Any], signature: str = "") -> str:
    parts = (json.dumps(each).encode() for each in (header, claims))
    return ".".join([*(base64.urlsafe_b64encode(each).decode().rstrip("=") for each in parts), signature])


def tampered(claims: dict[str, Any]) -> str:
    header, _, signature = signed({"alg": "RS256", "kid": "2026"}, claims, KEY).split(".")
    payload = base64.urlsafe_b64encode(json.dumps(claims | {"sub": "u-18"}).encode()).decode().rstrip("=")
    return f"{header}.{payload}.{signature}"


TOKENS: dict[str, Callable[[dict[str, Any]], str]] = {
    "a foreign key under the same name": lambda claims: signed(
        {"alg": "RS256", "kid": "2026"}, claims, FOREIGN
    ),
    "a foreign key in the header": lambda claims: signed(
        {"alg": "RS256", "jwk": FOREIGN.as_dict(private=False)}, claims, FOREIGN
    ),
    "a key that is not there": lambda claims: signed({"alg": "RS256", "kid": "2025"}, claims, FOREIGN),
    "none": lambda claims: unsigned(claims, {"alg": "none"}),
    "none, by name": lambda claims: unsigned(claims, {"alg": "none", "kid": "2026"}),
    "None": lambda claims: unsigned(claims, {"alg": "None", "kid": "2026"}),
    "no algorithm": lambda claims: unsigned(claims, {"kid": "2026"}, "AAAA"),
    "no signature": lambda claims: unsigned(claims, {"alg": "RS256", "kid": "2026"}),
    "hmac with our secret": lambda claims: hmac(claims, SECRET.encode()),
    "hmac with the public key": lambda claims: hmac(claims, KEY.as_pem(private=False)),
    "tampered": tampered,
    "no token": lambda claims: "nonsense",
    "no claims": lambda claims: unsigned([], {"alg": "RS256", "kid": "2026"}, "AAAA"),  # type: ignore[arg-type]
    "empty": lambda claims: "",
    "long": lambda claims: "a" * 10**6,
}


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.filterwarnings("ignore:Key size should be:joserfc.errors.SecurityWarning")
def test_a_token_that_the_provider_did_not_sign_is_refused(
    browser: TestClient, provider: SmallProvider, name: str
) -> None:
    provider.make_token = TOKENS[name]
    refused(browser, come(browser), FAILED)


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": ""},
        {"aud": "another"},
        {"aud": ["another"]},
        {"aud": None},
        {"aud": []},
        {"aud": [CLIENT, "another"]},
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": CLIENT, "azp": "another"},
        {"iss": "http://127.0.0.1:1"},
        {"iss": None},
        {"iss": ["x"]},
        {"exp": 1},
        {"exp": None},
        {"exp": "later"},
        {"exp": True},
        {"iat": 10**11},
        {"iat": None},
        {"nbf": 10**11},
        {"sub": None},
        {"sub": 7},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_a_token_for_another_or_of_another_time_is_refused(
    browser: TestClient, provider: SmallProvider, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    refused(browser, come(browser), FAILED)


@pytest.mark.parametrize("value", [7, True, ["x"], {"a": [1]}], ids=repr)
def test_no_claim_of_any_kind_brings_it_down(app: FastAPI, provider: SmallProvider, value: object) -> None:
    """What decides lets nobody in with it; what is only shown may be anything."""
    for name in ("iss", "aud", "exp", "nonce", "azp", "at_hash", "groups", "email", "auth_time", "amr"):
        provider.claims = {name: value}
        answer = come(browser_of(app))
        assert answer.status_code in (200, 403, 502), name
        if name in ("iss", "aud", "exp", "nonce", "groups"):
            assert answer.status_code != 200, name


def test_a_token_is_good_until_a_minute_after_its_time(
    app: FastAPI, provider: SmallProvider, clock: Clock
) -> None:
    now = int(clock.now.timestamp())
    provider.claims = {"exp": now - 59}
    assert come(browser_of(app)).status_code == 200
    provider.claims = {"exp": now - 60}
    browser = browser_of(app)
    refused(browser, come(browser), FAILED)


def test_a_key_that_is_new_since_is_taken(app: FastAPI, provider: SmallProvider) -> None:
    assert come(browser_of(app)).status_code == 200
    new = FOREIGN.as_dict(private=False, kid="2027")
    others: list[dict[str, Any]] = [
        {"kty": "of the future"},
        {"kty": "EC", "crv": "unknown"},
        {"kty": ["RSA"]},
        {},
    ]
    provider.keys = [*others, new]
    provider.make_token = lambda claims: signed({"alg": "RS256", "kid": "2027"}, claims, FOREIGN)
    assert come(browser_of(app)).status_code == 200


@pytest.mark.parametrize(
    "changed", [{"state": "x" * 43}, {"state": ""}, {"state": "é"}, {"iss": "http://evil"}]
)
def test_another_state_or_issuer_is_refused_and_the_way_is_used_up(
    browser: TestClient, provider: SmallProvider, changed: dict[str, str]
) -> None:
    query = vouched(sent(browser))
    refused(browser, back(browser, query | changed), STALE, 403)
    refused(browser, back(browser, query), STALE, 403)
    assert "/token" not in provider.asked


def test_what_another_browser_was_sent_with_is_refused(app: FastAPI, provider: SmallProvider) -> None:
    """Somebody gets a victim to follow a link with their own code: the victim would work in their name."""
    attacker, victim = browser_of(app), browser_of(app)
    query = vouched(sent(attacker))
    refused(victim, back(victim, query), STALE, 403)
    sent(victim)
    refused(victim, back(victim, query), STALE, 403)
    assert "/token" not in provider.asked


def test_a_stolen_code_is_of_no_use_without_what_was_kept(app: FastAPI, provider: SmallProvider) -> None:
    attacker, victim = browser_of(app), browser_of(app)
    stolen = vouched(sent(victim))["code"]
    own = vouched(sent(attacker))
    refused(attacker, back(attacker, own | {"code": stolen}), "invalid_grant")


def test_a_way_that_was_gone_cannot_be_gone_again(app: FastAPI, provider: SmallProvider) -> None:
    """Even where the provider takes a code twice."""
    provider.codes_last = True
    first = browser_of(app)
    query = vouched(sent(first))
    token = first.cookies[SENT_COOKIE]
    assert back(first, query).status_code == 200
    second = browser_of(app)
    second.cookies.set(SENT_COOKIE, token, domain="127.0.0.1", path=SSO)
    refused(second, back(second, query), STALE, 403)
    assert provider.asked.count("/token") == 1


def test_who_comes_back_too_late_begins_again(browser: TestClient, clock: Clock) -> None:
    query = vouched(sent(browser))
    clock.move(SENT)
    refused(browser, back(browser, query), STALE, 403)


def test_who_was_not_logged_in_there_is_told(browser: TestClient) -> None:
    query = vouched(sent(browser))
    del query["code"]
    refused(browser, back(browser, query | {"error": "access_denied<b>"}), "heeft u niet aangemeld", 403)


def test_of_too_many_who_do_not_come_back_the_oldest_are_forgotten(desk: Desk, clock: Clock) -> None:
    sent_out = SentOut(desk.database, clock, most=5)
    first, told = sent_out.send()
    for _ in range(4):
        last, told_last = sent_out.send()
    assert sent_out.take(first, told.state) == told
    first, told = sent_out.send()
    sent_out.send()
    with desk.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM sent").fetchone()[0] == 5
    assert sent_out.take(last, told_last.state) == told_last
    clock.move(SENT)
    sent_out.send()
    with desk.database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM sent").fetchone()[0] == 1


def test_what_is_kept_of_the_way_does_not_let_anybody_go_it(desk: Desk, clock: Clock) -> None:
    token, _ = SentOut(desk.database, clock).send()
    assert token.encode() not in b"".join(file.read_bytes() for file in desk.home.glob("*.sqlite*"))


NONSENSE = [
    (500, "?"),
    (200, ""),
    (200, "<html>"),
    (200, "[]"),
    (200, "{}"),
    (200, "null"),
    (302, "{}"),
    (404, "{}"),
]


@pytest.mark.parametrize("answer", NONSENSE, ids=str)
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/jwks"])
def test_a_provider_that_answers_nonsense_is_told(
    browser: TestClient, provider: SmallProvider, path: str, answer: tuple[int, str]
) -> None:
    provider.answers = {path: answer}
    there = browser.get(SSO)
    refused(browser, there if there.status_code != 303 else come(browser), FAILED)


@pytest.mark.parametrize(
    "keys",
    [
        [],
        [{}],
        [{"kty": "RSA"}],
        [{"kty": "RSA", "n": 7, "e": []}],
        [{"kty": "RSA", "n": "!", "e": "AQAB"}],
        [{"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"}],
        [{"kty": ["RSA"]}],
        [KEY.as_dict(private=False) | {"use": "enc"}],
        [KEY.as_dict(private=False) | {"alg": "ES256"}],
        [{"kty": "oct", "k": "AAAA", "kid": "2026"}],
    ],
    # The key of its own is another one in every process.
    ids=lambda keys: str([sorted(each) for each in keys])[:60],
)
@pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
def test_keys_that_are_none_are_told(
    browser: TestClient, provider: SmallProvider, keys: list[dict[str, Any]]
) -> None:
    provider.keys = keys
    refused(browser, come(browser), FAILED)


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({"issuer": "https://login.example"}, "calls itself &#39;https://login.example&#39;"),
        ({"token_endpoint": "http://login.example/token"}, "does not begin with https"),
        ({"jwks_uri": "file:///etc/passwd"}, "does not begin with https"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "does not begin with https"),
        ({"authorization_endpoint": 7}, "validation error"),
        ({"authorization_endpoint": "https://[oops"}, "does not begin with https"),
    ],
)
def test_a_provider_that_is_not_what_was_set_is_told(
    browser: TestClient, provider: SmallProvider, document: dict[str, Any], said: str
) -> None:
    provider.document = document
    refused(browser, browser.get(SSO), said)


def test_a_provider_that_is_not_there_is_told(desk: Desk, clock: Clock) -> None:
    with running(SmallProvider(clock)) as gone:
        pass
    app = with_settings(
        desk, oidc_issuer=gone.issuer, oidc_client=CLIENT, oidc_secret=SECRET, oidc_editors="redactie"
    )
    browser = browser_of(app)
    answer = browser.get(SSO)
    refused(browser, answer, FAILED)
    assert SECRET not in answer.text


def test_a_provider_that_breaks_down_on_the_way_is_told(browser: TestClient, provider: SmallProvider) -> None:
    query = vouched(sent(browser))
    provider.answers = {"/token": (503, "<h1>down</h1>")}
    answer = back(browser, query)
    refused(browser, answer, FAILED)
    assert "<h1>down" not in answer.text


def test_a_secret_may_be_sent_in_the_form_where_the_provider_wants_that(
    browser: TestClient, provider: SmallProvider
) -> None:
    provider.document = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}
    assert come(browser).status_code == 200
    assert provider.auth == "post"


def test_a_wrong_secret_is_told(desk: Desk, provider: SmallProvider) -> None:
    app = with_settings(
        desk, oidc_issuer=provider.issuer, oidc_client=CLIENT, oidc_secret="x", oidc_editors="redactie"
    )
    browser = browser_of(app)
    refused(browser, come(browser), "invalid_client")


def test_the_provider_is_asked_what_it_is_once_in_a_while(
    browser: TestClient, provider: SmallProvider, clock: Clock
) -> None:
    for _ in range(3):
        sent(browser)
    assert len(provider.asked) == 1
    clock.move(timedelta(minutes=10))
    sent(browser)
    assert len(provider.asked) == 2


def test_without_an_issuer_there_is_no_such_way(client_of: Callable[[str], TestClient]) -> None:
    for path in (SSO, SSO_BACK):
        assert client_of("").get(path).status_code == 404


def test_both_ways_stand_side_by_side(app: FastAPI, browser: TestClient, desk: Desk) -> None:
    shown = browser.get(LOGIN).text
    assert 'name="password"' in shown
    assert f'href="{SSO}"' in shown
    assert browser.post(LOGIN, data={"name": "eva", "password": PASSWORD}).status_code == 303
    own = browser.cookies[COOKIE]
    come(browser)
    assert desk.accounts.member(own) is None  # one browser, one session
    for name in ("eva", "rik"):
        desk.accounts.remove(name)
    assert 'name="password"' not in browser_of(app).get(LOGIN).text


def test_sessions_of_another_login_can_be_ended(browser: TestClient, desk: Desk) -> None:
    come(browser)
    desk.accounts.remove("e.devries (sso)")
    assert browser.get(f"{HOME}/logboek").status_code == 401
    assert audit.latest(desk.database, 1)[0].action == "session_end"
