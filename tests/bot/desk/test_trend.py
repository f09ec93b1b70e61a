from hypothesis import given
from hypothesis import strategies as st

from bot.desk.evaluations import Figure, Half, Published
from bot.desk.trend import HEIGHT, MARGIN, WIDTH, comparable, trends
from tests.bot.desk.evaluated import evaluation


def run(day: int, *, questions: str = "a", split: str = "test", **figures: Figure) -> Published:
    half = Half(split, 10, figures)
    return Published(f"run-{day}", evaluation(day, halves=(half,), questions={"seeds": questions}))


def test_figures_go_from_left_to_right_and_up() -> None:
    latest_first = [
        run(3, right=Figure(1.0, None, None, 9)),
        run(2, right=Figure(0.5, 0.25, 0.75, 9)),
        run(1, right=Figure(0.0, 0.0, 0.5, 9)),
    ]
    [trend] = trends(latest_first, "test")
    # 300 pixels wide and 100 high, within margins of ten.
    assert [(dot.run.name, dot.x, dot.y, dot.low, dot.high) for dot in trend.dots] == [
        ("run-1", 10.0, 110.0, 110.0, 60.0),
        ("run-2", 160.0, 60.0, 85.0, 35.0),
        ("run-3", 310.0, 10.0, None, None),
    ]
    assert (trend.name, trend.most) == ("right", 1.0)
    assert trend.line == "10.0,110.0 160.0,60.0 310.0,10.0"


def test_seconds_reach_to_the_highest_of_all_intervals() -> None:
    [trend] = trends(
        [run(2, seconds_p50=Figure(2.0, 1.0, 4.0, 9)), run(1, seconds_p50=Figure(1.0, None, None, 9))], "test"
    )
    assert (trend.most, [dot.y for dot in trend.dots]) == (4.0, [85.0, 60.0])
    [nothing] = trends([run(day, seconds_p50=Figure(0.0, 0.0, 0.0, 9)) for day in (2, 1)], "test")
    assert (nothing.most, nothing.dots[0].y) == (1.0, 110.0)


def test_only_runs_of_the_same_questions_and_half_are_compared() -> None:
    right = Figure(0.5, None, None, 9)
    runs = [
        run(5, split="dev", questions="b", right=right),
        run(4, right=right),
        run(3, questions="b", right=right),
        run(2, refused=right),
        run(1, right=right),
    ]
    assert [each.name for each in comparable(runs, "test")] == ["run-4", "run-2", "run-1"]
    [trend] = trends(runs, "test")
    assert [dot.run.name for dot in trend.dots] == ["run-1", "run-4"]
    assert trends(runs, "dev") == []
    assert trends(runs, "all") == []
    assert trends([], "test") == []


def test_figures_that_are_no_headline_have_no_chart() -> None:
    assert trends([run(day, recall=Figure(0.5, None, None, 9)) for day in (2, 1)], "test") == []


@given(st.lists(st.floats(-1, 100), min_size=2, max_size=9), st.sampled_from(["right", "seconds_p95"]))
def test_nothing_is_drawn_outside_of_the_chart(values: list[float], name: str) -> None:
    runs = [run(day, **{name: Figure(each, each, each, 1)}) for day, each in enumerate(values[::-1], 1)][::-1]
    [trend] = trends(runs, "test")
    for dot in trend.dots:
        assert MARGIN <= dot.x <= WIDTH - MARGIN
        assert all(MARGIN <= y <= HEIGHT - MARGIN for y in (dot.y, dot.low, dot.high) if y is not None)
