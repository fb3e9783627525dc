"""PBS Professional (from 14.1) and OpenPBS, whose qstat writes JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending, JobId
from officina_spawners.systems import pbs_notation as notation
from officina_spawners.systems.system import BatchSystem, Reading, Seen, queued

TERMINATED = 91  # the substate of a job that somebody deleted
# What PBS itself ended a job for, as its exit status.
OVER_LIMIT: Mapping[int, str] = {
    -26: "OUT_OF_MEMORY",
    -27: "OUT_OF_MEMORY",
    -28: "TIMEOUT",  # of CPU time
    -29: "TIMEOUT",
}


def read(text: str) -> Reading:
    """``qstat -f -F json``, of jobs that wait, run or have ended."""
    found = json.loads(text, strict=False)
    if not isinstance(found, dict) or "pbs_server" not in found:
        raise ValueError("no answer of qstat")
    jobs = {notation.number_of(name): job for name, job in found.get("Jobs", {}).items()}
    return Reading(seen=tuple(_seen(number, job) for number, job in jobs.items() if number))


def _seen(number: JobId, job: Mapping[str, Any]) -> Seen:
    letter = str(job["job_state"])
    ending = _ending(number, job) if letter in {"F", "X"} else None
    asked = job.get("Resource_List", {})
    limit = notation.seconds(str(asked.get("walltime", "")))
    starts_at = notation.by_clock(str(job.get("stime", "")))
    return Seen(
        ending=ending,
        job=queued(
            id=number,
            state=ending.state if ending else notation.STATES.get(letter, letter),
            reason=notation.REASONS.get(letter, _comment(job)),
            node=notation.host_of(str(job.get("exec_host", ""))),
            starts_at=starts_at,
            ends_at=notation.end_of(starts_at, limit),
            user=str(job.get("Job_Owner", "")).partition("@")[0],
            account=str(job.get("Account_Name", "")),
            partition=str(job.get("queue", "")),
            name=str(job.get("Job_Name", "")),
            comment=str(job.get("Variable_List", {}).get(notation.MARK, "")),
            cores=int(asked.get("ncpus", 0)),
            nodes=int(asked.get("nodect", 1)),
            gpus=int(asked.get("ngpus", 0)),
            limit_seconds=limit,
            submitted_at=notation.by_clock(str(job.get("qtime", ""))),
        ),
    )


def _comment(job: Mapping[str, Any]) -> str:
    """Why the scheduler lets it wait; of a running job, it says when it was started."""
    return str(job.get("comment", "")) if job["job_state"] == "Q" else ""


def _ending(number: JobId, job: Mapping[str, Any]) -> Ending:
    status = int(job.get("Exit_status", 0))
    return notation.ended(
        number,
        _end_state(job, status),
        status,
        started_at=notation.by_clock(str(job.get("stime", ""))),
        ended_at=notation.by_clock(str(job.get("mtime", ""))),
        node=notation.host_of(str(job.get("exec_host", ""))),
    )


def _end_state(job: Mapping[str, Any], status: int) -> str:
    if status in OVER_LIMIT:
        return OVER_LIMIT[status]
    limit = notation.seconds(str(job.get("Resource_List", {}).get("walltime", "")))
    used = notation.seconds(str(job.get("resources_used", {}).get("walltime", "")))
    if status >= notation.BY_SIGNAL and limit and used and used >= limit:
        return "TIMEOUT"  # before PBS 18 it ends in the same way as by hand
    if int(job.get("substate", 0)) == TERMINATED:
        return "CANCELLED"
    return "FAILED" if status else "COMPLETED"


def directives(order: Order) -> Iterator[str]:
    """A reservation is a queue of its own in PBS."""
    choice = order.choice
    yield from notation.shared_directives(order)
    gpus = f":ngpus={choice.gpus}" if choice.gpus else ""
    chunk = f"ncpus={choice.cores}:mem={choice.memory_gib}gb{gpus}"
    yield f"-l select={choice.nodes}:{chunk}"
    yield "-l place=scatter"
    if queue := choice.reservation or order.profile.partition:
        yield f"-q {queue}"


PBS = BatchSystem(
    name="pbs",
    title="PBS",
    install="Install the client commands of your PBS's version and its /etc/pbs.conf (or set "
    "PBS_CONF_FILE and PBS_EXEC), as on a login node",
    submit=("qsub",),
    submitted=re.compile(r"(\d{1,18})\.\S+"),
    directives=directives,
    directive="#PBS ",
    describe=notation.script_of,
    list_all=("qstat", "-f", "-F", "json"),
    list_some=("qstat", "-f", "-F", "json"),
    history=("qstat", "-x", "-f", "-F", "json"),
    cancel=("qdel",),
    read=read,
    read_history=read,
    absent=re.compile(
        r"Unknown Job Id(?:entifier)? (\d+)|(\d+)\S* Job has finished|Job has finished (\d+)"
        r"|Job (\d+)\S* has finished"
    ),
    keeps_no_history=re.compile(r"not configured to maintain job history"),
    silent=notation.SILENT,
    verdict=re.compile(r"^qsub: |^qdel: "),
    number_in_job='"${PBS_JOBID%%.*}"',
    variables=("PBS_CONF_FILE", "PBS_EXEC", "PBS_SERVER"),
)
