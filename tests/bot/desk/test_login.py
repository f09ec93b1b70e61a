from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from bot.database import FILE
from bot.desk.accounts import SESSION
from bot.desk.app import add_desk
from bot.desk.desk import Desk
from bot.desk.guard import COOKIE, HOME, LOGIN
from tests.bot.desk.conftest import PASSWORD, Clock

HTML = {"accept": "text/html,application/xhtml+xml"}
RIGHT = {"name": "eva", "password": PASSWORD}
BOOK = f"{HOME}/logboek"


@pytest.fixture
def anybody(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("")


def browser_at(desk: Desk, address: str, **headers: str) -> TestClient:
    app = FastAPI()
    add_desk(app, desk)
    return TestClient(app, base_url=address, follow_redirects=False, headers=headers)


def test_without_a_session_one_is_sent_to_log_in(anybody: TestClient) -> None:
    answer = anybody.get(BOOK, headers=HTML)
    assert (answer.status_code, answer.headers.get("location")) == (303, LOGIN)
    assert anybody.get(BOOK).status_code == 401
    assert anybody.get(LOGIN).status_code == 200


def test_who_logs_in_begins_at_the_start(anybody: TestClient) -> None:
    answer = anybody.post(LOGIN, data=RIGHT)
    assert (answer.status_code, answer.headers["location"]) == (303, HOME)
    assert "<h1>Begin</h1>" in anybody.get(HOME).text
    assert anybody.get(BOOK).status_code == 200


@pytest.mark.parametrize(
    ("form", "said"),
    [
        (RIGHT | {"password": "wrong"}, "Naam of wachtwoord klopt niet."),
        (RIGHT | {"name": "nobody"}, "Naam of wachtwoord klopt niet."),
        (RIGHT | {"password": PASSWORD + "x" * 10_000}, "Naam of wachtwoord klopt niet."),
        ({}, "Naam of wachtwoord klopt niet."),
    ],
)
def test_who_does_not_know_the_password_is_told(anybody: TestClient, form: dict[str, str], said: str) -> None:
    answer = anybody.post(LOGIN, data=form)
    assert answer.status_code == 401
    assert f'<p class="problem" role="alert">{said}</p>' in answer.text
    assert "set-cookie" not in answer.headers


def test_after_ten_wrong_tries_that_is_told(anybody: TestClient) -> None:
    for _ in range(10):
        anybody.post(LOGIN, data=RIGHT | {"password": "wrong"})
    answer = anybody.post(LOGIN, data=RIGHT)
    assert answer.status_code == 401
    assert "over een kwartier" in answer.text


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(anybody: TestClient) -> None:
    cookie = anybody.post(LOGIN, data=RIGHT).headers["set-cookie"]
    name, *flags = cookie.split("; ")
    assert name.startswith(f"{COOKIE}=")
    assert set(flags) == {
        "HttpOnly",
        "SameSite=strict",
        f"Path={HOME}",
        f"Max-Age={int(SESSION.total_seconds())}",
    }


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("https://balie.breda.nl", {}),
        ("http://balie.breda.nl", {"x-forwarded-proto": "https"}),
        ("http://balie.breda.nl", {"x-forwarded-proto": "https, http"}),
        # the proxy says nothing and calls us otherwise, but the browser knows
        ("http://inside:7860", {"origin": "https://balie.breda.nl", "sec-fetch-site": "same-origin"}),
    ],
)
def test_behind_tls_the_cookie_goes_over_no_plain_line(
    desk: Desk, address: str, headers: dict[str, str]
) -> None:
    answer = browser_at(desk, address, **headers).post(LOGIN, data=RIGHT)
    assert answer.status_code == 303
    assert "Secure" in answer.headers["set-cookie"].split("; ")


@pytest.mark.parametrize("forwarded", ["http", "", "http, https", "httpsx"])
def test_on_a_plain_line_the_cookie_says_so(desk: Desk, forwarded: str) -> None:
    browser = browser_at(desk, "http://127.0.0.1", **{"x-forwarded-proto": forwarded})
    assert "Secure" not in browser.post(LOGIN, data=RIGHT).headers["set-cookie"]


def test_a_session_that_somebody_else_chose_is_not_used(anybody: TestClient) -> None:
    """Fixation: who planted a token before the login knows nothing after it."""
    planted = "x" * 43
    anybody.cookies.set(COOKIE, planted, domain="127.0.0.1", path=HOME)
    anybody.post(LOGIN, data=RIGHT)
    assert planted not in anybody.cookies.values()
    assert anybody.get(BOOK).status_code == 200


def test_a_new_login_ends_the_session_before_it(anybody: TestClient, desk: Desk) -> None:
    anybody.post(LOGIN, data=RIGHT)
    first = anybody.cookies[COOKIE]
    anybody.post(LOGIN, data=RIGHT | {"name": "rik"})
    assert desk.accounts.member(first) is None
    second = desk.accounts.member(anybody.cookies[COOKIE])
    assert second is not None
    assert second.name == "rik"


