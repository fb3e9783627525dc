"""When a job is to be expected: the same queue played into several futures, and their middle.

The range leaves out the quickest and the slowest fifth. What nobody can foresee is not in it:
others who submit later and are served first, and nodes that fail.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from officina_courses.model import Frozen
from officina_spawners.estimate.habits import Habit, Habits
from officina_spawners.estimate.simulator import Asked, Future, Span
from officina_spawners.estimate.snapshot import DAY, Running, Snapshot, Waiting, Wish, shape_of
from officina_spawners.slurm.jobs import JobId

FUTURES = 7
FUTURES_OF_A_LONG_QUEUE = 5  # where chance evens out over many, and each future takes long
LONG_QUEUE = 300
HORIZON_SECONDS = 14.0 * DAY
LOW, MIDDLE, HIGH = 0.2, 0.5, 0.8
SHORTEST_SECONDS = 1.0


class Expectation(Frozen):
    """Seconds from now; no high end when that lies beyond two weeks."""

    low_seconds: float
    middle_seconds: float
    high_seconds: float | None


@dataclass(frozen=True)
class Outlook:
    """Of each wish, in their order, and of each job; None: not within two weeks, or never."""

    wishes: tuple[Expectation | None, ...]
    jobs: Mapping[JobId, Expectation | None]


def foresee(
    snapshot: Snapshot,
    habits: Habits,
    *,
    wishes: Sequence[Wish] = (),
    jobs: Collection[JobId] = (),
    chance: random.Random,
) -> Outlook:
    """All of them at once; a wish stands behind everybody who waits, and in nobody's way."""
    orders = {job.id: order for order, job in enumerate(snapshot.waiting) if job.id in jobs}
    asked = [Asked(shape_of(wish), wish.limit_seconds) for wish in wishes]
    running = [(job, habits.of(job.user, job.partition)) for job in snapshot.running]
    waiting = [(job, habits.of(job.user, job.partition)) for job in snapshot.waiting]
    futures = []
    for _ in range(FUTURES if len(waiting) < LONG_QUEUE else FUTURES_OF_A_LONG_QUEUE):
        future = Future(
            snapshot,
            [_rest(job, habit, chance) for job, habit in running],
            [_span(job, habit, chance) for job, habit in waiting],
        )
        futures.append(future.starts(orders.values(), asked, horizon=HORIZON_SECONDS))
    return Outlook(
        wishes=tuple(
            _expectation([granted.get(number) for _, granted in futures])
            for number in range(len(asked))
        ),
        jobs={
            job: _expectation([started.get(orders[job]) for started, _ in futures])
            if job in orders
            else None
            for job in jobs
        },
    )


def _rest(job: Running, habit: Habit, chance: random.Random) -> Span:
    limit = job.limit_seconds
    share = job.elapsed_seconds / limit
    used = habit.draw(chance, above=share) * limit
    left = max(SHORTEST_SECONDS, limit - job.elapsed_seconds)
    return Span(limit=left, used=max(SHORTEST_SECONDS, used - job.elapsed_seconds))


def _span(job: Waiting, habit: Habit, chance: random.Random) -> Span:
    used = habit.draw(chance) * job.limit_seconds
    return Span(limit=job.limit_seconds, used=max(SHORTEST_SECONDS, used))


def _expectation(starts: Sequence[float | None]) -> Expectation | None:
    seconds = sorted(float("inf") if start is None else start for start in starts)
    low, middle, high = (_quantile(seconds, share) for share in (LOW, MIDDLE, HIGH))
    if middle == float("inf"):
        return None
    return Expectation(
        low_seconds=low,
        middle_seconds=middle,
        high_seconds=None if high == float("inf") else high,
    )


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below, part = int(place), place % 1
    if not part:
        return ordered[below]
    if ordered[below + 1] == float("inf"):
        return ordered[below + 1]
    return ordered[below] * (1 - part) + ordered[below + 1] * part
