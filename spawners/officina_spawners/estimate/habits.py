"""How much of the time they ask for jobs really use, learned from those that ended.

A *ratio* is used time over asked time. Somebody's next job is guessed from their own ratios; as far
as these are few, from those of the partition, then of the cluster, then from none at all (evenly
between nothing and everything). Each step weighs ``n / (n + FEW)``, so that one odd job of a new
user changes little and a hundred of them outweigh everybody else's.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from officina_spawners.slurm.jobs import PastJob

FEW = 10
Key = TypeVar("Key")

REMEMBERED = 500  # of each person and partition, the newest
EVENLY = tuple((n + 0.5) / 20 for n in range(20))


class _Part(NamedTuple):
    weight: float
    ratios: tuple[float, ...]  # in order


class Habit:
    """What is to be expected of one person's jobs in one partition.

    ``is_learned``: whether enough jobs have ended there, whoever's, to tell how long they last.
    """

    def __init__(self, parts: Iterable[_Part], *, ended: int) -> None:
        self._parts = tuple(parts)
        self.is_learned = ended >= FEW

    def draw(self, chance: random.Random, *, above: float = 0.0) -> float:
        """One ratio as it may well come, of a job that has used the share ``above`` already."""
        if above >= 1:
            return above
        left = []
        for weight, ratios in self._parts:
            rank = bisect_right(ratios, above) if above else 0
            left.append(weight * (len(ratios) - rank) / len(ratios))
        lot = chance.random() * sum(left)
        for share, (_, ratios) in zip(left, self._parts, strict=True):
            if lot < share:
                rank = bisect_right(ratios, above) if above else 0
                return ratios[rank + int(lot / share * (len(ratios) - rank))]
            lot -= share
        return above + (1 - above) * chance.random()


class Habits:
    """The ratios of a cluster's jobs; made by ``learn``."""

    def __init__(
        self,
        everybody: Iterable[float] = (),
        by_partition: Mapping[str, Iterable[float]] | None = None,
        by_person: Mapping[tuple[str, str], Iterable[float]] | None = None,
    ) -> None:
        self._everybody = tuple(sorted(everybody))
        self._by_partition = _in_order(by_partition or {})
        self._by_person = _in_order(by_person or {})
        self._known: dict[tuple[str, str], Habit] = {}

    def of(self, user: str, partition: str) -> Habit:
        """Of anybody, known or not."""
        key = (user, partition)
        if key not in self._known:
            self._known[key] = Habit(
                self._parts(user, partition), ended=len(self._by_partition.get(partition, ()))
            )
        return self._known[key]

    def _parts(self, user: str, partition: str) -> Iterable[_Part]:
        left = 1.0
        own = self._by_person.get((user, partition), ())
        for ratios in (own, self._by_partition.get(partition, ()), self._everybody):
            if ratios:
                weight = left * len(ratios) / (len(ratios) + FEW)
                yield _Part(weight, ratios)
                left -= weight
        yield _Part(left, EVENLY)


def learn(past: Iterable[PastJob]) -> Habits:
    """From jobs that ran, the oldest first; those without a limit teach nothing."""
    everybody: deque[float] = deque(maxlen=REMEMBERED * 4)
    by_partition: dict[str, deque[float]] = defaultdict(_memory)
    by_person: dict[tuple[str, str], deque[float]] = defaultdict(_memory)
    for job in past:
        if not job.limit_seconds or job.started_at is None:
            continue
        ratio = min(1.0, max(0.0, job.elapsed_seconds / job.limit_seconds))
        everybody.append(ratio)
        by_partition[job.partition].append(ratio)
        by_person[job.user, job.partition].append(ratio)
    return Habits(everybody, by_partition, by_person)


def _memory() -> deque[float]:
    return deque(maxlen=REMEMBERED)


def _in_order(given: Mapping[Key, Iterable[float]]) -> Mapping[Key, tuple[float, ...]]:
    return {key: tuple(sorted(ratios)) for key, ratios in given.items()}
