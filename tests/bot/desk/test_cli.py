import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from bot.database import FILE, Database
from bot.desk import audit
from bot.desk.accounts import Accounts
from tests.bot.conftest import Cli, Ran
from tests.bot.desk.conftest import FAST, PASSWORD


def given(monkeypatch: pytest.MonkeyPatch, text: str | bytes) -> None:
    content = text if isinstance(text, bytes) else text.encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content), encoding="utf-8"))


@pytest.fixture
def add(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """A command line on whose stdin stands a password."""
    given(monkeypatch, f"{PASSWORD}\n")
    return cli


def refused(ran: Ran, code: int, said: str) -> None:
    assert ran.code == code
    assert ran.out == ""
    assert said in ran.err
    assert PASSWORD not in ran.err


def did(cli: Cli) -> list[tuple[str, str, str, str]]:
    deeds = audit.latest(Database(cli.home))
    return [(deed.name, deed.action, deed.subject, deed.detail) for deed in deeds]


def test_who_is_added_may_log_in_and_the_log_tells(add: Cli) -> None:
    ran = add("staff", "add", "eva", "--role", "reader")
    assert (ran.code, ran.out) == (0, "")
    assert ran.said == ["'eva' may log in at /balie as reader; sessions of before have ended."]
    assert Accounts(Database(add.home), hasher=FAST).log_in("eva", PASSWORD)
    assert did(add)[-1] == (":command_line", "staff_add", "eva", "reader")


def test_the_accounts_are_listed(add: Cli) -> None:
    ran = add("staff", "list")
    assert (ran.code, ran.out) == (0, "")
    assert ran.said == ["There are no accounts: the desk is off. Add one: wijkwijzer staff add NAME"]
    add("staff", "add", "zoë@breda.nl")
    accounts = Accounts(Database(add.home), hasher=FAST)
    accounts.add("rik", PASSWORD, "reader")
    for _ in range(10):
        accounts.log_in("rik", "wrong")
    assert add("staff", "list").out == "reader  rik  (locked)\neditor  zoë@breda.nl\n"
    assert add("staff", "list", "--json").json() == [
        {"name": "rik", "role": "reader", "locked": True},
        {"name": "zoë@breda.nl", "role": "editor", "locked": False},
    ]


def test_who_is_removed_is_gone(add: Cli) -> None:
    add("staff", "add", "eva")
    accounts = Accounts(Database(add.home), hasher=FAST)
    token = accounts.log_in("eva", PASSWORD)
    assert token is not None
    assert add("staff", "remove", "eva").code == 0
    assert accounts.member(token) is None
    assert did(add)[0] == (":command_line", "staff_remove", "eva", "")
    refused(
        add("staff", "remove", "eva"), 2, "There is no account 'eva'. 'wijkwijzer staff list' lists them."
    )


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("eva", "", "The password has 0 characters"),
        ("eva", "short\n", "The password has 5 characters; it needs 15 to 200."),
        ("eva", b"\xff" * 20, "The password is no text."),
        ("eva", f"{'x' * 201}\r\n", "The password has 201 characters"),
        ("eva de vries", f"{PASSWORD}\n", "The name 'eva de vries' will not do"),
        ("\udcff", f"{PASSWORD}\n", "will not do"),
    ],
)
def test_what_will_not_do_is_told(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, password: str | bytes, said: str
) -> None:
    given(monkeypatch, password)
    refused(cli("staff", "add", name), 2, said)
    assert cli("staff", "list").out == ""


def test_an_unknown_role_is_told(add: Cli) -> None:
    assert add("staff", "add", "eva", "--role", "boss").code == 2


