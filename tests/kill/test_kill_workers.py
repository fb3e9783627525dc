"""``kill -9`` of graders at random moments: each submission is marked exactly once.

The moments are drawn from a seed: after a claim, while notebooks run, while marks are written and
handed in, or at any time. Set OFFICINA_WORKER_KILLS to 200 for the long run.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import psutil
import pytest
from graded_class import GradedClass, RunningClock
from grader_nursery import Nursery
from portal_house import House
from sqlalchemy import func, select
from until import until

from officina_hub.portal.db import tables as t
from officina_hub.portal.store import queue
from officina_widgets.wire import Job

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


class Reaper:
    """Kills graders and starts them again, until there were enough deaths."""

    def __init__(self, graded: GradedClass, nursery: Nursery) -> None:
        self.graded = graded
        self.deaths: Counter[str] = Counter()
        self._nursery = nursery
        self._chance = random.Random(SEED)
        self._claims: dict[str, Job] = {}
        self._seen: list[psutil.Process] = []
        self._listen()

    def _listen(self) -> None:
        """Hear of each claim in the moment in which the portal has written it."""
        portal = self.graded.house.portal
        write = portal.write

        async def heard(function: Any, *args: Any, **kwargs: Any) -> Any:
            answer = await write(function, *args, **kwargs)
            if function is queue.claim and answer is not None:
                self._claims[args[0]] = answer
            return answer

        portal.write = heard  # type: ignore[method-assign]

    async def haunt(self, number: int) -> psutil.Process:
        """Kill the grader of that number again and again; the last one lives on."""
        name = f"grader-{number}"
        process = self._nursery.start(number)
        while self.deaths.total() < KILLS:
            await self._moment(name)
            if not self._is_struck(process, name):
                continue
            await until(lambda process=process: not process.is_running())
            self._claims.pop(name, None)
            process = self._nursery.start(number)
        return process

    async def _moment(self, name: str) -> None:
        weights = [weight for _, weight in MOMENTS.values()]
        kind = self._chance.choices(list(MOMENTS), weights)[0]
        pause = self._chance.uniform(0, MOMENTS[kind][0])
        if kind != "any":
            with contextlib.suppress(TimeoutError):
                await until(lambda: name in self._claims, seconds=10)
        job = self._claims.get(name)
        if job is not None and kind in ("writing", "written"):
            learner, record = str(job.user), self.graded.home / "autograded" / str(job.user)
            is_there = {
                "writing": record.exists,
                "written": lambda: self.graded.is_in_gradebook(learner),
            }
            with contextlib.suppress(TimeoutError):
                await until(is_there[kind], seconds=10)
        await asyncio.sleep(pause)

    def _is_struck(self, process: psutil.Process, name: str) -> bool:
        """Kill it, unless that would be the third death over one piece of work.

        Such work is set aside as what ends its graders. No claim is written meanwhile; but one may
        be on its way, which takes again what this grader had in its life before.
        """
        with self.graded.house.portal.database.writing() as session:
            spent = select(func.count()).where(
                t.Job.state == "waiting", t.Job.tries >= queue.MAX_TRIES - 1
            )
            held = select(t.Job).where(t.Job.state == "leased", t.Job.worker == name)
            job = session.scalars(held).one_or_none()
            heard = self._claims.get(name)
            deaths = job.tries + (heard is None or heard.lease != job.lease) if job else 1
            if session.scalar(spent) or deaths >= queue.MAX_TRIES:
                return False
            self._seen += [process, *process.children(recursive=True)]
            os.kill(process.pid, signal.SIGKILL)
            self.deaths[self._phase(job)] += 1
            return True

    def _phase(self, job: t.Job | None) -> str:
        if job is None:
            return "idle or handed in"
        in_book = self.graded.is_in_gradebook(str(job.user))
        if in_book is None:
            return "writing marks"
        return "marks written" if in_book else "claimed or running"

    async def let_rest(self, graders: list[psutil.Process]) -> None:
        """End the graders orderly, and see that nothing of any of them is left."""
        for grader in graders:
            self._seen += [grader, *grader.children(recursive=True)]
            grader.terminate()
        await until(lambda: not [one for one in self._seen if one.is_running()], seconds=30)


@pytest.mark.kill
@pytest.mark.sandbox
@pytest.mark.timeout(60 * 60 if KILLS > 100 else 600)
async def test_graders_killed_at_random_moments_mark_each_submission_once(tmp_path: Path) -> None:
    began = time.monotonic()
    async with House(tmp_path, clock=RunningClock(), lease_seconds=30) as house:
        graded = GradedClass(house)
        with Nursery(tmp_path, house.url.rstrip("/")) as nursery:
            names = await graded.enrol(max(30, KILLS))
            for at, name in enumerate(names):
                await graded.hand_in(name, is_right=at % 3 != 0)
            reaper = Reaper(graded, nursery)
            async with asyncio.TaskGroup() as group:
                haunted = [group.create_task(reaper.haunt(n + 1)) for n in range(GRADERS)]
                await until(lambda: reaper.deaths.total() >= KILLS // 2, seconds=50 * 60)
                for name in names[:AGAIN]:
                    await graded.hand_in(name, is_right=True)
            await until(graded.is_all_done, seconds=QUIET_SECONDS)
            await reaper.let_rest([one.result() for one in haunted])
        seconds = time.monotonic() - began
        log.info("%s kills in %.0f s: %s", KILLS, seconds, dict(reaper.deaths))
        graded.check_each_is_marked_once()
        assert reaper.deaths.total() >= KILLS
        assert {"claimed or running", "marks written"} <= reaper.deaths.keys()
