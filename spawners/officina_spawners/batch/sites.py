"""The clusters of this hub, each opened once: its client, its watcher and the hub's marks."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from officina_courses.saying import say
from officina_spawners.batch.marks import Marks
from officina_spawners.batch.site import Site
from officina_spawners.errors import ClusterError
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.as_person import usual_prefix
from officina_spawners.slurm.client import SlurmClient
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.slurm.rest import RestClient
from officina_spawners.slurm.rest_door import Door
from officina_spawners.slurm.rest_token import Token, token_in_environment, token_in_file
from officina_spawners.systems.table import SYSTEMS, client_of_system
from officina_spawners.watching import Watchers


def open_site(clusters: Sequence[Cluster], name: str, data_dir: Path) -> Site:
    """The cluster of this name, watched in the loop that runs now."""
    cluster = next((each for each in clusters if each.name == name), None)
    if cluster is None:
        raise ClusterError(
            say(
                "Your session belongs to the cluster %(name)s, which this hub no longer knows. "
                "Please tell the hub's operator; nothing of your work is lost.",
                name=repr(name),
            )
        )
    client = client_of(cluster)
    prefix = cluster.submit_prefix or usual_prefix()
    return Site(cluster, client, Watchers.of_this_loop().of(client), Marks.of(data_dir), prefix)


def client_of(cluster: Cluster) -> SlurmClient:
    """How this hub speaks with that cluster."""
    if cluster.client in SYSTEMS:
        return client_of_system(cluster)
    by_command = _command_client(cluster)
    if cluster.client == "commands":
        return by_command
    door = Door(cluster.slurmrestd_url, token_of(cluster))
    return RestClient(by_command.name, door, commands=by_command)


def token_of(cluster: Cluster) -> Token | None:
    """What lets slurmrestd act in people's names; without one the commands submit."""
    if cluster.slurmrestd_token_file:
        return token_in_file(Path(cluster.slurmrestd_token_file))
    return token_in_environment() if os.environ.get("SLURM_JWT") else None


def _command_client(cluster: Cluster) -> CommandLineClient:
    return CommandLineClient(
        name=cluster.remote_name or cluster.name,
        commands=Commands(conf=Path(cluster.slurm_conf) if cluster.slurm_conf else None),
        submit_prefix=cluster.submit_prefix or usual_prefix(),
        selector=(f"--clusters={cluster.remote_name}",) if cluster.remote_name else (),
    )
