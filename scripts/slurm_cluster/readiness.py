"""Whether a daemon does its work, asked as its clients would."""

from __future__ import annotations

from slurm_cluster.commands import ask
from slurm_cluster.facts import Facts, answers, listens
from slurm_cluster.layout import Layout

# What sinfo says of a node that takes or runs jobs; a star behind it means that it is silent.
WORKING = {"idle", "mixed", "allocated", "completing", "reserved"}


def is_ready(daemon: str, facts: Facts, layout: Layout) -> bool:
    """One answer for each daemon's name."""
    match daemon:
        case "munged":
            done = ask(layout, "munge", "--no-input", f"--socket={layout.munge_socket}")
            return done.returncode == 0
        case "mariadb":
            return answers(layout.database_socket)
        case "slurmdbd":
            return listens(facts.slurmdbd_port) and accounting_answers(layout)
        case "slurmctld":
            return listens(facts.slurmctld_port) and controller_answers(layout)
        case _:
            node = daemon.removeprefix("slurmd-")
            return listens(facts.node_ports[node]) and node in working_nodes(layout)


def accounting_answers(layout: Layout) -> bool:
    """The port of slurmdbd opens before its tables are made."""
    return ask(layout, "sacctmgr", "-n", "show", "cluster").returncode == 0


def controller_answers(layout: Layout) -> bool:
    """`scontrol ping` ends with 0 whatever it finds."""
    return " is UP" in ask(layout, "scontrol", "ping").stdout


def working_nodes(layout: Layout) -> set[str]:
    """The nodes that slurmctld hears of."""
    listing = ask(layout, "sinfo", "-h", "-N", "-o", "%N %T").stdout
    rows = (row.split() for row in listing.splitlines())
    return {name for name, state in rows if state in WORKING}
