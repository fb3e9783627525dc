"""What somebody wants of a cluster: how many nodes of which kind, and for whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slurm_cluster.errors import ClusterError

DEFAULT_USERS = ("aif-learner1", "aif-learner2")
USER_NAME = re.compile(r"[a-z][a-z0-9-]{0,30}")


@dataclass(frozen=True)
class Node:
    """One slurmd: its name in Slurm and the GPUs it offers."""

    name: str
    gpus: int
    shards: int


@dataclass(frozen=True)
class Plan:
    """The wishes; ports and passwords are chosen later (see facts)."""

    cpu_nodes: int = 1
    gpu_nodes: int = 3
    gpus_per_node: int = 4
    shards: int = 0
    emulated: int = 0
    accounting: bool = True
    memory_limits: bool = False
    users: tuple[str, ...] = DEFAULT_USERS

    def __post_init__(self) -> None:
        """Refuse what Slurm or useradd would refuse later with fewer words."""
        for field, lowest in (("cpu_nodes", 1), ("gpu_nodes", 1), ("gpus_per_node", 1)):
            self._at_least(field, lowest)
        self._at_least("shards", 0)
        self._at_least("emulated", 0)
        for name in self.users:
            check_user_name(name)
        if self.shards % self.gpus_per_node:
            raise ClusterError(
                f"{self.shards} shards cannot be dealt out to {self.gpus_per_node} GPUs.",
                matters="Slurm gives each GPU of a node the same number of shards.",
                now=f"Choose a multiple of {self.gpus_per_node}, or 0 for no sharing.",
            )

    def _at_least(self, field: str, lowest: int) -> None:
        value = getattr(self, field)
        if value < lowest:
            raise ClusterError(
                f"{field} is {value}.",
                matters="Slurm needs nodes to stand in the partitions cpu and gpu.",
                now=f"Give at least {lowest}.",
            )

    @property
    def cpu(self) -> tuple[Node, ...]:
        """The nodes c1, c2, … of the partition cpu."""
        return tuple(Node(f"c{i}", 0, 0) for i in range(1, self.cpu_nodes + 1))

    @property
    def gpu(self) -> tuple[Node, ...]:
        """The nodes g1, g2, … of the partition gpu."""
        return tuple(
            Node(f"g{i}", self.gpus_per_node, self.shards) for i in range(1, self.gpu_nodes + 1)
        )

    @property
    def scale(self) -> tuple[Node, ...]:
        """The nodes e1, e2, … of the partition emulated."""
        return tuple(Node(f"e{i}", self.gpus_per_node, 0) for i in range(1, self.emulated + 1))

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All of them."""
        return (*self.cpu, *self.gpu, *self.scale)

    @classmethod
    def from_json(cls, found: dict[str, Any]) -> Plan:
        """From cluster.json."""
        return cls(**{**found, "users": tuple(found["users"])})


def check_user_name(name: str) -> None:
    """Such names go into /etc/passwd and into sacctmgr's little language."""
    if not USER_NAME.fullmatch(name):
        raise ClusterError(
            f"{name!r} cannot be a user's name.",
            matters="Debian and sacctmgr take a to z, 0 to 9 and -, a letter first, at most 31.",
            now="Choose a name like aif-learner3.",
        )
