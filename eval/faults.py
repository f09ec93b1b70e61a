"""Does to an index what power, disks and people do, and prints what became of it. `make faults`

The embedder is a stand-in that hashes words, so that hundreds of builds take minutes.
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.builds import full_disks, kills, rivals
from eval.damage import damages
from eval.swaps import swaps
from eval.trials import Result

KILLS = 200
FULL_DISKS = 100
RIVALS = 20
SWAPS = 50
VISITORS = 1000


def main() -> None:
    """Print what became of each kind of fault; leave with 1 where one did harm."""
    trials: dict[str, Callable[[Path], Result]] = {
        "killed builds": lambda scratch: kills(scratch, KILLS),
        "full disks": lambda scratch: full_disks(scratch, FULL_DISKS),
        "two builders": lambda scratch: rivals(scratch, RIVALS),
        "damaged files": damages,
        "swaps": lambda scratch: swaps(scratch, SWAPS, VISITORS),
    }
    parser = argparse.ArgumentParser(description="Do to an index what power, disks and people do.")
    parser.add_argument(
        "--only", choices=list(trials), action="append", help="one kind of fault; can be repeated"
    )
    chosen = parser.parse_args().only or list(trials)
    print("| fault | trials | outcomes | failures | seconds |\n|---|---|---|---|---|", flush=True)
    harm = False
    for name in chosen:
        start = time.perf_counter()
        with TemporaryDirectory() as scratch:
            result = trials[name](Path(scratch))
        outcomes = "; ".join(f"{count:,} {outcome}" for outcome, count in result.outcomes.most_common())
        count, seconds = result.outcomes.total() + len(result.failures), time.perf_counter() - start
        print(f"| {name} | {count:,} | {outcomes} | {len(result.failures)} | {seconds:.0f} |", flush=True)
        for failure in result.failures[:20]:
            print(f"{name}: {failure}", file=sys.stderr)
        harm |= bool(result.failures)
    sys.exit(int(harm))


if __name__ == "__main__":
    main()
