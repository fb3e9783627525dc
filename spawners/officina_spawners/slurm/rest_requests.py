"""Requests to one slurmrestd in the version that it speaks, and their records read strictly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.rest_answers import records
from officina_spawners.slurm.rest_door import Door
from officina_spawners.slurm.rest_notation import Record
from officina_spawners.slurm.rest_version import best_version

DESCRIPTION = "/openapi/v3"

T = TypeVar("T")


@dataclass
class Requests:
    """``version`` 0 asks slurmrestd once which one it has."""

    door: Door
    version: int = 0

    async def speaks(self) -> int:
        """The version's number: 38 for v0.0.38."""
        if not self.version:
            paths = (await self.door.get(DESCRIPTION)).get("paths")
            self.version = best_version(paths if isinstance(paths, dict) else ())
        return self.version

    async def path(self, kind: str, rest: str) -> str:
        """``kind`` is slurm (slurmctld) or slurmdb (slurmdbd)."""
        return f"/{kind}/v0.0.{await self.speaks()}/{rest}"

    async def get(self, kind: str, rest: str, key: str) -> list[Record]:
        """The records of one list."""
        return list(records(await self.door.get(await self.path(kind, rest)), key))


def read(found: Iterable[Record], reader: Callable[[Record], T]) -> list[T]:
    """Each record, or ``Unanswered``: a listing that is half understood is none."""
    return understood(lambda: [reader(record) for record in found])


def understood(reading: Callable[[], T]) -> T:
    """What the reading gives, unless slurmrestd wrote something that no version of it writes."""
    try:
        return reading()
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        raise Unanswered(f"slurmrestd wrote garbage: {error!r}") from error
