"""Which programs of this machine a cluster needs, and which of them are not there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import NamedTuple

from officina_spawners.batch.sites import token_of
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.as_person import usual_prefix
from officina_spawners.slurm.commands import Commands
from officina_spawners.systems.table import SYSTEMS

READING = ("squeue", "scontrol")
ACCOUNTING = ("sacct", "sshare")
ORDERS = ("sbatch", "scancel")


class Missing(NamedTuple):
    """Names of programs, and the folders where none of them is."""

    programs: tuple[str, ...]
    path: str


def missing_programs(cluster: Cluster) -> Missing:
    """What the hub would call for this cluster and cannot."""
    path = Commands().path
    needed = _needed_programs(cluster)
    return Missing(tuple(each for each in needed if shutil.which(each, path=path) is None), path)


def _needed_programs(cluster: Cluster) -> Iterator[str]:
    if cluster.client == "slurmrestd" and token_of(cluster) is not None:
        return  # it does everything then
    if cluster.client == "commands":
        yield from READING
        if cluster.has_accounting:
            yield from ACCOUNTING
    if cluster.client in {"commands", "slurmrestd"}:
        yield from ORDERS
    if system := SYSTEMS.get(cluster.client):
        yield from system.programs
    yield (cluster.submit_prefix or usual_prefix())[0]
