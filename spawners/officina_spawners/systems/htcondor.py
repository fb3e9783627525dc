"""HTCondor (from 8.8), whose condor_q and condor_history write JSON.

A job that was evicted or held would come back as if nothing had been; a session does not, so its
own policy removes it then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending
from officina_spawners.systems.system import BatchSystem, Reading, Seen, queued

MARK, LIMIT = "OfficinaMark", "OfficinaSeconds"
ATTRIBUTES = (
    "AccountingGroup",
    "ClusterId",
    "CompletionDate",
    "EnteredCurrentStatus",
    "ExitBySignal",
    "ExitCode",
    "ExitSignal",
    "HoldReason",
    "JobCurrentStartDate",
    "JobStatus",
    "LastHoldReasonCode",
    "LastRemoteHost",
    MARK,
    LIMIT,
    "NumJobStarts",
    "Owner",
    "ProcId",
    "QDate",
    "RemoteHost",
    "RemoveReason",
    "RequestCpus",
    "RequestGpus",
)
IDLE, RUNNING, REMOVED, COMPLETED, HELD, TRANSFERRING, SUSPENDED = range(1, 8)
# Held: its own policy removes it presently, and history says why.
STATES: Mapping[int, str] = {
    IDLE: "PENDING",
    RUNNING: "RUNNING",
    REMOVED: "COMPLETING",
    COMPLETED: "COMPLETING",
    HELD: "COMPLETING",
    TRANSFERRING: "RUNNING",
    SUSPENDED: "SUSPENDED",
}
OVER_MEMORY = 34  # a code of a hold: more than the job had asked for
_REMOVED_BY = re.compile(r"by user ([^)\s]+)")


def read(text: str) -> Reading:
    """``condor_q -json``; without any jobs it writes nothing, or an empty array."""
    return Reading(seen=tuple(Seen(job=_job(ad)) for ad in _ads(text)))


def read_history(text: str) -> Reading:
    """``condor_history -json``."""
    return Reading(seen=tuple(Seen(job=_job(ad), ending=_ending(ad)) for ad in _ads(text)))


def _ads(text: str) -> list[Mapping[str, Any]]:
    if not text.strip():
        return []
    found = json.loads(text, strict=False)
    if not isinstance(found, list):
        raise ValueError("no answer of condor_q")
    return [ad for ad in found if ad["ProcId"] == 0]


def _job(ad: Mapping[str, Any]) -> Any:
    status, limit = int(ad["JobStatus"]), ad.get(LIMIT)
    is_running = status in {RUNNING, TRANSFERRING, SUSPENDED}
    starts_at = _moment(ad.get("JobCurrentStartDate")) if is_running else None
    return queued(
        id=str(ad["ClusterId"]),
        state=STATES.get(status, f"JobStatus {status}"),
        reason="Idle" if status == IDLE else str(ad.get("HoldReason", "")),
        node=_host(ad.get("RemoteHost")) if is_running else None,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=limit) if starts_at and limit else None,
        user=str(ad.get("Owner", "")),
        account=str(ad.get("AccountingGroup", "")),
        comment=str(ad.get(MARK, "")),
        cores=_whole(ad.get("RequestCpus")),
        gpus=_whole(ad.get("RequestGpus")),
        limit_seconds=limit,
        submitted_at=_moment(ad.get("QDate")),
    )


def _ending(ad: Mapping[str, Any]) -> Ending | None:
    if ad["JobStatus"] not in {REMOVED, COMPLETED}:
        return None
    state, by_signal = _end_state(ad), bool(ad.get("ExitBySignal"))
    who = _REMOVED_BY.search(str(ad.get("RemoveReason", "")))
    return Ending(
        id=str(ad["ClusterId"]),
        state=state,
        cancelled_by=who[1] if who and state == "CANCELLED" else None,
        exit_code=0 if by_signal else _whole(ad.get("ExitCode")),
        signal=_whole(ad.get("ExitSignal")) if by_signal else 0,
        started_at=_moment(ad.get("JobCurrentStartDate")),
        ended_at=_moment(ad.get("CompletionDate") or ad.get("EnteredCurrentStatus")),
        node=_host(ad.get("LastRemoteHost")),
    )


def _end_state(ad: Mapping[str, Any]) -> str:
    if ad["JobStatus"] == COMPLETED:
        return "FAILED" if ad.get("ExitBySignal") or ad.get("ExitCode") else "COMPLETED"
    if "PeriodicRemove" not in str(ad.get("RemoveReason", "")):
        return "CANCELLED"
    if ad.get("LastHoldReasonCode") == OVER_MEMORY:
        return "OUT_OF_MEMORY"
    if "LastHoldReasonCode" in ad:
        return "FAILED"
    began, ended = ad.get("JobCurrentStartDate"), ad.get("EnteredCurrentStatus")
    is_over_limit = began and ended and ended - began >= ad.get(LIMIT, float("inf"))
    return "TIMEOUT" if is_over_limit else "PREEMPTED"


def _host(name: object) -> str | None:
    """The machine of ``slot1_2@n1.example.org``."""
    return str(name).rpartition("@")[2] or None if name else None


def _moment(seconds: object) -> datetime | None:
    return datetime.fromtimestamp(int(str(seconds)), UTC) if seconds else None


def _whole(value: object) -> int:
    """A number; an expression, which a request may be, counts as none."""
    return value if isinstance(value, int) else 0


def directives(order: Order) -> Iterator[str]:
    """Lines of a submit description."""
    choice = order.choice
    yield "universe = vanilla"
    yield "should_transfer_files = NO"
    yield "output = /dev/null"
    yield "error = /dev/null"
    yield "notification = never"
    yield f"batch_name = {order.name}"
    yield f'+{MARK} = "{order.comment}"'
    yield f"+{LIMIT} = {choice.minutes * 60}"
    yield f"request_cpus = {choice.cores}"
    yield f"request_memory = {choice.memory_gib * 1024}"
    if choice.gpus:
        yield f"request_gpus = {choice.gpus}"
    if choice.account:
        yield f"accounting_group = {choice.account}"
    yield (
        "periodic_remove = JobStatus == 5 || (JobStatus == 1 && NumJobStarts > 0)"
        f" || (JobStatus == 2 && time() - JobCurrentStartDate > {LIMIT})"
    )


def description_of(directives: Sequence[str], command: Sequence[str]) -> str:
    """A submit description; the directives come as lines of our script."""
    program, *arguments = command
    lines = [line.removeprefix(HTCONDOR.directive) for line in directives]
    told = [f"executable = {program}", f"arguments = {' '.join(arguments)}"]
    return "\n".join((*told, *lines, "queue 1", ""))


_SHOWN = ("-json", "-attributes", ",".join(ATTRIBUTES))

HTCONDOR = BatchSystem(
    name="htcondor",
    title="HTCondor",
    install="Install HTCondor with a schedd on this machine, as on an access point (or set "
    "CONDOR_CONFIG)",
    submit=("condor_submit", "-terse"),
    submitted=re.compile(r"(\d{1,18})\.0 - \1\.0"),
    directives=directives,
    directive="#CONDOR ",
    describe=description_of,
    list_all=("condor_q", "-allusers", *_SHOWN),
    list_some=("condor_q", "-allusers", *_SHOWN),
    history=("condor_history", *_SHOWN),
    cancel=("condor_rm",),
    read=read,
    read_history=read_history,
    absent=re.compile(r"Job (\d+)\.0 not found|Job (\d+)\.0 already marked for removal"),
    keeps_no_history=re.compile(r"(?!)"),
    silent=re.compile(
        r"[Cc]an't find address|Failed to (?:connect|fetch|contact)|SECMAN|AUTHENTICATE"
        r"|[Tt]imed? ?out|Unable to (?:connect|locate)|Communication error|No result found"
    ),
    verdict=re.compile(r"ERROR|Permission denied"),
    says_absent=False,
    number="{job}.0",
    number_in_job="$(ClusterId)",
    variables=("CONDOR_CONFIG",),
)
