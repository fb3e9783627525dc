"""From a profile and what is known of its cluster to the card that a person sees."""

from __future__ import annotations

from collections.abc import Sequence

from officina_courses.saying import Sayings, in_english, say
from officina_hub.session_api.answers import (
    Account,
    Bounds,
    Option,
    ProfileOffer,
    Reservation,
    Stock,
)
from officina_hub.session_api.kept import Silence
from officina_hub.session_api.situation import Situation, known, silences
from officina_hub.session_api.stock import core_stock, gpu_stock, partition_of
from officina_spawners.profiles import Environment, Profile, SessionChoice
from officina_spawners.profiles.choice import NUMBERS
from officina_spawners.slurm.resources import Budget

NO_PROJECT = say(
    "None of your accounts on the cluster may be used for it. Ask the hub's operator which project "
    "you can join."
)
CLOSED = say(
    "The partition %(name)s is closed at the moment (%(state)s). A session waits until it is "
    "opened again; another profile may start sooner."
)


def local_offer(profile: Profile, in_use: int) -> ProfileOffer:
    """A session on the hub's own machine costs nothing and needs no choice."""
    return ProfileOffer(
        name=profile.name,
        title=profile.title,
        description=profile.description,
        place="local",
        per_person=profile.per_person,
        in_use=in_use,
    )


def closed_offer(profile: Profile, in_use: int, why: Sayings) -> ProfileOffer:
    """A profile of a cluster on which the person cannot start anything."""
    return _bare(profile, in_use).model_copy(update=_closed(why))


def cluster_offer(
    profile: Profile,
    situation: Situation,
    environments: Sequence[Environment],
    preset: SessionChoice,
    in_use: int,
) -> ProfileOffer:
    """The whole card, without an expected start."""
    partition = partition_of(profile, known(situation.partitions))
    name = partition.name if partition else profile.partition
    accounts = situation.usable_accounts(profile)
    titles = {each.name: each.title for each in environments}
    found: dict[str, object] = {
        "partition": name,
        "accounts": _accounts(profile, accounts),
        "reservations": tuple(
            Reservation(name=one.name, ends_at=one.ends_at)
            for one in situation.usable_reservations(profile)
        ),
        "environments": tuple(
            Option(name=each, title=titles[each]) for each in profile.environments
        ),
        "gpu_hours": gpu_hours(preset, profile),
        **_stocks(profile, name, situation),
    }
    if partition is not None and partition.max_seconds:
        found["longest_minutes"] = partition.max_seconds // 60
    troubles = _troubles(situation)
    if partition is not None and partition.state != "UP":
        closed = CLOSED.with_values(name=partition.name, state=partition.state)
        troubles = (closed, *troubles)
    found |= {"troubles": tuple(map(str, troubles)), "troubles_said": troubles}
    if accounts == ():
        found |= _closed((NO_PROJECT,))
    return _bare(profile, in_use).model_copy(update=found)


def gpu_hours(choice: SessionChoice, profile: Profile) -> float | None:
    """What it costs when it runs to its time limit; None for parts of unknown size."""
    if choice.shards and not profile.parts_per_gpu:
        return None
    whole_gpus = (choice.gpus + choice.shards) / (profile.parts_per_gpu or 1)
    return whole_gpus * choice.nodes * choice.minutes / 60


def counted_hours(choice: SessionChoice) -> float:
    """What Slurm counts as ``gres/gpu``: a MIG slice as a whole one, a shard not at all."""
    return choice.gpus * choice.nodes * choice.minutes / 60


def _closed(why: Sayings) -> dict[str, object]:
    return {"closed": in_english(why), "closed_said": why}


def _bare(profile: Profile, in_use: int) -> ProfileOffer:
    return ProfileOffer(
        name=profile.name,
        title=profile.title,
        description=profile.description,
        place="slurm",
        cluster=profile.cluster,
        partition=profile.partition,
        gpu_type=profile.gpu_type,
        gpu_memory_gib=profile.gpu_memory_gib or None,
        numbers={name: _bounds(profile, name) for name in NUMBERS},
        qos=profile.qos,
        patience_hours=profile.patience_hours,
        extension_minutes=profile.extension_minutes if profile.extension != "never" else 0,
        per_person=profile.per_person,
        in_use=in_use,
    )


def _bounds(profile: Profile, name: str) -> Bounds:
    return Bounds.model_validate(getattr(profile, name).model_dump())


def _stocks(profile: Profile, partition: str, situation: Situation) -> dict[str, Stock | None]:
    is_old = isinstance(situation.nodes, Silence)
    nodes = situation.nodes_before if isinstance(situation.nodes, Silence) else situation.nodes
    if nodes is None:
        return {}
    as_of, kept = situation.as_of, situation.nodes_kept_for(profile)
    if not (profile.gpus.max or profile.shards.max):
        cores = core_stock(partition, nodes, kept, as_of)
        return {"cores": cores.model_copy(update={"is_old": is_old})}
    gpus = gpu_stock(profile, partition, nodes, kept, as_of)
    return {"gpus": gpus.model_copy(update={"is_old": is_old}) if gpus else None}


def _accounts(profile: Profile, found: tuple[Budget, ...] | Silence) -> tuple[Account, ...]:
    if isinstance(found, Silence):
        return tuple(Account(name=name, is_known=False) for name in profile.accounts)
    return tuple(
        Account(
            name=one.account,
            gpu_hours_used=one.gpu_minutes_used / 60,
            gpu_hours_left=None if one.gpu_minutes_left is None else one.gpu_minutes_left / 60,
        )
        for one in found
    )


def _troubles(situation: Situation) -> Sayings:
    asked = (situation.nodes, situation.partitions, situation.reservations, situation.budgets)
    return silences(asked)
