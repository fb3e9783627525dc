"""When a job is to be expected: the same queue played into several futures, and their middle.

The range leaves out the quickest and the slowest fifth. Where few jobs have ended, nobody knows how
long the running ones stay, and the range goes from their ends now to their limits. What nobody can
foresee is not in it: others who submit later and are served first, and nodes that fail.
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
NOTHING, ALL = 0.0, 1.0  # what jobs use of their limits at the least and at the most
SHORTEST_SECONDS = 1.0

Played = tuple[Mapping[int, float], Mapping[int, float]]  # starts of jobs, and of wishes


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

    def play(share: float | None = None) -> Played:
        future = Future(
            snapshot,
            [_rest(job, habit, chance, share) for job, habit in running],
            [_span(job, habit, chance, share) for job, habit in waiting],
        )
        return future.starts(orders.values(), asked, horizon=HORIZON_SECONDS)

    count = FUTURES if len(waiting) < LONG_QUEUE else FUTURES_OF_A_LONG_QUEUE
    futures = [play() for _ in range(count)]
    is_guessed = any(not habit.is_learned for _, habit in (*running, *waiting))
    extremes = [play(share) for share in (NOTHING, ALL)] if is_guessed else []
    return Outlook(
        wishes=tuple(
            _expectation(
                [granted.get(number) for _, granted in futures],
                [granted.get(number) for _, granted in extremes],
            )
            for number in range(len(asked))
        ),
        jobs={
            job: _expectation(
                [started.get(orders[job]) for started, _ in futures],
                [started.get(orders[job]) for started, _ in extremes],
            )
            if job in orders
            else None
            for job in jobs
        },
    )


def _rest(job: Running, habit: Habit, chance: random.Random, unlearned: float | None) -> Span:
    limit = job.limit_seconds
    above = job.elapsed_seconds / limit
    used = _share(habit, chance, unlearned, above=above) * limit
    left = max(SHORTEST_SECONDS, limit - job.elapsed_seconds)
    return Span(limit=left, used=max(SHORTEST_SECONDS, used - job.elapsed_seconds))


def _span(job: Waiting, habit: Habit, chance: random.Random, unlearned: float | None) -> Span:
    used = _share(habit, chance, unlearned) * job.limit_seconds
    return Span(limit=job.limit_seconds, used=max(SHORTEST_SECONDS, used))


def _share(
    habit: Habit, chance: random.Random, unlearned: float | None, *, above: float = 0.0
) -> float:
    """What it uses of its limit; ``unlearned`` is that of jobs of which too little is known."""
    if unlearned is None or habit.is_learned:
        return habit.draw(chance, above=above)
    return max(above, unlearned)


def _expectation(
    starts: Sequence[float | None], extremes: Sequence[float | None]
) -> Expectation | None:
    seconds = _in_order(starts)
    low, middle, high = (_quantile(seconds, share) for share in (LOW, MIDDLE, HIGH))
    if extremes:
        low, high = min(low, *_in_order(extremes)), max(high, *_in_order(extremes))
    if middle == float("inf"):
        return None
    return Expectation(
        low_seconds=low,
        middle_seconds=middle,
        high_seconds=None if high == float("inf") else high,
    )


def _in_order(starts: Sequence[float | None]) -> list[float]:
    return sorted(float("inf") if start is None else start for start in starts)


def _quantile(ordered: Sequence[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    below, part = int(place), place % 1
    if not part:
        return ordered[below]
    if ordered[below + 1] == float("inf"):
        return ordered[below + 1]
    return ordered[below] * (1 - part) + ordered[below + 1] * part
