"""Kills graders at chosen moments and starts them again, and knows what each had in hand."""

from __future__ import annotations

import os
import random
import signal
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable
from typing import Any

import psutil
from graded_class import GradedClass
from grader_nursery import Nursery
from sqlalchemy import func, select
from until import until

from officina_hub.portal.db import tables as t
from officina_hub.portal.store import queue
from officina_widgets.wire import Job


class Reaper(ABC):
    """``claims`` is what each grader took last, ``deaths`` how many there were in each phase."""

    def __init__(self, graded: GradedClass, nursery: Nursery, *, seed: int) -> None:
        self.graded = graded
        self.deaths: Counter[str] = Counter()
        self.claims: dict[str, Job] = {}
        self.chance = random.Random(seed)
        self._nursery = nursery
        self._seen: list[psutil.Process] = []
        self._listen()

    @abstractmethod
    async def moment(self, name: str) -> None:
        """Wait for the moment at which the grader of that name may be struck."""

    @abstractmethod
    def phase(self, job: t.Job | None) -> str:
        """In what the grader is that holds this job, for counting its death."""

    def _listen(self) -> None:
        """Hear of each claim in the moment in which the portal has written it."""
        portal = self.graded.house.portal
        write = portal.write

        async def heard(function: Any, *args: Any, **kwargs: Any) -> Any:
            answer = await write(function, *args, **kwargs)
            if function is queue.claim and answer is not None:
                self.claims[args[0]] = answer
            return answer

        portal.write = heard  # type: ignore[method-assign]

    async def haunt(
        self, number: int, *, is_enough: Callable[[], bool], process: psutil.Process | None = None
    ) -> psutil.Process:
        """Kill the grader of that number again and again; the last one lives on."""
        name = f"grader-{number}"
        process = process or self._nursery.start(number)
        while not is_enough():
            await self.moment(name)
            if is_enough() or not self._is_struck(process, name):
                continue
            await until(lambda process=process: not process.is_running())
            self.claims.pop(name, None)
            process = self._nursery.start(number)
        return process

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
            heard = self.claims.get(name)
            deaths = job.tries + (heard is None or heard.lease != job.lease) if job else 1
            if session.scalar(spent) or deaths >= queue.MAX_TRIES:
                return False
            self._seen += [process, *process.children(recursive=True)]
            os.kill(process.pid, signal.SIGKILL)
            self.deaths[self.phase(job)] += 1
            return True

    async def let_rest(self, graders: list[psutil.Process]) -> None:
        """End the graders orderly, and see that nothing of any of them is left."""
        for grader in graders:
            self._seen += [grader, *grader.children(recursive=True)]
            grader.terminate()
        await until(lambda: not [one for one in self._seen if one.is_running()], seconds=30)
