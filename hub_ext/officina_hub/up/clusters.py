"""Whether the clusters of ``factory.toml`` can be used from this machine."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from officina_hub.errors import StartError
from officina_hub.factory import Factory
from officina_hub.up.check import Check
from officina_spawners.batch.needs import missing_programs, setup_of, way_out
from officina_spawners.batch.sites import client_of
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.client import SlurmClient, SlurmError
from officina_spawners.slurm.resources import Partition


def check_programs(factory: Factory) -> None:
    """Raise ``StartError`` where a program is missing that a cluster needs."""
    for cluster in factory.clusters:
        missing = missing_programs(cluster)
        setup = setup_of(cluster)
        if missing.programs:
            raise StartError(
                f"The cluster {cluster.name} ({setup.title}) needs programs that are not on this "
                f"machine: {', '.join(missing.programs)} (looked for in {missing.path}).",
                f"Without them the hub can neither ask {setup.title} nor start a session there.",
                f"{way_out(cluster, missing)}. Or add their folder to the Hub's PATH, or take the "
                f"cluster and its profiles out of factory.toml ({setup.guide}).",
            )


def batch_systems(factory: Factory) -> str:
    """The names of those that the clusters of this file are."""
    return ", ".join(dict.fromkeys(setup_of(each).title for each in factory.clusters))


def cluster_checks(factory: Factory) -> Iterator[Check]:
    """What each cluster says; a silent one hinders nothing but its own sessions."""
    for cluster in factory.clusters:
        name = f"cluster {cluster.name}"
        try:
            partitions = asyncio.run(_asked(client_of(cluster)))
        except SlurmError as error:
            yield Check(name=name, state="warning", message=_silence(cluster, error))
            continue
        unknown = _unknown_partitions(factory, cluster, partitions)
        if unknown:
            yield Check(name=name, state="warning", message=unknown)
        else:
            shown = ", ".join(each.name for each in partitions)
            message = f"answers; its partitions: {shown}" if shown else "answers"
            yield Check(name=name, state="ok", message=message)


async def _asked(client: SlurmClient) -> tuple[Partition, ...]:
    """Other batch systems than Slurm tell no partitions; that they answer, their list tells."""
    await client.list_jobs()
    return await client.partitions()


def _silence(cluster: Cluster, error: SlurmError) -> str:
    setup = setup_of(cluster)
    tries = " and ".join(f"`{each}`" for each in setup.tries)
    return (
        f"It did not answer ({error}). Until it does, sessions on {cluster.name} wait, and the "
        f"launch page says so. Try {tries} with the Hub's account and its "
        f"{', '.join(('PATH', *setup.variables))}."
    )


def _unknown_partitions(
    factory: Factory, cluster: Cluster, partitions: tuple[Partition, ...]
) -> str:
    names = [each.name for each in partitions]
    first = factory.clusters[0].name
    wrong = [
        f"{each.partition} of the profile {each.name}"
        for each in factory.profiles
        if each.partition
        and (each.cluster or first) == cluster.name
        and names
        and each.partition not in names
    ]
    if not wrong:
        return ""
    return (
        f"Slurm shows this account no partition {', '.join(wrong)}; it shows {', '.join(names)}. "
        "Sessions there would be refused. Mend `partition` in factory.toml, or let the Hub's "
        "account see it (PrivateData, AllowGroups)."
    )
