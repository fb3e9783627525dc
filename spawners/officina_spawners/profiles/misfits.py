"""Profiles, clusters and environments that are right each by itself and do not fit together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from officina_spawners.profiles.cluster import Cluster
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.profile import Profile

ONLY_IN_SLURM = (
    "cluster",
    "partition",
    "gpus",
    "gpu_type",
    "shards",
    "parts_per_gpu",
    "nodes",
    "accounts",
    "qos",
    "reservations",
    "environments",
)

# What sessions on other batch systems cannot ask for; see docs/reference/batch-systems.md.
LACKING = {
    "htcondor": ("partition", "gpu_type", "shards", "nodes", "qos", "reservations", "extension"),
    "lsf": ("shards", "qos", "extension"),
    "pbs": ("gpu_type", "shards", "qos", "extension"),
    "torque": ("gpu_type", "shards", "qos", "reservations", "extension"),
}


class Misfit(NamedTuple):
    """The place, as ``("profiles", 1, "cluster")``, and what may stand there."""

    keys: tuple[int | str, ...]
    allowed: str


def misfits(
    profiles: Sequence[Profile], clusters: Sequence[Cluster], environments: Sequence[Environment]
) -> Iterator[Misfit]:
    """All of them, in the order of the file's arrays."""
    yield from _names_twice("profiles", profiles)
    yield from _names_twice("clusters", clusters)
    yield from _names_twice("environments", environments)
    for number, profile in enumerate(profiles):
        for keys, allowed in _misfits_of(profile, clusters, environments):
            yield Misfit(("profiles", number, *keys), allowed)


def _names_twice(
    array: str, tables: Sequence[Profile] | Sequence[Cluster] | Sequence[Environment]
) -> Iterator[Misfit]:
    names = [each.name for each in tables]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Misfit((array, number, "name"), f"each name once, not {name} twice")


def _misfits_of(
    profile: Profile, clusters: Sequence[Cluster], environments: Sequence[Environment]
) -> Iterator[Misfit]:
    if profile.place == "local":
        yield from _without_use(profile)
        return
    if not clusters:
        yield Misfit(("place",), '"local", as "slurm" needs a [[clusters]] table')
    elif profile.cluster and profile.cluster not in {each.name for each in clusters}:
        yield Misfit(("cluster",), _one_of("clusters", clusters))
    yield from _without_words(profile, _cluster_of(profile, clusters))
    known = {each.name for each in environments}
    for number, name in enumerate(profile.environments):
        if name not in known:
            yield Misfit(("environments", number), _one_of("environments", environments))


def _without_use(profile: Profile) -> Iterator[Misfit]:
    """A GPU that somebody wrote down and nobody would get, because the session stays here."""
    for name in ONLY_IN_SLURM:
        if getattr(profile, name) != Profile.model_fields[name].default:
            yield Misfit((name,), 'this only beside place = "slurm"')


def _cluster_of(profile: Profile, clusters: Sequence[Cluster]) -> Cluster | None:
    named = [each for each in clusters if profile.cluster in {"", each.name}]
    return named[0] if named else None


def _without_words(profile: Profile, cluster: Cluster | None) -> Iterator[Misfit]:
    """What would be left out without a word, because the batch system has no word for it."""
    client = cluster.client if cluster else ""
    for name in LACKING.get(client, ()):
        if getattr(profile, name) != Profile.model_fields[name].default:
            yield Misfit((name,), f"nothing here, as this is not offered with client = '{client}'")


def _one_of(array: str, tables: Sequence[Cluster] | Sequence[Environment]) -> str:
    names = ", ".join(f'"{each.name}"' for each in tables)
    return f"a name of [[{array}]]: {names}" if names else f"none, as there is no [[{array}]] table"
