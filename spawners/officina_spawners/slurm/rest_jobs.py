"""Jobs as slurmrestd describes them: of slurmctld's queue, and of slurmdbd's records.

JSON keeps a name in its place whatever it holds, so nothing here needs the care of ``squeue``.
"""

from __future__ import annotations

from collections.abc import Mapping

from officina_spawners.slurm import notation
from officina_spawners.slurm.jobs import END_STATES, Ending, Job, JobId, PastJob, QueuedJob
from officina_spawners.slurm.rest_notation import (
    Record,
    at,
    count,
    moment,
    number,
    state,
    tres,
    word,
    words,
)

SIGNALLED = "SIGNALED"


def job_id(record: Record) -> JobId:
    return str(count(record["job_id"]))


def has_ended(record: Record) -> bool:
    """Jobs stay listed for some minutes after their end; squeue leaves those out."""
    return state(record["job_state"]) in END_STATES


def read_job(record: Record) -> Job:
    return Job.model_validate(_lean(record))


def read_queued(record: Record) -> QueuedJob:
    minutes = number(record["time_limit"])
    return QueuedJob.model_validate(
        {
            **_lean(record),
            "user": word(record["user_name"]),
            "account": word(record["account"]),
            "partition": word(record["partition"]),
            "name": word(record["name"]),
            "comment": word(record["comment"]),
            "qos": word(record["qos"]),
            "priority": count(record["priority"]),
            "gpus": notation.gpus(record.get("tres_alloc_str") or record.get("tres_req_str") or ""),
            "cores": count(record["cpus"]),
            "nodes": count(record["node_count"]),
            "limit_seconds": None if minutes is None else minutes * 60,
            "submitted_at": moment(record["submit_time"]),
            "restarts": count(record["restart_cnt"]),
            "reservation": word(record["resv_name"]),
        }
    )


def read_tasks(record: Record) -> list[QueuedJob]:
    """A row for each task that the record stands for: those of an array that wait share one."""
    return [read_queued(record)] * _tasks(word(record.get("array_task_string")))


def _tasks(text: str) -> int:
    """``1-4,7%2`` are five, of which two may run at once; no text at all is one job."""
    parts = [part for part in text.partition("%")[0].split(",") if part]
    return sum(_length(part) for part in parts) or 1


def _length(part: str) -> int:
    bounds, _, step = part.partition(":")
    first, _, last = bounds.partition("-")
    return (int(last or first) - int(first)) // int(step or 1) + 1


def _lean(record: Record) -> dict[str, object]:
    node = word(record["batch_host"]) or None
    return {
        "id": job_id(record),
        "state": state(record["job_state"]),
        "reason": word(record["state_reason"]),
        "node": node,
        "starts_at": moment(record["start_time"]),
        "ends_at": moment(record["end_time"]),
    }


def read_ending(record: Record) -> Ending | None:
    """Of slurmdbd's record; None while it has not ended."""
    ended = state(at(record, "state/current"))
    if ended not in END_STATES:
        return None
    code, signal = _exit(record["exit_code"])
    node = _node(record)
    return Ending(
        id=job_id(record),
        state=ended,
        cancelled_by=word(record.get("kill_request_user")) or None
        if ended == "CANCELLED"
        else None,
        exit_code=code,
        signal=signal,
        started_at=moment(at(record, "time/start")) if node else None,
        ended_at=moment(at(record, "time/end")),
        node=node,
        reason=word(at(record, "state/reason")),
    )


def read_remembered(record: Record) -> Ending | None:
    """Of slurmctld's record; None while it has not ended."""
    if not has_ended(record):
        return None
    node = word(record["batch_host"]) or None
    ended = state(record["job_state"])
    code, signal = _status(record["exit_code"])
    return Ending(
        id=job_id(record),
        state=ended,
        exit_code=code,
        signal=0 if ended == "CANCELLED" else signal,  # there it is scancel's own
        started_at=moment(record["start_time"]) if node else None,
        ended_at=moment(record["end_time"]),
        node=node,
        reason=word(record["state_reason"]),
    )


def _status(found: object) -> tuple[int, int]:
    """v0.0.38 gives it as waitpid() does: 768 is exit code 3, 9 is signal 9."""
    if isinstance(found, Mapping):
        return _exit(found)
    status = count(found)
    return status >> 8, status & 0x7F


def _exit(found: Record) -> tuple[int, int]:
    if SIGNALLED in words(found["status"]):
        signal = found["signal"]
        return 0, count(signal.get("id", signal.get("signal_id")))
    return count(found.get("return_code")), 0


def read_past(record: Record) -> PastJob | None:
    """None for what has not ended, and for what never got a node."""
    ended = state(at(record, "state/current"))
    if ended not in END_STATES or not _node(record):
        return None
    given: Mapping[str, int] = tres(at(record, "tres/allocated"))
    minutes = number(at(record, "time/limit"))
    return PastJob(
        id=job_id(record),
        state=ended,
        user=word(record["user"]),
        account=word(record["account"]),
        partition=word(record["partition"]),
        gpus=given.get("gres/gpu", 0),
        cores=given.get("cpu", 0),
        nodes=given.get("node", 0),
        limit_seconds=None if minutes is None else minutes * 60,
        elapsed_seconds=count(at(record, "time/elapsed")),
        submitted_at=moment(at(record, "time/submission")),
        started_at=moment(at(record, "time/start")),
        ended_at=moment(at(record, "time/end")),
    )


def _node(record: Record) -> str | None:
    node = word(record.get("nodes"))
    return None if node == "None assigned" else node or None