def test_a_session_ends_in_the_evening(editor: TestClient, clock: Clock) -> None:
    assert editor.get(BOOK).status_code == 200
    clock.move(SESSION)
    assert editor.get(BOOK, headers=HTML).headers["location"] == LOGIN


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:81"},
        {"origin": "http://127.0.0.1.evil.example"},
        {"origin": "http://127.0.0.1", "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site"},
        {"origin": ""},
        {"origin": "http://[oops"},
    ],
    ids=str,
)
def test_a_form_of_another_site_logs_nobody_in_and_changes_nothing(
    anybody: TestClient,
    editor: TestClient,
    csrf: Callable[[TestClient], str],
    headers: dict[str, str],
) -> None:
    answer = anybody.post(LOGIN, data=RIGHT, headers=headers)
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert "van een andere website" in answer.text
    assert editor.post(f"{HOME}/uitloggen", data={"csrf": csrf(editor)}, headers=headers).status_code == 403
    assert editor.get(BOOK).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "http://127.0.0.1"}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}],
    ids=str,
)
def test_our_own_form_does(anybody: TestClient, headers: dict[str, str]) -> None:
    assert anybody.post(LOGIN, data=RIGHT, headers=headers).status_code == 303


@pytest.mark.parametrize("token", [None, "", "x" * 43, "é", "a\0b"])
def test_nothing_is_changed_without_the_sessions_token(editor: TestClient, token: str | None) -> None:
    form = {} if token is None else {"csrf": token}
    assert editor.post(f"{HOME}/uitloggen", data=form).status_code == 403
    assert editor.get(BOOK).status_code == 200


def test_nothing_is_changed_with_the_token_of_another_session(
    editor: TestClient, reader: TestClient, csrf: Callable[[TestClient], str]
) -> None:
    assert editor.post(f"{HOME}/uitloggen", data={"csrf": csrf(reader)}).status_code == 403


def test_a_file_in_the_place_of_the_token_is_none(editor: TestClient) -> None:
    answer = editor.post(f"{HOME}/uitloggen", files={"csrf": ("x.txt", b"x")})
    assert answer.status_code == 403


def test_a_script_of_ours_may_send_the_token_in_a_header(
    editor: TestClient, csrf: Callable[[TestClient], str]
) -> None:
    assert editor.post(f"{HOME}/uitloggen", headers={"x-csrf-token": csrf(editor)}).status_code == 303


@pytest.mark.parametrize("name", ["eva", "rik"])
def test_who_logs_out_is_out(
    client_of: Callable[[str], TestClient], csrf: Callable[[TestClient], str], name: str
) -> None:
    client = client_of(name)
    token = client.cookies[COOKIE]
    answer = client.post(f"{HOME}/uitloggen", data={"csrf": csrf(client)})
    assert (answer.status_code, answer.headers["location"]) == (303, LOGIN)
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, token, domain="127.0.0.1", path=HOME)
    assert client.get(BOOK).status_code == 401


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "inloggen"])
def test_the_login_has_its_looks_and_may_be_framed_by_nobody(anybody: TestClient, name: str) -> None:
    answer = anybody.get(f"{HOME}/{name}")
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


def test_what_somebody_types_is_not_shown_again(anybody: TestClient) -> None:
    answer = anybody.post(LOGIN, data={"name": "<script>alert(1)</script>", "password": "my secret"})
    assert "alert(1)" not in answer.text
    assert "my secret" not in answer.text


def test_a_page_that_is_not_there_says_so_to_staff(editor: TestClient) -> None:
    shown = editor.get(f"{HOME}/nergens", headers=HTML)
    assert shown.status_code == 404
    assert "Deze pagina is er niet." in shown.text
    assert editor.get(f"{HOME}/nergens").json() == {"detail": "Not Found"}
    refused = editor.post(f"{HOME}/uitloggen", headers=HTML)
    assert refused.status_code == 403
    assert "het formulier is te oud" in refused.text
    assert editor.get(f"{BOOK}?blad=x").status_code == 422
    assert "klopt niet" in editor.get(f"{BOOK}?blad=0").text


def damaged(file: Path) -> None:
    for each in file.parent.glob(f"{FILE}*"):
        each.unlink()
    file.write_bytes(b"nothing" * 2000)


@pytest.mark.parametrize("path", [BOOK, LOGIN])
def test_a_damaged_file_is_told_without_where_it_lies(editor: TestClient, desk: Desk, path: str) -> None:
    damaged(desk.database.file)
    answer = editor.get(path, headers=HTML)
    assert answer.status_code == 503
    assert "wijkwijzer staff list" in answer.text
    assert str(desk.home) not in answer.text


def raising(desk: Desk, error: Exception) -> TestClient:
    app = FastAPI()
    add_desk(app, desk)

    def fail() -> None:
        raise error

    app.router.routes.insert(0, _route(f"{HOME}/fails", fail))
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post(LOGIN, data=RIGHT)
    return client


def _route(path: str, endpoint: Callable[[], None]) -> Any:
    from fastapi.routing import APIRoute

    return APIRoute(path, endpoint)


def test_a_problem_that_people_can_act_on_is_a_message(desk: Desk) -> None:
    from index.errors import StoreUnavailableError, UsageError

    for error, status in ((UsageError("Dit <b>kan</b> niet."), 400), (StoreUnavailableError("Vol."), 503)):
        answer = raising(desk, error).get(f"{HOME}/fails")
        assert answer.status_code == status
        assert 'role="alert"' in answer.text
        assert "<b>kan" not in answer.text
