"""When the session ends, and when the Hub is asked about it."""

from __future__ import annotations

import pytest

from officina_widgets.session.end import End, end_of_job, is_batch_session, pause_seconds

NOW = 1_800_000_000.0


def test_end_is_what_slurm_told_the_job():
    end = end_of_job({"SLURM_JOB_END_TIME": "1800000540"}, NOW)
    assert end == End(NOW + 540, "slurm")
    assert end.seconds_left(NOW) == 540
    assert end.seconds_left(NOW + 1000) == 0


@pytest.mark.parametrize("value", ["", "soon", "0", "-1", "nan", "inf", "1e30", "4294967294"])
def test_what_is_no_time_of_an_end_is_no_end(value: str):
    assert end_of_job({"SLURM_JOB_END_TIME": value}, NOW) is None


def test_local_session_has_no_end_and_nobody_to_ask():
    assert end_of_job({}, NOW) is None
    assert not is_batch_session({"JUPYTERHUB_API_URL": "http://127.0.0.1/hub/api"})


@pytest.mark.parametrize("left", [0.0, 30.0, 600.0, 3600.0, 1e6])
@pytest.mark.parametrize("failures", [0, 1, 50])
@pytest.mark.parametrize("answers", [1, 9])
def test_hub_is_asked_once_a_minute_at_most_and_every_ten_at_least(left, failures, answers):
    end = End(NOW + left, "hub")
    assert 60 <= pause_seconds(end, NOW, answers=answers, failures=failures) <= 600


def test_hub_that_is_silent_is_asked_less_and_less():
    end = End(NOW + 60, "hub")
    pauses = [pause_seconds(end, NOW, answers=5, failures=failures) for failures in range(5)]
    assert pauses == [60, 120, 240, 480, 600]


def test_session_that_still_starts_asks_again_soon_and_a_long_one_seldom():
    end = End(NOW + 7200, "hub")
    pauses = [pause_seconds(end, NOW, answers=answers, failures=0) for answers in (1, 2, 3)]
    assert pauses == [60, 60, 600]
