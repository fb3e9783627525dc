"""The truth table: what was known, and what came, against what is true now."""

from __future__ import annotations

import pytest
from memory_slurm import at, ending, running, waiting

from officina_spawners.slurm.jobs import END_STATES, Job
from officina_spawners.watching.states import Gone, Running, State, Unknown, Waiting
from officina_spawners.watching.truth import (
    ABSENCE_SECONDS,
    REQUEUED_AFTER,
    Absent,
    Present,
    Silence,
    judge,
)

NEW = Unknown(why="new", since=10)
QUEUED = Waiting(job=waiting("7"), since=11)
ALIVE = Running(job=running("7"), since=12)
DOUBTED = Unknown(why="silence", since=13, last=ALIVE)
MISSED = Unknown(why="absent", since=14, last=ALIVE, absent_since=14)
GONE = Gone(since=15, ending=ending("7"), last=ALIVE)
EVERY_STATE = (NEW, QUEUED, ALIVE, DOUBTED, MISSED, GONE)
LIVING = EVERY_STATE[:-1]

SILENCE = Silence(at=20, why="down")


def row(state: str, **more: object) -> Present:
    return Present(at=20, job=Job(id="7", state=state, **more))


def absent(**more: object) -> Absent:
    return Absent(**{"asked_at": 20, "at": 20.1, "accounting": "answered", **more})


def verdict(known: State, evidence: Silence | Present | Absent) -> State:
    return judge(known, evidence, submitted_at=10)


@pytest.mark.parametrize(
    "evidence", [SILENCE, row("RUNNING"), row("COMPLETED"), absent(), absent(ending=ending("7"))]
)
def test_what_is_gone_stays_gone(evidence):
    assert verdict(GONE, evidence) == GONE


@pytest.mark.parametrize("known", LIVING)
def test_silence_ends_nothing_and_keeps_what_was_known(known):
    now = verdict(known, SILENCE)
    assert isinstance(now, Unknown)
    assert now.last == (known if isinstance(known, Waiting | Running) else known.last)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", ["PENDING", "REQUEUE_HOLD", "SPECIAL_EXIT", "CONFIGURING"])
def test_a_listed_job_that_may_not_run_yet_waits(known, state):
    assert isinstance(verdict(known, row(state)), Waiting)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", ["RUNNING", "SUSPENDED", "RESIZING", "SIGNALING"])
def test_a_listed_job_with_nodes_runs(known, state):
    assert isinstance(verdict(known, row(state)), Running)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", sorted(END_STATES))
def test_a_final_state_in_the_listing_is_an_end_with_its_words(known, state):
    now = verdict(known, row(state, reason="TimeLimit", node="g1"))
    assert isinstance(now, Gone)
    assert now.ending is not None
    assert (now.ending.state, now.ending.reason, now.ending.node) == (state, "TimeLimit", "g1")


def test_the_accounting_knows_more_of_an_end_than_the_listing():
    told = ending("7", "CANCELLED").model_copy(update={"cancelled_by": "root"})
    now = verdict(ALIVE, row("CANCELLED").model_copy(update={"ending": told}))
    assert isinstance(now, Gone)
    assert now.ending == told


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", ["COMPLETING", "STAGE_OUT"])
@pytest.mark.parametrize("final", sorted(END_STATES - REQUEUED_AFTER))
def test_a_job_that_is_tidied_up_has_ended_once_the_accounting_says_how(known, state, final):
    now = verdict(known, row(state).model_copy(update={"ending": ending("7", final)}))
    assert isinstance(now, Gone)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("final", [None, *sorted(REQUEUED_AFTER)])
def test_a_job_that_is_tidied_up_may_still_be_requeued(known, final):
    told = ending("7", final) if final else None
    now = verdict(known, row("COMPLETING").model_copy(update={"ending": told}))
    assert isinstance(now, Unknown)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", ["", "R", "WHAT", "<html>", "\x00" * 500])
