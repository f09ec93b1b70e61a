"""How much personal data is masked, and how many ordinary numbers are. `python -m eval.privacy`

The sets are generated from templates: `privacy_dev.toml` and `privacy_dev2.toml`, which the patterns were
made on, and `privacy_heldout.toml`, written afterwards.
"""

import random
import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stdnum import iban
from stdnum.nl import bsn

from eval.statistics import share
from index.privacy import MASK, mask
from index.types import Span

SETS = ("dev", "dev2", "heldout")
PERSONAL_ITEMS = 500
ORDINARY_ITEMS = 2100


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence with one piece of personal data, or with one ordinary number, at `span`."""

    kind: str
    personal: bool
    text: str
    span: Span

    @property
    def masked(self) -> str:
        """The sentence as a visitor sees it."""
        return mask(self.text)


def _digits(notation: str, chance: random.Random) -> str:
    ranges = {"#": "0123456789", "^": "123456789"}
    return re.sub(r"[#^]", lambda mark: chance.choice(ranges[mark[0]]), notation)


def _filled(notation: str, characters: str) -> str:
    following = iter(characters)
    return re.sub("#", lambda _: next(following), notation)


def _address(notation: str, chance: random.Random, lists: dict[str, Any]) -> str:
    first, last, domain = (chance.choice(lists[name]) for name in ("first", "last", "domain"))
    names = {"first": first, "last": last, "domain": domain, "initial": first[0]}
    return _digits(notation.format(**names, FIRST=first.upper(), LAST=last.upper()), chance)


def _account(notation: str, chance: random.Random, lists: dict[str, Any]) -> str:
    account = chance.choice(lists["bank"]) + _digits("##########", chance)
    return _filled(notation, f"NL{iban.calc_check_digits(f'NL00{account}')}{account}")


def _service_number(notation: str, chance: random.Random, lists: dict[str, Any]) -> str:
    del lists
    while not bsn.is_valid(number := _digits("#########", chance)):
        pass
    return _filled(notation, number)


def _number(notation: str, chance: random.Random, lists: dict[str, Any]) -> str:
    del lists
    return _digits(notation, chance).strip()


_MAKERS: dict[str, Callable[[str, random.Random, dict[str, Any]], str]] = {
    "email": _address,
    "phone": _number,
    "iban": _account,
    "bsn": _service_number,
}


def generated(name: str) -> Iterator[Item]:
    """Yield the items of a set, the same ones every time, equally many of every kind."""
    lists = tomllib.loads((Path(__file__).parent / f"privacy_{name}.toml").read_text(encoding="utf-8"))
    chance = random.Random(lists["seed"])
    for personal, total in ((True, PERSONAL_ITEMS), (False, ORDINARY_ITEMS)):
        kinds = lists["personal" if personal else "ordinary"]
        for kind, templates in kinds.items():
            make = _MAKERS[kind] if personal else _number
            for i in range(-(-total // len(kinds))):
                # Every notation comes up equally often, each time in another sentence.
                said = make(templates["notations"][i % len(templates["notations"])], chance, lists)
                before, after = chance.choice(templates["sentences"]).split("{}")
                yield Item(kind, personal, f"{before}{said}{after}", Span(len(before), len(before + said)))


def right(item: Item) -> bool:
    """Tell whether no letter or digit of personal data is left, or an ordinary number is as it was."""
    left = item.span.of(item.masked)
    return not any(each.isalnum() for each in left) if item.personal else MASK not in left


def main() -> None:
    """Print, for every set, the recall of each kind and the share of ordinary numbers that are masked."""
    for name in SETS:
        outcomes: defaultdict[tuple[bool, str], list[bool]] = defaultdict(list)
        for item in generated(name):
            hit = right(item) if item.personal else not right(item)
            outcomes[item.personal, item.kind].append(hit)
            outcomes[item.personal, "all"].append(hit)
        for personal, what in ((True, "masked, of personal data"), (False, "masked, of ordinary numbers")):
            print(f"{name}: {what}")
            for (of, kind), hits in outcomes.items():
                if of == personal:
                    print(f"  {kind:<12} {share(hits)}")


if __name__ == "__main__":
    main()
