import os
import signal
import sqlite3
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from bot.database import Database
from bot.desk import audit
from bot.desk.accounts import (
    LOCKED,
    MAX_FAILURES,
    MAX_PASSWORD,
    REMEMBERED,
    SESSION,
    Account,
    Accounts,
    LockedError,
    Member,
)
from index.errors import UsageError
from tests.bot.desk.conftest import FAST, PASSWORD, Clock

WRONG = "wrong horse battery staple"


class Counted(PasswordHasher):
    """Hashes, and counts how often it is asked to compare."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
        self.compared += 1
        return super().verify(hash, password)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path)


@pytest.fixture
def accounts(database: Database, clock: Clock) -> Accounts:
    made = Accounts(database, clock, FAST)
    made.add("eva", PASSWORD, "editor")
    return made


def told(database: Database) -> list[tuple[str, str, str, str]]:
    """What the log says, the latest first."""
    return [(deed.name, deed.action, deed.subject, deed.detail) for deed in audit.latest(database)]


def tries(accounts: Accounts, count: int, name: str = "eva") -> list[object]:
    """Try a wrong password so often."""

    def tried() -> object:
        try:
            return accounts.log_in(name, WRONG)
        except LockedError:
            return LockedError

    return [tried() for _ in range(count)]


def logged_in(accounts: Accounts, name: str = "eva", password: str = PASSWORD) -> str:
    token = accounts.log_in(name, password)
    assert token is not None
    return token


def test_who_knows_the_password_gets_a_session(accounts: Accounts, database: Database) -> None:
    token = logged_in(accounts)
    member = accounts.member(token)
    assert member is not None
    assert (member.name, member.role) == ("eva", "editor")
    assert len(member.csrf) == 43
    assert len(token) == 43
    assert told(database) == [
        ("eva", "log_in", "", ""),
        (":command_line", "staff_add", "eva", "editor"),
    ]


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("eva", WRONG),
        ("eva", ""),
        ("eva", PASSWORD.upper()),
        ("eva", PASSWORD + " "),
        ("Eva", PASSWORD),
        ("rik", PASSWORD),
        ("", PASSWORD),
        ("eva' OR '1'='1", PASSWORD),
        ("eva\0", PASSWORD),
        ("e" * 10_000, PASSWORD),
        ("\udc80", "\udc80"),
    ],
)
def test_nobody_else_does(accounts: Accounts, name: str, password: str) -> None:
    assert accounts.log_in(name, password) is None


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "\udc80" * 43])
def test_another_token_is_nobodys(accounts: Accounts, token: str) -> None:
    logged_in(accounts)
    assert accounts.member(token.encode(errors="replace").decode()) is None


def test_neither_password_nor_token_is_in_the_file(accounts: Accounts, tmp_path: Path) -> None:
    token = logged_in(accounts)
    accounts.log_in("a password typed in the field for the name", WRONG)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    for secret in (PASSWORD, WRONG, token, "typed in the field"):
        assert secret.encode() not in kept
    assert b"$argon2id$" in kept


def test_the_hash_is_argon2_as_its_authors_advise(database: Database) -> None:
    """RFC 9106's second choice: 64 MiB, three passes, four lanes; and a salt for each."""
    accounts = Accounts(database)
    accounts.add("eva", PASSWORD, "reader")
    accounts.add("rik", PASSWORD, "reader")
    with database.reading() as connection:
        hashes = [row[0] for row in connection.execute("SELECT password_hash FROM account")]
    assert all(each.startswith("$argon2id$v=19$m=65536,t=3,p=4$") for each in hashes)
    assert len(set(hashes)) == 2
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(hashes[0], WRONG)
    logged_in(accounts)


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("", PASSWORD, "The name '' will not do"),
        ("e" * 65, PASSWORD, "will not do"),
        ("eva de vries", PASSWORD, "will not do"),
        ("eva (sso)", PASSWORD, "will not do"),
        (":command_line", PASSWORD, "will not do"),
        ("eva\n", PASSWORD, "will not do"),
        ("<b>", PASSWORD, "will not do"),
        ("rik", "fourteen chars", "has 14 characters; it needs 15 to 200"),
        ("rik", "", "has 0 characters"),
        ("rik", "x" * 201, "has 201 characters"),
    ],
)
def test_names_and_passwords_that_will_not_do_are_told(
    accounts: Accounts, name: str, password: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        accounts.add(name, password, "reader")
    assert said in str(caught.value)
    assert password not in str(caught.value) or not password
    assert accounts.all() == [Account("eva", "editor", locked=False)]


def test_a_long_password_is_compared_to_its_end(accounts: Accounts) -> None:
    longest = "x" * MAX_PASSWORD
    accounts.add("rik", longest, "reader")
    assert accounts.log_in("rik", longest + "y") is None
    assert accounts.log_in("rik", longest[:-1]) is None
    assert accounts.log_in("rik", "x" * 10**6) is None
    logged_in(accounts, "rik", longest)


def test_a_name_and_a_password_are_the_same_from_every_keyboard(accounts: Accounts) -> None:
    accounts.add("zoe\u0308", "wachtwoord cafe\u0301", "reader")
    logged_in(accounts, "zoë", "wachtwoord café")


def test_a_new_password_ends_the_sessions_of_the_old_one(accounts: Accounts, database: Database) -> None:
    token = logged_in(accounts)
    accounts.add("eva", WRONG, "reader", by="rik")
    assert accounts.member(token) is None
    assert accounts.log_in("eva", PASSWORD) is None
    member = accounts.member(logged_in(accounts, password=WRONG))
    assert member is not None
    assert member.role == "reader"
    assert ("rik", "staff_change", "eva", "reader") in told(database)


def test_who_is_removed_is_out_at_once(accounts: Accounts, database: Database) -> None:
    token = logged_in(accounts)
    accounts.remove("eva")
    assert accounts.member(token) is None
    assert accounts.log_in("eva", PASSWORD) is None
    assert accounts.all() == []
    assert told(database)[0] == (":command_line", "staff_remove", "eva", "")
    with pytest.raises(UsageError, match="There is no account 'eva'"):
        accounts.remove("eva")


def test_who_is_removed_while_a_password_is_hashed_is_not_let_in(database: Database, clock: Clock) -> None:
    class Slow(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]  # noqa: A002
            Accounts(database, clock, FAST).remove("eva")
            return super().verify(hash, password)

    accounts = Accounts(database, clock, Slow(time_cost=1, memory_cost=8, parallelism=1))
    accounts.add("eva", PASSWORD, "editor")
    assert accounts.log_in("eva", PASSWORD) is None


def test_a_damaged_hash_lets_nobody_in(accounts: Accounts, database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE account SET password_hash = 'no hash'")
    assert accounts.log_in("eva", PASSWORD) is None
    assert accounts.log_in("eva", "no hash") is None


def test_a_session_ends_by_itself(accounts: Accounts, clock: Clock, database: Database) -> None:
    token = logged_in(accounts)
    clock.move(SESSION - timedelta(seconds=1))
    assert accounts.member(token) is not None
    clock.move(timedelta(seconds=1))
    assert accounts.member(token) is None
    logged_in(accounts)
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM session").fetchone()[0] == 1


def test_who_logs_out_is_out_and_others_are_not(accounts: Accounts, database: Database) -> None:
    first, second = logged_in(accounts), logged_in(accounts)
    accounts.log_out(first)
    accounts.log_out(first)
    accounts.log_out("")
    assert accounts.member(first) is None
    assert accounts.member(second) is not None
    assert Counter(action for _, action, _, _ in told(database)) == {
        "log_in": 2,
        "staff_add": 1,
        "log_out": 1,
    }


@pytest.mark.parametrize("name", ["eva", "nobody"])
def test_after_ten_wrong_tries_nothing_is_tried_for_a_quarter_of_an_hour(
    accounts: Accounts, clock: Clock, name: str
) -> None:
    """Whether there is such an account makes no difference to who tries."""
    assert tries(accounts, 12, name) == [None] * 10 + [LockedError] * 2
    with pytest.raises(LockedError):
        accounts.log_in(name, PASSWORD)
    clock.move(LOCKED - timedelta(seconds=1))
    assert tries(accounts, 1, name) == [LockedError]
    clock.move(timedelta(seconds=1))
    assert tries(accounts, 1, name) == [None]


def test_a_lock_is_shown_and_written_down_once_and_ends(
    accounts: Accounts, clock: Clock, database: Database
) -> None:
    accounts.add("rik", PASSWORD, "reader")
    tries(accounts, 15)
    tries(accounts, 15, "nobody")
    assert [each.locked for each in accounts.all()] == [True, False]
    assert [line for line in told(database) if line[1] == "locked"] == [("eva", "locked", "eva", "")]
    logged_in(accounts, "rik")
    clock.move(LOCKED)
    assert [each.locked for each in accounts.all()] == [False, False]
    logged_in(accounts)


def test_who_gets_a_new_password_is_locked_no_more(accounts: Accounts) -> None:
    tries(accounts, 10)
    accounts.add("eva", PASSWORD, "editor")
    logged_in(accounts)


def test_a_right_password_wipes_out_the_wrong_ones_before_it(accounts: Accounts) -> None:
    for _ in range(3):
        assert tries(accounts, 9) == [None] * 9
        logged_in(accounts)


def test_wrong_tries_are_counted_for_a_day(accounts: Accounts, clock: Clock, database: Database) -> None:
    tries(accounts, 9)
    clock.move(REMEMBERED - timedelta(seconds=1))
    assert tries(accounts, 2) == [None, LockedError]
    clock.move(LOCKED)
    tries(accounts, 9)
    clock.move(REMEMBERED)
    assert tries(accounts, 11) == [None] * 10 + [LockedError]
    clock.move(REMEMBERED)
    tries(accounts, 1, "nobody")
    with database.reading() as connection:
        assert connection.execute("SELECT count(*) FROM attempt").fetchone()[0] == 1


def test_many_tries_at_once_are_ten_too(database: Database, clock: Clock) -> None:
    hasher = Counted()
    accounts = Accounts(database, clock, hasher)
    accounts.add("eva", PASSWORD, "editor")
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(lambda _: tries(accounts, 1)[0], range(40)))
    assert Counter(found) == {None: MAX_FAILURES, LockedError: 30}
    assert hasher.compared == MAX_FAILURES


def test_a_name_that_nobody_has_takes_a_comparison_too(database: Database, clock: Clock) -> None:
    hasher = Counted()
    accounts = Accounts(database, clock, hasher)
    accounts.add("eva", PASSWORD, "editor")
    for name, password in (("eva", WRONG), ("nobody", WRONG), ("eva", "x" * 500), ("nobody", "x" * 500)):
        before = hasher.compared
        assert accounts.log_in(name, password) is None
        assert hasher.compared == before + 1


def test_the_log_cannot_be_changed(accounts: Accounts, database: Database) -> None:
    for statement in ("DELETE FROM audit", "UPDATE audit SET name = 'rik'"):
        with (
            pytest.raises(sqlite3.IntegrityError, match="only added to"),
            database.transaction() as connection,
        ):
            connection.execute(statement)
    assert told(database) == [(":command_line", "staff_add", "eva", "editor")]


def test_nothing_that_was_confirmed_is_lost_by_a_kill(tmp_path: Path, clock: Clock) -> None:
    """Another process logs people in, tells their tokens, and is killed without notice."""
    script = f"""
from pathlib import Path
from argon2 import PasswordHasher
from bot.database import Database
from bot.desk.accounts import Accounts
accounts = Accounts(Database(Path({str(tmp_path)!r})), hasher=PasswordHasher(1, 8, 1))
for number in range(100000):
    print(number, accounts.begin(f"eva{{number}} (sso)", "editor"), flush=True)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    said = [process.stdout.readline().split() for _ in range(15)]
    os.kill(process.pid, signal.SIGKILL)
    said += [line.split() for line in process.stdout]
    process.wait()
    process.stdout.close()
    database = Database(tmp_path)
    accounts = Accounts(database, clock, FAST)
    for number, token in said:
        assert isinstance(accounts.member(token), Member), number
    names = [name for name, action, _, _ in reversed(told(database)) if action == "log_in"]
    assert names[: len(said)] == [f"eva{number} (sso)" for number, _ in said]
    with database.reading() as connection:
        [(sessions,)] = connection.execute("SELECT count(*) FROM session").fetchall()
    assert sessions == len(names) <= len(said) + 1
