"""How much of a profile's kind there is and is free: counted over the nodes of its partition."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from officina_hub.session_api.answers import Stock
from officina_spawners.profiles import Profile
from officina_spawners.slurm.resources import Node, Partition


def partition_of(profile: Profile, partitions: Iterable[Partition]) -> Partition | None:
    """The partition it names, else Slurm's default."""
    for each in partitions:
        if each.name == profile.partition or (not profile.partition and each.is_default):
            return each
    return None


def gpu_stock(
    profile: Profile,
    partition: str,
    nodes: Sequence[Node],
    kept: Collection[str],
    as_of: datetime,
) -> Stock | None:
    """GPUs of its type, or shards; None where it has none, or Slurm does not tell.

    ``kept``: the nodes of reservations that let this person in.
    """
    inside = _inside(partition, nodes)
    if profile.shards.max:
        if any(node.shards_used is None for node in inside):
            return None
        pairs = [(_free_shards(node), node.shards_total, node) for node in inside]
    elif profile.gpus.max:
        pairs = [
            (_of_type(profile, node.gpus_free), _of_type(profile, node.gpus_total), node)
            for node in inside
        ]
    else:
        return None
    return _stock(pairs, kept, as_of)


def core_stock(
    partition: str, nodes: Sequence[Node], kept: Collection[str], as_of: datetime
) -> Stock:
    """CPU cores, for profiles without a GPU."""
    inside = _inside(partition, nodes)
    return _stock(
        [(node.cores_total - node.cores_used, node.cores_total, node) for node in inside],
        kept,
        as_of,
    )


def _inside(partition: str, nodes: Sequence[Node]) -> list[Node]:
    return [node for node in nodes if not partition or partition in node.partitions]


def _free_shards(node: Node) -> int:
    return node.shards_total - (node.shards_used or 0) - node.shards_given_away


def _of_type(profile: Profile, counts: Mapping[str, int]) -> int:
    kind = profile.gpu_type
    return sum(count for name, count in counts.items() if not kind or name == kind)


def _stock(pairs: Iterable[tuple[int, int, Node]], kept: Collection[str], as_of: datetime) -> Stock:
    """What a closed node has is not free, and what a reserved one has, only for its people."""
    free, total, most, reserved = 0, 0, 0, 0
    for free_there, total_there, node in pairs:
        is_open = node.takes_jobs and (not node.is_reserved or node.name in kept)
        now_free = max(0, free_there) if is_open else 0
        free, total, most = free + now_free, total + total_there, max(most, now_free)
        reserved += now_free if node.is_reserved else 0
    return Stock(free=free, total=total, free_reserved=reserved, most_on_one_node=most, as_of=as_of)
