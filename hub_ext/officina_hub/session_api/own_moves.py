"""Who has started or stopped something since their last look, so that what is kept is old.

Others' starts and stops are seen when the kept answers run out; one's own must show at once. Slurm
lets go of a job's GPUs only some seconds after its end, so one look after it is not enough.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import NamedTuple

SETTLING_SECONDS = 15.0
REMEMBERED_PEOPLE = 2_000


class _Look(NamedTuple):
    footprint: Hashable
    moved_at: float


class OwnMoves:
    """Of the people who look at one cluster."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._looks: OrderedDict[str, _Look] = OrderedDict()

    def seconds_since(self, person: str, footprint: Hashable) -> float | None:
        """How long ago this person's sessions moved; None where they have been still.

        ``footprint`` is where all of them are now; the first one of a person is no move.
        """
        now = self._clock()
        last = self._looks.get(person)
        moved_at = last.moved_at if last else float("-inf")
        if last is not None and last.footprint != footprint:
            moved_at = now
        self._looks[person] = _Look(footprint, moved_at)
        self._looks.move_to_end(person)
        while len(self._looks) > REMEMBERED_PEOPLE:
            self._looks.popitem(last=False)
        return now - moved_at if now - moved_at < SETTLING_SECONDS else None
