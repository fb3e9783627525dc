"""What a cluster has and whom it lets use it: nodes, partitions, reservations and limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import AwareDatetime

from officina_courses.model import Frozen

# A node with one of these takes no new job now, whatever else it says about itself. One that is
# powered down is not among them: Slurm wakes it up when a job needs it.
CLOSED_FLAGS = frozenset(
    {
        "BLOCKED",
        "DOWN",
        "DRAIN",
        "DRAINED",
        "DRAINING",
        "ERROR",
        "FAIL",
        "FAILING",
        "FUTURE",
        "INVALID",
        "INVALID_REG",
        "MAINT",
        "MAINTENANCE",
        "NOT_RESPONDING",
        "POWERING_DOWN",
        "POWER_DOWN",
        "REBOOT_ISSUED",
        "UNKNOWN",
    }
)


class Node(Frozen):
    """One compute node, with what is taken of it now.

    A GPU without a type counts under ``gpu``. A GPU that is cut into shards counts as used as soon
    as one of its shards is.
    """

    name: str
    address: str  # NodeAddr: where to reach it, when its name does not resolve
    states: frozenset[str]  # IDLE, MIXED, ALLOCATED, DOWN … and flags as DRAIN or MAINTENANCE
    partitions: tuple[str, ...]
    gpus_total: Mapping[str, int]
    gpus_used: Mapping[str, int]
    shards_total: int = 0
    shards_used: int | None = 0  # None: Slurm 22.05 tells only which GPUs are shared
    shards_given_away: int = 0  # of GPUs that somebody has whole
    cores_total: int
    cores_used: int
    memory_mib_total: int
    memory_mib_used: int
    reason: str = ""  # why an operator took it out

    @property
    def takes_jobs(self) -> bool:
        return not self.states & CLOSED_FLAGS

    @property
    def is_reserved(self) -> bool:
        """Now in a reservation, so that only its people's jobs can start there."""
        return "RESERVED" in self.states

    @property
    def gpus_free(self) -> Mapping[str, int]:
        """By type; nothing on a node that takes no jobs."""
        if not self.takes_jobs:
            return dict.fromkeys(self.gpus_total, 0)
        return {
            kind: max(0, total - self.gpus_used.get(kind, 0))
            for kind, total in self.gpus_total.items()
        }


class Partition(Frozen):
    """One partition; ``None`` among its limits and lists means that there is none."""

    name: str
    state: str  # UP, DOWN, DRAIN or INACTIVE
    is_default: bool
    nodes: str  # a host list, as Slurm writes it
    max_seconds: int | None
    default_seconds: int | None
    allowed_accounts: tuple[str, ...] | None
    denied_accounts: tuple[str, ...] = ()
    allowed_qos: tuple[str, ...] | None
    allowed_groups: tuple[str, ...] | None


class Reservation(Frozen):
    """One reservation: a time, nodes, and who may use them.

    A name after a minus is shut out, and everybody else let in. Slurm knows either users or groups.
    """

    name: str
    is_active: bool
    starts_at: AwareDatetime | None
    ends_at: AwareDatetime | None
    nodes: str
    partition: str
    users: tuple[str, ...]
    groups: tuple[str, ...] = ()
    accounts: tuple[str, ...]

    def admits(self, user: str, groups: Collection[str], accounts: Collection[str]) -> bool:
        """Whether a job of this user is let in, under one of these accounts.

        Whoever is named and the account must both fit.
        """
        if self.groups and not set(self.groups) & set(groups):
            return False
        return _fits(self.users, {user}) and _fits(self.accounts, set(accounts))


class Wall(Frozen):
    """The longest time of one job that a QOS sets, or an account; there in one partition or all."""

    seconds: int
    qos: str = ""
    account: str = ""
    partition: str = ""


class Budget(Frozen):
    """What an account may still use, in GPU-minutes; a limit of None means that nobody set one."""

    account: str
    gpu_minutes_limit: int | None
    gpu_minutes_used: int

    @property
    def gpu_minutes_left(self) -> int | None:
        if self.gpu_minutes_limit is None:
            return None
        return max(0, self.gpu_minutes_limit - self.gpu_minutes_used)


def _fits(listed: Collection[str], own: Collection[str]) -> bool:
    """Whether one of one's own is let in by a list, in which all names have a minus, or none."""
    shut_out = {name.removeprefix("-") for name in listed if name.startswith("-")}
    if shut_out:
        return bool(set(own) - shut_out)
    return not listed or bool(set(own) & set(listed))