def at_a_terminal(home: Path, *answers: str) -> tuple[int, str]:
    """Run `staff add eva` with somebody at a terminal who types these; return all that is seen there."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-c", "from bot.cli import main; main()", "staff", "add", "eva"]
    process = subprocess.Popen(
        [*command, "--home", str(home)],
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
        preexec_fn=_take_terminal,  # noqa: PLW1509  (no thread of ours runs)
    )
    os.close(follower)
    seen = b""
    for answer in answers:
        while not seen.endswith(b": "):
            seen += os.read(leader, 1000)
        seen += b"|"
        os.write(leader, answer.encode() + b"\n")
    try:
        while more := os.read(leader, 1000):
            seen += more
    except OSError:  # that is how a terminal ends on Linux
        pass
    os.close(leader)
    return process.wait(), seen.decode()


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_at_a_terminal_it_is_asked_for_twice_and_not_shown(tmp_path: Path) -> None:
    code, seen = at_a_terminal(tmp_path, PASSWORD, PASSWORD)
    assert code == 0, seen
    assert "Password: |" in seen
    assert "The same again: |" in seen
    assert PASSWORD not in seen
    assert Accounts(Database(tmp_path), hasher=FAST).log_in("eva", PASSWORD)


def test_two_that_differ_change_nothing(tmp_path: Path) -> None:
    code, seen = at_a_terminal(tmp_path, PASSWORD, PASSWORD + "x")
    assert code == 2
    assert "The two passwords are not the same. Nothing was changed." in seen
    assert Accounts(Database(tmp_path), hasher=FAST).all() == []


def test_data_goes_out_and_comes_back_and_everybody_logs_in_anew(
    add: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who was removed after the backup comes back with it, but not into their session."""
    add("staff", "add", "eva")
    accounts = Accounts(Database(add.home), hasher=FAST)
    token = accounts.log_in("eva", PASSWORD)
    assert token is not None
    copy = tmp_path / "copy.sqlite"
    assert add("data", "backup", copy).code == 0
    assert did(add)[0] == (":command_line", "data_backup", str(copy), "")
    add("staff", "remove", "eva")
    assert add("data", "restore", copy).said == [f"'{copy}' is in use now."]
    assert [each.name for each in accounts.all()] == ["eva"]
    assert accounts.member(token) is None
    assert did(add)[0] == (":command_line", "data_restore", str(copy), "")


def test_what_cannot_be_copied_is_told(add: Cli, tmp_path: Path) -> None:
    refused(add("data", "backup", tmp_path / "copy"), 2, "nothing to back up")
    refused(add("data", "restore", tmp_path / "copy"), 2, "There is no file")
    add("staff", "add", "eva")
    add("data", "backup", tmp_path / "copy")
    refused(add("data", "backup", tmp_path / "copy"), 2, "is there already")
    refused(add("data", "backup", tmp_path / "no" / "copy"), 3, "cannot be written")
    (tmp_path / "letter").write_text("Beste lezer, " * 100)
    refused(add("data", "restore", tmp_path / "letter"), 2, "Nothing was restored.")


def test_a_damaged_file_is_told_and_mended_as_it_is_told(add: Cli, tmp_path: Path) -> None:
    add("staff", "add", "eva")
    add("data", "backup", tmp_path / "copy")
    for each in add.home.glob(f"{FILE}*"):
        each.write_bytes(b"nothing" * 1000)
    refused(add("staff", "list"), 3, "is damaged")
    refused(add("data", "backup", tmp_path / "second"), 3, "is damaged")
    assert add("data", "restore", tmp_path / "copy").code == 0
    assert add("staff", "list").out == "editor  eva\n"


def test_the_help_has_an_example_of_each(cli: Cli, capsys: pytest.CaptureFixture[str]) -> None:
    for group, names in (("staff", ("add", "remove", "list")), ("data", ("backup", "restore"))):
        for name in names:
            from bot.cli import main

            with pytest.raises(SystemExit):
                main([group, name, "--help"])
            assert f"Example: wijkwijzer {group} {name}" in " ".join(capsys.readouterr().out.split())


def test_commands_of_the_desk_load_no_models(tmp_path: Path) -> None:
    script = (
        "import sys; from bot.cli import app\n"
        f"try: app(['staff', 'list', '--json', '--home', {str(tmp_path)!r}])\n"
        "except SystemExit: pass\n"
        "heavy = ('torch', 'gradio', 'fastapi', 'authlib')\n"
        "import json; print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert [json.loads(line) for line in ran.stdout.splitlines()] == [[], []]
