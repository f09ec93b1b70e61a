from bot.page.line import PATIENCE_SECONDS, Line, Place


def test_whoever_comes_is_told_how_many_are_before_and_a_full_line_lets_nobody_in() -> None:
    line = Line(places=2)
    first, second = line.enter(), line.enter()
    assert (first, second) == (Place(1, 0), Place(2, 1))
    assert line.enter() is None
    assert (line.waiting(), line.places) == (2, 2)
    line.leave(1)
    line.leave(1)
    assert line.waiting() == 1
    assert line.enter() == Place(3, 1)


def test_who_is_being_answered_keeps_the_place_until_it_is_given_up() -> None:
    now = [0.0]
    line = Line(places=1, clock=lambda: now[0])
    assert line.enter() == Place(1, 0)
    now[0] = PATIENCE_SECONDS
    # Everybody before was slow: the place was lost while waiting, and the turn has come all the same.
    assert line.is_empty()
    line.reach(1)
    assert line.enter() is None
    for _ in range(3):
        now[0] += PATIENCE_SECONDS - 1
        assert line.stays(1)
    assert line.enter() is None
    line.leave(1)
    assert not line.stays(1)
    assert line.is_empty()


def test_who_has_gone_is_out_of_the_line_after_a_while() -> None:
    now = [0.0]
    line = Line(places=1, clock=lambda: now[0])
    assert line.enter() == Place(1, 0)
    now[0] = PATIENCE_SECONDS - 1
    assert line.enter() is None
    assert not line.is_empty()
    now[0] = PATIENCE_SECONDS
    assert line.is_empty()
    assert line.enter() == Place(2, 0)
