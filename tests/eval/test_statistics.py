import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.statistics import Sample, Share, difference, exact, figure, share

NAMES = tuple("abcdefghijklmnopqrstuvwxyz")


def alone(*values: float) -> Sample:
    """Values that are a draw each."""
    return Sample(values, tuple(str(row) for row in range(len(values))))


def test_a_mean_has_the_interval_of_the_binomial_for_a_large_sample() -> None:
    found = figure(alone(*[1.0] * 200, *[0.0] * 200))
    assert found is not None
    # 0.5 +- 1.96 x sqrt(0.25 / 400)
    assert (found.value, found.n) == (0.5, 400)
    assert found.low == pytest.approx(0.451, abs=0.004)
    assert found.high == pytest.approx(0.549, abs=0.004)


def test_values_about_the_same_words_are_one_draw() -> None:
    values = tuple([1.0, 0.0] * 40)
    apart = figure(Sample(values, tuple(map(str, range(80)))))
    # Ten groups of eight, all ones or all zeros: as uncertain as ten draws.
    together = figure(Sample(tuple(sorted(values)), tuple(str(row // 8) for row in range(80))))
    assert apart is not None
    assert together is not None
    assert apart.value == together.value == 0.5
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_mean_counts_questions_and_not_groups() -> None:
    found = figure(Sample((1.0, 1.0, 1.0, 0.0), ("a", "a", "a", "b")))
    assert found is not None
    assert found.value == 0.75


def test_where_all_values_are_the_same_certainty_is_not_claimed() -> None:
    none = figure(alone(*[0.0] * 37))
    assert none is not None
    # Clopper and Pearson: 1 - 0.025 ** (1 / 37)
    assert (none.value, none.low) == (0.0, 0.0)
    assert none.high == pytest.approx(1 - 0.025 ** (1 / 37))
    assert none.high == pytest.approx(0.0949, abs=5e-5)
    every = figure(Sample((1.0,) * 37, ("a",) * 36 + ("b",)))
    assert every is not None
    assert (every.value, every.high) == (1.0, 1.0)
    assert every.low == pytest.approx(0.025 ** (1 / 2))


def test_of_nothing_there_is_no_figure_and_of_one_draw_no_interval() -> None:
    assert figure(alone()) is None
    assert difference([], [], []) is None
    one = figure(Sample((0.5, 0.7), ("a", "a")))
    assert one is not None
    assert (one.low, one.high) == (None, None)


def test_percentiles_are_those_of_the_values() -> None:
    sample = alone(*map(float, range(1, 102)))
    middle, late = figure(sample, "p50"), figure(sample, "p95")
    assert middle is not None
    assert late is not None
    assert (middle.value, late.value) == (51.0, 96.0)
    assert middle.low < 51 < middle.high < late.low < 96 <= late.high
    single = figure(alone(2.0), "p95")
    assert single is not None
    assert (single.value, single.n) == (2.0, 1)


def test_chance_is_counted_over_all_ways_to_swap() -> None:
    # Four of six questions won, none lost: of 2^4 signs two are as extreme.
    found = difference([1, 1, 1, 1, 0, 1], [0, 0, 1, 0, 0, 0], NAMES[:6])
    assert found is not None
    assert (found.p, found.n) == (2 / 16, 6)
    assert found.value == pytest.approx(4 / 6)


def test_two_questions_of_one_group_are_swapped_together() -> None:
    found = difference([1, 1, 1, 1], [0, 0, 0, 0], ["a", "a", "b", "b"])
    assert found is not None
    assert (found.value, found.p) == (1.0, 2 / 4)


def test_a_single_group_proves_nothing() -> None:
    found = difference([1.0, 1.0], [0.0, 0.0], ["a", "a"])
    assert found is not None
    assert (found.value, found.p) == (1.0, 1.0)


def test_no_difference_is_certain_to_be_chance() -> None:
    found = difference([0.5, 1.0], [0.5, 1.0], ["a", "b"])
    assert found is not None
    assert (found.value, found.low, found.high, found.p) == (0.0, 0.0, 0.0, 1.0)


pairs = st.lists(
    st.tuples(st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from([0.0, 0.5, 1.0]), st.sampled_from("abcdef")),
    min_size=2,
    max_size=12,
)


@settings(max_examples=25)
@given(pairs)
def test_the_other_way_round_a_difference_is_its_opposite(rows: list[tuple[float, float, str]]) -> None:
    a, b, groups = zip(*rows, strict=True)
    one, other = difference(a, b, groups), difference(b, a, groups)
    assert one is not None
    assert other is not None
    assert one.value == pytest.approx(-other.value)
    assert one.p == pytest.approx(other.p)
    if one.low is None or one.high is None or other.low is None or other.high is None:
        assert one.low is one.high is other.low is other.high is None
    else:
        assert (one.low, one.high) == (pytest.approx(-other.high), pytest.approx(-other.low))
        assert one.low <= one.value + 1e-9
        assert one.value <= one.high + 1e-9


@settings(max_examples=25)
@given(pairs)
def test_a_figure_lies_in_its_interval(rows: list[tuple[float, float, str]]) -> None:
    values, _, groups = zip(*rows, strict=True)
    found = figure(Sample(values, groups))
    assert found is not None
    if found.low is None or found.high is None:
        assert len(set(groups)) == 1
    else:
        assert found.low <= found.value + 1e-9
        assert found.value <= found.high + 1e-9


def test_what_is_won_everywhere_is_as_sure_as_of_so_many_draws() -> None:
    found = difference([1.0] * 4, [0.0] * 4, NAMES[:4])
    assert found is not None
    # Clopper and Pearson for 4 of 4: 0.025 ** (1 / 4).
    assert (found.value, found.high, found.p) == (1.0, 1.0, 2 / 16)
    assert found.low == pytest.approx(0.025**0.25)
    lost = difference([0.0] * 4, [1.0] * 4, NAMES[:4])
    assert lost is not None
    assert (lost.low, lost.high) == (-1.0, pytest.approx(-(0.025**0.25)))
    half = difference([0.5] * 4, [0.0] * 4, NAMES[:4])
    assert half is not None
    assert (half.low, half.high) == (None, None)


def test_a_share_tells_of_how_many_it_is() -> None:
    assert share([True, False, True]) == Share(2, 3)
    low, high = exact(2, 3)
    assert str(Share(2, 3)) == f"0.67 [{low:.2f}, {high:.2f}] (2 of 3)"
    assert str(Share(0, 0)) == "n = 0"
    # Clopper and Pearson for 0 of 10: 1 - 0.025 ** 0.1
    assert exact(0, 10) == (0.0, pytest.approx(1 - 0.025**0.1))


def test_where_all_are_wrong_as_many_draws_are_counted_as_there_are_groups() -> None:
    found = figure(Sample((0.0,) * 5, ("a", "a", "a", "b", "b")))
    assert found is not None
    # Clopper and Pearson for 0 of 2: 1 - 0.025 ** (1 / 2)
    assert (found.low, found.high, found.n) == (0.0, pytest.approx(1 - 0.025**0.5), 5)


def test_a_difference_counts_questions_and_not_groups() -> None:
    found = difference([1, 1, 1, 0], [0, 0, 0, 0], ["a", "a", "a", "b"])
    assert found is not None
    # Of the two groups one differs: swapped or not, it is as far from 0.
    assert (found.value, found.p, found.n) == (0.75, 1.0, 4)


def test_a_difference_has_the_interval_of_its_gaps() -> None:
    found = difference([1.0] * 200 + [0.0] * 200, [0.0] * 400, [str(row) for row in range(400)])
    assert found is not None
    # 0.5 +- 1.96 x sqrt(0.25 / 400)
    assert found.value == 0.5
    assert found.low == pytest.approx(0.451, abs=0.004)
    assert found.high == pytest.approx(0.549, abs=0.004)


def test_of_too_many_ways_to_swap_as_many_are_drawn_and_always_the_same() -> None:
    ours, theirs = [1.0] * 15 + [0.0] * 5, [0.0] * 15 + [1.0] * 5
    found = difference(ours, theirs, NAMES[:20])
    assert found is not None
    # The sign test of 15 of 20: 2 x (15504 + 4845 + 1140 + 190 + 20 + 1) / 2^20 = 0.0414; three standard
    # errors of 10,000 draws are 0.006.
    assert found.p == pytest.approx(0.0414, abs=0.006)
    assert found.p != pytest.approx(2 * 21700 / 2**20, abs=1e-9)
    assert difference(ours, theirs, NAMES[:20]) == found


def test_questions_that_fare_alike_do_not_keep_all_ways_from_being_counted() -> None:
    # With twenty groups there are 2^20 ways to swap, but only four groups differ: 2 of 2^4, exactly.
    found = difference([1.0] * 20, [0.0] * 4 + [1.0] * 16, NAMES[:20])
    assert found is not None
    assert (found.value, found.p, found.n) == (0.2, 2 / 16, 20)


def test_values_and_groups_that_do_not_pair_are_no_sample() -> None:
    with pytest.raises(ValueError, match="shorter"):
        figure(Sample((1.0, 0.0), ("a",)))
    with pytest.raises(ValueError, match="longer"):
        difference([1.0, 0.0], [0.0], ["a", "b"])


def test_a_share_of_none_is_not_certain() -> None:
    assert str(share([False] * 37)) == "0.00 [0.00, 0.09] (0 of 37)"


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_exact_interval_contains_its_share_and_mirrors_that_of_the_rest(counts: tuple[int, int]) -> None:
    hits, n = counts
    low, high = exact(hits, n)
    assert 0 <= low <= hits / n <= high <= 1
    assert high - low > 0
    assert exact(n - hits, n) == (pytest.approx(1 - high), pytest.approx(1 - low))
