"""A cluster in words: its daemons, and how to work with it."""

from __future__ import annotations

from slurm_cluster.cluster import Cluster
from slurm_cluster.daemon import Daemon
from slurm_cluster.facts import Facts
from slurm_cluster.host import LOOPBACK
from slurm_cluster.people import made_here


def describe(cluster: Cluster) -> str:
    """Some lines for a person."""
    plan = cluster.plan
    partitions = [
        f"cpu ({len(plan.cpu)})",
        f"gpu ({len(plan.gpu)} x {plan.gpus_per_node} GPUs)",
        "closed (always down)",
    ]
    if plan.emulated:
        partitions.append(f"emulated ({plan.emulated} x {plan.gpus_per_node} GPUs)")
    lines = [
        ("cluster", f"{cluster.name} in {cluster.folder}"),
        ("partitions", ", ".join(partitions)),
        ("accounts", "course101, proto (60 GPU-minutes)" if plan.accounting else "none"),
        ("users", ", ".join(plan.users) or "none"),
        ("made here", ", ".join(entry.pw_name for entry in made_here(cluster.layout)) or "none"),
        ("ports", _ports(cluster.facts)),
        *_daemons(cluster),
        ("use it", f"export SLURM_CONF={cluster.conf}"),
    ]
    return "\n".join(f"{name:12}{value}" for name, value in lines)


def _ports(facts: Facts) -> str:
    where = f"on {LOOPBACK}" if facts.host.on_loopback else "on every address (munge guards)"
    return f"{facts.first_port} to {facts.last_port} {where}"


def _daemons(cluster: Cluster) -> list[tuple[str, str]]:
    """Each by itself, but hundreds of slurmd in one line."""
    nodes = [name for name in cluster.daemons if name.startswith("slurmd-")]
    rows = [(name, _state(cluster.daemons[name])) for name in cluster.daemons if name not in nodes]
    alive = sum(cluster.daemons[name].process() is not None for name in nodes)
    return [*rows, ("slurmd", f"{alive} of {len(nodes)} running")]


def _state(daemon: Daemon) -> str:
    process = daemon.process()
    if process is None:
        return "not running"
    return f"{'frozen' if process.is_frozen() else 'running'}, pid {process.pid}"