def test_a_state_that_slurm_does_not_have_proves_nothing(known, state):
    assert isinstance(verdict(known, row(state)), Unknown)


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("state", sorted(END_STATES))
def test_absent_with_a_final_state_is_gone(known, state):
    told = ending("7", state)
    now = verdict(known, absent(ending=told))
    assert isinstance(now, Gone)
    assert now.ending == told


@pytest.mark.parametrize("known", LIVING)
@pytest.mark.parametrize("accounting", ["answered", "unanswered"])
@pytest.mark.parametrize("by_number", [True, False])
def test_absent_without_a_final_state_is_unknown_however_long(known, accounting, by_number):
    late = absent(asked_at=1e9, at=1e9, accounting=accounting, by_number=by_number)
    assert isinstance(verdict(known, late), Unknown)


@pytest.mark.parametrize("state", ["REQUEUED", "PENDING", "RUNNING", "RESIZING"])
def test_a_state_of_the_accounting_that_is_not_final_ends_nothing(state):
    assert isinstance(verdict(ALIVE, absent(ending=ending("7", state))), Unknown)


def test_the_end_of_an_earlier_run_is_not_the_end_of_this_one():
    rerun = Running(job=running("7", since=500), since=12, restarts=1)
    assert isinstance(verdict(rerun, absent(ending=ending("7", "NODE_FAIL", ended=400))), Unknown)
    assert isinstance(verdict(rerun, absent(ending=ending("7", "FAILED", ended=500))), Gone)


@pytest.mark.parametrize("known", LIVING)
def test_a_listing_that_was_asked_for_before_the_submit_tells_nothing_of_the_job(known):
    assert verdict(known, absent(asked_at=9.9, ending=ending("7"))) == known


def test_without_accounting_a_job_that_was_alive_is_gone_when_it_stays_unknown_by_number():
    early = absent(asked_at=14 + ABSENCE_SECONDS - 1, accounting="off", by_number=True)
    late = early.model_copy(update={"asked_at": 14 + ABSENCE_SECONDS})
    assert isinstance(verdict(MISSED, early), Unknown)
    assert verdict(MISSED, late) == Gone(since=20.1, ending=None, last=ALIVE)


def test_without_accounting_absence_from_a_whole_listing_alone_is_no_proof():
    late = absent(asked_at=1e9, accounting="off", by_number=False)
    assert isinstance(verdict(MISSED, late), Unknown)


def test_without_accounting_a_job_never_seen_alive_is_never_gone_by_absence():
    unseen = Unknown(why="absent", since=14, absent_since=14)
    late = absent(asked_at=1e9, accounting="off", by_number=True)
    assert isinstance(verdict(unseen, late), Unknown)


def test_a_job_that_is_listed_again_is_missed_from_the_beginning_next_time():
    back = verdict(MISSED, row("RUNNING", node="g1", starts_at=at(0)))
    assert isinstance(back, Running)
    missed = verdict(back, absent(asked_at=999, at=999))
    assert isinstance(missed, Unknown)
    assert missed.absent_since == 999


def test_a_requeued_job_is_news_and_no_end():
    queued = verdict(ALIVE, Present(at=20, job=waiting("7")))
    assert queued == Waiting(job=waiting("7"), since=20, restarts=1)
    moved = verdict(queued, Present(at=30, job=running("7", node="g2", since=25)))
    assert moved == Running(job=running("7", node="g2", since=25), since=30, restarts=1)


@pytest.mark.parametrize("job", [running("7", node="g2"), running("7", since=60)])
def test_another_node_or_another_start_is_a_restart_that_nobody_saw(job):
    assert verdict(DOUBTED, Present(at=20, job=job)) == Running(job=job, since=20, restarts=1)


def test_a_new_row_of_the_same_run_keeps_since_when():
    extended = running("7").model_copy(update={"ends_at": at(9_000)})
    assert verdict(ALIVE, Present(at=20, job=extended)) == Running(job=extended, since=12)
    assert verdict(DOUBTED, Present(at=20, job=extended)) == Running(job=extended, since=12)
