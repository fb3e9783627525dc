"""Torque, whose qstat writes XML and which remembers ended jobs for a few minutes only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending, JobId
from officina_spawners.systems import pbs_notation as notation
from officina_spawners.systems.system import BatchSystem, Reading, Seen, queued

# What Torque itself ended a job for, as its exit status.
OVER_LIMIT: Mapping[int, str] = {-10: "OUT_OF_MEMORY", -11: "TIMEOUT", -12: "TIMEOUT"}
DELETED = {notation.BY_SIGNAL + 9, notation.BY_SIGNAL + 15}  # by qdel: first SIGTERM, then SIGKILL


def read(text: str) -> Reading:
    """``qstat -x``; without any jobs it may write nothing at all."""
    if not text.strip():
        return Reading()
    if "<!" in text:
        raise ValueError("an answer of qstat that declares something")
    try:
        found = ElementTree.fromstring(text)  # noqa: S314 - it declares nothing
    except ElementTree.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    if found.tag != "Data":
        raise ValueError(f"no answer of qstat: <{found.tag[:40]}>")
    jobs = {notation.number_of(job.findtext("Job_Id", "")): job for job in found.iter("Job")}
    return Reading(seen=tuple(_seen(number, job) for number, job in jobs.items() if number))


def _seen(number: JobId, job: ElementTree.Element) -> Seen:
    letter = job.findtext("job_state")
    if letter is None:
        raise ValueError(f"job {number} has no state")
    ending = _ending(number, job) if letter == "C" else None
    limit = notation.seconds(job.findtext("Resource_List/walltime", ""))
    starts_at = notation.by_epoch(job.findtext("start_time", ""))
    return Seen(
        ending=ending,
        job=queued(
            id=number,
            state=ending.state if ending else notation.STATES.get(letter, letter),
            reason=notation.REASONS.get(letter, "Queued" if letter == "Q" else ""),
            node=notation.host_of(job.findtext("exec_host", "")),
            starts_at=starts_at,
            ends_at=notation.end_of(starts_at, limit),
            user=job.findtext("Job_Owner", "").partition("@")[0],
            account=job.findtext("Account_Name", ""),
            partition=job.findtext("queue", ""),
            name=job.findtext("Job_Name", ""),
            comment=_mark(job.findtext("Variable_List", "")),
            nodes=int(job.findtext("Resource_List/nodect", "1")),
            limit_seconds=limit,
            submitted_at=notation.by_epoch(job.findtext("qtime", "")),
        ),
    )


def _mark(variables: str) -> str:
    """Its value among ``A=1,B=2``, where nobody's value can hold a comma unmarked."""
    found = re.search(rf"(?:^|(?<!\\),){notation.MARK}=([^,]*)", variables)
    return found[1] if found else ""


def _ending(number: JobId, job: ElementTree.Element) -> Ending:
    status = int(job.findtext("exit_status", "271"))  # without one it never ran: deleted
    return notation.ended(
        number,
        _end_state(job, status),
        status,
        started_at=notation.by_epoch(job.findtext("start_time", "")),
        ended_at=notation.by_epoch(job.findtext("comp_time", "")),
        node=notation.host_of(job.findtext("exec_host", "")),
    )


def _end_state(job: ElementTree.Element, status: int) -> str:
    if status in OVER_LIMIT:
        return OVER_LIMIT[status]
    limit = notation.seconds(job.findtext("Resource_List/walltime", ""))
    used = notation.seconds(job.findtext("resources_used/walltime", ""))
    if status in DELETED:
        return "TIMEOUT" if limit and used and used >= limit else "CANCELLED"
    return "FAILED" if status else "COMPLETED"


def directives(order: Order) -> Iterator[str]:
    """Memory is of the whole job in Torque."""
    choice = order.choice
    yield from notation.shared_directives(order)
    gpus = f":gpus={choice.gpus}" if choice.gpus else ""
    yield f"-l nodes={choice.nodes}:ppn={choice.cores}{gpus}"
    yield f"-l mem={choice.memory_gib * choice.nodes}gb"
    if order.profile.partition:
        yield f"-q {order.profile.partition}"


TORQUE = BatchSystem(
    name="torque",
    title="Torque",
    install="Install Torque's client commands and its server_name file (or set PBS_DEFAULT), as on "
    "a login node",
    submit=("qsub",),
    submitted=re.compile(r"(\d{1,18})\.\S+"),
    directives=directives,
    directive="#PBS ",
    describe=notation.script_of,
    list_all=("qstat", "-x"),
    list_some=("qstat", "-x"),
    history=("qstat", "-x"),
    cancel=("qdel",),
    read=read,
    read_history=read,
    absent=re.compile(
        r"Unknown Job Id(?: Error)? (\d+)|Request invalid for state of job(?: [A-Z]+)? (\d+)"
    ),
    keeps_no_history=re.compile(r"(?!)"),
    silent=notation.SILENT,
    verdict=re.compile(r"^qsub: |^qdel: "),
    number_in_job='"${PBS_JOBID%%.*}"',
    variables=("PBS_DEFAULT", "PBS_SERVER", "TORQUEROOT"),
)
