"""Expected starts from the cluster's own queue and history, and what became of each that was told.

Slurm is asked nothing for it but what the pages look at anyway, and now and then the past jobs. The
queue is played in a thread, once for every look at the queue, however many people ask.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from officina_hub.session_api.answers import Accuracy, Expected
from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.situation import known
from officina_hub.session_api.stock import partition_of
from officina_spawners.estimate import (
    ENOUGH,
    Expectation,
    Habits,
    Promise,
    Scorebook,
    Snapshot,
    Wish,
    foresee,
    learn,
    snapshot_of,
)
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.jobs import JobId, PastJob, QueuedJob

MIB_IN_GIB = 1024


class Scene(NamedTuple):
    """What one look at the cluster is played from."""

    as_of: datetime
    queue: tuple[QueuedJob, ...]
    snapshot: Snapshot
    habits: Habits


class QueueEstimator:
    """The ``StartEstimator`` of one cluster."""

    def __init__(
        self, facts: ClusterFacts, book: Scorebook, *, chance: random.Random | None = None
    ) -> None:
        self._facts = facts
        self._book = book
        self._chance = chance or random.Random()  # noqa: S311 - futures are played, nothing hidden
        self._scene: Scene | None = None
        self._played: dict[Wish | JobId, Expectation | None] = {}
        self._turn = asyncio.Lock()

    async def of_choice(self, choice: SessionChoice, profile: Profile) -> Expected | None:
        """When a session of this choice would start, if it were asked for now."""
        if choice.reservation:
            return None  # who else will come into a reservation is not in the queue
        partition = partition_of(profile, known(await self._facts.partitions.look()))
        if partition is None:
            return None
        wish = Wish(
            partition=partition.name,
            gpus=choice.gpus,
            gpu_type=profile.gpu_type,
            cores=choice.cores,
            memory_mib=choice.memory_gib * MIB_IN_GIB,
            nodes=choice.nodes,
            limit_seconds=choice.minutes * 60,
        )
        return None if choice.shards else _told(await self._foreseen(wish))

    async def of_job(self, job: JobId) -> Expected | None:
        """When a job that waits will start; what was told first is what is scored."""
        expectation = await self._foreseen(job)
        if expectation is not None and job not in self._book.open_jobs:
            self._book.promise(
                Promise(
                    job=job,
                    made_at=datetime.now(UTC),
                    expected=expectation,
                    slurm_seconds=self._slurms_word(job),
                )
            )
        return _told(expectation)

    def accuracy(self) -> Accuracy | None:
        """How good these answers have been; None where too few have started yet."""
        score = self._book.score()
        if score.starts < ENOUGH:
            return None
        return Accuracy(
            starts=score.starts,
            median_error_seconds=score.median_error_seconds,
            within_range=score.within_range,
        )

    async def _foreseen(self, asked: Wish | JobId) -> Expectation | None:
        async with self._turn:
            scene = await self._look()
            if scene is None:
                return None
            if asked not in self._played:
                self._played[asked] = await asyncio.to_thread(self._play, scene, asked)
            return self._played[asked]

    def _play(self, scene: Scene, asked: Wish | JobId) -> Expectation | None:
        wishes = [asked] if isinstance(asked, Wish) else []
        jobs = [asked] if not isinstance(asked, Wish) else []
        outlook = foresee(
            scene.snapshot, scene.habits, wishes=wishes, jobs=jobs, chance=self._chance
        )
        return outlook.wishes[0] if wishes else outlook.jobs[jobs[0]]

    async def _look(self) -> Scene | None:
        """The newest scene, or None while Slurm tells too little."""
        nodes, queue, past = await asyncio.gather(
            self._facts.nodes.look(), self._facts.queue.look(), self._facts.past.look()
        )
        if isinstance(nodes, Silence) or isinstance(queue, Silence):
            return None
        as_of = max(self._facts.queue.as_of, self._facts.nodes.as_of)
        if self._scene is None or self._scene.as_of != as_of:
            snapshot = snapshot_of(nodes, queue, as_of)
            self._scene = Scene(as_of, queue, snapshot, learn(known(past)))
            self._played.clear()
            self._settle(queue, known(past))
        return self._scene

    def _settle(self, queue: Iterable[QueuedJob], past: Iterable[PastJob]) -> None:
        """Compare what was told with the starts that have come."""
        awaited = set(self._book.open_jobs)
        began = {row.id: row.starts_at for row in queue if row.is_running}
        began |= {row.id: row.started_at for row in past}
        for job in awaited & began.keys():
            if (at := began[job]) is None:
                self._book.dropped(job)
            else:
                self._book.started(job, at)

    def _slurms_word(self, job: JobId) -> float | None:
        if self._scene is None:
            return None
        row = next((row for row in self._scene.queue if row.id == job), None)
        if row is None or row.starts_at is None:
            return None
        return max(0.0, (row.starts_at - datetime.now(UTC)).total_seconds())


def _told(expectation: Expectation | None) -> Expected | None:
    if expectation is None:
        return None
    return Expected(
        low_seconds=expectation.low_seconds,
        middle_seconds=expectation.middle_seconds,
        high_seconds=expectation.high_seconds,
    )
