"""The packaged models' place in the cache: made once, checked whenever they are loaded."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock

from index.errors import ModelUnavailableError
from index.files import DamagedError, verify, write_manifest, written_aside


def prepared(folder: Path, make: Callable[[Path], None], facts: dict[str, object]) -> Path:
    """Return a model folder from the cache, every file's hash checked; make it first where there is none.

    Two processes that come at once make it once. `make` fills an empty folder; `facts` tell what it was
    made from. Raises `ModelUnavailableError` where the folder is damaged or the cache cannot be written.
    """
    if not folder.exists():
        _make(folder, make, facts)
    try:
        manifest = verify(folder)
    except DamagedError as error:
        raise ModelUnavailableError(
            f"The prepared model is damaged: {error}. Run 'wijkwijzer prepare' to make it again."
        ) from error
    if manifest.facts != facts:
        raise ModelUnavailableError(
            f"The prepared model in '{folder}' was made from something else ({manifest.facts}, not {facts}). "
            "Run 'wijkwijzer prepare' to make it again."
        )
    return folder


def repair(folder: Path, facts: dict[str, object]) -> None:
    """Remove a prepared folder that is damaged or made of something else; a sound one stays."""
    try:
        sound = verify(folder).facts == facts
    except DamagedError:
        sound = False
    if not sound:
        shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path, make: Callable[[Path], None], facts: dict[str, object]) -> None:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_suffix(".lock")):
            if folder.exists():
                return
            print(f"Preparing the model {folder.name}, once, in up to a minute …", file=sys.stderr)
            with written_aside(folder) as aside:
                make(aside)
                write_manifest(aside, facts)
    except OSError as error:
        raise ModelUnavailableError(
            f"The models cannot be prepared in '{folder.parent}': {error.strerror or error}. "
            "Make that folder writable or set 'cache' (WIJKWIJZER_CACHE) to one that is."
        ) from error
