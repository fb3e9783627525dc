"""What sacct writes about jobs that ended; it asks slurmdbd, so slurmctld has no work with it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from officina_spawners.slurm import notation
from officina_spawners.slurm.jobs import END_STATES, Ending, JobId, PastJob
from officina_spawners.slurm.squeue import first

# No user can write into these, so the plain separator of --parsable2 does.
END_FORMAT = "JobIDRaw,State,ExitCode,Start,End,NodeList,Reason"
STATE_FORMAT = "JobIDRaw,State"
PAST_FORMAT = (
    "JobIDRaw,State,User,Account,Partition,AllocTRES,AllocCPUS,AllocNodes,TimelimitRaw,ElapsedRaw,"
    "Submit,Start,End"
)
OWN_FORMAT = "JobIDRaw,User,Comment,State"  # the comment between two fields, told apart by a mark

_JOB = re.compile(r"[0-9]{1,18}")
_STATE = re.compile(r"([A-Z_]+)(?: by (\d+))?", re.ASCII)
_EXIT = re.compile(r"(\d+):(\d+)", re.ASCII)
_NOWHERE = "None assigned"


def read_endings(text: str) -> Mapping[JobId, Ending]:
    """Those that have ended; ``ValueError`` when anything is not a row."""
    rows = [_fields(line, END_FORMAT) for line in notation.lines(text)]
    endings = (_ending(row) for row in rows if _state(row["State"])[0] in END_STATES)
    return {ending.id: ending for ending in endings}


def read_running(text: str) -> frozenset[JobId]:
    """Those that run; a requeued one is told as REQUEUED and then as PENDING."""
    rows = [_fields(line, STATE_FORMAT) for line in notation.lines(text)]
    return frozenset(row["JobIDRaw"] for row in rows if _state(row["State"])[0] == "RUNNING")


def _ending(row: Mapping[str, str]) -> Ending:
    state, canceller = _state(row["State"])
    left = _EXIT.fullmatch(row["ExitCode"])
    if not left:
        raise ValueError(f"no exit code of sacct: {row['ExitCode'][:40]!r}")
    node = None if row["NodeList"] == _NOWHERE else notation.word(row["NodeList"]) or None
    return Ending(
        id=row["JobIDRaw"],
        state=state,
        cancelled_by=canceller,
        exit_code=int(left[1]),
        signal=int(left[2]),
        started_at=notation.moment(row["Start"]) if node else None,  # or when it was cancelled
        ended_at=notation.moment(row["End"]),
        node=node,
        reason=notation.word(row["Reason"]),
    )


def read_past(text: str) -> tuple[PastJob, ...]:
    """Jobs that ran and ended."""
    rows = (_fields(line, PAST_FORMAT) for line in notation.lines(text))
    past = (_past(row) for row in rows if _state(row["State"])[0] in END_STATES)
    return tuple(job for job in past if job.nodes)  # what never got a node never ran


def _past(row: Mapping[str, str]) -> PastJob:
    minutes = row["TimelimitRaw"]
    return PastJob(
        id=row["JobIDRaw"],
        state=_state(row["State"])[0],
        user=row["User"],
        account=notation.word(row["Account"]),
        partition=row["Partition"],
        gpus=notation.gpus(row["AllocTRES"]),
        cores=int(row["AllocCPUS"] or 0),
        nodes=int(row["AllocNodes"] or 0),
        limit_seconds=int(minutes) * 60 if minutes.isdigit() else notation.seconds(minutes),
        elapsed_seconds=int(row["ElapsedRaw"]),
        submitted_at=notation.moment(row["Submit"]),
        started_at=notation.moment(row["Start"]),
        ended_at=notation.moment(row["End"]),
    )


def read_own(text: str, mark: str, *, comment: str, person: str) -> JobId | None:
    """The first job of this person with this comment, whatever it holds."""
    if text and not text.endswith("\n"):
        raise ValueError("the last row is cut off")
    head, *parts = text.split(mark)
    if len(parts) % 3:
        raise ValueError("the rows do not end as they should")
    found, job = [], head
    for start in range(0, len(parts), 3):
        user, said, rest = parts[start : start + 3]
        if (user, said) == (person, comment):
            found.append(_number(job))
        job = rest.partition("\n")[2]  # behind the state, which is nobody's own words
    return first(found)


def _number(text: str) -> JobId:
    if not _JOB.fullmatch(text):
        raise ValueError(f"no job of sacct: {text[:40]!r}")
    return text


def _fields(line: str, wanted: str) -> Mapping[str, str]:
    names = wanted.split(",")
    values = line.split("|", len(names) - 1)
    if len(values) != len(names):
        raise ValueError(f"no row of sacct: {line[:120]!r}")
    _number(values[0])
    return dict(zip(names, values, strict=True))


def _state(text: str) -> tuple[str, str | None]:
    found = _STATE.fullmatch(text)
    if not found:
        raise ValueError(f"no state of sacct: {text[:40]!r}")
    return found[1], found[2]
