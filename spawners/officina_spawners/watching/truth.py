"""What one look at the queue proves about one job. Pure: what was known and what came, no effects.

A job is gone when Slurm's controller shows it in a state that is final, or when a listing that was
asked for after the submit lacks it *and* the accounting gives a final state. An error, a time-out
or garbage proves nothing, and neither does an empty listing alone: a controller that was told to
hide other people's jobs answers just so.

Without any accounting there is a second best. The controller remembers ended jobs for a while
(``MinJobAge``, five minutes by default), so asking for the job by its number usually brings its
end. When that is over too, a job that was seen alive counts as gone if a listing lacks it and the
controller, asked for this very number ``ABSENCE_SECONDS`` later, knows no such job. The time
between is longer than a fail-over of the controller (``SlurmctldTimeout``, two minutes by default).
A job that was never seen alive is never gone by absence: perhaps we just may not see it.
"""

from __future__ import annotations

from typing import Literal

from officina_courses.model import Frozen
from officina_spawners.slurm.jobs import END_STATES, Ending, Job
from officina_spawners.watching.states import Gone, Running, State, Unknown, Waiting, last_seen

ABSENCE_SECONDS = 150.0

# While Slurm still tidies up, these may be the end of one run of a job that is requeued.
REQUEUED_AFTER = frozenset({"NODE_FAIL", "PREEMPTED", "BOOT_FAIL", "REVOKED"})

Accounting = Literal["answered", "unanswered", "off"]


class Silence(Frozen):
    """No listing came."""

    at: float
    why: str


class Present(Frozen):
    """A listing has the job; ``ending`` is what the accounting says, if it was asked."""

    at: float
    job: Job
    ending: Ending | None = None


class Absent(Frozen):
    """A listing came and lacks the job; ``by_number``: the controller was asked for this one."""

    asked_at: float
    at: float
    accounting: Accounting
    ending: Ending | None = None
    by_number: bool = False


Evidence = Silence | Present | Absent


def judge(known: State, evidence: Evidence, *, submitted_at: float) -> State:
    """What is true now; what is gone stays gone."""
    if isinstance(known, Gone):
        return known
    if isinstance(evidence, Silence):
        return _unknown(known, evidence.at, evidence.why)
    if isinstance(evidence, Present):
        return _judge_present(known, evidence)
    if evidence.asked_at < submitted_at:
        return known
    return _judge_absent(known, evidence)


def is_over(job: Job) -> bool:
    """Whether the controller shows that its script runs no longer."""
    return job.is_ending or job.state == "STAGE_OUT" or job.state in END_STATES


def ends(ending: Ending | None, known: State) -> bool:
    """Whether this is a final state, and of the run that we know rather than of an earlier one."""
    if ending is None or ending.state not in END_STATES:
        return False
    last = last_seen(known)
    if not isinstance(last, Running) or last.job.starts_at is None or ending.ended_at is None:
        return True
    return ending.ended_at >= last.job.starts_at


def _judge_present(known: State, evidence: Present) -> State:
    job, ending = evidence.job, evidence.ending if ends(evidence.ending, known) else None
    if job.state in END_STATES:
        return _gone(known, evidence.at, ending or _ending_of(job))
    if is_over(job):
        if ending is not None and ending.state not in REQUEUED_AFTER:
            return _gone(known, evidence.at, ending)
        return _unknown(known, evidence.at, "Slurm is ending the job.")
    if job.is_waiting or job.state == "CONFIGURING":
        return _seen(Waiting, known, evidence)
    if job.is_running:
        return _seen(Running, known, evidence)
    return _unknown(known, evidence.at, f"Slurm calls the job's state {job.state[:40]}.")


def _judge_absent(known: State, evidence: Absent) -> State:
    if ends(evidence.ending, known):
        return _gone(known, evidence.at, evidence.ending)
    absent_since = known.absent_since if isinstance(known, Unknown) else None
    why = "Slurm no longer lists the job, and has not said how it ended."
    if absent_since is None:  # a first absence ends nothing
        return _unknown(known, evidence.at, why, evidence.at)
    has_waited = evidence.asked_at - absent_since >= ABSENCE_SECONDS
    is_all_there_is = evidence.accounting == "off" and evidence.by_number
    if has_waited and is_all_there_is and last_seen(known) is not None:
        return _gone(known, evidence.at, None)
    return _unknown(known, evidence.at, why, absent_since)


def _seen(kind: type[Waiting | Running], known: State, evidence: Present) -> State:
    last, job = last_seen(known), evidence.job
    restarts = 0 if last is None else last.restarts + _began_anew(last, kind, job)
    is_same = type(last) is kind and last is not None and last.restarts == restarts
    since = last.since if is_same and last is not None else evidence.at
    return kind(job=job, since=since, restarts=restarts)


def _began_anew(last: Waiting | Running, kind: type[Waiting | Running], job: Job) -> bool:
    if isinstance(last, Waiting):
        return False
    moved = (last.job.node, last.job.starts_at) != (job.node, job.starts_at)
    return kind is Waiting or moved


def _unknown(known: State, at: float, why: str, absent_since: float | None = None) -> Unknown:
    if isinstance(known, Unknown):
        first = known.absent_since if absent_since is None else absent_since
        return Unknown(why=why, since=known.since, last=known.last, absent_since=first)
    return Unknown(why=why, since=at, last=last_seen(known), absent_since=absent_since)


def _gone(known: State, at: float, ending: Ending | None) -> Gone:
    return Gone(since=at, ending=ending, last=last_seen(known))


def _ending_of(job: Job) -> Ending:
    """What the controller alone can say about an end."""
    return Ending(
        id=job.id,
        state=job.state,
        started_at=job.starts_at,
        ended_at=job.ends_at,
        node=job.node,
        reason=job.reason,
    )
