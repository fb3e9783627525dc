"""``kill -9`` of graders at random moments: each submission is marked exactly once.

The moments are drawn from a seed: after a claim, while notebooks run, while marks are written and
handed in, or at any time. Set OFFICINA_WORKER_KILLS to 200 for the long run.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from pathlib import Path

import pytest
from graded_class import GradedClass, RunningClock
from grader_nursery import Nursery
from portal_house import House
from reaper import Reaper
from until import until

from officina_hub.portal.db import tables as t

log = logging.getLogger(__name__)

KILLS = int(os.environ.get("OFFICINA_WORKER_KILLS", "40"))
SEED = 20261122
GRADERS = 3
AGAIN = 5  # learners who hand in once more in the middle
QUIET_SECONDS = 120
# What is awaited, how long after it at most, and how often that is drawn.
MOMENTS = {
    "any": (1.5, 1),
    "claimed": (0.03, 1),
    "running": (0.5, 2),
    "writing": (0.03, 2),
    "written": (0.03, 2),
}


class GradingReaper(Reaper):
    """Strikes graders at moments drawn from ``MOMENTS``."""

    async def moment(self, name: str) -> None:
        """Wait for what was drawn, and a little longer."""
        weights = [weight for _, weight in MOMENTS.values()]
        kind = self.chance.choices(list(MOMENTS), weights)[0]
        pause = self.chance.uniform(0, MOMENTS[kind][0])
        if kind != "any":
            with contextlib.suppress(TimeoutError):
                await until(lambda: name in self.claims, seconds=10)
        job = self.claims.get(name)
        if job is not None and kind in ("writing", "written"):
            learner, record = str(job.user), self.graded.home / "autograded" / str(job.user)
            is_there = {
                "writing": record.exists,
                "written": lambda: self.graded.is_in_gradebook(learner),
            }
            with contextlib.suppress(TimeoutError):
                await until(is_there[kind], seconds=10)
        await asyncio.sleep(pause)

    def phase(self, job: t.Job | None) -> str:
        """How far the work was, by the gradebook."""
        if job is None:
            return "idle or handed in"
        in_book = self.graded.is_in_gradebook(str(job.user))
        if in_book is None:
            return "writing marks"
        return "marks written" if in_book else "claimed or running"


@pytest.mark.kill
@pytest.mark.sandbox
@pytest.mark.timeout(60 * 60 if KILLS > 100 else 600)
async def test_graders_killed_at_random_moments_mark_each_submission_once(
    tmp_path: Path, temporary: Path
) -> None:
    began = time.monotonic()
    async with House(tmp_path, clock=RunningClock(), lease_seconds=30) as house:
        graded = GradedClass(house)
        with Nursery(tmp_path, house.url.rstrip("/")) as nursery:
            names = await graded.enrol(max(30, KILLS))
            for at, name in enumerate(names):
                await graded.hand_in(name, is_right=at % 3 != 0)
            reaper = GradingReaper(graded, nursery, seed=SEED)
            async with asyncio.TaskGroup() as group:
                haunted = [
                    group.create_task(
                        reaper.haunt(number, is_enough=lambda: reaper.deaths.total() >= KILLS)
                    )
                    for number in range(1, GRADERS + 1)
                ]
                await until(lambda: reaper.deaths.total() >= KILLS // 2, seconds=50 * 60)
                for name in names[:AGAIN]:
                    await graded.hand_in(name, is_right=True)
            await until(graded.is_all_done, seconds=QUIET_SECONDS)
            await reaper.let_rest([one.result() for one in haunted])
        seconds = time.monotonic() - began
        log.info("%s kills in %.0f s: %s", KILLS, seconds, dict(reaper.deaths))
        graded.check_each_is_marked_once()
        assert graded.leftovers(temporary) == []
        assert reaper.deaths.total() >= KILLS
        assert {"claimed or running", "marks written"} <= reaper.deaths.keys()
