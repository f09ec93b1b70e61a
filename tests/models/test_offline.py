"""Nothing leaves the machine: the whole way from the command line to an answer, with sockets forbidden."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import socket, sys

def refuse(*arguments, **options):
    raise AssertionError(f"a socket was opened: {arguments}")

socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.create_connection = refuse
socket.getaddrinfo = refuse

from bot.cli import main
main(sys.argv[1:])
"""


def test_ask_opens_no_socket(real_home: Path) -> None:
    asked = ["ask", "Hoeveel organisaties doen mee in Breda?", "--json", "--home", str(real_home)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *asked], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    row = json.loads(done.stdout)
    assert row["kind"] == "answer"
    assert "twintig organisaties" in row["answer"]


def test_index_build_opens_no_socket(tmp_path: Path) -> None:
    (tmp_path / "bron").mkdir()
    (tmp_path / "bron" / "a.txt").write_text("De gemeente beslist binnen zes weken.\n", encoding="utf-8")
    arguments = ["index", "build", str(tmp_path / "bron"), "--home", str(tmp_path / "home")]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    assert "Indexed 1 documents" in done.stderr


def test_a_hub_id_is_the_one_thing_that_is_asked_for(tmp_path: Path, real_home: Path) -> None:
    """With a hub id set the hub is asked: with sockets refused, that ends as a model that cannot be had."""
    settings = tmp_path / "hub.toml"
    settings.write_text('embedder = "intfloat/multilingual-e5-base"\n', encoding="utf-8")
    asked = ["ask", "Wat is de Kanteling?", "--home", str(real_home), "--config", str(settings)]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *asked], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode != 0
    assert "intfloat/multilingual-e5-base" in done.stderr
