"""Which programs of this machine a cluster needs, which are not there, and how to get them."""

from __future__ import annotations

import shlex
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


class Setup(NamedTuple):
    """What an operator is told of a cluster's batch system."""

    title: str
    install: str  # how its commands come here
    tries: tuple[str, ...]  # commands that show whether it answers
    variables: tuple[str, ...]  # of the Hub's environment, which they need
    guide: str


SLURM = Setup(
    title="Slurm",
    install="Install Slurm's client commands here (Debian: apt-get install slurm-client)",
    tries=("squeue", "scontrol show partitions"),
    variables=("SLURM_CONF",),
    guide="docs/howto/slurm.md",
)


def missing_programs(cluster: Cluster) -> Missing:
    """What the hub would call for this cluster and cannot."""
    path = Commands().path
    needed = dict.fromkeys((*_own_programs(cluster), *_acting_programs(cluster)))
    return Missing(tuple(each for each in needed if shutil.which(each, path=path) is None), path)


def setup_of(cluster: Cluster) -> Setup:
    """Of the batch system that this cluster is spoken to as."""
    system = SYSTEMS.get(cluster.client)
    if system is None:
        return SLURM
    return Setup(
        title=system.title,
        install=system.install,
        tries=(shlex.join(system.list_all),),
        variables=system.variables,
        guide="docs/reference/batch-systems.md",
    )


def way_out(cluster: Cluster, missing: Missing) -> str:
    """How an operator gets what is missing: the batch system's own, and what acts as the person."""
    own = set(missing.programs) & set(_own_programs(cluster))
    steps = [setup_of(cluster).install] if own else []
    if others := [each for each in missing.programs if each not in own]:
        named = ", ".join(others)
        steps.append(f"Install {named}, which gives orders as the person (or set submit_prefix)")
    return ". ".join(steps)


def _own_programs(cluster: Cluster) -> Iterator[str]:
    """The batch system's, and what Officina needs besides to use it."""
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


def _acting_programs(cluster: Cluster) -> Iterator[str]:
    """What becomes the person; the rest of a prefix may be on another machine."""
    if cluster.client != "slurmrestd" or token_of(cluster) is None:
        yield (cluster.submit_prefix or usual_prefix())[0]
