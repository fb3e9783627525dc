"""``/queue``: where graders take work and hand in what came of it."""

from __future__ import annotations

import asyncio

from pydantic import Field

from officina_courses.checked import CheckResult
from officina_courses.marks import FeedbackPage
from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.queue import claim, heartbeat, next_lease_end, queue_state
from officina_hub.portal.store.recording import StoredPage
from officina_hub.portal.store.results import Handed, hand_in
from officina_widgets.import_wire import ProofProgress, ProofResult
from officina_widgets.wire import (
    GradeResult,
    Job,
    JobFailure,
    JobKind,
    PrepareResult,
    QueueState,
)

LONGEST_WAIT_SECONDS = 30.0
SHORTEST_WAIT_SECONDS = 0.1


class StateQuery(Frozen):
    """How long whoever looks after graders would wait for work to come."""

    wait_seconds: int = Field(default=0, ge=0, le=30)


class ClaimRequest(Frozen):
    """Who asks for work, and how long they would wait for some."""

    worker: str = Field(min_length=1, max_length=200)
    wait_seconds: int = Field(default=0, ge=0, le=30)
    kinds: tuple[JobKind, ...] = Field(
        default=(), max_length=10, description="Work of these kinds alone; nothing named means all"
    )


class HeartbeatRequest(Frozen):
    """That the work goes on."""

    lease: str = Field(max_length=64)
    progress: ProofProgress | None = Field(
        default=None, description="How far it is, of a course that is proved"
    )


class ResultRequest(Frozen):
    """What came of a job; one of the five."""

    lease: str = Field(max_length=64)
    prepare: PrepareResult | None = None
    grade: GradeResult | None = None
    check: CheckResult | None = None
    proof: ProofResult | None = None
    failure: JobFailure | None = None


class Queue(ApiHandler):
    """The whole of it."""

    @operation(
        "queue.work",
        "How much waits and is in hand; waits until something waits where asked to",
        query=StateQuery,
        response=QueueState,
    )
    async def get(self) -> None:
        """Count it, and again at each ring until something waits."""
        loop = asyncio.get_running_loop()
        end = loop.time() + self.query_as(StateQuery).wait_seconds
        while True:
            bell = self.portal.work_bell.listen()
            found = await self.portal.read(queue_state)
            left = end - loop.time()
            is_work = found.waiting or found.checks or found.proofs
            if is_work or left <= 0 or self.portal.is_closing or self.is_gone:
                break
            await Bell.heard(bell, left)
        self.answer(found)


class QueueClaim(ApiHandler):
    """Work, one piece at a time."""

    @operation(
        "queue.work",
        "Take the job whose turn it is; 204 when none came in time",
        request=ClaimRequest,
        response=Job,
    )
    async def post(self) -> None:
        """Wait for work at most so long, woken by what comes in."""
        asked = self.body_as(ClaimRequest)
        loop = asyncio.get_running_loop()
        end = loop.time() + asked.wait_seconds
        while True:
            bell = self._bell_for(asked.kinds).listen()
            # Whoever was killed while it waited takes no work with it.
            job = None if self.is_gone else await self._claim(asked)
            left = end - loop.time()
            if job is not None or left <= 0 or self.portal.is_closing or self.is_gone:
                break
            await Bell.heard(bell, min(left, await self._until_next_lease_end()))
        if job is None:
            self.answer_nothing()
        else:
            (self.portal.check_bell if job.kind == "check" else self.portal.news_bell).ring()
            self.answer(job)

    def _bell_for(self, kinds: tuple[JobKind, ...]) -> Bell:
        """Each look is a transaction: for checks alone one need not look at all that comes in."""
        return self.portal.check_bell if kinds == ("check",) else self.portal.work_bell

    async def _claim(self, asked: ClaimRequest) -> Job | None:
        seconds = self.portal.settings.lease_seconds
        return await self.portal.write(
            claim,
            asked.worker,
            self.act(),
            lease_seconds=seconds,
            kinds=asked.kinds,
            unbuilt=self.portal.unbuilt.courses,
        )

    async def _until_next_lease_end(self) -> float:
        """Seconds until work of another worker may become free."""
        lease_end = await self.portal.read(next_lease_end)
        if lease_end is None:
            return LONGEST_WAIT_SECONDS
        left = (lease_end - self.portal.clock()).total_seconds()
        return max(left, SHORTEST_WAIT_SECONDS)


class QueueHeartbeat(ApiHandler):
    """Signs of life."""

    @operation(
        "queue.work",
        "Hold a job for another lease",
        request=HeartbeatRequest,
        media="none",
        status=204,
        errors=(409,),
    )
    async def post(self, job_id: str) -> None:
        """Extend the lease."""
        asked = self.body_as(HeartbeatRequest)
        await self.portal.write(
            heartbeat,
            int(job_id),
            asked.lease,
            self.act(),
            lease_seconds=self.portal.settings.lease_seconds,
            progress=asked.progress,
        )
        self.answer_nothing()


class QueueResult(ApiHandler):
    """Ends of jobs."""

    @operation(
        "queue.work",
        "Hand in what came of a job; the same again changes nothing",
        request=ResultRequest,
        body="result",
        media="none",
        status=204,
        errors=(409, 413, 507),
    )
    async def post(self, job_id: str) -> None:
        """Record marks, feedback, a check or a prepared release in one transaction."""
        result = self.body_as(ResultRequest)
        pages = result.grade.feedback if result.grade else ()
        handed = Handed(
            prepare=result.prepare,
            grade=result.grade,
            check=result.check,
            proof=result.proof,
            failure=result.failure,
            pages=await self.portal.work(_stored, self.portal.blobs, pages),
        )
        await self.portal.write(hand_in, int(job_id), result.lease, handed, self.act())
        self._ring(result)
        self.answer_nothing()

    def _ring(self, result: ResultRequest) -> None:
        """Wake those whom it may concern: pages do not tell of checks."""
        self.portal.work_bell.ring()
        if result.check is not None or result.failure is not None:
            self.portal.check_bell.ring()
        if result.check is None:
            self.portal.news_bell.ring()
        if result.prepare is not None:
            self.portal.catalogue_bell.ring()


def _stored(blobs: BlobStore, pages: tuple[FeedbackPage, ...]) -> tuple[StoredPage, ...]:
    stored = []
    for page in pages:
        blob = blobs.put_bytes(page.html.encode())
        stored.append(StoredPage(notebook=page.notebook, sha256=blob.sha256, size=blob.size))
    return tuple(stored)
