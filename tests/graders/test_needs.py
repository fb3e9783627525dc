"""How many graders are missing, what counts as a failure, and how long to wait after one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from officina_hub.factory.grader_jobs import GraderJobs
from officina_hub.graders.main import BesideCheckers, ForProofs
from officina_hub.graders.needs import Missing, Patience, is_failure, missing
from officina_spawners.slurm.jobs import Ending
from officina_widgets.wire import QueueState

JOBS = GraderJobs(folder="/shared", min_jobs=1, max_jobs=5, waiting_per_job=4)
NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("waiting", "in_hand", "there", "expected"),
    [
        (0, 0, 0, Missing(1, 0)),
        (0, 0, 1, Missing(0, 0)),
        (1, 0, 1, Missing(0, 0)),
        (4, 1, 1, Missing(0, 1)),
        (5, 1, 1, Missing(0, 2)),
        (1000, 0, 0, Missing(1, 4)),
        (1000, 5, 5, Missing(0, 0)),
        (0, 0, 9, Missing(0, 0)),
        # A piece whose grader is gone needs one that takes it again when its lease has run out.
        (0, 2, 1, Missing(0, 1)),
    ],
)
def test_as_many_are_missing_as_the_work_needs_within_the_bounds(waiting, in_hand, there, expected):
    assert missing(JOBS, QueueState(waiting=waiting, in_hand=in_hand), there) == expected


def test_checks_count_where_the_portal_tells_of_any():
    checks = QueueState(waiting=3, in_hand=1, checks=5)
    assert missing(JOBS, checks, 1) == Missing(0, 2)


def test_checks_are_left_out_where_others_do_them():
    class Told:
        def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
            return QueueState(waiting=3, in_hand=1, checks=5)

    assert BesideCheckers(Told()).queue_state() == QueueState(waiting=3, in_hand=1)


def test_proofs_ask_for_jobs_of_their_own_and_for_no_graders():
    class Told:
        def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
            return QueueState(waiting=3, in_hand=4, proofs=2, proofs_in_hand=1)

    alone = ForProofs(Told()).queue_state()
    assert alone == QueueState(waiting=2, in_hand=1)
    jobs = JOBS.model_copy(update={"max_proofs": 2}).for_proofs()
    assert [missing(jobs, alone, there) for there in (0, 1, 2)] == [(0, 2), (0, 1), (0, 0)]
    assert missing(jobs, QueueState(waiting=0, in_hand=0), 0) == (0, 0)
    assert missing(JOBS, QueueState(waiting=0, in_hand=0, proofs=9), 1) == (0, 0)


def ending(state: str, seconds: float | None) -> Ending:
    started = None if seconds is None else NOW - timedelta(seconds=seconds)
    return Ending(id="1", state=state, started_at=started, ended_at=NOW)


@pytest.mark.parametrize(
    ("state", "seconds", "expected"),
    [
        ("COMPLETED", 1, False),
        ("FAILED", 1, True),
        ("CANCELLED", None, True),
        ("CANCELLED", 5, True),
        ("CANCELLED", 500, False),
        ("NODE_FAIL", 500, False),
        ("OUT_OF_MEMORY", 30, True),
        ("TIMEOUT", 7200, False),
    ],
)
def test_a_failure_is_what_broke_off_soon_or_never_began(state, seconds, expected):
    assert is_failure(ending(state, seconds)) == expected


def test_pauses_double_up_to_half_an_hour_and_begin_anew_after_a_success():
    now = 0.0
    patience = Patience(lambda: now)
    pauses = []
    for _ in range(8):
        patience.lose()
        pauses.append(patience.left)
        now += patience.left
    assert pauses == [30, 60, 120, 240, 480, 960, 1800, 1800]
    assert patience.left == 0
    patience.regain()
    patience.lose()
    assert patience.left == 30
