"""When the next question is due."""

from __future__ import annotations

import pytest

from officina_spawners.watching.pace import Pace, Situation, asks_singly, pause_seconds

PACE = Pace()
CHANCES = (0.0, 0.5, 0.999)


@pytest.mark.parametrize("chance", CHANCES)
def test_a_dead_session_is_seen_within_fifteen_seconds_when_all_run(chance):
    assert 12 < pause_seconds(PACE, Situation(last_seconds=0.1), chance) <= 14


@pytest.mark.parametrize("chance", CHANCES)
def test_an_accounting_that_tells_of_all_is_asked_more_often_than_the_queue(chance):
    now = Situation(is_glancing=True, last_seconds=0.5, glance_took_seconds=0.1)
    assert 3.1 < pause_seconds(PACE, now, chance) <= 3.5


@pytest.mark.parametrize(("took", "least"), [(0.5, 3.1), (2.0, 6.0), (4.0, 12.0), (99.0, 14.0)])
def test_a_slow_accounting_is_asked_less_often_and_a_dead_session_still_seen(took, least):
    now = Situation(is_glancing=True, glance_took_seconds=took)
    assert least <= pause_seconds(PACE, now, 0.999) <= max(3.5, least)


@pytest.mark.parametrize("chance", CHANCES)
def test_who_has_just_begun_is_looked_after_every_two_seconds(chance):
    assert 1.7 < pause_seconds(PACE, Situation(hurry_seconds=0), chance) <= 2


@pytest.mark.parametrize(("waited", "pause"), [(5, 2), (20, 4), (35, 7), (60, 8), (9_000, 8)])
def test_who_has_waited_long_is_looked_after_less_often(waited, pause):
    assert pause_seconds(PACE, Situation(hurry_seconds=waited), 0) == pause


@pytest.mark.parametrize("chance", CHANCES)
@pytest.mark.parametrize("seconds", [0.5, 2.0, 5.0])
@pytest.mark.parametrize("hurry", [None, 0.0, 100.0])
def test_a_slow_slurm_is_left_alone_for_ten_times_as_long(chance, seconds, hurry):
    now = Situation(hurry_seconds=hurry, last_seconds=seconds)
    assert pause_seconds(PACE, now, chance) >= 10 * seconds


def test_even_the_slowest_slurm_is_asked_about_once_a_minute():
    assert pause_seconds(PACE, Situation(last_seconds=500), 0.999) < 70


def test_failures_double_the_pause_up_to_a_minute():
    pauses = [pause_seconds(PACE, Situation(failures=n), 0) for n in (1, 2, 3, 4, 5, 6, 5_000)]
    assert pauses == [4, 8, 16, 32, 60, 60, 60]


def test_hubs_that_failed_together_do_not_come_back_together():
    pauses = {pause_seconds(PACE, Situation(failures=4), chance) for chance in CHANCES}
    assert max(pauses) - min(pauses) > 10


@pytest.mark.parametrize(
    ("sessions", "listed", "singly"),
    [(1, None, False), (1, 50, False), (3, 1_500, True), (4, 1_500, False), (100, 9_999, False)],
)
def test_few_sessions_in_a_long_queue_are_asked_for_by_number(sessions, listed, singly):
    assert asks_singly(PACE, sessions, listed) is singly
