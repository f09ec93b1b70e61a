"""Who may use the desk: accounts with a password, and sessions that end by themselves."""

import hashlib
import re
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from bot.database import Database
from bot.desk.audit import COMMAND_LINE, Deed, write
from index.errors import UsageError

Role = Literal["reader", "editor"]
ROLES: tuple[Role, ...] = get_args(Role)

# A day's work, after which one logs in again.
SESSION = timedelta(hours=10)
MAX_FAILURES = 10
LOCKED = timedelta(minutes=15)
# After so long without a try, those before count no more: names that nobody has must not be kept for ever.
REMEMBERED = timedelta(days=1)
# NIST SP 800-63B-4 asks for fifteen where there is no second factor; any characters will do.
MIN_PASSWORD, MAX_PASSWORD = 15, 200
# No space and no colon: nobody can be called as somebody from elsewhere, or as the command line.
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is logged in."""

    name: str
    role: Role
    csrf: str
    """What every form of this session carries, and no other page knows."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may log in with a password."""

    name: str
    role: Role
    locked: bool


class LockedError(Exception):
    """Too many wrong passwords; nothing is tried until some time has passed."""


def _now() -> datetime:
    return datetime.now(UTC)


def digest(token: str) -> str:
    """Return what is kept of a secret that a browser holds."""
    return hashlib.sha256(token.encode()).hexdigest()


def _typed(text: str) -> str:
    """Return a name or password as all keyboards give it: an é is one character on some, two on others."""
    return unicodedata.normalize("NFKC", text).encode(errors="replace").decode()


def end_sessions(connection: sqlite3.Connection) -> None:
    """End all sessions, and forget who was on the way to one: those of a backup may have been ended since."""
    connection.execute("DELETE FROM session")
    connection.execute("DELETE FROM sent")


