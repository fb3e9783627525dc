"""The clusters of this hub, each opened once: its client, its watcher and the hub's number."""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from pathlib import Path

from officina_spawners.batch.site import Site
from officina_spawners.errors import ClusterError
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.as_person import usual_prefix
from officina_spawners.slurm.client import SlurmClient
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.watching import Watchers


def open_site(clusters: Sequence[Cluster], name: str, hub: str) -> Site:
    """The cluster of this name, watched in the loop that runs now."""
    cluster = next((each for each in clusters if each.name == name), None)
    if cluster is None:
        raise ClusterError(
            f"Your session belongs to the cluster {name!r}, which this hub no longer knows. Please "
            "tell the hub's operator; nothing of your work is lost."
        )
    client = client_of(cluster)
    prefix = cluster.submit_prefix or usual_prefix()
    return Site(cluster, client, Watchers.of_this_loop().of(client), hub, prefix)


def client_of(cluster: Cluster) -> SlurmClient:
    """How this hub speaks with that cluster."""
    prefix = cluster.submit_prefix or usual_prefix()
    commands = Commands(conf=Path(cluster.slurm_conf) if cluster.slurm_conf else None)
    return CommandLineClient(
        name=cluster.remote_name or cluster.name,
        commands=commands,
        submit_prefix=prefix,
        selector=(f"--clusters={cluster.remote_name}",) if cluster.remote_name else (),
    )


def hub_number(data_dir: Path) -> str:
    """Sixteen digits that tell this hub's jobs from another hub's; made once, then kept."""
    path = data_dir / "hub-number"
    if not path.exists():
        draft = data_dir / f"hub-number.{os.getpid()}"
        draft.write_text(secrets.token_hex(8), encoding="ascii")
        draft.rename(path)
    return path.read_text(encoding="ascii").strip()
