"""Nodes, partitions, reservations and budgets as slurmrestd describes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from officina_spawners.slurm import gres
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation
from officina_spawners.slurm.rest_notation import (
    Record,
    at,
    count,
    moment,
    number,
    word,
    words,
)
from officina_spawners.slurm.shares import Share, tightest


def read_node(record: Record) -> Node:
    offered = gres.read(word(record.get("gres")))
    used = gres.read(word(record.get("gres_used")))
    found = [*words(record["state"]), *words(record.get("state_flags"))]
    return Node(
        name=word(record["name"]),
        address=word(record["address"]),
        states=frozenset(name.upper() for name in found),
        partitions=words(record["partitions"]),
        gpus_total=gres.gpus(offered),
        gpus_used=gres.gpus_in_use(offered, used),
        shards_total=gres.shards(offered),
        shards_used=gres.shards_in_use(used),
        shards_given_away=gres.shards_given_away(offered, used),
        cores_total=count(record["cpus"]),
        cores_used=count(record["alloc_cpus"]),
        memory_mib_total=count(record["real_memory"]),
        memory_mib_used=count(record["alloc_memory"]),
        reason=word(record.get("reason")),
    )


def read_partition(record: Record) -> Partition:
    """The two shapes differ in nearly every key."""
    return _flat_partition(record) if "max_time_limit" in record else _deep_partition(record)


def _flat_partition(record: Record) -> Partition:
    return Partition(
        name=word(record["name"]),
        state=word(record["state"]),
        is_default="default" in words(record["flags"]),
        nodes=word(record["nodes"]),
        max_seconds=_seconds(record["max_time_limit"]),
        default_seconds=_seconds(record["default_time_limit"]),
        allowed_accounts=_list(record["allowed_accounts"]),
        denied_accounts=words(record["denied_accounts"]),
        allowed_qos=_list(record["allowed_qos"]),
        allowed_groups=_list(record["allowed_groups"]),
    )


def _deep_partition(record: Record) -> Partition:
    states = words(at(record, "partition/state"))
    return Partition(
        name=word(record["name"]),
        state=states[0] if states else "UNKNOWN",
        is_default=False,  # not told by any version up to v0.0.43
        nodes=word(at(record, "nodes/configured")),
        max_seconds=_seconds(at(record, "maximums/time")),
        default_seconds=_seconds(at(record, "defaults/time")),
        allowed_accounts=_list(at(record, "accounts/allowed")),
        denied_accounts=words(at(record, "accounts/deny")),
        allowed_qos=_list(at(record, "qos/allowed")),
        allowed_groups=_list(at(record, "groups/allowed")),
    )


def read_reservation(record: Record, now: datetime) -> Reservation:
    """Whether it is active is told by its times alone."""
    starts, ends = moment(record["start_time"]), moment(record["end_time"])
    return Reservation(
        name=word(record["name"]),
        is_active=bool(starts and starts <= now and (ends is None or now < ends)),
        starts_at=starts,
        ends_at=ends,
        nodes=word(record["node_list"]),
        partition=word(record["partition"]),
        users=words(record["users"]),
        groups=words(record.get("groups")),
        accounts=words(record["accounts"]),
    )


def read_budgets(records: Sequence[Record], person: str) -> tuple[Budget, ...]:
    """From v0.0.40's shares, whose tree is told by each one's parent."""
    accounts = {word(found["name"]): found for found in records if not _is_person(found)}
    own = (found for found in records if _is_person(found) and found["name"] == person)
    return tightest(_share(found, word(found["parent"]), person, accounts) for found in own)


def _share(record: Record, account: str, user: str, accounts: Mapping[str, Record]) -> Share:
    parents: list[Record] = []
    name = account
    while name in accounts and len(parents) < len(accounts):  # a circle would have no end
        parents.append(accounts[name])
        name = word(accounts[name]["parent"])
    above = tuple(_alone(parent) for parent in reversed(parents))
    return Share(account, user, _gpu_limit(record), _gpu_minutes(record), above)


def _alone(record: Record) -> Share:
    return Share(word(record["name"]), "", _gpu_limit(record), _gpu_minutes(record), ())


def _gpu_limit(record: Record) -> int | None:
    return number(_of_gpus(at(record, "tres/group_minutes")))


def _gpu_minutes(record: Record) -> int:
    return count(_of_gpus(at(record, "tres/usage"))) // 60


def _of_gpus(found: Sequence[Record] | None) -> Any:
    return next((entry["value"] for entry in found or () if entry["name"] == "gres/gpu"), None)


def _is_person(record: Record) -> bool:
    return "USER" in words(record["type"])


def _seconds(minutes: Any) -> int | None:
    found = number(minutes)
    return None if found is None else found * 60


def _list(value: Any) -> tuple[str, ...] | None:
    return words(value) or None
