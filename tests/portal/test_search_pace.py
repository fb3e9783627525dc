"""How much of the search one person may have, and for how long they wait then."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from officina_hub.portal import search_pace
from officina_hub.portal.errors import TooMany
from officina_hub.portal.search_pace import Manners, SearchPace

MANNERS = Manners(burst_seconds=10.0, share=0.5, most_at_once=3)


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pace(clock: Clock) -> SearchPace:
    return SearchPace(MANNERS, clock=clock)


def spend(pace: SearchPace, person: str, seconds: float) -> None:
    with pace.turn(person) as charge:
        charge(seconds)


def test_who_spent_more_than_the_burst_waits_until_it_is_worked_off(pace, clock):
    spend(pace, "ada", 9)
    spend(pace, "ada", 3)
    with pytest.raises(TooMany, match=r"took 12 seconds .* in 4 seconds") as told:
        spend(pace, "ada", 0)
    assert told.value.retry_after_seconds == 4

    clock.now += told.value.retry_after_seconds
    spend(pace, "ada", 0)


def test_nobody_waits_for_what_somebody_else_spent(pace):
    spend(pace, "ada", 100)
    spend(pace, "bob", 1)


def test_typing_is_never_too_much(pace, clock):
    for _ in range(10_000):
        spend(pace, "ada", 0.005)
        clock.now += 0.1


def test_only_so_many_searches_of_one_person_are_under_way(pace):
    with ExitStack() as under_way:
        for _ in range(MANNERS.most_at_once):
            under_way.enter_context(pace.turn("ada"))
        with pytest.raises(TooMany, match="3 of your searches are under way") as told:
            spend(pace, "ada", 0)
        assert told.value.retry_after_seconds == 1
        spend(pace, "bob", 0)
    spend(pace, "ada", 0)


def test_a_search_that_failed_is_not_under_way_for_ever(pace):
    for _ in range(MANNERS.most_at_once + 1):
        with pytest.raises(KeyError), pace.turn("ada"):
            raise KeyError


def test_who_is_not_seen_any_more_is_forgotten(pace, clock, monkeypatch):
    monkeypatch.setattr(search_pace, "MOST_KNOWN", 10)
    for number in range(100):
        spend(pace, f"p{number}", 1)
        clock.now += 2
    assert len(pace._spent) <= 11
