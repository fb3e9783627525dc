"""From a plan to a cluster that runs, and from there to no process left."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from slurm_cluster.accounting import make_accounts, register_cluster, wait_for_association
from slurm_cluster.belongings import belongings
from slurm_cluster.cluster import READY_SECONDS, Cluster
from slurm_cluster.daemons import daemon_environment
from slurm_cluster.database import prepare_database
from slurm_cluster.errors import ClusterError
from slurm_cluster.facts import Facts
from slurm_cluster.folder import write_folder
from slurm_cluster.layout import Layout
from slurm_cluster.people import ensure_user, remove_users
from slurm_cluster.plan import Plan
from slurm_cluster.processes import end, kill
from slurm_cluster.readiness import working_nodes
from slurm_cluster.requirements import require_packages, require_passage, require_root
from slurm_cluster.waiting import wait_until


def start(folder: Path, plan: Plan) -> Cluster:
    """A running cluster after this plan; one that runs is kept, a failed start is cleaned up."""
    require_root()
    require_packages()
    layout = Layout(folder.resolve())
    require_passage(layout.folder)
    with usual_umask():
        layout.folder.mkdir(parents=True, exist_ok=True)
        layout.folder.chmod(0o755)
        with held(layout):
            cluster = _planned(layout, plan)
            if cluster.is_running():
                return cluster
            end_everything(cluster)
            cluster = _on_free_ports(cluster)
            try:
                _bring_up(cluster)
            except BaseException:
                end_everything(cluster)
                raise
    return cluster


def stop(cluster: Cluster) -> None:
    """End the daemons and every process of its jobs; the folder stays, for another start."""
    require_root()
    with held(cluster.layout):
        end_everything(cluster)


def forget(cluster: Cluster) -> list[str]:
    """Stop, take away the users made for it, and delete its folder; their names."""
    stop(cluster)
    removed = remove_users(cluster.layout)
    shutil.rmtree(cluster.folder)
    return removed


def end_everything(cluster: Cluster) -> None:
    """First the daemons, those that depend on others first; then all that is left, to the last."""
    processes = [daemon.process() for daemon in reversed(cluster.daemons.values())]
    alive = [process for process in processes if process]
    nodes, others = alive[: len(cluster.plan.nodes)], alive[len(cluster.plan.nodes) :]
    end(nodes, patience_seconds=5)
    for process in others:
        end([process], patience_seconds=30)
    while left := belongings(cluster.layout):
        kill(left)


def _planned(layout: Layout, plan: Plan) -> Cluster:
    """The folder's cluster, or a new one; another plan needs another folder."""
    known = Facts.read(layout)
    if known is None:
        known = Facts.choose(plan)
        known.write(layout)
    if known.plan != plan:
        raise ClusterError(
            f"{layout.folder} holds a cluster made after another plan: {known.plan}.",
            matters="Its jobs and accounts would not fit to the new one.",
            now="Name another --folder, or delete it: scripts/slurm-cluster stop --delete",
        )
    return Cluster(layout, known)


def _on_free_ports(cluster: Cluster) -> Cluster:
    facts = cluster.facts.with_free_ports()
    facts.write(cluster.layout)
    return Cluster(cluster.layout, facts)


def _bring_up(cluster: Cluster) -> None:
    write_folder(cluster.facts, cluster.layout)
    cluster.start_daemon("munged")
    if cluster.plan.accounting:
        prepare_database(cluster.layout)
        cluster.start_daemon("mariadb")
        cluster.start_daemon("slurmdbd")
        register_cluster(cluster.layout, cluster.name)
    cluster.start_daemon("slurmctld")
    _start_nodes(cluster)
    for user in cluster.plan.users:
        ensure_user(user, cluster.layout)
    if cluster.plan.accounting:
        make_accounts(cluster.layout, cluster.name, cluster.plan.users)
        for user in cluster.plan.users:
            wait_for_association(cluster.layout, user)


def _start_nodes(cluster: Cluster) -> None:
    """All at once; each needs a moment to register."""
    names = {node.name for node in cluster.plan.nodes}
    daemons = [cluster.daemons[f"slurmd-{name}"] for name in names]
    environment = daemon_environment(cluster.layout)
    for daemon in daemons:
        daemon.start(environment)
    wait_until(
        lambda: names <= working_nodes(cluster.layout),
        what=f"{len(names)} nodes to register",
        seconds=READY_SECONDS + len(names),
        trouble=lambda: next(filter(None, (daemon.trouble() for daemon in daemons)), None),
    )


@contextlib.contextmanager
def held(layout: Layout) -> Iterator[None]:
    """Two starts of one cluster wait for each other."""
    with layout.lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def usual_umask() -> Iterator[None]:
    """Daemons inherit it, and users must read what they write."""
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
