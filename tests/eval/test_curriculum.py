from itertools import islice
from pathlib import Path

import pytest

from eval.curriculum import CLAIMS, GROUPS, STAGES, STEPS, drawn, rates


def test_a_curve_ends_at_nothing_and_begins_anew_with_the_next() -> None:
    every = list(rates())
    assert len(every) == STEPS == 350 + 550 + 240 + 260 + 400 + 300
    # The second stage goes on with the first one's curve.
    assert every[349] > 0.5
    at = 350 + 550
    assert every[at - 1] < 0.001
    assert max(every[:at]) == pytest.approx(1.0, abs=0.02)
    for batches, height in ((240, 0.4), (260, 0.4), (400, 0.5), (300, 0.5)):
        curve = every[at : at + batches]
        assert max(curve) == pytest.approx(height, abs=0.02)
        assert curve[-1] < 0.001
        at += batches


def test_what_is_drawn_is_the_same_for_the_same_seed(measuring_data: Path) -> None:
    one, same, other = (list(islice(drawn(measuring_data, seed), 3)) for seed in (0, 0, 1))
    assert one == same
    assert one != other
    for groups, claims in one:
        assert (len(groups), len(claims)) == (GROUPS, CLAIMS)
        assert all(each.answers for group in groups for each in group.texts[:1])
        assert not any(each.answers for group in groups for each in (*group.texts[1:], *group.others))


def test_every_stage_but_the_first_changes_what_is_drawn() -> None:
    assert all(stage.groups for stage in STAGES)
    known = set(STAGES[0].groups)
    for stage in STAGES[1:]:
        assert set(stage.groups) - known
        known |= set(stage.groups)
