"""What ``scontrol --oneliner show`` writes about nodes, partitions and reservations.

Only administrators write into these records. Each key is looked for by its name and the first one
counts, because some values (``OS``, ``Reason``) hold blanks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from officina_spawners.slurm import gres, notation
from officina_spawners.slurm.resources import Node, Partition, Reservation

NONE_RESERVED = "No reservations in the system"
_FIELD = re.compile(r"(?:^|\s)(\w+)=(\S*)")
_REASON = re.compile(r"\sReason=(.*?)(?: \[[^\]]*@[^\]]*\])?\s*$")
_SIGNS = {
    "*": "NOT_RESPONDING",
    "~": "POWERED_DOWN",
    "#": "POWERING_UP",
    "%": "POWERING_DOWN",
    "$": "MAINT",
    "@": "REBOOT_REQUESTED",
    "^": "REBOOT_ISSUED",
    "!": "POWER_DOWN",
    "-": "PLANNED",
}


def read_nodes(text: str) -> tuple[Node, ...]:
    """``ValueError`` when a line is none about a node."""
    return tuple(_node(line) for line in _records(text))


def _node(line: str) -> Node:
    fields = _fields(line, "NodeName")
    offered = gres.read(fields.get("Gres", ""))
    used = gres.read(fields.get("GresUsed", ""))
    reason = _REASON.search(line)
    return Node(
        name=fields["NodeName"],
        address=fields.get("NodeAddr", fields["NodeName"]),
        states=_states(fields["State"]),
        partitions=notation.names(fields.get("Partitions", "")) or (),
        gpus_total=gres.gpus(offered),
        gpus_used=gres.gpus_in_use(offered, used),
        shards_total=gres.shards(offered),
        shards_used=gres.shards_in_use(used),
        shards_given_away=gres.shards_given_away(offered, used),
        cores_total=int(fields["CPUTot"]),
        cores_used=int(fields["CPUAlloc"]),
        memory_mib_total=int(fields["RealMemory"]),
        memory_mib_used=int(fields["AllocMem"]),
        reason=reason[1] if reason else "",
    )


def _states(text: str) -> frozenset[str]:
    """``MIXED*+DRAIN``: words, and signs that newer versions write as words."""
    found = set()
    for part in text.split("+"):
        word = part.rstrip("".join(_SIGNS))
        found |= {word, *(_SIGNS[sign] for sign in part[len(word) :])}
    return frozenset(found - {""})


def read_partitions(text: str) -> tuple[Partition, ...]:
    """``ValueError`` when a line is none about a partition."""
    return tuple(_partition(line) for line in _records(text))


def _partition(line: str) -> Partition:
    fields = _fields(line, "PartitionName")
    return Partition(
        name=fields["PartitionName"],
        state=fields["State"],
        is_default=fields.get("Default") == "YES",
        nodes=notation.word(fields.get("Nodes", "")),
        max_seconds=notation.seconds(fields.get("MaxTime", "")),
        default_seconds=notation.seconds(fields.get("DefaultTime", "")),
        allowed_accounts=notation.names(fields.get("AllowAccounts", "")),
        denied_accounts=notation.names(fields.get("DenyAccounts", "")) or (),
        allowed_qos=notation.names(fields.get("AllowQos", "")),
        allowed_groups=notation.names(fields.get("AllowGroups", "")),
    )


def read_reservations(text: str) -> tuple[Reservation, ...]:
    """``ValueError`` when a line is none about a reservation."""
    if text.strip() == NONE_RESERVED:
        return ()
    return tuple(_reservation(line) for line in _records(text))


def _reservation(line: str) -> Reservation:
    fields = _fields(line, "ReservationName")
    return Reservation(
        name=fields["ReservationName"],
        is_active=fields["State"] == "ACTIVE",
        starts_at=notation.moment(fields["StartTime"]),
        ends_at=notation.moment(fields["EndTime"]),
        nodes=notation.word(fields.get("Nodes", "")),
        partition=notation.word(fields.get("PartitionName", "")),
        users=notation.names(fields.get("Users", "")) or (),
        groups=notation.names(fields.get("Groups", "")) or (),
        accounts=notation.names(fields.get("Accounts", "")) or (),
    )


def _records(text: str) -> list[str]:
    found = [line for line in notation.lines(text) if line.strip()]
    if not found:
        raise ValueError("there is not one record")
    return found


def _fields(line: str, key: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, value in _FIELD.findall(line):
        found.setdefault(name, value)
    if not line.startswith(f"{key}="):
        raise ValueError(f"no record with {key}: {line[:120]!r}")
    return found
