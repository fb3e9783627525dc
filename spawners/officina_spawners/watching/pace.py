"""When to ask Slurm next: a table of times and one pure function.

Slowly when all run, quickly while somebody starts, at once after a nudge; never so often that Slurm
is busy with us alone. Two hubs that start together drift apart by the jitter, which only shortens:
the slowest round stays under the 15 seconds in which a dead session must be seen.
"""

from __future__ import annotations

from officina_courses.model import Frozen


class Pace(Frozen):
    """The times of one watcher, in seconds where nothing else is said."""

    all_run_seconds: float = 14.0  # where each round has to be a listing
    # While all run, most rounds ask the accounting alone, with which slurmctld has no work. So they
    # can be as close as it takes to name an end on an open page within ten seconds.
    glance_seconds: float = 3.5
    glances: int = 11  # between two listings
    glance_duty: float = 3.0  # one that takes a second is not asked again for three
    starting_seconds: float = 2.0
    # Who has queued for a minute does not mind some seconds more: the pause grows with the wait,
    # up to what still names a fault within ten seconds.
    starting_share: float = 0.2
    starting_slowest_seconds: float = 8.0
    vanished_seconds: float = 60.0  # how long one that the listing lacks makes us hurry
    expecting_seconds: float = 6.0  # how long one that says it ends makes us hurry
    nudge_seconds: float = 1.0  # nudges that come closer together share one listing
    duty: float = 10.0  # a listing that takes a second is not asked again for ten
    longest_seconds: float = 60.0
    jitter: float = 0.1
    failing_jitter: float = 0.5
    # One query by number costs Slurm nothing that grows with the queue, but it serves one session.
    single_below_sessions: int = 4
    single_from_jobs: int = 200
    give_up_seconds: float = 30.0  # on one call of the client


class Situation(Frozen):
    """What the next pause depends on."""

    hurry_seconds: float | None = None  # how long the newest of those who wait has waited
    is_glancing: bool = False  # all run, and the accounting tells of their ends
    glance_took_seconds: float = 0.0
    last_seconds: float = 0.0  # what the last successful listing took
    failures: int = 0  # in a row


def pause_seconds(pace: Pace, now: Situation, chance: float) -> float:
    """How long to wait before the next question; ``chance`` is drawn from 0 to 1."""
    if now.failures:
        grown = pace.starting_seconds * 2.0 ** min(now.failures, 16)
        return min(grown, pace.longest_seconds) * (1 - pace.failing_jitter * chance)
    if now.is_glancing:
        wanted, spared = pace.glance_seconds, pace.glance_duty * now.glance_took_seconds
        return max(wanted * (1 - pace.jitter * chance), min(spared, pace.all_run_seconds))
    wanted = _wanted(pace, now.hurry_seconds) * (1 - pace.jitter * chance)
    spared = min(pace.duty * now.last_seconds, pace.longest_seconds) * (1 + pace.jitter * chance)
    return max(wanted, spared)


def asks_singly(pace: Pace, sessions: int, listed_jobs: int | None) -> bool:
    """Whether to ask for each session by number instead of for the whole queue."""
    if listed_jobs is None:
        return False
    return 0 < sessions < pace.single_below_sessions and listed_jobs >= pace.single_from_jobs


def _wanted(pace: Pace, hurry_seconds: float | None) -> float:
    if hurry_seconds is None:
        return pace.all_run_seconds
    grown = max(pace.starting_seconds, hurry_seconds * pace.starting_share)
    return min(grown, pace.starting_slowest_seconds, pace.all_run_seconds)
