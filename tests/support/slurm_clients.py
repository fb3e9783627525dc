"""Both clients of one cluster, the batch scripts of the tests, and patience with the answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from slurm_cluster import Cluster

from officina_spawners.slurm.client import SlurmClient
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.slurm.jobs import Ending, Job
from officina_spawners.slurm.rest import RestClient
from officina_spawners.slurm.rest_door import Door
from officina_spawners.slurm.words import why_it_waits

KINDS = ("commands", "slurmrestd")

Found = TypeVar("Found")


def command_client(cluster: Cluster) -> CommandLineClient:
    return CommandLineClient(cluster.name, Commands(conf=cluster.conf))


def rest_client(cluster: Cluster, address: str, token: str) -> RestClient:
    door = Door(address, lambda: token)
    return RestClient(cluster.name, door, commands=command_client(cluster))


def script(*options: str, body: str = "sleep 300", partition: str = "gpu") -> str:
    """What counts twice counts as it was written last."""
    usual = ("--account=course101", f"--partition={partition}", "--time=5", "--cpus-per-task=1")
    lines = [*usual, "--mem=50M", "--output=/dev/null", "--chdir=/tmp", *options]
    return "\n".join(["#!/bin/bash", *(f"#SBATCH {line}" for line in lines), body, ""])


async def become(ask: Callable[[], Awaitable[Found | None]], *, seconds: float = 30) -> Found:
    """What it answers as soon as that is something."""
    async with asyncio.timeout(seconds):
        while not (found := await ask()):  # noqa: ASYNC110 - Slurm tells nobody when it changes
            await asyncio.sleep(0.2)
    return found


async def started(client: SlurmClient, job: str) -> Job:
    async def look() -> Job | None:
        found = (await client.list_jobs([job])).jobs.get(job)
        return found if found and found.state == "RUNNING" else None

    return await become(look)


async def waits_for(client: SlurmClient, job: str, code: str) -> None:
    """Slurm's first reason need not be its last: it looks at a job several times."""

    async def look() -> bool:
        found = (await client.list_jobs([job])).jobs[job]
        return found.is_waiting and why_it_waits(found).code == code

    await become(look)


async def ended(client: SlurmClient, job: str, *, seconds: float = 60) -> Ending:
    async def look() -> Ending | None:
        return (await client.endings([job])).get(job)

    try:
        return await become(look, seconds=seconds)
    except TimeoutError as error:
        error.add_note(f"Slurm says of job {job}: {await client.list_jobs([job])}")
        raise
