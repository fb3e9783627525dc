"""What Slurm's daemons counted: requests by type, as ``sdiag`` and ``sacctmgr show stats`` tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

_LINE = re.compile(r"^\s+([A-Z][A-Z0-9_]+)\s+\(\s*\d+\)\s+count:(\d+)\s", re.MULTILINE)

# What nodes and job steps tell slurmctld by themselves, and the question of sdiag itself.
NOT_A_CLIENT = frozenset(
    {
        "ACCOUNTING_REGISTER_CTLD",
        "ACCOUNTING_UPDATE_MSG",
        "MESSAGE_EPILOG_COMPLETE",
        "MESSAGE_NODE_REGISTRATION_STATUS",
        "REQUEST_COMPLETE_BATCH_SCRIPT",
        "REQUEST_COMPLETE_PROLOG",
        "REQUEST_PERSIST_INIT",
        "REQUEST_PING",
        "REQUEST_STATS_INFO",
        "REQUEST_STEP_COMPLETE",
    }
)

# Each squeue asks for jobs once, in one of these ways, whatever else it asks.
OF_A_LISTING = frozenset({"REQUEST_JOB_INFO", "REQUEST_JOB_INFO_SINGLE", "REQUEST_JOB_USER_INFO"})


def counts_in(text: str) -> dict[str, int]:
    """Requests by type, since the daemon began."""
    return {name: int(count) for name, count in _LINE.findall(text)}


def counted_between(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """What came in between, by type; types without any are left out."""
    grown = {name: count - before.get(name, 0) for name, count in after.items()}
    return {name: count for name, count in grown.items() if count}


def by_clients(counts: Mapping[str, int]) -> int:
    """Those of commands, ours or anybody's, and not of Slurm's own nodes and steps."""
    return sum(count for name, count in counts.items() if name not in NOT_A_CLIENT)


def listings(counts: Mapping[str, int]) -> int:
    """How many times squeue was called."""
    return sum(counts.get(name, 0) for name in OF_A_LISTING)
