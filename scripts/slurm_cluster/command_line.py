"""scripts/slurm-cluster: start, stop, look at and enter a private cluster."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from slurm_cluster.cluster import Cluster
from slurm_cluster.errors import ClusterError
from slurm_cluster.layout import DEFAULT_FOLDER
from slurm_cluster.lifecycle import forget, start, stop
from slurm_cluster.people import remove_users
from slurm_cluster.plan import Plan
from slurm_cluster.report import describe

NOT_RUNNING = 3

ABOUT = """\
A private Slurm with several nodes and fake GPUs on this machine, from Debian's packages, for tests,
demonstrations and contributors. Needs root, no systemd. It listens on loopback and keeps everything
in one folder; several clusters may run side by side in folders of their own.
"""

EXAMPLES = """\
examples:
  scripts/slurm-cluster start                        4 nodes, 12 GPUs, two users
  eval "$(scripts/slurm-cluster env)"; sinfo         work with it
  sudo -u aif-learner1 --preserve-env=SLURM_CONF sbatch -p gpu --gres=gpu:1 --wrap env
  scripts/slurm-cluster start --folder /var/tmp/big --emulated 300
  scripts/slurm-cluster start --folder /var/tmp/shared --shards 28
  scripts/slurm-cluster stop --delete                no process, user or file is left
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Parse and do; the exit status."""
    chosen = _parser().parse_args(argv)
    command: Callable[[argparse.Namespace], int] = chosen.command
    try:
        return command(chosen)
    except ClusterError as error:
        print(f"Error: {error}", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="slurm-cluster",
        description=ABOUT,
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="start|stop|status|env")
    _add_start(commands.add_parser("start", help="bring a cluster up; what runs is kept"))
    stopping = commands.add_parser("stop", help="end its daemons and all processes of its jobs")
    stopping.add_argument(
        "--remove-users", action="store_true", help="also take away the users made for it"
    )
    stopping.add_argument(
        "--delete", action="store_true", help="also its users and its whole folder"
    )
    stopping.set_defaults(command=_stop)
    status = commands.add_parser("status", help=f"what runs; exit status {NOT_RUNNING}: not all")
    status.set_defaults(command=_status)
    env = commands.add_parser("env", help="the shell line that makes Slurm's commands use it")
    env.set_defaults(command=_env)
    for subparser in commands.choices.values():
        subparser.add_argument(
            "--folder",
            type=Path,
            default=DEFAULT_FOLDER,
            help="where all of it lies (default: %(default)s)",
        )
    return parser


def _add_start(parser: argparse.ArgumentParser) -> None:
    usual = Plan()
    for option, about in (
        ("cpu_nodes", "nodes of the partition cpu"),
        ("gpu_nodes", "nodes of the partition gpu"),
        ("gpus_per_node", "fake GPUs of each GPU node"),
        ("shards", "shards of each GPU node, for several sessions on one GPU"),
        ("emulated", "further GPU nodes, in a partition `emulated`, for work at scale"),
    ):
        parser.add_argument(
            f"--{option.replace('_', '-')}",
            type=int,
            metavar="N",
            default=getattr(usual, option),
            help=f"{about} (default: %(default)s)",
        )
    parser.add_argument(
        "--no-accounting",
        dest="accounting",
        action="store_false",
        help="without MariaDB and slurmdbd: no accounts, no limits, no sacct",
    )
    parser.add_argument(
        "--memory-limits",
        action="store_true",
        help="kill jobs that take more memory than they asked for; costs CPU with many jobs",
    )
    parser.add_argument(
        "--users",
        type=lambda text: tuple(filter(None, text.split(","))),
        metavar="NAME,NAME",
        default=usual.users,
        help=f"made where they are missing (default: {','.join(usual.users)})",
    )
    parser.set_defaults(command=_start)


def _start(chosen: argparse.Namespace) -> int:
    plan = Plan(
        cpu_nodes=chosen.cpu_nodes,
        gpu_nodes=chosen.gpu_nodes,
        gpus_per_node=chosen.gpus_per_node,
        shards=chosen.shards,
        emulated=chosen.emulated,
        accounting=chosen.accounting,
        memory_limits=chosen.memory_limits,
        users=chosen.users,
    )
    print(describe(start(chosen.folder, plan)))
    return 0


def _stop(chosen: argparse.Namespace) -> int:
    cluster = _cluster(chosen.folder)
    if chosen.delete:
        removed = forget(cluster)
    else:
        stop(cluster)
        removed = remove_users(cluster.layout) if chosen.remove_users else []
    print(f"The cluster in {cluster.folder} is stopped; no process of it is left.")
    if removed:
        print(f"Removed users: {', '.join(removed)}")
    return 0


def _status(chosen: argparse.Namespace) -> int:
    cluster = _cluster(chosen.folder)
    print(describe(cluster))
    return 0 if cluster.is_running() else NOT_RUNNING


def _env(chosen: argparse.Namespace) -> int:
    print(f"export SLURM_CONF={_cluster(chosen.folder).conf}")
    return 0


def _cluster(folder: Path) -> Cluster:
    found = Cluster.at(folder)
    if found is None:
        raise ClusterError(
            f"There is no cluster in {folder}.",
            matters="Each cluster is known by its folder.",
            now="Name the one that was given to start (--folder), or start one.",
        )
    return found
