import pytest

from eval.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, axis, chart, within


def test_corners_of_the_curve_are_corners_of_the_chart() -> None:
    drawn = chart([("een", [(0, 0), (1, 1)])])
    assert drawn is not None
    (line,) = drawn.lines
    assert line.points == "52.0,288 624.0,14"
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
