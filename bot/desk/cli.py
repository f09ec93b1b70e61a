"""`wijkwijzer staff` and `wijkwijzer data`: who may use the desk, and copies of what is kept for it."""

import getpass
import json
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.options import AsJson, Config, Home, say
from bot.settings import home_folder, load_settings
from index.errors import UsageError

if TYPE_CHECKING:
    from bot.database import Database
    from bot.desk.accounts import Accounts

staff_app = typer.Typer(help="Say who may use the staff desk.", no_args_is_help=True)
data_app = typer.Typer(help="Copy what is kept beside the index, and put it back.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="What somebody logs in as.")]


def _database(home: Path | None, config: Path | None) -> "Database":
    from bot.database import Database

    folder = home_folder(home)
    load_settings(folder, config)
    return Database(folder)


def _accounts(home: Path | None, config: Path | None) -> "Accounts":
    from bot.desk.accounts import Accounts

    return Accounts(_database(home, config))


def _password() -> str:
    """Ask for a password twice, without showing it, or read a line where nobody sits at a terminal."""
    if not sys.stdin.isatty():
        try:
            return sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise UsageError("The password is no text. Give it as a line in UTF-8.") from error
    first = getpass.getpass("Password: ")
    if getpass.getpass("The same again: ") != first:
        raise UsageError("The two passwords are not the same. Nothing was changed.")
    return first


@staff_app.command("add", epilog="Example: wijkwijzer staff add eva --role editor")
def staff_add(
    name: Name,
    role: Annotated[
        Literal["reader", "editor"], typer.Option(help="A reader sees all and changes nothing.")
    ] = "editor",
    home: Home = None,
    config: Config = None,
) -> None:
    """Add an account, or give one a new password and role. The password is asked for, or read from stdin."""
    accounts = _accounts(home, config)
    accounts.add(name, _password(), role)
    say(f"'{name}' may log in at /balie as {role}; sessions of before have ended.")


@staff_app.command("remove", epilog="Example: wijkwijzer staff remove eva")
def staff_remove(
    name: Annotated[
        str, typer.Argument(help="An account; or a name of the municipality's own login, as the log has it.")
    ],
    home: Home = None,
    config: Config = None,
) -> None:
    """Remove an account and end its sessions at once."""
    _accounts(home, config).remove(name)
    say(f"'{name}' is logged in nowhere now, and has no account.")


@staff_app.command("list", epilog="Example: wijkwijzer staff list")
def staff_list(as_json: AsJson = False, home: Home = None, config: Config = None) -> None:
    """List the accounts."""
    found = _accounts(home, config).all()
    if as_json:
        rows = [{"name": each.name, "role": each.role, "locked": each.locked} for each in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for each in found:
        print(f"{each.role}  {each.name}{'  (locked)' if each.locked else ''}")
    if not found:
        say("There are no accounts: the desk is off. Add one: wijkwijzer staff add NAME")


@data_app.command("backup", epilog="Example: wijkwijzer data backup wijkwijzer-2026-11-27.sqlite")
def data_backup(
    file: Annotated[Path, typer.Argument(help="A file that is not there yet.")],
    home: Home = None,
    config: Config = None,
) -> None:
    """Copy accounts, ratings, corrections, reviews and the log into one file, while the bot serves on."""
    from bot.backup import back_up

    database = _database(home, config)
    back_up(database, file)
    with database.transaction() as connection:
        _record(connection, "data_backup", file)
    say(f"Copied to '{file}'. Keep it where only you can read it.")


@data_app.command("restore", epilog="Example: wijkwijzer data restore wijkwijzer-2026-11-27.sqlite")
def data_restore(
    file: Annotated[Path, typer.Argument(help="A file that 'data backup' wrote.")],
    home: Home = None,
    config: Config = None,
) -> None:
    """Put a copy in the place of what is there now; all who are logged in have to log in again."""
    from bot.backup import restore
    from bot.desk.accounts import end_sessions

    def finish(connection: sqlite3.Connection) -> None:
        end_sessions(connection)
        _record(connection, "data_restore", file)

    restore(_database(home, config), file, finish)
    say(f"'{file}' is in use now.")


def _record(connection: sqlite3.Connection, action: str, file: Path) -> None:
    from bot.desk.audit import COMMAND_LINE, Deed, write

    at = datetime.now(UTC).isoformat(timespec="seconds")
    write(connection, Deed(at, COMMAND_LINE, action, str(file), ""))
