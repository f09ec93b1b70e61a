"""What commands share: their options, and how they speak."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import FILE

Home = Annotated[
    Path | None,
    typer.Option("--home", help="Folder of index and settings; default: the platform's data folder."),
]
Config = Annotated[
    Path | None, typer.Option("--config", help=f"Settings file; default: {FILE} in the home folder.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def say(message: str) -> None:
    """Tell whoever called a command something beside what it prints."""
    print(message, file=sys.stderr)
