"""A private Slurm with people, and nothing left of it afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from slurm_cluster import Cluster, Plan, forget, start


@dataclass(frozen=True)
class Ground:
    """The cluster, its folder, and who may submit jobs."""

    cluster: Cluster
    folder: Path

    @property
    def people(self) -> tuple[str, ...]:
        return self.cluster.plan.users


@contextlib.asynccontextmanager
async def ground(
    letter: str, *, people: int, cpu_nodes: int = 1, gpu_nodes: int = 1
) -> AsyncIterator[Ground]:
    """``letter`` keeps the people of several grounds apart, for they are users of one machine."""
    users = tuple(f"aif-b{os.getpid()}{letter}{number:02}" for number in range(people))
    plan = Plan(cpu_nodes=cpu_nodes, gpu_nodes=gpu_nodes, users=users)
    folder = Path(tempfile.mkdtemp(prefix="officina-bench.", dir="/var/tmp"))
    try:
        yield Ground(await asyncio.to_thread(start, folder, plan), folder)
    finally:
        if found := Cluster.at(folder):
            await asyncio.to_thread(forget, found)
        shutil.rmtree(folder, ignore_errors=True)
