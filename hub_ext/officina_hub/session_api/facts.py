"""What is known of one cluster, for all who look: each question asked once per interval."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from officina_courses.saying import Saying, say
from officina_hub.session_api.kept import Kept
from officina_hub.session_api.own_moves import OwnMoves
from officina_spawners.slurm.client import SlurmClient
from officina_spawners.slurm.jobs import PastJob, QueuedJob
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall

NODES_SECONDS = 20.0
LIMITS_SECONDS = 120.0
QUEUE_SECONDS = 15.0
BUDGET_SECONDS = 60.0
WALLS_SECONDS = 600.0
PAST_SECONDS = 600.0
SETTLING_KEEP_SECONDS = 3.0  # while one's own start or stop is still taking effect
LOOKING_BACK = timedelta(days=14)
REMEMBERED_PEOPLE = 2_000

T = TypeVar("T")


class OfEach(Generic[T]):
    """One question about each person by their Unix account, and its kept answers."""

    def __init__(
        self, ask: Callable[[str], Awaitable[T]], what: Saying, *, keep_seconds: float
    ) -> None:
        self._ask = ask
        self._what = what
        self._keep_seconds = keep_seconds
        self._found: OrderedDict[str, Kept[T]] = OrderedDict()

    def __call__(self, person: str) -> Kept[T]:
        if person not in self._found:
            self._found[person] = Kept(
                lambda: self._ask(person), self._what, keep_seconds=self._keep_seconds
            )
        self._found.move_to_end(person)
        while len(self._found) > REMEMBERED_PEOPLE:
            self._found.popitem(last=False)
        return self._found[person]


class ClusterFacts:
    """The kept answers of one cluster."""

    def __init__(self, client: SlurmClient) -> None:
        self.client = client
        self.nodes: Kept[tuple[Node, ...]] = Kept(
            client.nodes, say("what is free"), keep_seconds=NODES_SECONDS
        )
        self.partitions: Kept[tuple[Partition, ...]] = Kept(
            client.partitions, say("how long a session may be"), keep_seconds=LIMITS_SECONDS
        )
        self.reservations: Kept[tuple[Reservation, ...]] = Kept(
            client.reservations, say("which reservations there are"), keep_seconds=LIMITS_SECONDS
        )
        self.queue: Kept[tuple[QueuedJob, ...]] = Kept(
            client.queue, say("who waits in the queue"), keep_seconds=QUEUE_SECONDS
        )
        self.past: Kept[tuple[PastJob, ...]] = Kept(
            self._past_jobs,
            say("how long jobs really run"),
            keep_seconds=PAST_SECONDS,
        )
        self.budgets: OfEach[tuple[Budget, ...]] = OfEach(
            client.budgets, say("what is left of your budget"), keep_seconds=BUDGET_SECONDS
        )
        self.walls: OfEach[tuple[Wall, ...]] = OfEach(
            client.walls, say("how long a session may be"), keep_seconds=WALLS_SECONDS
        )
        self._moves = OwnMoves()

    def forget_moved(self, person: str, account: str, footprint: Hashable) -> None:
        """Ask anew what a start or a stop of this person since their last look has changed."""
        ago = self._moves.seconds_since(person, footprint)
        if ago is None:
            return
        older_than = SETTLING_KEEP_SECONDS if ago else 0.0
        for kept in (self.nodes, self.queue, self.budgets(account)):
            kept.forget(older_than_seconds=older_than)

    async def _past_jobs(self) -> tuple[PastJob, ...]:
        return await self.client.past_jobs(datetime.now(UTC) - LOOKING_BACK)
