"""The table of a cluster's daemons: how each is called and started."""

from __future__ import annotations

from slurm_cluster.belongings import MARK
from slurm_cluster.commands import client_environment
from slurm_cluster.daemon import Daemon
from slurm_cluster.database import mariadb_call
from slurm_cluster.facts import Facts
from slurm_cluster.layout import Layout
from slurm_cluster.requirements import program


def daemon_table(facts: Facts, layout: Layout) -> dict[str, Daemon]:
    """All of them, in the order in which they need each other."""
    conf = str(layout.slurm_conf)
    calls = {"munged": _munged(layout)}
    if facts.plan.accounting:
        calls["mariadb"] = mariadb_call(layout)
        calls["slurmdbd"] = (*facts.host.prefix, program("slurmdbd"), "-D")
    calls["slurmctld"] = (*facts.host.prefix, program("slurmctld"), "-D", "-f", conf)
    for node in facts.plan.nodes:
        call = (program("slurmd"), "-D", "-N", node.name, "-f", conf)
        calls[f"slurmd-{node.name}"] = (*facts.host.prefix, *call)
    return {name: Daemon(name, argv, layout) for name, argv in calls.items()}


def daemon_environment(layout: Layout) -> dict[str, str]:
    """Nothing of the starter's environment reaches a daemon, nor through it a job."""
    return {
        **client_environment(layout),
        "MYSQL_UNIX_PORT": str(layout.database_socket),
        MARK: str(layout.folder),
    }


def _munged(layout: Layout) -> tuple[str, ...]:
    place = layout.munge
    return (
        *("setpriv", "--reuid=munge", "--regid=munge", "--clear-groups", program("munged")),
        *("--foreground", f"--key-file={layout.munge_key}", f"--socket={layout.munge_socket}"),
        *(f"--pid-file={place}/munged.pid", f"--seed-file={place}/munged.seed", "--num-threads=4"),
    )
