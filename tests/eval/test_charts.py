import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, axis, chart, within


def test_corners_of_the_curve_are_corners_of_the_chart() -> None:
    drawn = chart([("een", [(0, 0), (1, 1)])])
    assert drawn is not None
    (line,) = drawn.lines
    assert line.points == "52.0,288 616.0,14"
    assert line.end == (WIDTH - RIGHT, TOP)
    assert [tick.label for tick in drawn.x_ticks] == ["0%", "25%", "50%", "75%", "100%"]
    assert drawn.y_ticks[0].at == HEIGHT - BOTTOM


def test_an_axis_of_seconds_is_written_as_such() -> None:
    drawn = chart([("een", [(2.0, 0.5)]), ("leeg", [])], 4.0, "{:g}")
    assert drawn is not None
    assert [line.name for line in drawn.lines] == ["een"]
    assert drawn.lines[0].end == ((LEFT + WIDTH - RIGHT) / 2, (TOP + HEIGHT - BOTTOM) / 2)
    assert [tick.label for tick in drawn.x_ticks] == ["0", "1", "2", "3", "4"]


def test_without_a_point_there_is_no_chart() -> None:
    assert chart([("een", [])]) is None
    assert chart([]) is None


def test_times_become_steps_up_to_all_of_them() -> None:
    assert within([3.0, 1.0], 5.0) == [(0.0, 0.0), (1.0, 0.0), (1.0, 0.5), (3.0, 0.5), (3.0, 1.0), (5.0, 1.0)]
    assert within([], 5.0) == []


@pytest.mark.parametrize(("values", "most"), [([0.07, 0.3], 0.5), ([2.1], 3), ([700.0], 700.0), ([], 1)])
def test_an_axis_ends_at_a_round_number_that_no_value_exceeds(values: list[float], most: float) -> None:
    assert axis(values) == most


def test_ticks_are_quarters_of_their_axis() -> None:
    drawn = chart([("een", [(0, 0)])], 8.0, "{:g} s")
    assert drawn is not None
    # 572 pixels from 52 on, 143 a quarter; and 274 pixels up from 288, 68.5 a quarter.
    assert [(tick.at, tick.label) for tick in drawn.x_ticks] == [
        (52, "0 s"),
        (193, "2 s"),
        (334, "4 s"),
        (475, "6 s"),
        (616, "8 s"),
    ]
    assert [(tick.at, tick.label) for tick in drawn.y_ticks] == [
        (288, "0%"),
        (219.5, "25%"),
        (151, "50%"),
        (82.5, "75%"),
        (14, "100%"),
    ]


def test_what_lies_beyond_the_axis_is_drawn_at_its_end() -> None:
    drawn = chart([("een", [(9.0, 0.5)]), ("twee", [(4.0, 0.5), (2.0, 1.0)])], 4.0)
    assert drawn is not None
    assert [line.end for line in drawn.lines] == [(616, 151), (334, 14)]


@given(st.lists(st.floats(0, 700), min_size=1, max_size=12))
def test_steps_only_rise_and_the_axis_has_room_for_all(seconds: list[float]) -> None:
    most = axis(seconds)
    steps = within(seconds, most)
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == ((0.0, 0.0), (most, 1.0))
    for each in seconds:
        # The top of the step at a time is the share of times up to it.
        reached = max(share for at, share in steps if at == each)
        assert reached == sum(other <= each for other in seconds) / len(seconds) or each == most


@pytest.mark.parametrize(
    ("value", "most"), [(0.1, 0.1), (0.11, 0.2), (3.0, 3), (60.0, 60), (60.5, 120), (600.0, 600)]
)
def test_a_round_number_is_its_own_axis(value: float, most: float) -> None:
    assert axis([0.0, value]) == most
