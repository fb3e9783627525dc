"""What is learned of how much of their time jobs use."""

from __future__ import annotations

import random
from statistics import mean, median

from hypothesis import given
from hypothesis import strategies as st
from queue_samples import past

from officina_spawners.estimate import learn


def draws(habits, user="ada", partition="gpu", *, above=0.0, count=400):
    chance = random.Random(7)
    habit = habits.of(user, partition)
    return [habit.draw(chance, above=above) for _ in range(count)]


def test_nothing_known_means_anything_between_none_and_all():
    found = draws(learn([]))
    assert 0.4 < mean(found) < 0.6
    assert min(found) < 0.1
    assert max(found) > 0.9


def test_many_jobs_of_a_person_outweigh_everybody_else():
    habits = learn([past(108, user="bob") for _ in range(100)] + [past(12) for _ in range(100)])
    assert median(draws(habits)) == 0.1
    assert median(draws(habits, "bob")) == 0.9


def test_one_odd_job_of_a_new_person_changes_little():
    habits = learn([past(108, user="bob") for _ in range(100)] + [past(6)])
    assert median(draws(habits)) == 0.9


def test_a_stranger_is_expected_to_do_as_the_partition_does():
    habits = learn(
        [past(60, partition="gpu") for _ in range(200)]
        + [past(6, partition="cpu") for _ in range(200)]
    )
    assert median(draws(habits, "eve", "gpu")) == 0.5
    assert median(draws(habits, "eve", "cpu")) == 0.05


def test_what_has_run_long_already_is_not_expected_to_have_ended_before():
    habits = learn([past(12) for _ in range(50)] + [past(96) for _ in range(50)])
    assert all(ratio > 0.3 for ratio in draws(habits, above=0.3))
    assert median(draws(habits, above=0.3)) == 0.8


def test_a_job_beyond_its_limit_ends_now():
    assert draws(learn([past(60)]), above=1.2, count=1) == [1.2]


def test_jobs_without_a_limit_and_jobs_over_theirs_teach_nothing_wrong():
    habits = learn([past(500, limit_seconds=None), past(50, limit_seconds=0), past(130)] * 100)
    assert max(draws(habits)) == 1.0
    assert median(draws(habits)) == 1.0


def test_the_newest_jobs_count_and_memory_is_bounded():
    habits = learn([past(6) for _ in range(3_000)] + [past(114) for _ in range(3_000)])
    assert median(draws(habits)) == 0.95


ratios = st.lists(st.integers(0, 200), max_size=40)


@given(ratios, st.floats(0, 0.999))
def test_a_draw_is_always_above_what_was_used_and_never_over_the_limit(seconds, above):
    found = draws(learn(past(used) for used in seconds), above=above, count=20)
    assert all(above <= ratio <= 1 for ratio in found)
