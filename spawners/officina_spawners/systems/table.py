"""The other batch systems by the name that ``client`` of [[clusters]] gives them."""

from __future__ import annotations

import os
from collections.abc import Mapping

from officina_spawners.batch.script import Order, job_script
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.as_person import usual_prefix
from officina_spawners.slurm.commands import Commands
from officina_spawners.systems.client import SystemClient
from officina_spawners.systems.htcondor import HTCONDOR
from officina_spawners.systems.job_script import script_for
from officina_spawners.systems.lsf import LSF
from officina_spawners.systems.pbs import PBS
from officina_spawners.systems.system import BatchSystem
from officina_spawners.systems.torque import TORQUE

SYSTEMS: Mapping[str, BatchSystem] = {each.name: each for each in (HTCONDOR, LSF, PBS, TORQUE)}


def client_of_system(cluster: Cluster) -> SystemClient:
    """How this hub speaks with a cluster of one of them."""
    system = SYSTEMS[cluster.client]
    needed = {name: os.environ[name] for name in system.variables if name in os.environ}
    return SystemClient(
        name=cluster.name,
        system=system,
        commands=Commands(variables=needed),
        submit_prefix=cluster.submit_prefix or usual_prefix(),
    )


def script_of(cluster: Cluster, order: Order) -> str:
    """The job script for a cluster, of Slurm or of one of them."""
    system = SYSTEMS.get(cluster.client)
    return script_for(system, order) if system else job_script(order)


def title_of(cluster: Cluster) -> str:
    """What people call its batch system; empty for Slurm."""
    system = SYSTEMS.get(cluster.client)
    return system.title if system else ""


def in_its_words(cluster: Cluster, sentence: str) -> str:
    """A sentence of the pages about the batch system, which all speak of Slurm."""
    title = title_of(cluster)
    return sentence.replace("Slurm", title) if title else sentence
