"""A private multi-node Slurm with fake GPUs on this machine, for tests and demonstrations.

Real: munge, MariaDB, slurmdbd, slurmctld, one slurmd a node, Unix users, accounts, limits, jobs.
Not real: cores, memory and GPUs of the nodes, which all are this one host.
"""

from __future__ import annotations

from slurm_cluster.cluster import Cluster
from slurm_cluster.errors import ClusterError, MissingPackagesError, NotRootError
from slurm_cluster.lifecycle import forget, start, stop
from slurm_cluster.plan import Plan

__all__ = [
    "Cluster",
    "ClusterError",
    "MissingPackagesError",
    "NotRootError",
    "Plan",
    "forget",
    "start",
    "stop",
]
