"""How far a build is, for whoever wants to be told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Literal, Never

Stage = Literal["reading", "passages", "sentences", "writing"]
Progress = Callable[[Stage, int, int], None]
"""Is told the stage, how much of it is done, and how much there is of it."""


def untold(stage: Stage, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def bars() -> Iterator[Progress]:
    """Give what shows a bar on stderr for what takes long: embedding, where there is something to embed."""
    from tqdm import tqdm

    with ExitStack() as open_bars:
        shown: dict[Stage, tqdm[Never]] = {}

        def tell(stage: Stage, done: int, total: int) -> None:
            if stage not in ("passages", "sentences") or (stage not in shown and done == total):
                return
            if stage not in shown:
                bar = tqdm(total=total, initial=done, desc="Embedding", unit=" texts")
                shown[stage] = open_bars.enter_context(bar)
            shown[stage].update(done - shown[stage].n)
            if done == total:
                shown[stage].close()

        yield tell
