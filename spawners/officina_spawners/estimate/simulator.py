"""One possible future of a queue: Slurm's order, with backfill, GPUs counted one by one.

Time jumps from end to end. Whenever places come free, the waiting jobs are tried in their order;
one that does not fit is passed by. So that small jobs cannot keep a large one waiting for ever, the
first job of a partition that does not fit gets a reservation as Slurm's backfill gives it: it keeps
the machines where the time limits promise it the earliest start, and others start there only if
their own limits end before. Jobs of the same shape stand in one line, of which only the first is
tried: that makes a queue of a thousand quick.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush, nlargest
from itertools import count
from typing import NamedTuple

from officina_spawners.estimate.room import NEVER, Line, Room
from officina_spawners.estimate.snapshot import Place, Shape, Snapshot

NOBODY_BEHIND = 10**9  # the place in the order of who has not submitted yet
NOTICED = 24  # so many machines are looked at for a reservation


class Span(NamedTuple):
    """How long a job may still run and, in this future, will."""

    limit: float
    used: float


class Asked(NamedTuple):
    """A job that nobody has submitted yet."""

    shape: Shape
    limit: float


class _Reservation(NamedTuple):
    order: int
    begins: float
    machines: frozenset[int]


class Future:
    """Plays one future; ``running`` and ``waiting`` are the spans of the snapshot's jobs."""

    def __init__(
        self, snapshot: Snapshot, running: Sequence[Span], waiting: Sequence[Span]
    ) -> None:
        self._room = Room(snapshot)
        self._everywhere = range(len(snapshot.machines))
        self._spans = waiting
        self._ends: list[tuple[float, int, tuple[Place, ...]]] = []
        self._numbers = count()
        self._reservations: dict[str, _Reservation] = {}
        self._unreserved: set[int] = set()  # to be tried again, although nothing ended there
        self._lines = _lines(snapshot, self._room)
        self._by_partition: dict[str, list[Line]] = {}
        for line in self._lines:
            self._by_partition.setdefault(line.shape.partitions[0], []).append(line)
        self._unsettled = set(self._by_partition)  # whose first may need a reservation
        for held, span in zip(snapshot.running, running, strict=True):
            self._run(held.places, 0.0, span)

    def starts(
        self, jobs: Iterable[int], wishes: Sequence[Asked], *, horizon: float
    ) -> tuple[Mapping[int, float], Mapping[int, float]]:
        """When these waiting jobs start, and when these wishes could: those that do in time."""
        wanted = set(jobs)
        open_wishes = {self._room.line(wish.shape): n for n, wish in enumerate(wishes)}
        started: dict[int, float] = {}
        granted: dict[int, float] = {}
        now, touched = 0.0, set(self._everywhere)
        while now <= horizon:
            for order in self._fill(now, touched):
                if order in wanted:
                    started[order] = now
            for line in self._able(touched, open_wishes):
                number = open_wishes[line]
                if self._places(line, wishes[number].limit, NOBODY_BEHIND, now, touched):
                    granted[number] = now
                    del open_wishes[line]
            if not self._ends or (not open_wishes and len(started) == len(wanted)):
                break
            now, touched = self._next_ends()
        return started, granted

    def _able(self, touched: Collection[int], lines: Collection[Line]) -> Collection[Line]:
        """Those of which something fits where room was made."""
        if not lines:
            return ()
        return {line for number in touched for line in self._room.fitting(number, lines)}

    def _fill(self, now: float, touched: Collection[int]) -> Iterator[int]:
        """Start whoever can, on each machine where something came free the first that fits."""
        self._reserve_for_the_first(touched, now)
        for number in touched:
            able = self._room.fitting(number, self._lines)
            while able:  # room only shrinks here, so who is out of it stays out
                line = min(able, key=_first)
                order = line.orders[0]
                chosen = self._places(line, self._spans[order].limit, order, now, (number,))
                if not chosen:
                    able.remove(line)
                    continue
                self._start(line, chosen, now)
                yield order
                able = self._room.fitting(number, [one for one in able if one.orders])

    def _start(self, line: Line, chosen: Iterable[int], now: float) -> None:
        order, name = line.orders.popleft(), line.shape.partitions[0]
        self._unsettled.add(name)
        if not line.orders:
            self._lines.remove(line)
            self._by_partition[name].remove(line)
        self._run(tuple(self._room.take(n, line.shape) for n in chosen), now, self._spans[order])
        if name in self._reservations and self._reservations[name].order == order:
            self._unreserved |= self._reservations.pop(name).machines

    def _run(self, places: tuple[Place, ...], now: float, span: Span) -> None:
        job = next(self._numbers)
        for place in places:
            self._room.hold(job, place, now + span.limit)
        heappush(self._ends, (now + span.used, job, places))

    def _next_ends(self) -> tuple[float, set[int]]:
        """The next moment at which something comes free, and where."""
        now, touched, self._unreserved = self._ends[0][0], self._unreserved, set()
        while self._ends and self._ends[0][0] <= now:
            _, job, places = heappop(self._ends)
            for place in places:
                self._room.give_back(job, place)
                touched.add(place.machine)
        return now, touched

    def _places(
        self, line: Line, limit: float, order: int, now: float, touched: Collection[int]
    ) -> list[int]:
        """The machines where it can start now; none when there are too few."""
        chosen = []
        for number in touched if line.nodes == 1 else line.machines:
            if self._room.fits(number, line) and self._may(number, limit, order, now):
                chosen.append(number)
                if len(chosen) == line.nodes:
                    return chosen
        return []

    def _may(self, number: int, limit: float, order: int, now: float) -> bool:
        for kept in self._reservations.values():
            if order > kept.order and number in kept.machines and now + limit > kept.begins:
                return False
        return True

    def _reserve_for_the_first(self, touched: Collection[int], now: float) -> None:
        """In each partition, if the first cannot start and others could get in its way."""
        for name in self._unsettled - self._reservations.keys():
            first = min(self._by_partition[name], key=_first, default=None)
            if first is not None and not any(self._room.fits(n, first) for n in touched):
                self._reserve(name, first, now)
        self._unsettled.clear()

    def _reserve(self, name: str, line: Line, now: float) -> None:
        shape = line.shape
        if not self._can_be_overtaken(shape):
            return
        roomy = nlargest(
            NOTICED + shape.nodes, line.machines, key=lambda n: self._room.free(n, shape)
        )
        ready = sorted((self._room.promised(number, shape, now), number) for number in roomy)
        chosen = ready[: shape.nodes]
        if len(chosen) == shape.nodes and chosen[-1][0] < NEVER:
            machines = frozenset(number for _, number in chosen)
            self._reservations[name] = _Reservation(line.orders[0], chosen[-1][0], machines)

    def _can_be_overtaken(self, shape: Shape) -> bool:
        return any(
            other.nodes < shape.nodes or other.gpus < shape.gpus or other.cores < shape.cores
            for other in self._lines
        )


def _lines(snapshot: Snapshot, room: Room) -> list[Line]:
    lines: dict[Shape, Line] = {}
    for order, job in enumerate(snapshot.waiting):
        if job.shape not in lines:
            lines[job.shape] = room.line(job.shape)
        lines[job.shape].orders.append(order)
    return list(lines.values())


def _first(line: Line) -> int:
    return line.orders[0]
