"""The time of one pass, on a clock that tests turn."""

from __future__ import annotations

from officina_courses.grading.watch import TRYING_PER_SECOND, Watch


class TurnedClock:
    """Shows what it was turned to."""

    def __init__(self) -> None:
        self.shown = 1000.0

    def __call__(self) -> float:
        return self.shown


def test_trying_takes_nothing_of_the_cells_time() -> None:
    clock = TurnedClock()
    watch = Watch(10, now=clock)
    clock.shown += 3
    with watch.trying():
        clock.shown += 100
    assert watch.left_seconds == 7


def test_trying_has_a_bound_of_its_own() -> None:
    clock = TurnedClock()
    watch = Watch(10, now=clock)
    with watch.trying():
        clock.shown += 10 * TRYING_PER_SECOND - 1
    assert watch.may_try
    with watch.trying():
        clock.shown += 1
    assert not watch.may_try


def test_patience_ends_after_its_seconds_or_with_the_bound() -> None:
    clock = TurnedClock()
    watch = Watch(10, now=clock)
    is_over = watch.patience(5)
    is_over_with_the_bound = watch.patience(500)
    clock.shown += 5
    assert (is_over(), is_over_with_the_bound()) == (True, False)
    clock.shown += 10 * TRYING_PER_SECOND
    assert is_over_with_the_bound()
