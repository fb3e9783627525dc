"""One round of asking: which question comes next, and what everybody learns from its answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from officina_spawners.slurm.jobs import Ending, JobId, Listing
from officina_spawners.watching.followed import Followed
from officina_spawners.watching.pace import Pace, asks_singly
from officina_spawners.watching.questions import Questions
from officina_spawners.watching.states import Gone, Running
from officina_spawners.watching.truth import (
    Absent,
    Evidence,
    Present,
    Silence,
    ends,
    is_over,
    judge,
)


class Rounds:
    """Asks about the jobs in ``followed``, which its owner adds to and takes from at any time."""

    def __init__(
        self,
        questions: Questions,
        followed: Mapping[JobId, Followed],
        pace: Pace,
        *,
        clock: Callable[[], float],
    ) -> None:
        self.listed_jobs: int | None = None  # how long the queue is, to choose how to ask
        self._questions = questions
        self._followed = followed
        self._pace = pace
        self._clock = clock
        self._glances_left = 0
        self._glances_again_at = float("-inf")

    async def next(self) -> None:
        """The round that is due when nobody was in a hurry to have one."""
        may_glance = self._glances_left > 0 and self.is_glancing()
        await (self.glance() if may_glance else self.look())

    async def look(self) -> None:
        """Ask for the queue once, and let everybody learn from it."""
        self._glances_left = self._pace.glances
        alive = self.alive()
        if not asks_singly(self._pace, len(alive), self.listed_jobs):
            await self._look_for(None)
            return
        for job in alive:
            if not await self._look_for((job,)):
                self.listed_jobs = None  # asking by number failed: the next look lists all
                return

    async def glance(self) -> None:
        """Ask the accounting whether all still run; the queue only if not, or if it is mute.

        An accounting that lags behind the queue would cost a listing each time; it is left alone.
        """
        self._glances_left -= 1
        running = await self._questions.still_running(self.alive())
        missed = self._known_to_run() - (running or frozenset())
        if running is None or missed:
            await self.look()
        if missed and missed <= self._known_to_run():
            self._glances_again_at = self._clock() + self._pace.longest_seconds

    def alive(self) -> list[JobId]:
        return [job for job, known in self._followed.items() if not isinstance(known.state, Gone)]

    def _known_to_run(self) -> set[JobId]:
        return {job for job, known in self._followed.items() if isinstance(known.state, Running)}

    def hurry_seconds(self) -> float | None:
        """How long the newest of those has waited who want news soon; None when nobody does."""
        now, limit = self._clock(), self._pace.vanished_seconds
        everybody = self._followed.values()
        waits = [known.hurry_seconds(now, vanished_seconds=limit) for known in everybody]
        return min((wait for wait in waits if wait is not None), default=None)

    async def _look_for(self, ids: Collection[JobId] | None) -> bool:
        listing = await self._questions.listing(ids)
        if isinstance(listing, Silence):
            self._teach(ids, lambda _: listing)
            return False
        if ids is None:
            self.listed_jobs = len(listing.jobs)
        over = [known for known in self._covered(ids) if _may_be_over(known, listing)]
        endings = await self._questions.endings([known.job for known in over]) if over else {}
        again = await self._by_number(
            [k.job for k in over if not ends(endings.get(k.job), k.state)]
        )
        self._teach(ids, lambda known: self._evidence(known, listing, endings, again))
        return True

    async def _by_number(self, jobs: Collection[JobId]) -> Listing | None:
        """What the controller itself remembers of jobs on which the accounting has no last word."""
        listing = await self._questions.listing(jobs) if jobs else None
        return listing if isinstance(listing, Listing) else None

    def _evidence(
        self,
        known: Followed,
        listing: Listing,
        endings: Mapping[JobId, Ending],
        again: Listing | None,
    ) -> Evidence:
        job = known.job
        row, ending = listing.jobs.get(job), endings.get(job)
        if again is not None and not ends(ending, known.state):
            row = again.jobs.get(job, row)
        if row is not None:
            return Present(at=self._clock(), job=row, ending=ending)
        return Absent(
            asked_at=listing.asked_at,
            at=self._clock(),
            accounting=self._questions.accounting or "unanswered",
            ending=ending,
            by_number=again is not None,
        )

    def _teach(
        self, ids: Collection[JobId] | None, evidence: Callable[[Followed], Evidence]
    ) -> None:
        for known in self._covered(ids):
            known.learn(judge(known.state, evidence(known), submitted_at=known.submitted_at))

    def _covered(self, ids: Collection[JobId] | None) -> list[Followed]:
        return [known for job, known in self._followed.items() if ids is None or job in ids]

    def is_glancing(self) -> bool:
        """While all run, and one answer of the accounting tells of all of them."""
        asked, now = self._questions, self._clock()
        if not asked.can_glance or now < self._glances_again_at:
            return False
        is_mute = asked.accounting in {"unanswered", "off"}
        is_long_ago = now - asked.accounting_asked_at > self._pace.longest_seconds
        is_calm = self.hurry_seconds() is None and not asked.failures
        return is_calm and (not is_mute or is_long_ago)


def _may_be_over(known: Followed, listing: Listing) -> bool:
    if isinstance(known.state, Gone):
        return False
    row = listing.jobs.get(known.job)
    if row is None:
        return listing.asked_at >= known.submitted_at
    return is_over(row)
