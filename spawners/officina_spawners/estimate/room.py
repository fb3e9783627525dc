"""What is free on each machine of one simulated future, and when time limits promise more."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from officina_spawners.estimate.snapshot import Machine, Place, Shape, Snapshot

NEVER = float("inf")


class Line:
    """Those who need the same and stand behind each other: their places in the queue's order."""

    __slots__ = ("cores", "gpu_type", "gpus", "machines", "memory_mib", "nodes", "orders", "shape")

    def __init__(self, shape: Shape, machines: frozenset[int]) -> None:
        self.shape = shape
        self.machines = machines
        self.orders: deque[int] = deque()
        # Asked for millions of times, and a slot is quicker than a tuple's name.
        _, self.gpus, self.gpu_type, self.cores, self.memory_mib, self.nodes = shape


class Room:
    """Changes with every start and end; jobs are known by a number each."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._gpus = [dict(machine.gpus) for machine in snapshot.machines]
        self._cores = [machine.cores for machine in snapshot.machines]
        self._memory = [machine.memory_mib for machine in snapshot.machines]
        self._held: list[dict[int, tuple[float, Place]]] = [{} for _ in snapshot.machines]
        self._members = _members(snapshot.machines)

    def line(self, shape: Shape) -> Line:
        """An empty one, with the machines of its partitions."""
        members = (self._members.get(name, []) for name in shape.partitions)
        return Line(shape, frozenset(number for some in members for number in some))

    def fitting(self, number: int, lines: Iterable[Line]) -> list[Line]:
        """Those of which one node's share fits on this machine now."""
        cores, memory, gpus = self._cores[number], self._memory[number], self._gpus[number]
        most = max(gpus.values(), default=0)
        return [
            line
            for line in lines
            if line.gpus <= most
            and line.cores <= cores
            and line.memory_mib <= memory
            and number in line.machines
            and (not line.gpu_type or kind_of(gpus, line.shape))
        ]

    def fits(self, number: int, line: Line) -> bool:
        """The same of one line, many times as quick."""
        if self._cores[number] < line.cores or self._memory[number] < line.memory_mib:
            return False
        if line.gpus and not kind_of(self._gpus[number], line.shape):
            return False
        return number in line.machines

    def free(self, number: int, shape: Shape) -> int:
        """How roomy it is, to look at the most promising machines first."""
        return max(self._gpus[number].values(), default=0) if shape.gpus else self._cores[number]

    def promised(self, number: int, shape: Shape, now: float) -> float:
        """When enough of the jobs there have reached their limits; memory is not counted."""
        gpus, cores = dict(self._gpus[number]), self._cores[number]
        for ends, place in ((now, None), *sorted(self._held[number].values())):
            if place is not None:
                cores += place.cores
                gpus[place.gpu_type] = gpus.get(place.gpu_type, 0) + place.gpus
            if cores >= shape.cores and (not shape.gpus or kind_of(gpus, shape)):
                return max(now, ends)
        return NEVER

    def take(self, number: int, shape: Shape) -> Place:
        """One node's share of it, from what is free."""
        kind = kind_of(self._gpus[number], shape) if shape.gpus else ""
        if kind:
            self._gpus[number][kind] -= shape.gpus
        self._cores[number] -= shape.cores
        self._memory[number] -= shape.memory_mib
        return Place(number, kind, shape.gpus, shape.cores, shape.memory_mib)

    def hold(self, job: int, place: Place, until: float) -> None:
        """Note until when its limit lets a job keep what it has taken."""
        self._held[place.machine][job] = (until, place)

    def give_back(self, job: int, place: Place) -> None:
        """It has ended."""
        number = place.machine
        if place.gpus:
            gpus = self._gpus[number]
            gpus[place.gpu_type] = gpus.get(place.gpu_type, 0) + place.gpus
        self._cores[number] += place.cores
        self._memory[number] += place.memory_mib
        del self._held[number][job]


def kind_of(free: Mapping[str, int], shape: Shape) -> str:
    """The type of GPU that it can have there; empty when there are too few of any one type."""
    if shape.gpu_type:
        return shape.gpu_type if free.get(shape.gpu_type, 0) >= shape.gpus else ""
    for kind, number in free.items():
        if number >= shape.gpus:
            return kind
    return ""


def _members(machines: tuple[Machine, ...]) -> Mapping[str, list[int]]:
    members: dict[str, list[int]] = {}
    for number, machine in enumerate(machines):
        for name in machine.partitions:
            members.setdefault(name, []).append(number)
    return members
