"""``kill -9`` of graders while a class is graded again: each step happens once, and wholly.

Two graders are killed while they look what would change, write it, and put it back: a drawn while
after a claim, or in the moment after the first of several things was written. Set
OFFICINA_REGRADE_KILLS for a longer run: so many deaths with work in hand in each of the three.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
from graded_class import RunningClock
from grader_nursery import Nursery
from portal_house import House
from reaper import Reaper
from regraded_class import RegradedClass
from until import until

from officina_courses.grading.publish import RECORD
from officina_hub.portal.db import tables as t

log = logging.getLogger(__name__)

KILLS = int(os.environ.get("OFFICINA_REGRADE_KILLS", "2"))
SEED = 20261122
GRADERS = 2
LEARNERS = max(6, 2 * KILLS)
QUIET_SECONDS = 300
LOOK_SECONDS = 0.05
HALF_WRITTEN_SECONDS = 0.02
BECAUSE = {"reason": "The tests were in each other's place."}


class Step(NamedTuple):
    """One kind of work: the states that it leads to, and when after a claim it is in full swing."""

    kind: str
    reached: str
    ended: str
    pause_seconds: float
    writes: bool


LOOKING = Step("regrade", "ready", "previewed", 0.1, writes=False)
WRITING = Step("confirm", "confirmed", "written", 0.1, writes=True)
PUTTING_BACK = Step("undo", "undone", "restored", 0.005, writes=True)


class StepReaper(Reaper):
    """Strikes graders some time after each claim, while one step lasts."""

    step = LOOKING
    is_over: Callable[[], bool] = staticmethod(lambda: False)

    async def moment(self, name: str) -> None:
        """Wait for the next claim, and then for a moment in which it hurts."""
        known = self.claims.pop(name, None)
        await until(lambda: self.claims.get(name, known) is not known or self.is_over(), seconds=60)
        job = self.claims.get(name)
        if job is not None and self.step.writes and self.deaths[self.step.kind] % 2:
            await self._half_written(str(job.user))
        elif self.deaths[self.step.kind]:  # the first one at once: it surely has work in hand
            await asyncio.sleep(self.chance.uniform(0, self.step.pause_seconds))

    async def _half_written(self, learner: str) -> None:
        record = self.graded.home / "autograded" / learner / "leaf" / RECORD
        before = version_of(record)
        with contextlib.suppress(TimeoutError):
            await until(lambda: version_of(record) != before or self.is_over())
        await asyncio.sleep(self.chance.uniform(0, HALF_WRITTEN_SECONDS))

    def phase(self, job: t.Job | None) -> str:
        """With what kind of work in hand."""
        return f"between two of {self.step.kind}" if job is None else job.kind


def version_of(file: Path) -> tuple[int, int] | None:
    """Which file it is; None where it is just being replaced."""
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


class Trial:
    """A class that is graded again, with graders that die of it."""

    def __init__(self, graded: RegradedClass, nursery: Nursery) -> None:
        self.graded = graded
        self.reaper = StepReaper(graded, nursery, seed=SEED)
        self.graders: list[psutil.Process] = [nursery.start(n + 1) for n in range(GRADERS)]
        self.looks = 0

    async def endure(self, step: Step, regrade_id: str) -> None:
        """Kill graders in the middle of that step, and wait until it is done all the same."""
        reaper = self.reaper
        reaper.step = step
        reaper.is_over = lambda: self.graded.run_of(regrade_id)[0] == step.reached

        def is_enough() -> bool:
            return reaper.deaths[step.kind] >= KILLS or reaper.is_over()

        async with self._watched(), asyncio.TaskGroup() as group:
            haunted = [
                group.create_task(reaper.haunt(n + 1, is_enough=is_enough, process=grader))
                for n, grader in enumerate(self.graders)
            ]
        self.graders = [one.result() for one in haunted]
        async with self._watched():
            await until(reaper.is_over, seconds=QUIET_SECONDS)
        assert self.graded.run_of(regrade_id) == (step.reached, Counter({step.ended: LEARNERS}))
        assert self.graded.jobs_of(step.kind) == ["done"] * LEARNERS
        assert reaper.deaths[step.kind] > 0

    @asynccontextmanager
    async def _watched(self) -> AsyncIterator[None]:
        """Nobody's marks are ever mixed while the block lasts."""

        async def look() -> None:
            while True:
                assert self.graded.mixed() == []
                self.looks += 1
                await asyncio.sleep(LOOK_SECONDS)

        async with asyncio.TaskGroup() as group:
            looking = group.create_task(look())
            yield
            looking.cancel()

    def check_marks(self, *, is_new: bool) -> None:
        """Everybody has these marks, in the gradebook, the course's folders and the portal."""
        expected = self.graded.expected(is_new=is_new)
        assert self.graded.in_gradebook() == expected
        assert self.graded.in_folders() == expected
        assert self.graded.in_portal() == expected
        assert self.graded.mixed() == []

    def check_changes(self, *kinds: str) -> None:
        """Those whose marks changed had that happen once by each of these, and nobody else."""
        halves = [name for name, is_right in self.graded.right.items() if not is_right]
        once = Counter((name, kind) for name in halves for kind in kinds)
        assert self.graded.changes() == once
        assert self.graded.recorded() == Counter({1 + len(kinds): LEARNERS})


@pytest.mark.kill
@pytest.mark.sandbox
@pytest.mark.timeout(60 * 60 if KILLS > 10 else 600)
async def test_a_class_is_graded_again_once_and_wholly_whoever_dies(
    tmp_path: Path, temporary: Path
) -> None:
    began = time.monotonic()
    async with House(tmp_path, clock=RunningClock(), lease_seconds=30) as house:
        graded = RegradedClass(house)
        with Nursery(tmp_path, house.url.rstrip("/")) as nursery:
            for at, name in enumerate(await graded.enrol(LEARNERS)):
                await graded.hand_in(name, is_right=at % 3 == 0)
            trial = Trial(graded, nursery)
            await until(graded.is_all_done, seconds=QUIET_SECONDS)
            trial.check_marks(is_new=False)
            graded.mend()

            begun = await house.ask("POST", "courses/tea/exercises/leaf/regrades", "tina")
            here = f"courses/tea/regrades/{begun.json['id']}"
            await trial.endure(LOOKING, begun.json["id"])
            trial.check_marks(is_new=False)
            trial.check_changes()

            await house.ask("POST", f"{here}/confirm", "tina", send=BECAUSE)
            await trial.endure(WRITING, begun.json["id"])
            trial.check_marks(is_new=True)
            trial.check_changes("regrade")

            await house.ask("POST", f"{here}/undo", "tina")
            await trial.endure(PUTTING_BACK, begun.json["id"])
            trial.check_marks(is_new=False)
            trial.check_changes("regrade", "undo")
            await trial.reaper.let_rest(trial.graders)
    seconds = time.monotonic() - began
    log.info("%s in %.0f s, %s looks", dict(trial.reaper.deaths), seconds, trial.looks)
    assert graded.leftovers(temporary) == []
