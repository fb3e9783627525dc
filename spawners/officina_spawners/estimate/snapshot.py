"""The cluster at one moment, as the simulation wants it: what is free, what runs, what waits.

What Slurm's lean answers do not tell is taken as follows. Of a job over several nodes only the
first node is known; the others are those of its partition with use that nobody else explains. A
running job's memory is its cores' part of its node's. A waiting job's GPUs may be of any type of
its partition, and its memory is not known. Use that no job explains lasts for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from officina_courses.model import Frozen
from officina_spawners.slurm.jobs import JobId, QueuedJob
from officina_spawners.slurm.resources import Node

DAY = 86_400
UNLIMITED_SECONDS = 7 * DAY  # what a job without a limit is taken to ask for

# Only these wait for resources; a dependency, a budget or a hold is over when somebody says so.
COMPETING_REASONS = frozenset({"", "Priority", "Resources"})


class Wish(Frozen):
    """A job that nobody has submitted yet; numbers are for each of its nodes."""

    partition: str
    gpus: int = 0
    gpu_type: str = ""  # empty: any
    cores: int = 1
    memory_mib: int = 0
    nodes: int = 1
    limit_seconds: int = 3_600


class Shape(NamedTuple):
    """What a job needs: on each of ``nodes`` machines of one of the partitions."""

    partitions: tuple[str, ...]
    gpus: int
    gpu_type: str
    cores: int
    memory_mib: int
    nodes: int


class Place(NamedTuple):
    """What a job holds of one machine."""

    machine: int
    gpu_type: str
    gpus: int
    cores: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Machine:
    """A node with what is free of it."""

    partitions: tuple[str, ...]
    gpus: Mapping[str, int]
    cores: int
    memory_mib: int


@dataclass(frozen=True, slots=True)
class Running:
    """A job with places."""

    places: tuple[Place, ...]
    user: str
    partition: str
    limit_seconds: int
    elapsed_seconds: float


@dataclass(frozen=True, slots=True)
class Waiting:
    """A job that competes for places."""

    id: JobId
    shape: Shape
    user: str
    partition: str
    limit_seconds: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``waiting`` is in Slurm's order, the first to start first."""

    machines: tuple[Machine, ...]
    running: tuple[Running, ...]
    waiting: tuple[Waiting, ...]


def snapshot_of(nodes: Sequence[Node], queue: Iterable[QueuedJob], now: datetime) -> Snapshot:
    """From what Slurm says of its nodes and its queue."""
    jobs = sorted(queue, key=lambda job: (-job.priority, int(job.id)))
    tally = _Tally(nodes)
    running = [job for job in jobs if job.is_running]
    running.sort(key=lambda job: job.nodes)  # what is certain first, guesses after it
    return Snapshot(
        machines=tuple(_machine(node) for node in nodes),
        running=tuple(_running(job, tally, now) for job in running),
        waiting=tuple(_waiting(job) for job in jobs if _competes(job)),
    )


def shape_of(wish: Wish) -> Shape:
    """What it needs."""
    return Shape(
        (wish.partition,), wish.gpus, wish.gpu_type, wish.cores, wish.memory_mib, wish.nodes
    )


def _machine(node: Node) -> Machine:
    is_open = node.takes_jobs and not node.is_reserved
    return Machine(
        partitions=node.partitions if is_open else (),
        gpus={kind: all_ - node.gpus_used.get(kind, 0) for kind, all_ in node.gpus_total.items()},
        cores=node.cores_total - node.cores_used,
        memory_mib=node.memory_mib_total - node.memory_mib_used,
    )


def _competes(job: QueuedJob) -> bool:
    return job.is_waiting and job.reason in COMPETING_REASONS and not job.reservation


def _waiting(job: QueuedJob) -> Waiting:
    gpus, cores = _per_node(job)
    shape = Shape(tuple(job.partition.split(",")), gpus, "", cores, 0, max(1, job.nodes))
    partition = shape.partitions[0]
    return Waiting(job.id, shape, job.user, partition, job.limit_seconds or UNLIMITED_SECONDS)


def _running(job: QueuedJob, tally: _Tally, now: datetime) -> Running:
    gpus, cores = _per_node(job)
    began = job.starts_at or now
    return Running(
        places=tuple(tally.places(job, gpus, cores)),
        user=job.user,
        partition=job.partition,
        limit_seconds=job.limit_seconds or UNLIMITED_SECONDS,
        elapsed_seconds=max(0.0, (now - began).total_seconds()),
    )


def _per_node(job: QueuedJob) -> tuple[int, int]:
    nodes = max(1, job.nodes)
    return -(-job.gpus // nodes), -(-job.cores // nodes)


class _Tally:
    """Which use of each node no job has explained yet."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._numbers = {node.name: number for number, node in enumerate(nodes)}
        self._gpus = [dict(node.gpus_used) for node in nodes]
        self._cores = [node.cores_used for node in nodes]

    def places(self, job: QueuedJob, gpus: int, cores: int) -> Iterable[Place]:
        first = self._numbers.get(job.node or "")
        if first is None:
            return
        yield self._take(first, gpus, cores)
        missing = max(1, job.nodes) - 1
        for number, node in enumerate(self._nodes):
            if not missing:
                return
            is_its = number != first and job.partition in node.partitions
            if is_its and self._cores[number] >= cores and self._has(number, gpus):
                missing -= 1
                yield self._take(number, gpus, cores)

    def _has(self, number: int, gpus: int) -> bool:
        return not gpus or max(self._gpus[number].values(), default=0) >= gpus

    def _take(self, number: int, gpus: int, cores: int) -> Place:
        used, node = self._gpus[number], self._nodes[number]
        kind = max(used, key=lambda name: used[name], default="") if gpus else ""
        gpus = min(gpus, used.get(kind, 0))
        if gpus:
            used[kind] -= gpus
        cores = min(cores, self._cores[number])
        self._cores[number] -= cores
        memory = node.memory_mib_used * cores // node.cores_used if node.cores_used else 0
        return Place(number, kind, gpus, cores, memory)
