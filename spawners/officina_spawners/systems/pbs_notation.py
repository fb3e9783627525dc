"""What PBS Pro, OpenPBS and Torque share: numbers, states, hosts and lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending, JobId

MARK = "OFFICINA_MARK"
BY_SIGNAL = 256  # added to the signal in an exit status

# B is an array that has begun, which no session is; M has been moved to another server.
STATES: Mapping[str, str] = {
    "B": "RUNNING",
    "E": "COMPLETING",
    "H": "PENDING",
    "Q": "PENDING",
    "R": "RUNNING",
    "S": "SUSPENDED",
    "T": "PENDING",
    "U": "SUSPENDED",
    "W": "PENDING",
}
HELD = "JobHeldAdmin"
LATER = "BeginTime"
REASONS: Mapping[str, str] = {"H": HELD, "W": LATER}

# "cannot connect to server x (errno=15007)", and what lies below that.
SILENT = re.compile(
    r"cannot connect to server|errno=|Connection (?:refused|reset|timed out)|Premature end"
    r"|End of File|Communication failure|No route to host|[Tt]imed? ?out|temporarily unavailable"
    r"|pbs_iff|trqauthd|munge|[Cc]annot resolve|No Permission\.|Bad UID|System error|internal error"
)
_JOB = re.compile(r"(\d{1,18})\.\S+")
_LENGTH = re.compile(r"(?:(\d+):)?(\d+):(\d+)|(\d+)", re.ASCII)
_HOST = re.compile(r"[^/+*:\s]+")


def number_of(name: str) -> JobId | None:
    """``12.server`` is 12; ``12[3].server``, a part of an array, is no job of ours."""
    found = _JOB.fullmatch(name)
    return found[1] if found else None


def ended(number: JobId, state: str, status: int, **facts: Any) -> Ending:
    """An end in this state; below zero, the system itself could not begin the job or ended it."""
    has_failed = state == "FAILED"
    return Ending(
        id=number,
        state=state,
        exit_code=status if 0 < status < BY_SIGNAL else 0,
        signal=status - BY_SIGNAL if status >= BY_SIGNAL and has_failed else 0,
        reason="JobLaunchFailure" if status < 0 and has_failed else "",
        **facts,
    )


def host_of(exec_host: str) -> str | None:
    """The first of ``n1/0*4+n2/0*4`` or of ``n1/0-3+n1/4``."""
    found = _HOST.match(exec_host)
    return found[0] if found else None


def seconds(text: str) -> int | None:
    """``02:00:00``, ``30:00`` or ``7200``; None for no limit."""
    if not text:
        return None
    found = _LENGTH.fullmatch(text)
    if not found:
        raise ValueError(f"no length of time of PBS: {text[:40]!r}")
    if found[4]:
        return int(found[4])
    return (int(found[1] or 0) * 60 + int(found[2])) * 60 + int(found[3])


def by_clock(text: str) -> datetime | None:
    """``Wed Nov 16 11:52:06 2016``, which qstat writes in UTC for us."""
    return datetime.strptime(text, "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC) if text else None


def by_epoch(text: str) -> datetime | None:
    """``1479297126``."""
    return datetime.fromtimestamp(int(text), UTC) if text else None


def end_of(starts_at: datetime | None, limit_seconds: int | None) -> datetime | None:
    """When the time limit ends a job that began then."""
    if starts_at is None or limit_seconds is None:
        return None
    return starts_at + timedelta(seconds=limit_seconds)


def shared_directives(order: Order) -> Iterator[str]:
    """What both are told in the same words; the log is written by the job itself."""
    yield "-N officina"
    yield "-j oe"
    yield "-o /dev/null"
    yield "-r n"
    yield "-m n"
    yield "-S /bin/bash"
    yield f"-v {MARK}={order.comment}"
    yield f"-l walltime={order.choice.minutes * 60}"
    if order.choice.account:
        yield f"-A {order.choice.account}"


def script_of(directives: Sequence[str], command: Sequence[str]) -> str:
    """A script for qsub that does one thing."""
    return "\n".join(("#!/bin/bash", *directives, f"exec {' '.join(command)}", ""))
