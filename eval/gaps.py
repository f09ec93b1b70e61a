"""How alike questions must be to be put together at the desk. `python -m eval.gaps [COSINE ...]`

Prints, for each cosine, what share of the pairs of questions that fall together are wordings of one question,
the same without pairs of other questions about the same words of a source, and what share of all pairs of
wordings fall together. On the dev questions alone.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.desk.grouping import clusters
from bot.models import open_encoder, stay_offline
from bot.settings import home_folder, load_settings
from eval.cases import Case
from eval.sets import questions

COSINES = [step / 100 for step in range(60, 98, 2)]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of pairs: right among those together, likewise but for near ones, and together among the right."""

    precision: float
    lenient: float
    recall: float


def shares(groups: Sequence[Sequence[int]], cases: Sequence[Case], near: Sequence[str]) -> Shares:
    """Compare groups of rows with which cases are wordings of one question; `near` is what each is about."""
    original = [case.paraphrase_of or case.id for case in cases]
    pairs = {pair for group in groups for pair in combinations(sorted(group), 2)}
    right = {pair for pair in combinations(range(len(cases)), 2) if original[pair[0]] == original[pair[1]]}
    found = len(pairs & right)
    about_the_same = sum(near[a] == near[b] for a, b in pairs - right)
    return Shares(
        found / max(1, len(pairs)),
        found / max(1, len(pairs) - about_the_same),
        found / max(1, len(right)),
    )


def main(cosines: Sequence[float]) -> None:
    """Print the table."""
    settings = load_settings(home_folder(None))
    stay_offline(settings)
    asked = questions(["seeds", "paraphrases"], settings.data, settings.cache)
    dev = [case for case in asked.cases if asked.places[case.id].split == "dev"]
    vectors = open_encoder(settings).encode_queries([case.question for case in dev])
    print(f"{len(dev)} questions\ncosine  precision  without near  recall    F1")
    for cosine in cosines:
        found = shares(clusters(vectors, cosine), dev, [asked.places[case.id].group for case in dev])
        f1 = 2 * found.precision * found.recall / max(1e-9, found.precision + found.recall)
        print(f"{cosine:6.2f} {found.precision:10.2f} {found.lenient:13.2f} {found.recall:7.2f} {f1:5.2f}")


if __name__ == "__main__":
    main([float(each) for each in sys.argv[1:]] or COSINES)
