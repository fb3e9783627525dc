"""What squeue writes: the lean rows that are asked for all the time, and the wide ones.

Users choose their jobs' names and comments, and both may hold ``|``, line ends and control
characters: a name can look like a row about somebody else's job. So the lean row has only fields
that no user can write. In the wide row every field ends in a mark that is drawn anew for each call,
which nobody can have put into a name beforehand; rows are told apart by it and never by line ends.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence

from officina_spawners.slurm import notation
from officina_spawners.slurm.jobs import Ending, Job, JobId, QueuedJob

LEAN_FORMAT = "%A|%T|%B|%S|%e|%r"  # the reason last: an administrator's may hold anything
_LEAN = re.compile(r"(\d{1,18})\|([A-Z_]+)\|([^|\s]*)\|([^|\s]+)\|([^|\s]+)\|(.*)", re.ASCII)

# squeue cuts what is longer. The names of -O, and as wide as their longest true value.
WIDE_FIELDS: Mapping[str, int] = {
    "JobID": 20,
    "State": 16,
    "BatchHost": 64,
    "StartTime": 20,
    "EndTime": 20,
    "UserName": 64,
    "Account": 64,
    "Partition": 160,
    "QOS": 64,
    "PriorityLong": 12,
    "tres-alloc": 200,
    "NumCPUs": 12,
    "NumNodes": 12,
    "TimeLimit": 16,
    "SubmitTime": 20,
    "RestartCnt": 8,
    "Reservation": 64,
    "Reason": 64,
    "Name": 64,
    "Comment": 160,
}
OWN_FIELDS: Mapping[str, int] = {"JobID": 20, "UserName": 64, "Comment": 160}
END_FIELDS: Mapping[str, int] = {
    "JobID": 20,
    "State": 16,
    "exit_code": 12,
    "StartTime": 20,
    "EndTime": 20,
    "BatchHost": 64,
    "Reason": 64,
}


def read_lean(text: str) -> Mapping[JobId, Job]:
    """Every row, or ``ValueError``: a listing that is half understood is none."""
    jobs = (_lean_row(row) for row in notation.lines(text))
    return {job.id: job for job in jobs}


def _lean_row(row: str) -> Job:
    found = _LEAN.fullmatch(row)
    if not found:
        raise ValueError(f"no row of a listing: {row[:120]!r}")
    job, state, node, starts, ends, reason = found.groups()
    return Job(
        id=job,
        state=state,
        reason=notation.word(reason),
        node=notation.word(node) or None,
        starts_at=notation.moment(starts),
        ends_at=notation.moment(ends),
    )


def new_mark() -> str:
    """For one call; a letter first, because squeue reads digits as part of the width."""
    return f"x{secrets.token_hex(8)}"


def format_of(fields: Mapping[str, int], mark: str) -> str:
    """The value of ``--Format``."""
    return ",".join(f"{name}:{width}{mark}" for name, width in fields.items())


def marked_rows(text: str, fields: Mapping[str, int], mark: str) -> Iterator[Mapping[str, str]]:
    """One mapping a row; ``ValueError`` unless all of it is whole rows."""
    *values, rest = text.split(mark)
    if rest not in {"", "\n"} or len(values) % len(fields):
        raise ValueError(f"the rows do not end as they should: {text[-120:]!r}")
    for start in range(0, len(values), len(fields)):
        row = values[start : start + len(fields)]
        yield dict(zip(fields, (value.strip() for value in row), strict=True))


def read_wide(text: str, mark: str) -> tuple[QueuedJob, ...]:
    """Every row, or ``ValueError``."""
    return tuple(_wide_row(row) for row in marked_rows(text, WIDE_FIELDS, mark))


def _wide_row(row: Mapping[str, str]) -> QueuedJob:
    return QueuedJob(
        id=row["JobID"],
        state=row["State"],
        reason=notation.word(row["Reason"]),
        node=notation.word(row["BatchHost"]) or None,
        starts_at=notation.moment(row["StartTime"]),
        ends_at=notation.moment(row["EndTime"]),
        user=row["UserName"],
        account=notation.word(row["Account"]),
        partition=row["Partition"],
        name=row["Name"],
        comment=notation.word(row["Comment"]),
        qos=notation.word(row["QOS"]),
        priority=int(row["PriorityLong"]),
        gpus=notation.gpus(row["tres-alloc"]),
        cores=int(row["NumCPUs"]),
        nodes=int(row["NumNodes"].partition("-")[0]),  # a waiting job may say 1-4
        limit_seconds=notation.seconds(row["TimeLimit"]),
        submitted_at=notation.moment(row["SubmitTime"]),
        restarts=int(row["RestartCnt"]),
        reservation=notation.word(row["Reservation"]),
    )


def read_own(text: str, mark: str, *, comment: str, person: str) -> JobId | None:
    """The first job that has this comment and is this person's."""
    rows = marked_rows(text, OWN_FIELDS, mark)
    return first(
        [row["JobID"] for row in rows if (row["UserName"], row["Comment"]) == (person, comment)]
    )


def first(jobs: Sequence[JobId]) -> JobId | None:
    """The one submitted first: whoever copied a comment came later."""
    return min(jobs, key=int, default=None)


def read_ends(text: str, mark: str) -> Mapping[JobId, Ending]:
    """What slurmctld itself still knows of jobs that ended lately."""
    rows = marked_rows(text, END_FIELDS, mark)
    return {row["JobID"]: _ending(row) for row in rows}


def _ending(row: Mapping[str, str]) -> Ending:
    status = int(row["exit_code"])  # as waitpid() has it: 768 is exit code 3, 9 is signal 9
    node = notation.word(row["BatchHost"]) or None
    return Ending(
        id=row["JobID"],
        state=row["State"],
        exit_code=status >> 8,
        signal=status & 0x7F if row["State"] != "CANCELLED" else 0,  # there it is scancel's own
        started_at=notation.moment(row["StartTime"]) if node else None,
        ended_at=notation.moment(row["EndTime"]),
        node=node,
        reason=notation.word(row["Reason"]),
    )