class Accounts:
    """The tables of accounts and sessions. Passwords are kept as argon2id hashes (RFC 9106) alone."""

    def __init__(
        self,
        database: Database,
        now: Callable[[], datetime] = _now,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._database = database
        self._now = now
        self._hasher = hasher or PasswordHasher()
        # Checked in the place of an account's that is not there: who tries cannot tell by the time it takes.
        self._nobody = self._hasher.hash(secrets.token_hex())

    def add(self, name: str, password: str, role: Role, by: str = COMMAND_LINE) -> None:
        """Add an account, or give one a new password and role; its sessions end, and it is locked no more.

        Raises `UsageError` for a name or password that will not do.
        """
        name, password = _typed(name), _typed(password)
        if not _NAME.fullmatch(name):
            raise UsageError(
                f"The name '{name}' will not do: 1 to 64 letters, digits, dots, hyphens, underscores or @."
            )
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise UsageError(
                f"The password has {len(password)} characters; it needs {MIN_PASSWORD} to {MAX_PASSWORD}."
            )
        hashed = self._hasher.hash(password)
        with self._database.transaction() as connection:
            known = connection.execute("SELECT 1 FROM account WHERE name = ?", (name,)).fetchone()
            connection.execute("REPLACE INTO account VALUES (?, ?, ?)", (name, role, hashed))
            connection.execute("DELETE FROM session WHERE name = ?", (name,))
            connection.execute("DELETE FROM attempt WHERE name_sha256 = ?", (digest(name),))
            self._write(connection, by, "staff_change" if known else "staff_add", name, role)

    def remove(self, name: str, by: str = COMMAND_LINE) -> None:
        """Remove an account and end its sessions, or the sessions of somebody whom another login vouched for.

        Raises `UsageError` where there are neither.
        """
        name = _typed(name)
        with self._database.transaction() as connection:
            ended = connection.execute("DELETE FROM session WHERE name = ?", (name,)).rowcount
            removed = connection.execute("DELETE FROM account WHERE name = ?", (name,)).rowcount
            if not ended and not removed:
                raise UsageError(f"There is no account '{name}'. 'wijkwijzer staff list' lists them.")
            self._write(connection, by, "staff_remove" if removed else "session_end", name)

    def all(self) -> list[Account]:
        """Return the accounts by name."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT name, role FROM account ORDER BY name").fetchall()
            locked = connection.execute(
                "SELECT name_sha256 FROM attempt WHERE failures >= ? AND until > ?",
                (MAX_FAILURES, self._stamp()),
            ).fetchall()
        names = {row["name_sha256"] for row in locked}
        return [Account(row["name"], row["role"], digest(row["name"]) in names) for row in rows]

    def log_in(self, name: str, password: str) -> str | None:
        """Return a new session's token, or nothing for a wrong name or password.

        Raises `LockedError` after ten wrong passwords in a row, for a quarter of an hour, whatever is tried.
        The try is counted before the password is looked at, so that many at once gain nothing.
        """
        name, password = _typed(name), _typed(password)
        self._count_try(name)
        with self._database.reading() as connection:
            row = connection.execute("SELECT password_hash FROM account WHERE name = ?", (name,)).fetchone()
        hashed = None if row is None else str(row["password_hash"])
        if not self._fits(password, hashed):
            return None
        with self._database.transaction() as connection:
            # Looked at again: the account may have gone, or got another password, while this one was hashed.
            row = connection.execute(
                "SELECT role FROM account WHERE name = ? AND password_hash = ?", (name, hashed)
            ).fetchone()
            if row is None:
                return None
            connection.execute("DELETE FROM attempt WHERE name_sha256 = ?", (digest(name),))
            return self._begin(connection, name, row["role"])

    def _count_try(self, name: str) -> None:
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM attempt WHERE until <= ?", (self._stamp(),))
            [(failures,)] = connection.execute(
                "SELECT 1 + coalesce(max(failures), 0) FROM attempt WHERE name_sha256 = ?", (digest(name),)
            ).fetchall()
            if failures > MAX_FAILURES:
                raise LockedError
            until = self._stamp(LOCKED if failures == MAX_FAILURES else REMEMBERED)
            connection.execute("REPLACE INTO attempt VALUES (?, ?, ?)", (digest(name), failures, until))
            # Of a name that nobody has nothing is written down: it may be a password.
            known = connection.execute("SELECT 1 FROM account WHERE name = ?", (name,)).fetchone()
            if known and failures == MAX_FAILURES:
                self._write(connection, name, "locked", name)

    def _fits(self, password: str, hashed: str | None) -> bool:
        possible = hashed is not None and len(password) <= MAX_PASSWORD
        try:
            self._hasher.verify(hashed if hashed and possible else self._nobody, password[:MAX_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False
        return possible

    def begin(self, name: str, role: Role, detail: str = "") -> str:
        """Return the token of a session of somebody whom another login has vouched for."""
        with self._database.transaction() as connection:
            return self._begin(connection, name, role, detail)

    def _begin(self, connection: sqlite3.Connection, name: str, role: Role, detail: str = "") -> str:
        token = secrets.token_urlsafe(32)
        connection.execute("DELETE FROM session WHERE expires <= ?", (self._stamp(),))
        connection.execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?)",
            (digest(token), name, role, secrets.token_urlsafe(32), self._stamp(SESSION)),
        )
        self._write(connection, name, "log_in", "", detail)
        return token

    def member(self, token: str) -> Member | None:
        """Return whose session a token is of, if it is of one that goes on."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT name, role, csrf FROM session WHERE token_sha256 = ? AND expires > ?",
                (digest(token), self._stamp()),
            ).fetchone()
        return None if row is None else Member(row["name"], row["role"], row["csrf"])

    def log_out(self, token: str) -> None:
        """End a session, if it is one."""
        with self._database.transaction() as connection:
            rows = connection.execute(
                "DELETE FROM session WHERE token_sha256 = ? RETURNING name", (digest(token),)
            ).fetchall()
            for row in rows:
                self._write(connection, row["name"], "log_out")

    def _write(
        self, connection: sqlite3.Connection, name: str, action: str, subject: str = "", detail: str = ""
    ) -> None:
        write(connection, Deed(self._stamp(), name, action, subject, detail))

    def _stamp(self, later: timedelta = timedelta()) -> str:
        return (self._now() + later).isoformat(timespec="seconds")
