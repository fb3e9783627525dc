"""IBM Spectrum LSF (from 10.1.0.2), whose bjobs writes JSON."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending, JobId
from officina_spawners.systems.system import BatchSystem, Reading, Seen, queued

FIELDS = (
    "jobid",
    "stat",
    "user",
    "queue",
    "proj_name",
    "job_name",
    "job_description",
    "exec_host",
    "slots",
    "submit_time",
    "start_time",
    "finish_time",
    "exit_code",
    "exit_reason",
    "pend_reason",
)
# WAIT is a member of a chunk of jobs; UNKWN and ZOMBI are hosts that do not answer, and stay so.
STATES: Mapping[str, str] = {
    "PEND": "PENDING",
    "PSUSP": "PENDING",
    "PROV": "CONFIGURING",
    "WAIT": "PENDING",
    "RUN": "RUNNING",
    "SSUSP": "SUSPENDED",
    "USUSP": "SUSPENDED",
}
# Why LSF says that it ended a job; EXIT without one of these is the job's own.
ENDED_FOR: Mapping[str, str] = {
    "TERM_ADMIN": "CANCELLED",
    "TERM_BUCKET_KILL": "CANCELLED",
    "TERM_CPULIMIT": "TIMEOUT",
    "TERM_DEADLINE": "DEADLINE",
    "TERM_FORCE_ADMIN": "CANCELLED",
    "TERM_FORCE_OWNER": "CANCELLED",
    "TERM_MEMLIMIT": "OUT_OF_MEMORY",
    "TERM_OWNER": "CANCELLED",
    "TERM_PREEMPT": "PREEMPTED",
    "TERM_REMOVE_HUNG_JOB": "NODE_FAIL",
    "TERM_RUNLIMIT": "TIMEOUT",
    "TERM_SWAP": "OUT_OF_MEMORY",
}
_ABSENT = re.compile(
    r"Job <(\d+)>(?: is not found|: No matching job found|: Job has already finished)"
)
_TIME = re.compile(r"([A-Z][a-z]{2} +\d{1,2} \d\d:\d\d(?::\d\d)?)(?: (\d{4}))?(?: [A-Z])?")
BY_SIGNAL = 128


def read(text: str) -> Reading:
    """``bjobs -o … -json``."""
    found = json.loads(text, strict=False)
    if not isinstance(found, dict) or found.get("COMMAND") != "bjobs":
        raise ValueError("no answer of bjobs")
    now = datetime.now(UTC)
    seen, absent = [], set()
    for record in found["RECORDS"]:
        if error := record.get("ERROR"):
            absent.add(_absent(error))
        else:
            seen.append(_seen({name: str(value) for name, value in record.items()}, now))
    return Reading(seen=tuple(seen), absent=frozenset(absent))


def _absent(error: str) -> JobId:
    found = _ABSENT.search(error)
    if not found:
        raise ValueError(f"bjobs could not say: {error[:80]!r}")
    return found[1]


def _seen(record: Mapping[str, str], now: datetime) -> Seen:
    stat = record["STAT"]
    ending = _ending(record, now) if stat in {"DONE", "EXIT"} else None
    return Seen(
        ending=ending,
        job=queued(
            id=record["JOBID"],
            state=ending.state if ending else STATES.get(stat, stat),
            reason="JobHeldUser" if stat == "PSUSP" else record.get("PEND_REASON", "").rstrip("; "),
            node=host_of(record.get("EXEC_HOST", "")),
            starts_at=moment(record.get("START_TIME", ""), now),
            ends_at=moment(record.get("FINISH_TIME", ""), now),
            user=record.get("USER", ""),
            account=record.get("PROJ_NAME", ""),
            partition=record.get("QUEUE", ""),
            name=record.get("JOB_NAME", ""),
            comment=record.get("JOB_DESCRIPTION", ""),
            cores=int(record.get("SLOTS", "").strip("-") or 0),
            submitted_at=moment(record.get("SUBMIT_TIME", ""), now),
        ),
    )


def _ending(record: Mapping[str, str], now: datetime) -> Ending:
    code = int(record.get("EXIT_CODE", "").strip("-") or 0)
    why = record.get("EXIT_REASON", "").partition(":")[0]
    state = "COMPLETED" if record["STAT"] == "DONE" else ENDED_FOR.get(why, "FAILED")
    is_signal = state == "FAILED" and code > BY_SIGNAL
    return Ending(
        id=record["JOBID"],
        state=state,
        exit_code=0 if is_signal else code,
        signal=code - BY_SIGNAL if is_signal else 0,
        started_at=moment(record.get("START_TIME", ""), now),
        ended_at=moment(record.get("FINISH_TIME", ""), now),
        node=host_of(record.get("EXEC_HOST", "")),
    )


def host_of(exec_host: str) -> str | None:
    """The first of ``4*n1:4*n2``."""
    return exec_host.partition(":")[0].rpartition("*")[2].strip("- ") or None


def moment(text: str, now: datetime) -> datetime | None:
    """``Feb 15 10:31``, with seconds and a year where the site shows them, perhaps with a letter.

    Without a year it is the one that brings it nearest: a time limit may end next year.
    """
    if not text.strip("- "):
        return None
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(f"no time of LSF: {text[:40]!r}")
    clock = found[1] if found[1].count(":") == 2 else f"{found[1]}:00"
    years = [int(found[2])] if found[2] else [now.year - 1, now.year, now.year + 1]
    return min(_in_years(clock, years), key=lambda time: abs(time - now))


def _in_years(clock: str, years: Sequence[int]) -> Iterator[datetime]:
    for year in years:
        with contextlib.suppress(ValueError):  # February 29
            yield datetime.strptime(f"{clock} {year}", "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)


def directives(order: Order) -> Iterator[str]:
    """Memory is reserved on each host, as LSF does unless a site says per task."""
    choice, profile = order.choice, order.profile
    yield f"-J {order.name}"
    yield f"-Jd {order.comment}"
    yield "-o /dev/null"
    yield "-env none"
    yield "-rn"
    yield f"-n {choice.cores * choice.nodes}"
    yield f'-R "span[ptile={choice.cores}]"'
    yield f'-R "rusage[mem={choice.memory_gib}GB]"'
    yield f"-W {choice.minutes}"
    if choice.gpus:
        model = f":gmodel={profile.gpu_type}" if profile.gpu_type else ""
        yield f'-gpu "num={choice.gpus}{model}"'
    for option, value in (
        ("-q", profile.partition),
        ("-P", choice.account),
        ("-U", choice.reservation),
    ):
        if value:
            yield f"{option} {value}"


def script_of(directives: Sequence[str], command: Sequence[str]) -> str:
    """A script for bsub, which shows it to everybody in ``bjobs -l``."""
    return "\n".join(("#!/bin/bash", *directives, f"exec {' '.join(command)}", ""))


_BJOBS = ("bjobs", "-json", "-o", " ".join(FIELDS))

LSF = BatchSystem(
    name="lsf",
    title="LSF",
    install="Start the Hub with what LSF's profile.lsf sets (PATH, LSF_ENVDIR, LSF_SERVERDIR, "
    "LSF_BINDIR and LSF_LIBDIR), as on a login node",
    submit=("bsub",),
    submitted=re.compile(r"Job <(\d{1,18})> is submitted to .*"),
    directives=directives,
    directive="#BSUB ",
    describe=script_of,
    list_all=(*_BJOBS, "-u", "all"),
    list_some=(*_BJOBS, "-a", "-u", "all"),
    history=(*_BJOBS, "-a", "-u", "all"),
    cancel=("bkill",),
    read=read,
    read_history=read,
    absent=_ABSENT,
    keeps_no_history=re.compile(r"(?!)"),
    silent=re.compile(
        r"not responding|LSF is down|Cannot (?:connect|communicate)|Failed in an LSF library call"
        r"|[Tt]imed? ?out|Host does not have|Unable to open file lsf\.conf|[Tt]emporar|still trying"
    ),
    verdict=re.compile(r"Job not submitted|Request aborted|Bad |not permitted|denied|cannot use"),
    number_in_job='"$LSB_JOBID"',
    variables=("LSF_BINDIR", "LSF_ENVDIR", "LSF_LIBDIR", "LSF_SERVERDIR"),
)
