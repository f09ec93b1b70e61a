"""What the reader learns from, stage after stage: what is drawn how often, and how fast it learns."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from eval.examples import Examples, Group
from eval.reading import (
    ARTICLE_QUESTIONS,
    FACT_QUESTIONS,
    MORE_ARTICLE_QUESTIONS,
    article_questions,
    page_questions,
    sources,
)
from eval.supporting import Claim, article_claims, claims, page_claims
from eval.train import rate_at

GROUPS, CLAIMS = 8, 12
# Our own questions on composed pages, those on articles, each beside one that its text only seems to answer,
# more of these, and those on dates, names and numbers beside others.
FIRST_OF_FIELD, FIELD, ARTICLES, MORE, FACTS = "first of the field", "field", "articles", "more", "facts"
# How many rows of the field's questions and claims were written first.
FIRST_QUESTIONS, FIRST_CLAIMS = 128, 68


@dataclass(frozen=True, slots=True)
class Stage:
    """Batches that are drawn in the same way; what it does not name is drawn as often as before."""

    batches: int
    rate: float = 1.0
    """Share of the learning rate at the height of its curve."""
    goes_on: bool = False
    """Whether the curve of the stage before goes on instead of a new one."""
    averaged: bool = False
    """Whether what was known before it counts half at its end."""
    groups: Mapping[str, int] = field(default_factory=dict)
    """How often groups of an origin are drawn, in proportion."""
    claims: Mapping[str, int] = field(default_factory=dict)


# First without questions of the field, which are few; what comes last stays best.
STAGES = (
    Stage(
        350,
        groups={
            "nl": 20,
            "english on dutch": 7,
            "en": 10,
            "de": 8,
            "it": 10,
            "selqa": 8,
            "laws": 6,
            "es": 3,
            "ro": 2,
            "da": 3,
            "nb": 1,
            "sv": 2,
        },
        claims={"sick": 30, "copies": 20, "translations": 20},
    ),
    Stage(550, goes_on=True, groups={FIRST_OF_FIELD: 27}, claims={FIRST_OF_FIELD: 40}),
    Stage(240, 0.4, groups={FIRST_OF_FIELD: 0, FIELD: 120}, claims={FIRST_OF_FIELD: 0, FIELD: 120}),
    Stage(260, 0.4, groups={ARTICLES: 240}),
    Stage(400, 0.5, averaged=True, groups={ARTICLES: 90, MORE: 270}, claims={MORE: 240}),
    Stage(300, 0.5, averaged=True, groups={ARTICLES: 80, MORE: 180, FACTS: 180}),
)
STEPS = sum(stage.batches for stage in STAGES)


def rates() -> Iterator[float]:
    """Yield the share of the learning rate of each batch."""
    curves: list[tuple[int, float]] = []
    for stage in STAGES:
        before = curves.pop()[0] if stage.goes_on else 0
        curves.append((before + stage.batches, stage.rate))
    for batches, share in curves:
        yield from (share * rate_at(step, batches) for step in range(batches))


def drawn(data: Path, seed: int) -> Iterator[tuple[list[Group], list[Claim]]]:
    """Yield the batches of all stages, the same for the same seed."""
    chance = random.Random(seed)
    on_pages, told = list(page_questions("dev")), list(page_claims())
    asked = sources(data) | {
        FIRST_OF_FIELD: on_pages[:FIRST_QUESTIONS],
        FIELD: on_pages,
        ARTICLES: list(article_questions(ARTICLE_QUESTIONS)),
        MORE: list(article_questions(MORE_ARTICLE_QUESTIONS)),
        FACTS: list(article_questions(FACT_QUESTIONS)),
    }
    groups = {name: Examples(each, seed) for name, each in asked.items()}
    every = claims(data) | {
        FIRST_OF_FIELD: told[:FIRST_CLAIMS],
        FIELD: told,
        MORE: list(article_claims(MORE_ARTICLE_QUESTIONS)),
    }
    of_groups: dict[str, int] = {}
    of_claims: dict[str, int] = {}
    for stage in STAGES:
        of_groups |= stage.groups
        of_claims |= stage.claims
        for _ in range(stage.batches):
            names = chance.choices(list(of_groups), list(of_groups.values()), k=GROUPS)
            kinds = chance.choices(list(of_claims), list(of_claims.values()), k=CLAIMS)
            yield [groups[name].group() for name in names], [chance.choice(every[kind]) for kind in kinds]
