"""What there is to know of a batch system, so that one client can speak with any of them.

Words used here: an *order* is what a session asks for; a *directive* is a line of its script that
the system reads; *history* is where a system tells of jobs that have ended. The states of jobs and
their ends are told in Slurm's words, because those are what the watcher and the pages understand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from officina_courses.model import Frozen
from officina_spawners.batch.script import Order
from officina_spawners.slurm.jobs import Ending, Job, JobId, QueuedJob

# Of somebody's job that a system does not tell everything about.
UNTOLD = {
    "account": "",
    "partition": "",
    "name": "",
    "comment": "",
    "qos": "",
    "priority": 0,
    "gpus": 0,
    "cores": 0,
    "nodes": 1,
    "limit_seconds": None,
    "submitted_at": None,
    "restarts": 0,
    "reservation": "",
}


OF_A_PARCEL = ("install", "dd", "rm")  # they make and remove a job's file; see ``parcel.py``


class Seen(Frozen):
    """One job as an answer shows it; with its end, once it has one."""

    job: QueuedJob
    ending: Ending | None = None

    @property
    def lean(self) -> Job:
        """Only what its user cannot make up."""
        return Job(**{name: getattr(self.job, name) for name in Job.model_fields})


class Reading(Frozen):
    """An answer that was understood; ``absent`` are jobs that it says there are none of."""

    seen: tuple[Seen, ...] = ()
    absent: frozenset[JobId] = frozenset()


@dataclass(frozen=True)
class BatchSystem:
    """One batch system: its commands, and how to read what they write."""

    name: str  # as ``client`` of [[clusters]] has it
    title: str  # as people know it
    install: str  # how its commands come onto the hub's machine, for operators

    # The description of a job comes on the standard input; group 1 of ``submitted`` is its number.
    submit: tuple[str, ...]
    submitted: re.Pattern[str]
    directives: Callable[[Order], Iterator[str]]
    directive: str  # how a line begins that the system reads, in scripts of ours
    describe: Callable[[Sequence[str], Sequence[str]], str]  # directives and argv, as ``submit``'s

    list_all: tuple[str, ...]
    list_some: tuple[str, ...]  # numbers follow
    history: tuple[str, ...]  # numbers follow
    cancel: tuple[str, ...]  # a number follows
    read: Callable[[str], Reading]  # what the lists write; ValueError for what cannot be that
    read_history: Callable[[str], Reading]

    # Lines: about a job that it does not have (any more), with its number; about history that
    # nobody keeps; that nobody was reached; that it was understood and refused.
    absent: re.Pattern[str]
    keeps_no_history: re.Pattern[str]
    silent: re.Pattern[str]
    verdict: re.Pattern[str]

    says_absent: bool = True  # asked for a job it does not have, it says so
    number: str = "{job}"  # how its commands want a number
    number_in_job: str = ""  # where a job finds its own number, for bash
    variables: tuple[str, ...] = ()  # of the hub's environment, which its commands need

    @property
    def programs(self) -> tuple[str, ...]:
        """What must be on the hub's machine."""
        own = (self.list_all, self.history, self.submit, self.cancel)
        return (*dict.fromkeys(argv[0] for argv in own), *OF_A_PARCEL)


def queued(**facts: object) -> QueuedJob:
    """A row of a listing from what a system tells."""
    return QueuedJob.model_validate({**UNTOLD, **facts})
